"""The problem: a forum whose meetings are to be put into slots. Frozen, and valid once it exists.

Slots are known by their index in `Forum.slots`, counted from 0 and in order of time; everything
else is known by its id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeVar, get_args

Mode = Literal["face_to_face", "online"]
GoalName = Literal["shortfall", "value", "breaks", "fairness", "moves", "change"]
GOALS: tuple[GoalName, ...] = get_args(GoalName)
"""Every goal, in the strict order in which they are pursued."""


@dataclass(frozen=True)
class Slot:
    """One slot of the grid.

    Attributes:
        id: Name of the slot; `YYYY-MM-DD/HH:MM` in a forum, a number from 1 in a .dzn instance.
        day: Any key that is equal for the slots of one day.
        session: Name of the part of the day; a meeting of several slots lies within one.
        start: Minutes from midnight in the forum's zone; grows within a day.
        end: Likewise, when the slot is over; None for the start of the next slot of the day.
    """

    id: str
    day: str = ""
    session: str = ""
    start: int = 0
    end: int | None = None


@dataclass(frozen=True)
class Participant:
    """Somebody who meets others and can only be in one place at a time.

    Attributes:
        id: Name of the participant.
        available: Indices of the slots in which the participant can meet.
        max_meetings: Most meetings the participant can have; None for no such limit.
        languages: ISO 639-1 codes of the languages spoken.
        min_meetings: Meetings guaranteed to the participant, as far as that many are asked for;
            what is missing counts as shortfall.
        max_breaks: Most breaks the participant can have; None for no such limit.
        modes: How the participant can be present; with both, in one of them on each day.
    """

    id: str
    available: frozenset[int]
    max_meetings: int | None = None
    languages: frozenset[str] = frozenset()
    min_meetings: int = 0
    max_breaks: int | None = None
    modes: frozenset[Mode] = frozenset({"face_to_face"})


@dataclass(frozen=True)
class Place:
    """A table or an online room: it serves one meeting a slot, in the slots named.

    Attributes:
        id: Name of the place.
        slots: Indices of the slots in which it can be used.
        mode: `face_to_face` for a table, where all who meet are on the spot; `online` for a room,
            where at least one who meets is online and the others join from where they are.
        hall: Where a table stands; between halls people travel. Empty for a room.
        kept_by: Ids of the participants who keep this table, say those of one organisation: it
            serves only meetings of theirs, and their meetings on the spot are at a table that
            one of those who meet keeps.
    """

    id: str
    slots: frozenset[int]
    mode: Mode = "face_to_face"
    hall: str = ""
    kept_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Travel:
    """Minutes that a person needs between the tables of two halls with a name, either way."""

    one: str
    other: str
    minutes: int


@dataclass(frozen=True)
class Interpreter:
    """A person who interprets between any two of `languages`, one meeting a slot.

    Attributes:
        id: Name of the interpreter.
        languages: ISO 639-1 codes.
        available: Indices of the slots in which the interpreter is at work.
        max_run: Most slots of one session that the interpreter serves on end before a slot of
            rest; None for no such limit.
        max_meetings: Most meetings in all; None for no such limit.
    """

    id: str
    languages: frozenset[str]
    available: frozenset[int]
    max_run: int | None = None
    max_meetings: int | None = None


@dataclass(frozen=True)
class Meeting:
    """A meeting asked for.

    Attributes:
        id: Name of the meeting.
        participants: Ids of those who meet, whoever else does.
        any_of: Groups of which one participant each takes part, such as the delegates of an
            organisation who can split; whom, is for the timetable to say. Participants and
            groups together are two or more sides.
        value: What it is worth to hold it, in points; only compared with other meetings.
        must: True when a timetable without it is no timetable.
        allowed: Indices of the slots it may be held in; None for any.
        fixed: Index of the one slot it can start in; None when free.
        length: How many slots on end of one session it takes. `allowed` and `fixed` speak of its
            first slot.
        fixed_place: Id of the one place it can be held at; None when free.
        fixed_interpreter: Id of the one interpreter who can serve it; None when free.
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
    any_of: tuple[tuple[str, ...], ...] = ()
    length: int = 1
    fixed_place: str | None = None
    fixed_interpreter: str | None = None

    def everybody(self) -> tuple[str, ...]:
        """All who may take part: the participants, then the members of the groups."""
        return (*self.participants, *(name for group in self.any_of for name in group))


@dataclass(frozen=True)
class Precedence:
    """When both meetings are held, `before` has ended when `after` starts."""

    before: str
    after: str


