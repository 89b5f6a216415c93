"""The scheduling problem of a forum, from its organiser's files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from saphan.engine.scheduling.problem import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    Scheduled,
    Slot,
    Travel,
)
from saphan.engine.sheets.forum_sheets import (
    AvailabilityRow,
    DelegateRow,
    ForumSheets,
    Mode,
    RequestRow,
    SlotRow,
    modes_of,
)
from saphan.engine.sheets.sides import Sides

VALUE_OF_MUST, VALUE_OF_MAY = 100, 10
"""Points of a meeting. A must is held anyway; its points only make the total tell of it."""

VALUE_OF_MUTUAL = 5
"""Points added when several sides asked for the meeting."""


def forum_from_sheets(sheets: ForumSheets, previous: Iterable[Scheduled] = ()) -> Forum:
    """Make the problem of a forum: delegates meet, accepted requests are the meetings.

    A person is available in the slots of the days of his or her modes, less what the rows of
    availability and the agenda take. For an organisation asked to a meeting, one of its
    delegates takes part: one who shares a language with the others where some do (and are free
    when the others are), so that interpreters are left to those who need them. Sides that share
    no language need an interpreter.

    Args:
        sheets: The forum.
        previous: An earlier timetable, from which as little as possible is changed.

    Returns:
        The problem. Requests of the same sides are one meeting, under the id of the first and
        worth more when several sides asked.

    Raises:
        ValueError: Two requests fix their one meeting in two slots, or at two places.
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
    people = {
        d.id: _participant(sheets, d, _available(sheets, d.modes, rows[d.id], duties[d.id]))
        for d in sheets.delegates
    }
    interpreters = tuple(
        Interpreter(
            i.id,
            frozenset(i.languages),
            _available(sheets, i.modes, rows[i.id], duties[i.id]),
            i.max_run,
            i.max_meetings,
        )
        for i in sheets.interpreters
    )
    sides = Sides(sheets.delegates)
    agreed = _Agreed(sheets, sides)
    chooser = _Chooser(sides, people, interpreters)
    return Forum(
        participants=tuple(people.values()),
        slots=tuple(_slot(sheets, slot) for slot in sheets.slots),
        places=tuple(
            Place(
                p.id,
                frozenset(number[s.id] for s in sheets.slots if p.mode in modes_of(s.mode)),
                p.mode,
                p.hall,
                frozenset(name for code in p.kept_by for name in sides.members(code)),
            )
            for p in sheets.places
        ),
        meetings=tuple(_meeting(requests, number, chooser) for requests in agreed.requests),
        interpreters=interpreters,
        precedences=agreed.precedences(),
        fairness=sheets.rules.fairness,
        previous=tuple(previous),
        travel=tuple(Travel(way.one, way.other, way.minutes) for way in sheets.travel),
    )


def _participant(sheets: ForumSheets, row: DelegateRow, available: frozenset[int]) -> Participant:
    """A delegate under the rules: the smaller most number of meetings, else one's own number."""
    rules = sheets.rules
    most = _least(row.max_meetings, rules.max_meetings)
    least = rules.min_meetings if row.min_meetings is None else row.min_meetings
    return Participant(
        row.id,
        available,
        most,
        frozenset(row.languages),
        least if most is None else min(least, most),
        rules.max_breaks if row.max_breaks is None else row.max_breaks,
        frozenset(row.modes),
    )


def _slot(sheets: ForumSheets, slot: SlotRow) -> Slot:
    start = slot.start.hour * 60 + slot.start.minute
    end = start + (slot.end - slot.start).seconds // 60
    return Slot(slot.id, slot.day.isoformat(), sheets.session_of(slot), start, end)


