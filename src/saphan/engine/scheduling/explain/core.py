"""Rules that cannot hold together, as few as can be found."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from saphan.engine.scheduling.explain.elements import KINDS, Element, about, on_breaks, weakened
from saphan.engine.scheduling.explain.feasibility import answer, feasible, solver_for
from saphan.engine.scheduling.explain.switched import REBUILT, Switched
from saphan.engine.scheduling.model.zones import domains
from saphan.engine.scheduling.problem import Forum, Meeting

ATTEMPTS = 6
"""How many other cores are looked for, each without an element of the best so far."""

ENOUGH = 4
"""A core of so few elements is not tried to be beaten."""

CHUNKED = 40
"""More elements than these are first left out many at once."""

LARGE = 10_000
"""Meetings times slots from which only people and those they meet are looked at."""

SECONDS_A_TEST = 2.0
"""How long it may take to find that some rules can or cannot hold together."""

BREAKS = frozenset({"fairness", "breaks"})
BEYOND_PLACES = BREAKS | {"interpreters", "absent", "rest", "serving", "fixed_interpreter"}
BEYOND_PEOPLE = BEYOND_PLACES | {"places", "mode", "ways", "fixed_place"}
"""Kinds of rules that are left out at first."""


@dataclass(frozen=True)
class Core:
    """Rules that cannot hold together.

    Attributes:
        elements: The rules, in the order of `KINDS`.
        smallest: True when it is proven that none of them can be left out.
    """

    elements: tuple[Element, ...]
    smallest: bool


def find_core(forum: Forum, elements: Sequence[Element], deadline: float, seed: int) -> Core | None:
    """Find some of the rules of a forum that cannot hold together.

    The solver names the switches that its refutation used; of these, whatever is not needed is
    left out one by one (deletion filtering, Chinneck and Dravnieks, ORSA Journal on Computing 3,
    1991). Other cores are looked for while time lasts.

    Args:
        forum: A problem.
        elements: Those of its rules that hold; all others are given up.
        deadline: When to be ready, on the monotonic clock.
        seed: Seed of the search and of the orders.

    Returns:
        The smallest core found; None when the rules can hold, or were not refuted in time.
    """
    began = time.monotonic()
    half = began + (deadline - began) / 2
    first = None
    large = len(forum.meetings) * len(forum.slots) > LARGE
    if large:
        first = _nearby(forum, elements, half, seed)
    if first is None and not large:
        first = first_core(forum, elements, half, seed)
    if first is None and large:
        return None
    if first is None:
        # Counting over many meetings at once is hard with a switch for each, and easy without.
        whole = weakened(forum, elements)
        left = (deadline - time.monotonic()) / 2
        return (
            _shrunk(forum, elements, deadline, seed)
            if feasible(whole, left, seed) is False
            else None
        )
    best = _shrunk(forum, first, deadline, seed)
    for element in sorted(best.elements, key=lambda e: e.kind != "must")[:ATTEMPTS]:
        if large or len(best.elements) <= ENOUGH or time.monotonic() > half:
            break
        others = [other for other in elements if other != element]
        again = first_core(forum, others, half, seed)
        if again is not None:
            core = _shrunk(forum, again, half, seed)
            best = min(best, core, key=lambda core: (not core.smallest, len(core.elements)))
    return best


def _nearby(
    forum: Forum, elements: Sequence[Element], deadline: float, seed: int
) -> tuple[Element, ...] | None:
    """Rules on one person and those he or she meets, and their meetings with each other, that
    cannot hold together; those with the least time to spare are looked at first."""
    plain: dict[str, list[Element]] = defaultdict(list)
    for element in elements:
        if element.kind not in BEYOND_PEOPLE:
            plain[element.key[0]].append(element)
    held = {element.key[0] for some in plain.values() for element in some if element.kind == "must"}
    musts = [meeting for meeting in forum.meetings if meeting.id in held]
    starts = domains(forum)
    mine: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in musts:
        for name in meeting.participants:
            mine[name].append(meeting)

    def spare(name: str) -> int:
        slots = {s + i for m in mine[name] for s in starts[m.id] for i in range(m.length)}
        return len(slots) - sum(m.length for m in mine[name])

    for person in sorted(mine, key=lambda name: (spare(name), name)):
        if time.monotonic() > deadline:
            return None
        near = {name for m in mine[person] for name in m.everybody()}
        close = {m.id for name in near for m in mine[name] if set(m.everybody()) <= near}
        some = sorted({e for key in near | close for e in plain[key] if {*e.key} <= near | close})
        if feasible(weakened(about(forum, some), some), 1.0, seed) is False:
            return _refuted(about(forum, some), some, deadline, seed)
    return None


def first_core(
    forum: Forum, elements: Sequence[Element], deadline: float, seed: int
) -> tuple[Element, ...] | None:
    """Find rules that cannot hold together, not yet as few as possible.

    Args:
        forum: A problem.
        elements: Those of its rules that hold; all others are given up.
        deadline: When to be ready, on the monotonic clock.
        seed: Seed of the search.

    Returns:
        The rules, looked for among the plainest first, which is fast; None when none were found
        in time.
    """
    tried = -1
    for left_out in (BEYOND_PEOPLE, BEYOND_PLACES, BREAKS, frozenset[str]()):
        some = [element for element in elements if element.kind not in left_out]
        if len(some) == tried:
            continue
        tried = len(some)
        left = deadline - time.monotonic()
        until = time.monotonic() + (left / 2 if left_out else left)
        found = _refuted(forum, some, until, seed)
        if found is not None:
            return found
    return None


def _refuted(
    forum: Forum, elements: Sequence[Element], deadline: float, seed: int
) -> tuple[Element, ...] | None:
    """The rules that a refutation of all of them used."""
    switched = Switched(forum, elements)
    switched.model.add_assumptions(list(switched.on.values()))
    if time.monotonic() > deadline:
        return None
    # Only with one worker does the solver say which assumptions it needed.
    solver = solver_for(deadline - time.monotonic(), seed, 1)
    if solver.solve(switched.model) != cp_model.INFEASIBLE:
        return None
    return tuple(_used(elements, switched, set(solver.sufficient_assumptions_for_infeasibility())))


def _used(
    elements: Sequence[Element], switched: Switched, numbers: Collection[int]
) -> list[Element]:
    """The rules that a refutation used, and those that have no switch: they hold in any case."""
    on = switched.on
    used = [e for e in elements if e.kind not in REBUILT and on[e].index in numbers]
    lost = _needs(elements) - _needs(used)
    return [
        e
        for e in elements
        if e.kind in REBUILT
        or on[e].index in numbers
        or (e.kind == "interpreters" and e.key in lost)
    ]


def _needs(elements: Collection[Element]) -> set[tuple[str, ...]]:
    """The kinds of need for which interpreters count; without any rule on them nobody is needed."""
    return {element.key for element in elements if element.kind == "interpreters"}


class _Group:
    """Rules that cannot hold together, of which some are left out."""

    def __init__(
        self, forum: Forum, elements: Sequence[Element], deadline: float, seed: int
    ) -> None:
        self.forum = forum
        self.elements = list(elements)
        self.deadline = deadline
        self.seed = seed
        self.switched = Switched(about(forum, elements), elements)

    def leave_out(self, some: Collection[Element]) -> bool | None:
        """Try to do without some rules; whatever else the refutation did not use goes as well.

        Returns:
            False when the rest cannot hold together either, and is the group from now on; True
            when it can; None when that was not found in time.
        """
        rest = [element for element in self.elements if element not in some]
        left = min(self.deadline - time.monotonic(), SECONDS_A_TEST)
        if any(e.kind in REBUILT for e in some) or _needs(rest) != _needs(self.elements):
            # No switch says this.
            found = feasible(weakened(self.forum, rest), left, self.seed)
            if found is False:
                self._continue_with(rest)
            return found
        model = self.switched.model.clone()
        model.add_assumptions([self.switched.on[e] for e in rest if e.kind not in REBUILT])
        solver = solver_for(left, self.seed, 1)
        found = answer(int(solver.solve(model)))
        if found is False:
            used = set(solver.sufficient_assumptions_for_infeasibility())
            self._continue_with(_used(rest, self.switched, used))
        return found

    def _continue_with(self, elements: list[Element]) -> None:
        before, after = (about(self.forum, some) for some in (self.elements, elements))
        gone = set(self.elements) - set(elements)
        rebuilt = any(e.kind in REBUILT for e in gone) or _needs(self.elements) != _needs(elements)
        self.elements = elements
        if rebuilt or len(after.meetings) < len(before.meetings) / 2:
            self.switched = Switched(after, elements)


def _shrunk(forum: Forum, elements: Sequence[Element], deadline: float, seed: int) -> Core:
    """Leave out rules while the rest cannot hold together; first many at once, then each."""
    order = list(KINDS)
    group = _Group(forum, elements, deadline, seed)
    step = max(1, len(elements) // 2 if len(elements) > CHUNKED else 1)
    smallest = False
    while step and not smallest:
        left = sorted(group.elements, key=lambda element: (order.index(element.kind), element))
        smallest = step == 1
        while left:
            if time.monotonic() > deadline:
                smallest = False
                break
            some, left = left[:step], left[step:]
            found = group.leave_out(some)
            smallest = smallest and found is not None
            left = [element for element in left if element in set(group.elements)]
        step //= 2
    left_over = tuple(sorted(group.elements, key=lambda e: (order.index(e.kind), e)))
    if any(map(on_breaks, left_over)) and len(left_over) < len(elements):
        # They were left out with the meetings that could fill a break left out as well.
        seconds = deadline + SECONDS_A_TEST - time.monotonic()
        if feasible(weakened(forum, left_over), seconds, seed) is not False:
            return Core(tuple(elements), False)
    return Core(left_over, smallest)
