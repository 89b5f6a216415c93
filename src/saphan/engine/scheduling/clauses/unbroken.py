"""A forum in clauses in which nobody has a break.

Whoever has n meetings and no break is busy in n slots on end, so that when he or she starts says
all about when he or she is busy: far fewer clauses than where breaks are possible, and many of
them fall away before the search, as a start is out of the question when the n meetings have no
n slots among those that follow it (a matching, as in the propagation of all-different by Régin,
"A Filtering Algorithm for Constraints of Difference in CSPs", AAAI 1994).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from pysat.card import EncType

from saphan.engine.scheduling.clauses.formula import Formula
from saphan.engine.scheduling.clauses.narrowing import (
    Impossible,
    Slots,
    each_has_one,
    order,
    slots_by_meeting,
)
from saphan.engine.scheduling.problem import Forum, Meeting


def unbroken_starts(forum: Forum, possible: Slots) -> tuple[Slots, Slots]:
    """Where meetings can be, and where people can start, when nobody has a break.

    Args:
        forum: A problem of one day that `encoding.suits`.
        possible: The slots of each meeting, with or without breaks.

    Returns:
        The slots of each meeting, and the first slots of each person who has meetings.

    Raises:
        Impossible: There are none for somebody, so that somebody has a break.
    """
    where = {name: set(slots) for name, slots in possible.items()}
    mine = {name: meetings for name, meetings in forum.meetings_of().items() if meetings}
    last = len(forum.slots)
    starts = {name: set(range(last - len(asked) + 1)) for name, asked in mine.items()}
    before = -1
    while before != (before := sum(map(len, where.values())) + sum(map(len, starts.values()))):
        for name, asked in mine.items():
            _narrow(asked, starts[name], where, last)
        order(forum.precedences, where)
        if not all(where.values()) or not all(starts.values()):
            raise Impossible
    return where, starts


def _narrow(asked: tuple[Meeting, ...], starts: set[int], where: Slots, slots: int) -> None:
    """Leave one person the starts from which each of the meetings can have a slot of its own."""
    long = len(asked)
    fits = slots_by_meeting(asked, where, slots)
    for start in list(starts):
        if not each_has_one(fits[:, start : start + long]):
            starts.discard(start)
    for meeting in asked:
        left = where[meeting.id]
        left -= {slot for slot in left if not any(s <= slot < s + long for s in starts)}


class Unbroken(Formula):
    """The clauses of a forum of one day that `encoding.suits`, without any break.

    Attributes:
        at: The literal that is true when the meeting (id) is in the slot (index).
    """

    def __init__(self, forum: Forum, where: Slots, starts: Slots, *, meetings_too: bool) -> None:
        """Write the clauses.

        Args:
            forum: The problem.
            where: The slots of each meeting, from `unbroken_starts`.
            starts: The first slots of each person.
            meetings_too: Whether to count the meetings of a slot next to the people in it,
                which where all meetings are of one size changes no answer: refutations are
                found sooner with both, timetables with people alone.
        """
        super().__init__()
        self.forum = forum
        self.at: dict[tuple[str, int], int] = {}
        self._add_meetings(where)
        busy: dict[int, list[int]] = {slot: [] for slot in range(len(forum.slots))}
        always = dict.fromkeys(busy, 0)
        for name, asked in forum.meetings_of().items():
            if asked:
                self._add_person(asked, sorted(starts[name]), busy, always)
        self._add_capacity(busy, always, meetings_too)
        self._add_precedences(where)

    def _add_meetings(self, where: Slots) -> None:
        for meeting in self.forum.meetings:
            slots = sorted(where[meeting.id])
            here = [self.new() for _ in slots]
            self.at.update(zip(((meeting.id, slot) for slot in slots), here, strict=True))
            self.clauses.append(here)
            self.at_most_one(here)

    def _add_person(
        self,
        asked: tuple[Meeting, ...],
        starts: list[int],
        busy: dict[int, list[int]],
        always: dict[int, int],
    ) -> None:
        """One meeting in each slot from the start on, as many slots as there are meetings."""
        begun = self._begun(starts)
        for slot in range(len(self.forum.slots)):
            here = [x for m in asked if (x := self.at.get((m.id, slot)))]
            started, over = begun(slot), begun(slot - len(asked))
            if started is False or over is True:
                self.clauses.extend([-x] for x in here)
                continue
            needed = [x for x in (started, None if over is False else -int(over)) if x is not None]
            conditions = [x for x in needed if x is not True]
            self.clauses.append([*(-x for x in conditions), *here])
            self.clauses.extend([-x, y] for x in here for y in conditions)
            self.at_most_one(here)
            if conditions:
                busy[slot].append(self._both(conditions))
            else:
                always[slot] += 1

    def _begun(self, starts: list[int]) -> _Begun:
        """When the person has started, by slot; literals in the order encoding."""
        literals = {start: self.new() for start in starts[:-1]}
        for one, two in pairwise(starts[:-1]):
            self.clauses.append([-literals[one], literals[two]])
        return _Begun(starts, literals)

    def _both(self, literals: list[int]) -> int:
        """A literal that is true when all are."""
        if len(literals) == 1:
            return literals[0]
        both = self.new()
        self.clauses.extend([-both, x] for x in literals)
        self.clauses.append([both, *(-x for x in literals)])
        return both

    def _add_capacity(
        self, busy: dict[int, list[int]], always: dict[int, int], meetings_too: bool
    ) -> None:
        sizes = {len(meeting.participants) for meeting in self.forum.meetings}
        for slot, places in enumerate(self.forum.capacity()):
            seats = max(sizes) * places - always[slot]
            self.at_most(busy[slot], seats, EncType.totalizer)
            here = [x for m in self.forum.meetings if (x := self.at.get((m.id, slot)))]
            if meetings_too or len(sizes) > 1:
                self.at_most(here, places, EncType.seqcounter)

    def _add_precedences(self, where: Mapping[str, set[int]]) -> None:
        for rule in self.forum.precedences:
            self.clauses.extend(
                [-self.at[rule.before, one], -self.at[rule.after, two]]
                for one in where[rule.before]
                for two in where[rule.after]
                if one >= two
            )


class _Begun:
    """Whether a person has started by a slot: a literal, or known beforehand."""

    def __init__(self, starts: list[int], literals: dict[int, int]) -> None:
        self.starts = starts
        self.literals = literals

    def __call__(self, slot: int) -> int | bool:
        if slot < self.starts[0]:
            return False
        if slot >= self.starts[-1]:
            return True
        return self.literals[max(start for start in self.starts if start <= slot)]
