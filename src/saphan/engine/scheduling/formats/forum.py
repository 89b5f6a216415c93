"""The scheduling problem of a forum, from its organiser's files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from saphan.engine.scheduling.problem import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Scheduled,
    Slot,
)
from saphan.engine.sheets.forum_sheets import (
    AvailabilityRow,
    ForumSheets,
    Mode,
    RequestRow,
)

VALUE_OF_MUST, VALUE_OF_MAY = 100, 10
"""Points of a meeting. A must is held anyway; its points only make the total tell of it."""

VALUE_OF_MUTUAL = 5
"""Points added when both sides asked for the meeting."""


def forum_from_sheets(sheets: ForumSheets, previous: Iterable[Scheduled] = ()) -> Forum:
    """Make the problem of a forum: delegates meet, accepted requests are the meetings.

    A delegate is available in the slots of the days of his or her modes, less what the rows of
    availability and the agenda take. Two who share no language need an interpreter.

    Args:
        sheets: The forum.
        previous: An earlier timetable, from which as little as possible is changed.

    Returns:
        The problem. Two requests between the same two delegates are one meeting, worth more
        when each side asked.

    Raises:
        ValueError: Two requests fix their one meeting in two slots.
    """
    number = {slot.id: index for index, slot in enumerate(sheets.slots)}
    rows: dict[str, list[AvailabilityRow]] = defaultdict(list)
    for row in sheets.availability:
        rows[row.person].append(row)
    duties: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for item in sheets.agenda:
        bound = (d.id for d in sheets.delegates) if item.for_all else item.attendees
        for name in bound:
            duties[name].append((item.start, item.end))
    languages = {d.id: frozenset(d.languages) for d in sheets.delegates}
    return Forum(
        participants=tuple(
            Participant(
                d.id,
                _available(sheets, d.modes, rows[d.id], duties[d.id]),
                _least(d.max_meetings, sheets.rules.max_meetings),
                languages[d.id],
            )
            for d in sheets.delegates
        ),
        slots=tuple(
            Slot(s.id, s.day.isoformat(), s.session, s.start.hour * 60 + s.start.minute)
            for s in sheets.slots
        ),
        places=tuple(
            Place(p.id, frozenset(number[s.id] for s in sheets.slots if s.mode == p.mode))
            for p in sheets.places
        ),
        meetings=tuple(_meetings(sheets, number, languages)),
        interpreters=tuple(
            Interpreter(
                i.id, frozenset(i.languages), _available(sheets, i.modes, rows[i.id], duties[i.id])
            )
            for i in sheets.interpreters
        ),
        fairness=sheets.rules.fairness,
        previous=tuple(previous),
    )


def _meetings(
    sheets: ForumSheets, number: dict[str, int], languages: dict[str, frozenset[str]]
) -> Iterator[Meeting]:
    """One meeting for every two who agreed to meet, under the id of their first request."""
    agreed: dict[frozenset[str], list[RequestRow]] = {}
    for request in sheets.requests:
        if request.state == "accepted":
            agreed.setdefault(frozenset((request.sender, request.receiver)), []).append(request)
    for requests in agreed.values():
        first = requests[0]
        must = any(request.priority == "must" for request in requests)
        mutual = len({request.sender for request in requests}) > 1
        fixed = sorted({request.fixed_slot for request in requests if request.fixed_slot})
        if len(fixed) > 1:
            names = " and ".join(request.id for request in requests)
            raise ValueError(f"requests {names} fix one meeting in two slots: {', '.join(fixed)}")
        sides = (languages[first.sender], languages[first.receiver])
        yield Meeting(
            first.id,
            (first.sender, first.receiver),
            (VALUE_OF_MUST if must else VALUE_OF_MAY) + (VALUE_OF_MUTUAL if mutual else 0),
            must,
            fixed=number[fixed[0]] if fixed else None,
            needs_interpreter=() if sides[0] & sides[1] else sides,
        )


def _least(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


def _available(
    sheets: ForumSheets,
    modes: tuple[Mode, ...],
    rows: list[AvailabilityRow],
    duties: list[tuple[datetime, datetime]],
) -> frozenset[int]:
    """Indices of the slots in which a person can meet."""
    free = [row for row in rows if row.status == "available"]
    away = [row for row in rows if row.status == "away"]
    found = set()
    for index, slot in enumerate(sheets.slots):
        if slot.mode not in modes:
            continue
        # Windows of being available bind only on the day, in the forum's zone, that they are on.
        today = [row for row in free if row.start.astimezone(slot.start.tzinfo).date() == slot.day]
        if today and not any(row.start <= slot.start and slot.end <= row.end for row in today):
            continue
        taken = [*((row.start, row.end) for row in away), *duties]
        if any(start < slot.end and slot.start < end for start, end in taken):
            continue
        found.add(index)
    return frozenset(found)
