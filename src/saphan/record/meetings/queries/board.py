"""A timetable as a board: slots down, places across."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from saphan.engine.sheets.forum_sheets import modes_of
from saphan.record.directory.models import Organisation
from saphan.record.forum.models import AgendaItem, Day, Place, Slot

from ..models import Meeting, Request, Timetable
from .timetables import with_people


@dataclass(frozen=True)
class BoardCell:
    """A place in a slot.

    Attributes:
        meeting: What is held there, if anything.
        rows: How many slots it takes from here.
        covered: True in the later slots of a meeting, which its first cell reaches down to.
    """

    meeting: Meeting | None = None
    rows: int = 1
    covered: bool = False


@dataclass(frozen=True)
class BoardRow:
    slot: Slot
    cells: list[BoardCell]  # in the order of the day's places
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
        cells = (cell for day in self.days for row in day.rows for cell in row.cells)
        return sum(cell.meeting is not None and not cell.covered for cell in cells)


def board(timetable: Timetable, *, organisation: Organisation | None = None) -> Board:
    """Lay a timetable out by day, slot and place.

    Args:
        timetable: Any version.
        organisation: Show the meetings (and breaks) of this one alone.
    """
    forum = timetable.forum
    every = list(
        timetable.meetings.filter(
            state=Meeting.State.SCHEDULED, request__state=Request.State.ACCEPTED
        )
        .select_related("slot", "place", "interpreter", "request")
        .prefetch_related(with_people())
    )
    organisations = {
        seat.delegate.organisation_id: seat.delegate.organisation
        for meeting in every
        for seat in meeting.seats.all()
    }
    meetings = every
    if organisation is not None:
        meetings = [
            meeting
            for meeting in every
            if any(seat.delegate.organisation_id == organisation.pk for seat in meeting.seats.all())
        ]
    agenda = list(forum.agenda.all())
    slots = list(forum.slots.select_related("day"))
    places = list(forum.places.all())
    at = _cells(meetings, slots)
    days = []
    for day in forum.days.all():
        day_places = [place for place in places if place.mode in modes_of(day.mode)]  # type: ignore[arg-type]
        rows = [
            BoardRow(
                slot,
                [at.get((slot.pk, place.pk), BoardCell()) for place in day_places],
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


def _cells(meetings: Iterable[Meeting], slots: list[Slot]) -> dict[tuple[int, int], BoardCell]:
    """The cells that meetings take, by slot and place."""
    number = {slot.pk: index for index, slot in enumerate(slots)}
    found = {}
    for meeting in meetings:
        first, last = number[meeting.slot_id], number[meeting.last_slot_id]
        for index in range(first, last + 1):
            cell = BoardCell(meeting, last + 1 - first, covered=index > first)
            found[slots[index].pk, meeting.place_id] = cell
    return found


def breaks_of(meetings: Iterable[Meeting], slots: Iterable[Slot]) -> dict[int, list[Slot]]:
    """Idle slots of each delegate between two meetings of the same day.

    Args:
        meetings: With their seats.
        slots: All of the forum, in order of time.

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
