"""The problem: a forum whose meetings are to be put into slots. Frozen, and valid once it exists.

Slots are known by their index in `Forum.slots`, counted from 0 and in order of time; everything
else is known by its id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

GoalName = Literal["value", "breaks", "fairness", "moves", "change"]
GOALS: tuple[GoalName, ...] = get_args(GoalName)
"""Every goal, in the strict order in which they are pursued."""


@dataclass(frozen=True)
class Slot:
    """One slot of the grid.

    Attributes:
        id: Name of the slot; `YYYY-MM-DD/HH:MM` in a forum, a number from 1 in a .dzn instance.
        day: Any key that is equal for the slots of one day.
        session: Name of the part of the day, for people.
        start: Minutes from midnight in the forum's zone; grows within a day.
    """

    id: str
    day: str = ""
    session: str = ""
    start: int = 0


@dataclass(frozen=True)
class Participant:
    """Somebody who meets others and can only be in one place at a time.

    Attributes:
        id: Name of the participant.
        available: Indices of the slots in which the participant can meet.
        max_meetings: Most meetings the participant can have; None for no such limit.
        languages: ISO 639-1 codes of the languages spoken.
    """

    id: str
    available: frozenset[int]
    max_meetings: int | None = None
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """A table or an online room: it serves one meeting a slot, in the slots named."""

    id: str
    slots: frozenset[int]


@dataclass(frozen=True)
class Interpreter:
    """A person who interprets between any two of `languages`, one meeting a slot."""

    id: str
    languages: frozenset[str]
    available: frozenset[int]


@dataclass(frozen=True)
class Meeting:
    """A meeting asked for.

    Attributes:
        id: Name of the meeting.
        participants: Ids of the two or more who meet.
        value: What it is worth to hold it, in points; only compared with other meetings.
        must: True when a timetable without it is no timetable.
        allowed: Indices of the slots it may be held in; None for any.
        fixed: Index of the one slot it can be held in; None when free.
        needs_interpreter: The languages of each side, when the sides have none in common; an
            interpreter serves the meeting who speaks one language of every side. Empty when
            nobody is needed.
    """

    id: str
    participants: tuple[str, ...]
    value: int = 1
    must: bool = False
    allowed: frozenset[int] | None = None
    fixed: int | None = None
    needs_interpreter: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class Precedence:
    """When both meetings are held, `before` is in an earlier slot than `after`."""

    before: str
    after: str


@dataclass(frozen=True)
class Scheduled:
    """One meeting of a timetable.

    Attributes:
        id: The meeting.
        slot: `Slot.id` of its slot.
        place: `Place.id`, or None when no place is named.
        interpreter: `Interpreter.id`, or None.
    """

    id: str
    slot: str
    place: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True)
class Forum:
    """A forum to be scheduled.

    Attributes:
        participants: Who meets.
        slots: The grid, in order of time; the slots of a day stand together.
        places: Tables and rooms; their number in a slot is how many meetings it can hold.
        meetings: What is asked for.
        interpreters: Who interprets.
        precedences: Which meeting comes before which.
        fairness: Largest difference allowed between two participants' numbers of breaks; None
            for no limit.
        previous: An earlier timetable, from which as little as possible is changed.
        goals: The goals to pursue, always in the order of `GOALS`. `change` counts only where
            there is an earlier timetable.

    Raises:
        ValueError: An id stands twice, a name is unknown, a slot does not exist or stands out of
            order, or a number is out of range; the message says which.
    """

    participants: tuple[Participant, ...]
    slots: tuple[Slot, ...]
    places: tuple[Place, ...]
    meetings: tuple[Meeting, ...]
    interpreters: tuple[Interpreter, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    fairness: int | None = None
    previous: tuple[Scheduled, ...] = ()
    goals: tuple[GoalName, ...] = GOALS

    def __post_init__(self) -> None:
        self._check_names()
        self._check_slots()
        self._check_meetings()
        self._check_rules()

    def _check_names(self) -> None:
        for kind, things in (
            ("participant", self.participants),
            ("slot", self.slots),
            ("place", self.places),
            ("meeting", self.meetings),
            ("interpreter", self.interpreters),
        ):
            seen: set[str] = set()
            for thing in things:
                if not thing.id:
                    raise ValueError(f"a {kind} has an empty id")
                if thing.id in seen:
                    raise ValueError(f"{kind} {thing.id!r} stands twice")
                seen.add(thing.id)

    def _check_slots(self) -> None:
        ended: set[str] = set()
        for one, two in zip(self.slots, self.slots[1:], strict=False):
            if one.day == two.day:
                if two.start < one.start:
                    raise ValueError(f"slot {two.id!r} starts before {one.id!r}, which it follows")
            else:
                ended.add(one.day)
                if two.day in ended:
                    raise ValueError(f"the slots of day {two.day!r} do not stand together")
        for participant in self.participants:
            self._known_slots(f"participant {participant.id!r}", participant.available)
        for interpreter in self.interpreters:
            self._known_slots(f"interpreter {interpreter.id!r}", interpreter.available)
        for place in self.places:
            self._known_slots(f"place {place.id!r}", place.slots)

    def _known_slots(self, who: str, indices: Iterable[int]) -> None:
        for index in indices:
            if not 0 <= index < len(self.slots):
                raise ValueError(f"{who} names slot {index}, of {len(self.slots)} slots from 0")

    def _check_meetings(self) -> None:
        known = {participant.id for participant in self.participants}
        for meeting in self.meetings:
            who = f"meeting {meeting.id!r}"
            if len(meeting.participants) < 2:
                raise ValueError(f"{who} has fewer than two participants")
            if len(set(meeting.participants)) < len(meeting.participants):
                raise ValueError(f"{who} names a participant twice")
            for name in meeting.participants:
                if name not in known:
                    raise ValueError(f"{who} names the unknown participant {name!r}")
            if meeting.value < 0:
                raise ValueError(f"{who} has the negative value {meeting.value}")
            if meeting.allowed is not None:
                self._known_slots(who, meeting.allowed)
            if meeting.fixed is not None:
                self._known_slots(who, (meeting.fixed,))
            if any(not side for side in meeting.needs_interpreter):
                raise ValueError(f"{who} has a side without a language")

    def _check_rules(self) -> None:
        known = {meeting.id for meeting in self.meetings}
        for precedence in self.precedences:
            for name in (precedence.before, precedence.after):
                if name not in known:
                    raise ValueError(f"a precedence names the unknown meeting {name!r}")
        for participant in self.participants:
            if participant.max_meetings is not None and participant.max_meetings < 0:
                raise ValueError(f"participant {participant.id!r} has a negative max_meetings")
        if self.fairness is not None and self.fairness < 0:
            raise ValueError(f"fairness {self.fairness} is negative")
        for goal in self.goals:
            if goal not in GOALS:
                raise ValueError(f"unknown goal {goal!r}")

    def meetings_of(self) -> dict[str, tuple[Meeting, ...]]:
        """The meetings asked for, by participant's id; everybody is there, with or without."""
        found: dict[str, list[Meeting]] = {p.id: [] for p in self.participants}
        for meeting in self.meetings:
            for name in meeting.participants:
                found[name].append(meeting)
        return {name: tuple(meetings) for name, meetings in found.items()}

    def days(self) -> tuple[tuple[int, ...], ...]:
        """The slots of each day, as indices."""
        found: dict[str, list[int]] = {}
        for index, slot in enumerate(self.slots):
            found.setdefault(slot.day, []).append(index)
        return tuple(tuple(indices) for indices in found.values())

    def capacity(self) -> tuple[int, ...]:
        """How many places can be used in each slot."""
        return tuple(
            sum(index in place.slots for place in self.places) for index in range(len(self.slots))
        )


Item = TypeVar("Item", Participant, Slot, Place, Meeting, Interpreter)


def by_id(things: Iterable[Item]) -> dict[str, Item]:
    """The things by their ids, in their order."""
    return {thing.id: thing for thing in things}