@dataclass
class _Agreed:
    """The accepted requests: those of the same sides together, as they are one meeting."""

    sheets: ForumSheets
    sides: Sides
    requests: list[list[RequestRow]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[frozenset[str], list[RequestRow]] = {}
        for request in self.sheets.requests:
            if request.state == "accepted":
                found.setdefault(self.sides.key(request), []).append(request)
        self.requests = list(found.values())

    def precedences(self) -> tuple[Precedence, ...]:
        """Which meeting comes before which; a request without a meeting comes before none."""
        meeting = {one.id: same[0].id for same in self.requests for one in same}
        pairs = (
            (meeting[earlier], same[0].id)
            for same in self.requests
            for one in same
            for earlier in one.after
            if earlier in meeting
        )
        return tuple(Precedence(*pair) for pair in dict.fromkeys(pairs) if pair[0] != pair[1])


class _Chooser:
    """Who may take part for an organisation, and who needs an interpreter."""

    def __init__(
        self, sides: Sides, people: dict[str, Participant], interpreters: Iterable[Interpreter]
    ) -> None:
        self.sides = sides
        self.people = people
        self.interpreted = frozenset(code for i in interpreters for code in i.languages)

    def choose(self, request: RequestRow) -> tuple[list[tuple[str, ...]], bool]:
        """The people of each side of whom one takes part, and whether they share a language."""
        groups = [self.sides.who(side) for side in request.sides]
        for common in self._common(groups):
            sharing = [tuple(n for n in group if self._speaks(n, common)) for group in groups]
            if all(sharing) and (sharing == groups or self._ever_free(sharing)):
                return sharing, True
        return [self._alike(group) for group in groups], False

    def _common(self, groups: list[tuple[str, ...]]) -> list[frozenset[str]]:
        """Sets of languages such that people who speak one of a set understand each other,
        those first with which most people remain."""
        alone = [self.people[group[0]].languages for group in groups if len(group) == 1]
        if len(alone) >= len(groups) - 1:
            # One organisation at most: whoever shares any language with all others will do.
            return [frozenset.intersection(*alone)] if alone else []
        spoken = sorted({code for g in groups for n in g for code in self.people[n].languages})

        def speakers(code: str) -> int:
            return sum(self._speaks(name, {code}) for group in groups for name in group)

        return [frozenset({code}) for code in sorted(spoken, key=speakers, reverse=True)]

    def _speaks(self, name: str, languages: frozenset[str] | set[str]) -> bool:
        return not languages.isdisjoint(self.people[name].languages)

    def _ever_free(self, groups: list[tuple[str, ...]]) -> bool:
        """Whether there is a slot in which one of each group is available."""
        slots = (frozenset().union(*(self.people[n].available for n in g)) for g in groups)
        return bool(frozenset.intersection(*slots))

    def _alike(self, group: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the group who speak one language with each other: one that is interpreted,
        where there is one, and the one that most of them speak; all of them where they can."""
        spoken = sorted({code for name in group for code in self.people[name].languages})
        best = max(
            spoken,
            key=lambda code: (
                code in self.interpreted,
                sum(self._speaks(n, {code}) for n in group),
            ),
        )
        return tuple(name for name in group if self._speaks(name, {best}))

    def languages(self, group: tuple[str, ...]) -> frozenset[str]:
        """What everybody of a group speaks."""
        return frozenset.intersection(*(self.people[name].languages for name in group))


def _meeting(requests: list[RequestRow], number: dict[str, int], chooser: _Chooser) -> Meeting:
    """The one meeting of requests of the same sides, under the id of the first."""
    first = requests[0]
    must = any(request.priority == "must" for request in requests)
    mutual = len({request.sender for request in requests}) > 1
    slot = _agreed_on("slots", requests, [r.fixed_slot for r in requests])
    groups, understand = chooser.choose(first)
    return Meeting(
        first.id,
        tuple(group[0] for group in groups if len(group) == 1),
        (VALUE_OF_MUST if must else VALUE_OF_MAY) + (VALUE_OF_MUTUAL if mutual else 0),
        must,
        fixed=None if slot is None else number[slot],
        needs_interpreter=() if understand else tuple(map(chooser.languages, groups)),
        any_of=tuple(group for group in groups if len(group) > 1),
        length=max(request.length for request in requests),
        fixed_place=_agreed_on("places", requests, [r.place for r in requests]),
    )


def _agreed_on(what: str, requests: list[RequestRow], values: list[str | None]) -> str | None:
    """The one value that requests of one meeting name, if any."""
    found = sorted({value for value in values if value})
    if len(found) > 1:
        names = " and ".join(request.id for request in requests)
        raise ValueError(f"requests {names} fix one meeting in two {what}: {', '.join(found)}")
    return found[0] if found else None


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
        if not set(modes) & set(modes_of(slot.mode)):
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
