"""A timetable as a board: slots down, places across, no more of it than a page can hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from saphan.engine.sheets.forum_sheets import modes_of
from saphan.record.forum.models import AgendaItem, Day, Delegate, Place, Slot

from ..models import Meeting, Request, Timetable
from .timetables import with_people

CELLS = 160
"""Most cells of a page."""


@dataclass(frozen=True)
class Wanted:
    """What a reader wants to see of a timetable.

    Attributes:
        day: A date as YYYY-MM-DD; empty for today, or the first day with meetings.
        session: Name of a part of the day; empty for the present one, or the first.
        page: Which of the pages of places, or of people.
        who: Only who has this in the name of the person or the organisation.
    """

    day: str = ""
    session: str = ""
    page: int = 1
    who: str = ""


@dataclass(frozen=True)
class ShownPart:
    """Which part of a timetable is shown, and what else there is to choose from."""

    days: list[Day]
    day: Day | None
    sessions: list[str]  # none where the whole day is shown
    session: str
    slots: list[Slot]


@dataclass(frozen=True)
class BoardCell:
    """A place in a slot.

    Attributes:
        meeting: What is held there, if anything.
        rows: How many slots it takes from here.
        covered: True in the later slots of a meeting, which its first cell reaches down to.
    """

    place: Place
    meeting: Meeting | None = None
    rows: int = 1
    covered: bool = False


@dataclass(frozen=True)
class BoardRow:
    """A slot.

    Attributes:
        when: `past`, `now` or empty.
        idle: The people asked for who have a break in it.
    """

    slot: Slot
    cells: list[BoardCell]  # in the order of the places
    agenda: list[AgendaItem]
    when: str = ""
    idle: list[Delegate] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """A part of a timetable.

    Attributes:
        places: Those of this page.
        pages: The first and the last place of every page, where there are several.
        held: How many meetings are shown.
        off: The meetings of the day that are called off.
    """

    timetable: Timetable
    shown: ShownPart
    places: list[Place]
    pages: list[tuple[Place, Place]]
    page: int
    rows: list[BoardRow]
    held: int
    off: list[Meeting]


def shown_of(timetable: Timetable, wanted: Wanted, now: datetime, *, across: int) -> ShownPart:
    """Which day and which part of it to show.

    Args:
        timetable: The version.
        wanted: What the reader asks for.
        now: The present moment.
        across: How many cells a slot has; a day with too many is shown by sessions.
    """
    forum = timetable.forum
    days = list(forum.days.all())
    today = now.astimezone(forum.zone).date()
    met = standing_meetings(timetable).order_by("start").values_list("slot__day", flat=True)
    choices = (
        [day for day in days if str(day.date) == wanted.day],
        [day for day in days if day.date == today],
        [day for day in days if day.pk == met.first()],
        days,
    )
    day = next((found[0] for found in choices if found), None)
    slots = list(forum.slots.filter(day=day).order_by("start")) if day else []
    sessions = list(dict.fromkeys(slot.session for slot in slots))
    if len(sessions) < 2 or len(slots) * across <= CELLS:
        return ShownPart(days, day, [], "", slots)
    present = [slot.session for slot in slots if slot.end > now]
    session = wanted.session
    if session not in sessions:
        session = present[0] if present and day and day.date == today else sessions[0]
    return ShownPart(days, day, sessions, session, [s for s in slots if s.session == session])


def standing_meetings(timetable: Timetable) -> QuerySet[Meeting]:
    """The meetings of a version that are neither called off nor withdrawn from."""
    return timetable.meetings.filter(
        state=Meeting.State.SCHEDULED, request__state=Request.State.ACCEPTED
    )


def called(words: str, of: str = "") -> Q:
    """Who has these words in the name of the person or the organisation.

    Args:
        words: What is looked for.
        of: The way to the delegate, such as `seats__delegate__`.
    """
    names = ("person__name", "person__name_latin", "organisation__name", "organisation__name_en")
    found = Q()
    for name in names:
        found |= Q(**{f"{of}{name}__icontains": words})
    for name in ("code", "organisation__code"):
        found |= Q(**{f"{of}{name}__iexact": words})
    return found


def board(
    timetable: Timetable, wanted: Wanted | None = None, *, now: datetime | None = None
) -> Board:
    """Lay a part of a timetable out by slot and place.

    Args:
        timetable: Any version.
        wanted: The part; with people asked for, only their meetings and the places of these.
        now: The present moment; None for the clock's.
    """
    wanted, now = wanted or Wanted(), now or timezone.now()
    forum = timetable.forum
    every = sorted(forum.places.all(), key=lambda place: (place.mode, place.hall, natural(place)))
    shown = shown_of(timetable, wanted, now, across=0 if wanted.who else len(every))
    meetings = standing_meetings(timetable).filter(slot__in=[slot.pk for slot in shown.slots])
    if wanted.who:
        meetings = meetings.filter(called(wanted.who, "seats__delegate__")).distinct()
    places = [p for p in every if shown.day and p.mode in modes_of(shown.day.mode)]  # type: ignore[arg-type]
    if wanted.who:
        used = set(meetings.order_by().values_list("place", flat=True))
        places = [place for place in places if place.pk in used]
    size = max(CELLS // max(len(shown.slots), 1), 1)
    pages = [places[start : start + size] for start in range(0, len(places), size)]
    page = min(max(wanted.page, 1), max(len(pages), 1))
    here = pages[page - 1] if pages else []
    found = _with_all(meetings.filter(place__in=[place.pk for place in here]))
    idle = _idle(timetable, shown, wanted.who)
    return Board(
        timetable,
        shown,
        here,
        [(one[0], one[-1]) for one in pages] if len(pages) > 1 else [],
        page,
        _rows(timetable, shown, here, found, idle, now),
        len(found),
        _with_all(
            timetable.meetings.filter(
                state=Meeting.State.CANCELLED,
                request__state=Request.State.ACCEPTED,
                slot__day=shown.day,
            )
        ),
    )


def _with_all(meetings: QuerySet[Meeting]) -> list[Meeting]:
    return list(
        meetings.select_related("slot", "place", "interpreter").prefetch_related(with_people())
    )


def natural(place: Place) -> list[tuple[int, str]]:
    """A key by which table 10 comes after table 9."""
    return [(int(part or 0), text) for text, part in re.findall(r"(\D*)(\d*)", place.code)]


def _idle(timetable: Timetable, shown: ShownPart, who: str) -> dict[int, list[Delegate]]:
    """By slot, the people asked for who have a break in it."""
    if not who or shown.day is None:
        return {}
    people = {
        d.pk: d for d in timetable.forum.delegates.filter(called(who)).select_related("person")
    }
    theirs = (
        standing_meetings(timetable)
        .filter(slot__day=shown.day, seats__delegate__in=people)
        .distinct()
        .prefetch_related("seats")
    )
    by_slot: dict[int, list[Delegate]] = defaultdict(list)
    for pk, slots in breaks_of(theirs, shown.slots).items():
        for slot in slots if pk in people else ():
            by_slot[slot.pk].append(people[pk])
    return by_slot


def _rows(
    timetable: Timetable,
    shown: ShownPart,
    places: Sequence[Place],
    meetings: list[Meeting],
    idle: dict[int, list[Delegate]],
    now: datetime,
) -> list[BoardRow]:
    at = _cells(meetings, shown.slots)
    agenda = agenda_of(timetable, shown)
    return [
        BoardRow(
            slot,
            [at.get((slot.pk, place.pk), BoardCell(place)) for place in places],
            [item for item in agenda if item.start < slot.end and slot.start < item.end],
            moment(slot, now),
            idle.get(slot.pk, []),
        )
        for slot in shown.slots
    ]


def agenda_of(timetable: Timetable, shown: ShownPart) -> list[AgendaItem]:
    """What of the agenda falls into the slots shown."""
    if not shown.slots:
        return []
    first, last = shown.slots[0].start, shown.slots[-1].end
    return list(timetable.forum.agenda.filter(start__lt=last, end__gt=first))


def moment(slot: Slot, now: datetime) -> str:
    """Whether a slot is `past`, is `now`, or is to come."""
    if slot.end <= now:
        return "past"
    return "now" if slot.start <= now else ""


def _cells(meetings: Iterable[Meeting], slots: list[Slot]) -> dict[tuple[int, int], BoardCell]:
    """The cells that meetings take, by slot and place."""
    number = {slot.pk: index for index, slot in enumerate(slots)}
    found = {}
    for meeting in meetings:
        first = number[meeting.slot_id]
        last = number.get(meeting.last_slot_id, len(slots) - 1)
        for index in range(first, last + 1):
            cell = BoardCell(meeting.place, meeting, last + 1 - first, covered=index > first)
            found[slots[index].pk, meeting.place_id] = cell
    return found


def breaks_of(meetings: Iterable[Meeting], slots: Iterable[Slot]) -> dict[int, list[Slot]]:
    """Idle slots of each delegate between two meetings of the same day.

    Args:
        meetings: With their seats.
        slots: In order of time, those of all the meetings among them.

    Returns:
        Slots by delegate, for those who have any.
    """
    busy: dict[tuple[int, int], set[int]] = defaultdict(set)
    by_day: dict[int, list[Slot]] = defaultdict(list)
    grid = list(slots)
    number = {slot.pk: index for index, slot in enumerate(grid)}
    for slot in grid:
        by_day[slot.day_id].append(slot)
    for meeting in meetings:
        first, last = number[meeting.slot_id], number[meeting.last_slot_id]
        taken = {slot.pk for slot in grid[first : last + 1]}
        for seat in meeting.seats.all():
            busy[seat.delegate_id, grid[first].day_id] |= taken
    idle: dict[int, list[Slot]] = defaultdict(list)
    for (delegate, day), taken in busy.items():
        used = [index for index, slot in enumerate(by_day[day]) if slot.pk in taken]
        for slot in by_day[day][used[0] : used[-1]]:
            if slot.pk not in taken:
                idle[delegate].append(slot)
    return dict(idle)