@dataclass(frozen=True)
class Scheduled:
    """One meeting of a timetable.

    Attributes:
        id: The meeting.
        slot: `Slot.id` of its first slot.
        place: `Place.id`, or None when no place is named.
        interpreter: `Interpreter.id`, or None.
        chosen: Who takes part of each of `Meeting.any_of`, in the order of the groups.
    """

    id: str
    slot: str
    place: str | None = None
    interpreter: str | None = None
    chosen: tuple[str, ...] = ()


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
            there is an earlier timetable, `shortfall` only where somebody is guaranteed
            meetings.
        travel: Minutes between halls; none between halls that are not named.

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
    travel: tuple[Travel, ...] = ()

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
        for slot in self.slots:
            if slot.end is not None and slot.end < slot.start:
                raise ValueError(f"slot {slot.id!r} ends before it starts")
        for index, (one, two) in enumerate(pairwise(self.slots)):
            if one.day == two.day:
                if two.start < one.start:
                    raise ValueError(f"slot {two.id!r} starts before {one.id!r}, which it follows")
                if self.end_of(index + 1) < self.end_of(index):
                    raise ValueError(f"slot {two.id!r} ends before {one.id!r}, which it follows")
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
        places = {place.id for place in self.places}
        interpreters = {interpreter.id for interpreter in self.interpreters}
        for meeting in self.meetings:
            who = f"meeting {meeting.id!r}"
            if len(meeting.participants) + len(meeting.any_of) < 2:
                raise ValueError(f"{who} has fewer than two participants")
            everybody = meeting.everybody()
            if len(set(everybody)) < len(everybody):
                raise ValueError(f"{who} names a participant twice")
            if not all(meeting.any_of):
                raise ValueError(f"{who} has a group without members")
            if meeting.length < 1:
                raise ValueError(f"{who} has the length {meeting.length}, expected 1 or more")
            if meeting.fixed_place is not None and meeting.fixed_place not in places:
                raise ValueError(f"{who} is fixed to the unknown place {meeting.fixed_place!r}")
            interpreter = meeting.fixed_interpreter
            if interpreter is not None and interpreter not in interpreters:
                raise ValueError(f"{who} is fixed to the unknown interpreter {interpreter!r}")
            for name in everybody:
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
            if participant.min_meetings < 0:
                raise ValueError(f"participant {participant.id!r} has a negative min_meetings")
            if participant.max_breaks is not None and participant.max_breaks < 0:
                raise ValueError(f"participant {participant.id!r} has a negative max_breaks")
            if not participant.modes:
                raise ValueError(f"participant {participant.id!r} has no mode")
        people = {participant.id for participant in self.participants}
        for place in self.places:
            for name in place.kept_by - people:
                raise ValueError(f"place {place.id!r} is kept by the unknown {name!r}")
        for interpreter in self.interpreters:
            if interpreter.max_run is not None and interpreter.max_run < 1:
                raise ValueError(f"interpreter {interpreter.id!r} has a max_run below 1")
            if interpreter.max_meetings is not None and interpreter.max_meetings < 0:
                raise ValueError(f"interpreter {interpreter.id!r} has a negative max_meetings")
        before: set[str] = set()
        for old in self.previous:
            if old.id in before:
                raise ValueError(f"the earlier timetable holds meeting {old.id!r} twice")
            before.add(old.id)
        for travel in self.travel:
            if not (travel.one and travel.other):
                raise ValueError(f"a hall of travel {travel.one!r} to {travel.other!r} has no name")
            if travel.minutes < 0:
                raise ValueError(f"travel from {travel.one!r} takes {travel.minutes} minutes")
        if self.fairness is not None and self.fairness < 0:
            raise ValueError(f"fairness {self.fairness} is negative")
        for goal in self.goals:
            if goal not in GOALS:
                raise ValueError(f"unknown goal {goal!r}")

    def meetings_of(self) -> dict[str, tuple[Meeting, ...]]:
        """The meetings one may take part in, by id; everybody is there, with or without."""
        found: dict[str, list[Meeting]] = {p.id: [] for p in self.participants}
        for meeting in self.meetings:
            for name in meeting.everybody():
                found[name].append(meeting)
        return {name: tuple(meetings) for name, meetings in found.items()}

    def days(self) -> tuple[tuple[int, ...], ...]:
        """The slots of each day, as indices."""
        found: dict[str, list[int]] = {}
        for index, slot in enumerate(self.slots):
            found.setdefault(slot.day, []).append(index)
        return tuple(tuple(indices) for indices in found.values())

    def end_of(self, index: int) -> int:
        """Minutes from midnight at which a slot is over; a slot without an end lasts until the
        next of its day starts, the last of a day without an end, no time at all."""
        slot = self.slots[index]
        if slot.end is not None:
            return slot.end
        after = self.slots[index + 1 : index + 2]
        return after[0].start if after and after[0].day == slot.day else slot.start

    def run(self, start: int, length: int) -> tuple[int, ...] | None:
        """The slots of a meeting of `length` slots that starts in `start`; None where the session
        ends before the meeting does."""
        slots = self.slots[start : start + length]
        one = self.slots[start]
        if len(slots) < length or any((s.day, s.session) != (one.day, one.session) for s in slots):
            return None
        return tuple(range(start, start + length))

    def travel_minutes(self, one: str, other: str) -> int:
        """Minutes between two halls."""
        return (
            max((t.minutes for t in self.travel if {t.one, t.other} == {one, other}), default=0)
            if one != other
            else 0
        )

    def capacity(self) -> tuple[int, ...]:
        """How many places can be used in each slot."""
        return tuple(
            sum(index in place.slots for place in self.places) for index in range(len(self.slots))
        )


Item = TypeVar("Item", Participant, Slot, Place, Meeting, Interpreter)


def by_id(things: Iterable[Item]) -> dict[str, Item]:
    """The things by their ids, in their order."""
    return {thing.id: thing for thing in things}
