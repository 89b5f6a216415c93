"""A timetable as a board: slots down, places across."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import AgendaItem, Day, Place, Slot

from ..models import Meeting, Request, Timetable


@dataclass(frozen=True)
class BoardRow:
    slot: Slot
    cells: list[Meeting | None]  # in the order of the day's places
    agenda: list[AgendaItem]


@dataclass(frozen=True)
class BoardDay:
    day: Day
    places: list[Place]
    rows: list[BoardRow]


@dataclass(frozen=True)
class Board:
    timetable: Timetable
    days: list[BoardDay]
    breaks: dict[int, list[Slot]]  # by delegate: idle slots between two of the day's meetings
    organisations: list[Organisation]

    @property
    def held(self) -> int:
        return sum(cell is not None for day in self.days for row in day.rows for cell in row.cells)


def board(timetable: Timetable, *, organisation: Organisation | None = None) -> Board:
    """Lay a timetable out by day, slot and place.

    Args:
        timetable: Any version.
        organisation: Show the meetings (and breaks) of this one alone.
    """
    forum = timetable.forum
    every = list(
        timetable.meetings.filter(request__state=Request.State.ACCEPTED).select_related(
            "slot",
            "place",
            "interpreter",
            "request__sender__person",
            "request__sender__organisation",
            "request__receiver__person",
            "request__receiver__organisation",
        )
    )
    organisations = {
        delegate.organisation_id: delegate.organisation
        for meeting in every
        for delegate in (meeting.request.sender, meeting.request.receiver)
    }
    meetings = every
    if organisation is not None:
        meetings = [
            meeting
            for meeting in every
            if organisation.pk
            in (meeting.request.sender.organisation_id, meeting.request.receiver.organisation_id)
        ]
    at = {(meeting.slot_id, meeting.place_id): meeting for meeting in meetings}
    agenda = list(forum.agenda.all())
    slots = list(forum.slots.select_related("day"))
    places = list(forum.places.all())
    days = []
    for day in forum.days.all():
        day_places = [place for place in places if place.mode == day.mode]
        rows = [
            BoardRow(
                slot,
                [at.get((slot.pk, place.pk)) for place in day_places],
                [item for item in agenda if item.start < slot.end and slot.start < item.end],
            )
            for slot in slots
            if slot.day_id == day.pk
        ]
        days.append(BoardDay(day, day_places, rows))
    found = breaks_of(meetings, slots)
    if organisation is not None:
        own = set(forum.delegates.filter(organisation=organisation).values_list("pk", flat=True))
        found = {delegate: idle for delegate, idle in found.items() if delegate in own}
    return Board(
        timetable, days, found, sorted(organisations.values(), key=lambda o: (o.country, o.name))
    )


def breaks_of(meetings: Iterable[Meeting], slots: Iterable[Slot]) -> dict[int, list[Slot]]:
    """Idle slots of each delegate between two meetings of the same day.

    Returns:
        Slots by delegate, for those who have any.
    """
    busy: dict[tuple[int, int], set[int]] = defaultdict(set)
    by_day: dict[int, list[Slot]] = defaultdict(list)
    day_of = {}
    for slot in slots:
        by_day[slot.day_id].append(slot)
        day_of[slot.pk] = slot.day_id
    for meeting in meetings:
        for delegate in (meeting.request.sender_id, meeting.request.receiver_id):
            busy[delegate, day_of[meeting.slot_id]].add(meeting.slot_id)
    idle: dict[int, list[Slot]] = defaultdict(list)
    for (delegate, day), taken in busy.items():
        used = [index for index, slot in enumerate(by_day[day]) if slot.pk in taken]
        for slot in by_day[day][used[0] : used[-1]]:
            if slot.pk not in taken:
                idle[delegate].append(slot)
    return dict(idle)
