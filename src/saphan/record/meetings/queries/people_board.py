"""A timetable by people: delegates down, slots across, breaks visible."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import AgendaItem, Delegate, Slot

from ..models import Meeting, Seat, Timetable
from .board import (
    ShownPart,
    Wanted,
    agenda_of,
    breaks_of,
    called,
    moment,
    shown_of,
    standing_meetings,
)
from .timetables import with_people

PEOPLE = 25
"""Rows of a page."""


@dataclass(frozen=True)
class PersonCell:
    """A person's slot: a meeting over so many slots, a break, a duty, or nothing."""

    meeting: Meeting | None = None
    others: tuple[Organisation, ...] = ()
    duty: AgendaItem | None = None
    idle: bool = False
    columns: int = 1


@dataclass(frozen=True)
class PersonRow:
    delegate: Delegate
    cells: list[PersonCell]
    breaks: int


@dataclass(frozen=True)
class PeopleBoard:
    """A part of a timetable by people.

    Attributes:
        columns: The slots shown, each `past`, `now` or neither.
        pages: How many pages of people there are.
        count: How many people.
    """

    timetable: Timetable
    shown: ShownPart
    columns: list[tuple[Slot, str]]
    rows: list[PersonRow]
    page: int
    pages: int
    count: int


def people_board(
    timetable: Timetable, wanted: Wanted | None = None, *, now: datetime | None = None
) -> PeopleBoard:
    """Lay a part of a timetable out by person and slot.

    Args:
        timetable: Any version.
        wanted: The part. Without people asked for, those who have a meeting on the day.
        now: The present moment; None for the clock's.
    """
    wanted, now = wanted or Wanted(), now or timezone.now()
    shown = shown_of(timetable, wanted, now, across=PEOPLE)
    people = timetable.forum.delegates.select_related("person", "organisation").order_by(
        "organisation__country", "organisation__name", "person__name", "pk"
    )
    if wanted.who:
        people = people.filter(called(wanted.who))
    else:
        seats = Seat.objects.filter(
            delegate=OuterRef("pk"), timetable=timetable, state=Meeting.State.SCHEDULED
        ).filter(meeting__slot__day=shown.day)
        people = people.filter(Exists(seats))
    count = people.count()
    pages = max(-(-count // PEOPLE), 1)
    page = min(max(wanted.page, 1), pages)
    here = list(people[(page - 1) * PEOPLE : page * PEOPLE])
    return PeopleBoard(
        timetable,
        shown,
        [(slot, moment(slot, now)) for slot in shown.slots],
        _rows(timetable, shown, here),
        page,
        pages,
        count,
    )


def _rows(timetable: Timetable, shown: ShownPart, people: list[Delegate]) -> list[PersonRow]:
    whole_day = list(timetable.forum.slots.filter(day=shown.day).order_by("start"))
    meetings = list(
        standing_meetings(timetable)
        .filter(slot__day=shown.day, seats__delegate__in=people)
        .distinct()
        .select_related("place", "interpreter", "request")
        .prefetch_related(with_people())
    )
    idle = breaks_of(meetings, whole_day)
    of: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        for seat in meeting.seats.all():
            of[seat.delegate_id].append(meeting)
    agenda = agenda_of(timetable, shown)
    bound: dict[int, set[int]] = defaultdict(set)
    for item, delegate in AgendaItem.attendees.through.objects.filter(
        agendaitem__in=agenda, delegate__in=people
    ).values_list("agendaitem", "delegate"):
        bound[delegate].add(item)
    found = []
    for one in people:
        own = [item for item in agenda if item.for_all or item.pk in bound[one.pk]]
        breaks = {slot.pk for slot in idle.get(one.pk, ())}
        cells = _cells(one, shown.slots, of[one.pk], own, breaks)
        found.append(PersonRow(one, cells, len(breaks)))
    return found


def _cells(
    person: Delegate,
    slots: list[Slot],
    meetings: list[Meeting],
    agenda: list[AgendaItem],
    breaks: set[int],
) -> list[PersonCell]:
    cells: list[PersonCell] = []
    covered = 0
    for slot in slots:
        if covered:
            covered -= 1
            continue
        meeting = next((m for m in meetings if m.start < slot.end and slot.start < m.end), None)
        if meeting is not None:
            columns = sum(m.start < meeting.end and meeting.start < m.end for m in slots)
            others = dict.fromkeys(
                seat.delegate.organisation
                for seat in meeting.seats.all()
                if seat.delegate_id != person.pk
            )
            cells.append(PersonCell(meeting, tuple(others), columns=columns))
            covered = columns - 1
            continue
        duty = next((i for i in agenda if i.start < slot.end and slot.start < i.end), None)
        cells.append(PersonCell(duty=duty, idle=slot.pk in breaks))
    return cells
