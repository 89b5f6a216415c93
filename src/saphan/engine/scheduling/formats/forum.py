"""A forum's own files as a scheduling problem."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from saphan.engine.scheduling.problem import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Scheduled,
    Slot,
)
from saphan.engine.sheets.forum_sheets import AvailabilityRow, ForumSheets, RequestRow, SlotRow

MUST = 100
"""Value of a meeting that must be held."""
MAY = 10
"""Value of a meeting that one side asked for and the other accepted."""
MUTUAL = 5
"""Added when both sides asked for it."""


def forum_from_sheets(sheets: ForumSheets, *, previous: Iterable[Scheduled] = ()) -> Forum:
    """Make the scheduling problem of a forum.

    Every accepted request is a meeting under the request's id; when both sides asked, the two
    requests are one meeting under the id of the first, worth more.

    Args:
        sheets: The forum's typed rows.
        previous: An earlier timetable, from which as little as possible is changed.

    Returns:
        The problem, with all goals.

    Raises:
        ValueError: A request names a delegate or a slot that the forum does not have.
    """
    slots = tuple(sorted(sheets.slots, key=lambda slot: slot.start))
    zone = ZoneInfo(sheets.timezone)
    return Forum(
        participants=_participants(sheets, slots),
        slots=tuple(
            Slot(slot.id, slot.day.isoformat(), slot.session, _minutes(slot.start, zone))
            for slot in slots
        ),
        places=tuple(
            Place(
                place.id,
                frozenset(i for i, slot in enumerate(slots) if slot.mode == place.mode),
            )
            for place in sheets.places
        ),
        meetings=_meetings(sheets, slots),
        interpreters=tuple(
            Interpreter(
                person.id,
                frozenset(person.languages),
                frozenset(
                    i
                    for i, slot in enumerate(slots)
                    if slot.mode in person.modes and _free(person.id, slot, sheets.availability)
                ),
            )
            for person in sheets.interpreters
        ),
        fairness=sheets.rules.fairness,
        previous=tuple(previous),
    )


def _minutes(moment: datetime, zone: ZoneInfo) -> int:
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def _participants(sheets: ForumSheets, slots: tuple[SlotRow, ...]) -> tuple[Participant, ...]:
    everybody = sheets.rules.max_meetings
    found = []
    for person in sheets.delegates:
        duties = [item for item in sheets.agenda if item.for_all or person.id in item.attendees]
        limit = everybody if person.max_meetings is None else person.max_meetings
        found.append(
            Participant(
                person.id,
                frozenset(
                    i
                    for i, slot in enumerate(slots)
                    if slot.mode in person.modes
                    and _free(person.id, slot, sheets.availability)
                    and not any(d.start < slot.end and slot.start < d.end for d in duties)
                ),
                limit,
                frozenset(person.languages),
            )
        )
    return tuple(found)


def _free(person: str, slot: SlotRow, rows: Iterable[AvailabilityRow]) -> bool:
    """Whether the person's windows leave the whole slot free.

    `available` rows bind on their own date, in the zone they are written in.
    """
    windows: list[tuple[datetime, datetime]] = []
    bound = False
    for row in rows:
        if row.person != person:
            continue
        if row.status == "away":
            if row.start < slot.end and slot.start < row.end:
                return False
        elif row.start.date() == slot.start.astimezone(row.start.tzinfo).date():
            bound = True
            windows.append((row.start, row.end))
    if not bound:
        return True
    reached = slot.start
    for start, end in sorted(windows):
        if start <= reached:
            reached = max(reached, end)
    return reached >= slot.end


def _meetings(sheets: ForumSheets, slots: tuple[SlotRow, ...]) -> tuple[Meeting, ...]:
    number = {slot.id: i for i, slot in enumerate(slots)}
    speaks = {person.id: frozenset(person.languages) for person in sheets.delegates}
    pairs: dict[frozenset[str], list[RequestRow]] = {}
    for request in sheets.requests:
        if request.state != "accepted":
            continue
        for name in (request.sender, request.receiver):
            if name not in speaks:
                raise ValueError(f"request {request.id!r} names the unknown delegate {name!r}")
        if request.fixed_slot is not None and request.fixed_slot not in number:
            raise ValueError(
                f"request {request.id!r} is fixed in the unknown slot {request.fixed_slot!r}"
            )
        pairs.setdefault(frozenset((request.sender, request.receiver)), []).append(request)
    found = []
    for requests in pairs.values():
        first = requests[0]
        must = any(request.priority == "must" for request in requests)
        mutual = len({request.sender for request in requests}) > 1
        fixed = [request.fixed_slot for request in requests if request.fixed_slot is not None]
        if len(set(fixed)) > 1:
            names = " and ".join(repr(request.id) for request in requests)
            raise ValueError(f"requests {names} ask for one meeting in two fixed slots")
        sides = (speaks[first.sender], speaks[first.receiver])
        found.append(
            Meeting(
                first.id,
                (first.sender, first.receiver),
                value=(MUST if must else MAY) + (MUTUAL if mutual else 0),
                must=must,
                fixed=number[fixed[0]] if fixed else None,
                needs_interpreter=() if sides[0] & sides[1] else sides,
            )
        )
    return tuple(found)
