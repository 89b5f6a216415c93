"""A part of a timetable set free: some meetings may move, every other stays exactly where it is.

The part is a forum of its own, small where few meetings are free, so that the exact model solves
it; what it finds is put back into the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from saphan.engine.scheduling.problem import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Scheduled,
)


def restrict(forum: Forum, timetable: Sequence[Scheduled], free: Set[str]) -> Forum:
    """The sub-problem in which only some meetings can change.

    A meeting in `free` can be anywhere or not be held; every other held meeting stays in its
    slot, at its place, with its interpreter and who was chosen for it; what is neither free nor
    held is left out. Takes time in proportion to the forum and the timetable.

    Args:
        forum: The whole problem.
        timetable: A timetable that keeps its rules.
        free: Ids of the meetings that can change, held or not.

    Returns:
        A forum of the free meetings, the people they may need and, fixed, what those people and
        what is shared with them are in. Each of its timetables, put back by `merge`, keeps every
        rule of the whole, fairness alone excepted: where people are left out, it becomes a most
        number of breaks for those who are in, so that nobody is worse off than it allows, and
        whoever merges looks whether all are within it. The goal of fairness is left out then.
    """
    return _Part(forum, timetable, free).forum_of_part()


def merge(
    forum: Forum, timetable: Sequence[Scheduled], free: Set[str], found: Iterable[Scheduled]
) -> tuple[Scheduled, ...]:
    """Put a timetable of the sub-problem back into the whole.

    Args:
        forum: The whole problem.
        timetable: The timetable that was restricted.
        free: The meetings that were free.
        found: A timetable of the sub-problem.

    Returns:
        The free meetings as found, every other as it was, in the order of the problem.
    """
    at = {item.id: item for item in timetable if item.id not in free}
    at.update((item.id, item) for item in found if item.id in free)
    return tuple(at[m.id] for m in forum.meetings if m.id in at)


@dataclass(frozen=True)
class _Held:
    """A held meeting that stays, looked up once."""

    meeting: Meeting
    item: Scheduled
    slots: range
    people: tuple[str, ...]


class _Part:
    """One restriction, from the whole to the part."""

    def __init__(self, forum: Forum, timetable: Sequence[Scheduled], free: Set[str]) -> None:
        self.forum = forum
        number = {slot.id: index for index, slot in enumerate(forum.slots)}
        asked = {meeting.id: meeting for meeting in forum.meetings}
        self.places = {place.id: place for place in forum.places}
        self.free = {m.id: m for m in forum.meetings if m.id in free}
        self.staying: dict[str, _Held] = {}
        for item in timetable:
            meeting, start = asked[item.id], number[item.slot]
            slots = range(start, start + meeting.length)
            held = _Held(meeting, item, slots, (*meeting.participants, *item.chosen))
            if item.id not in self.free:
                self.staying[item.id] = held
        self.inner = {name for m in self.free.values() for name in m.everybody()}
        self.interpreters = self._interpreters_in_reach()
        self.fixed = self._fixed()
        self.people = self.inner | {name for held in self.fixed.values() for name in held.people}
        self.outside = [h for name, h in self.staying.items() if name not in self.fixed]
        self._window = self._windows()

    def day(self, held: _Held) -> str:
        return self.forum.slots[held.slots.start].day

    def at_table(self, held: _Held) -> bool:
        place = held.item.place
        return place is not None and self.places[place].mode == "face_to_face"

    def _interpreters_in_reach(self) -> dict[str, Interpreter]:
        """Who could serve a free meeting, by id."""
        needs = {m.needs_interpreter for m in self.free.values() if m.needs_interpreter}
        named = {m.fixed_interpreter for m in self.free.values()}
        return {
            i.id: i
            for i in self.forum.interpreters
            if i.id in named or any(all(i.languages & side for side in need) for need in needs)
        }

    def _fixed(self) -> dict[str, _Held]:
        """The meetings that stay and share something the part has to see, by id."""
        found: dict[str, _Held] = {}
        for name, held in self.staying.items():
            # Without a place named there is no place to take away, so the meeting is counted.
            if held.item.place is None or not self.inner.isdisjoint(held.people):
                found[name] = held
        # Rests and ways of an interpreter are a matter of all of his or her meetings.
        bound = {
            i.id for i in self.interpreters.values() if i.max_run is not None or self.forum.travel
        }
        for name, held in self.staying.items():
            if held.meeting.needs_interpreter and held.item.interpreter in bound:
                found[name] = held
        found.update(self._on_the_spot(found))
        return found

    def _on_the_spot(self, fixed: dict[str, _Held]) -> dict[str, _Held]:
        """One meeting at a table for everybody who is in a room only from the hall that day.

        Somebody who can be present either way is on the spot where a meeting at a table says so;
        without that meeting the part could take him or her for online.
        """
        both = {p.id for p in self.forum.participants if len(p.modes) > 1} - self.inner
        unsure = {
            (name, self.day(held))
            for held in fixed.values()
            if not self.at_table(held)
            for name in held.people
            if name in both
        }
        found: dict[str, _Held] = {}
        for held in self.staying.values():
            if unsure and self.at_table(held):
                here = {(name, self.day(held)) for name in held.people} & unsure
                if here:
                    unsure -= here
                    found[held.item.id] = held
        return found

    def forum_of_part(self) -> Forum:
        apart = any(p.id not in self.inner for p in self.forum.participants)
        known = {*self.free, *self.fixed}
        meetings = tuple(
            self._stay(self.fixed[m.id]) if m.id in self.fixed else self._move(m)
            for m in self.forum.meetings
            if m.id in known
        )
        return replace(
            self.forum,
            participants=tuple(self._participants()),
            places=tuple(self._places()),
            meetings=meetings,
            interpreters=tuple(self._interpreters()),
            precedences=tuple(
                p for p in self.forum.precedences if p.before in known and p.after in known
            ),
            fairness=None if apart else self.forum.fairness,
            previous=tuple(old for old in self.forum.previous if old.id in known),
            goals=tuple(g for g in self.forum.goals if not apart or g != "fairness"),
        )

    def _stay(self, held: _Held) -> Meeting:
        served = held.item.interpreter if held.meeting.needs_interpreter else None
        return replace(
            held.meeting,
            participants=held.people,
            any_of=(),
            must=True,
            allowed=None,
            fixed=held.slots.start,
            fixed_place=held.item.place,
            fixed_interpreter=served,
        )

    def _move(self, meeting: Meeting) -> Meeting:
        """A free meeting, in no slot that the order against a meeting outside forbids."""
        first, last = self._window.get(meeting.id, (0, len(self.forum.slots)))
        if (first, last) == (0, len(self.forum.slots)):
            return meeting
        inside = frozenset(range(first, last - meeting.length + 1))
        allowed = inside if meeting.allowed is None else meeting.allowed & inside
        return replace(meeting, allowed=allowed)

    def _windows(self) -> dict[str, tuple[int, int]]:
        """From which slot on, and before which slot, a free meeting has to be."""
        found: dict[str, tuple[int, int]] = {}
        whole = (0, len(self.forum.slots))
        for rule in self.forum.precedences:
            before, after = rule.before, rule.after
            if after in self.free and before in self.staying:
                first, last = found.get(after, whole)
                found[after] = (max(first, self.staying[before].slots.stop), last)
            if before in self.free and after in self.staying:
                first, last = found.get(before, whole)
                found[before] = (first, min(last, self.staying[after].slots.start))
        return found

    def _participants(self) -> Iterable[Participant]:
        most = self._most_breaks()
        for person in self.forum.participants:
            if person.id not in self.people:
                continue
            if person.id not in self.inner:
                # Not all meetings of this person are here, and none of them moves.
                yield replace(person, max_meetings=None, min_meetings=0, max_breaks=None)
            elif most is not None and (person.max_breaks is None or most < person.max_breaks):
                yield replace(person, max_breaks=most)
            else:
                yield person

    def _most_breaks(self) -> int | None:
        """Breaks that fairness leaves to those inside, given those of the others."""
        outer = {p.id: 0 for p in self.forum.participants if p.id not in self.inner}
        if self.forum.fairness is None or not outer:
            return None
        busy: dict[tuple[str, str], list[int]] = defaultdict(list)
        for held in self.staying.values():
            for name in held.people:
                if name in outer:
                    busy[name, self.day(held)].extend(held.slots)
        for (name, _day), slots in busy.items():
            slots.sort()
            outer[name] += sum(b > a + 1 for a, b in pairwise(slots))
        return min(outer.values()) + self.forum.fairness

    def _places(self) -> Iterable[Place]:
        taken: dict[str, set[int]] = defaultdict(set)
        for held in self.outside:
            if held.item.place is not None:
                taken[held.item.place].update(held.slots)
        named = {m.fixed_place for m in self.free.values()}
        for place in self.forum.places:
            keepers = place.kept_by & self.people
            # A kept table stays even when it is never free: who keeps one sits at no other.
            if keepers or not place.kept_by:
                yield replace(place, slots=place.slots - taken[place.id], kept_by=keepers)
            elif place.id in named:
                yield replace(place, slots=frozenset(), kept_by=keepers)

    def _interpreters(self) -> Iterable[Interpreter]:
        taken: dict[str, set[int]] = defaultdict(set)
        served: dict[str, int] = defaultdict(int)
        named = {held.item.interpreter for held in self.fixed.values()}
        for held in self.outside:
            if held.item.interpreter is not None:
                taken[held.item.interpreter].update(held.slots)
                served[held.item.interpreter] += 1
        for person in self.forum.interpreters:
            if person.id in self.interpreters or person.id in named:
                left = person.max_meetings
                yield replace(
                    person,
                    available=person.available - taken[person.id],
                    max_meetings=None if left is None else max(left - served[person.id], 0),
                )
