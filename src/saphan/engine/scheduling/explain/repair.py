"""The fewest changes that make a timetable possible."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from saphan.engine.scheduling.explain.changes import Change, changed
from saphan.engine.scheduling.explain.core import first_core
from saphan.engine.scheduling.explain.counting import counted
from saphan.engine.scheduling.explain.elements import (
    Element,
    about,
    elements_of,
    on_breaks,
    weakened,
)
from saphan.engine.scheduling.explain.feasibility import SMALL, feasible, solver_for
from saphan.engine.scheduling.explain.switched import COSTS, REBUILT, Switched
from saphan.engine.scheduling.problem import Forum

LARGEST = 60_000
"""Meetings times slots of a problem whose changes are not looked for, for lack of time."""


@dataclass(frozen=True)
class Repair:
    """Changes that together make a timetable possible.

    Attributes:
        changes: What to change.
        fewest: True when it is proven that fewer will not do.
    """

    changes: tuple[Change, ...]
    fewest: bool


def cheapest(
    forum: Forum,
    elements: Collection[Element],
    kinds: Collection[str],
    deadline: float,
    seed: int,
    refuted: Collection[tuple[Change, ...]] = (),
) -> Repair | None:
    """Find the fewest changes after which some rules can hold together.

    Args:
        forum: The problem.
        elements: The rules; whatever else the forum asks is left aside.
        kinds: What kinds of rules may be changed.
        deadline: When to be ready, on the monotonic clock.
        seed: Seed of the search.
        refuted: Changes that are known not to do; nothing that contains them is looked at.

    Returns:
        The changes; None when there are none of these kinds, or none was found in time.
    """
    some = about(forum, elements)
    if len(some.meetings) * len(some.slots) > LARGEST or time.monotonic() > deadline:
        return None
    switched = Switched(some, elements)
    for element, on in switched.on.items():
        if element.kind not in kinds:
            switched.model.add(on == 1)
    for changes in refuted:
        switched.forbid(changes)
    cost = switched.cost()
    switched.model.add(cost >= min(COSTS.values()))
    switched.model.minimize(cost)
    solver = solver_for((deadline - time.monotonic()) / 3, seed)
    if len(some.meetings) > SMALL:
        # Which of the changes that are equally many is the least bitter, takes too long to prove.
        solver.parameters.absolute_gap_limit = max(COSTS.values()) - min(COSTS.values())
    status = solver.solve(switched.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    changes = tuple(_made(switched, solver))
    proven = status == cp_model.OPTIMAL and not any(map(on_breaks, elements))
    return Repair(changes, proven or sum(change.amount for change in changes) == 1)


def _made(switched: Switched, solver: cp_model.CpSolver) -> Iterator[Change]:
    """What an answer changes; a rule that is given up and kept nevertheless does not count."""
    v = switched.v
    for element, on in switched.on.items():
        more = switched.more.get(element)
        if more is not None:
            amount = int(solver.value(more))
            if amount:
                yield Change(element, amount)
        elif solver.boolean_value(on):
            continue
        elif element.kind in ("session", "fixed"):
            (name,) = element.key
            starts = [s for s in v.domains[name] if solver.boolean_value(v.at[name, s])]
            meeting = next(m for m in switched.forum.meetings if m.id == name)
            allowed = (meeting.fixed,) if element.kind == "fixed" else meeting.allowed or ()
            yield from (Change(element, to=start) for start in starts if start not in allowed)
        elif element.kind == "must":
            if not solver.boolean_value(v.held[element.key[0]]):
                yield Change(element)
        elif element.kind == "away":
            used = v.used.get((element.key[0], element.slot))
            if used is not None and solver.boolean_value(used):
                yield Change(element)
        else:
            yield Change(element)


def alternatives(
    forum: Forum, elements: Collection[Element], deadline: float, seed: int
) -> Iterator[tuple[Change, ...]]:
    """Changes of one kind each, after which some rules can hold together.

    Args:
        forum: The problem.
        elements: Rules that cannot hold together.
        deadline: When to be ready, on the monotonic clock.
        seed: Seed of the search.

    Returns:
        For each kind of rule that can be changed alone, the fewest changes found; each is
        proven by a timetable.
    """
    order = ["away", "limit", "places", "interpreters", "absent", "session", "fixed", "order"]
    kinds = sorted(
        {element.kind for element in elements} - {"must"},
        key=lambda kind: (order.index(kind) if kind in order else len(order), kind),
    )
    for kind in (*kinds, "must"):
        for changes in _of_kind(forum, elements, kind, deadline, seed):
            left = deadline - time.monotonic()
            better = weakened(about(changed(forum, changes), elements), elements)
            if feasible(better, left, seed):
                yield changes
                break


def _of_kind(
    forum: Forum, elements: Collection[Element], kind: str, deadline: float, seed: int
) -> Iterator[tuple[Change, ...]]:
    """Changes of one kind that might do."""
    if kind in REBUILT:
        yield from ((Change(element),) for element in sorted(elements) if element.kind == kind)
    elif found := cheapest(forum, elements, {kind}, deadline, seed):
        yield found.changes


def repair(forum: Forum, known: Collection[Element], deadline: float, seed: int) -> Repair | None:
    """Find the fewest changes that make a timetable possible.

    An implicit hitting set (Moreno-Centeno and Karp, Operations Research 61, 2013): the fewest
    changes for the contradictions known so far are made; where there is still no timetable, a
    contradiction that is left is added to those known, else no fewer changes can do. A
    contradiction on breaks is hard to add, for every meeting can fill a break; other changes
    that are as few are tried first.

    Args:
        forum: A problem without a timetable.
        known: Rules that cannot hold together.
        deadline: When to be ready, on the monotonic clock.
        seed: Seed of the searches.

    Returns:
        The changes, proven by a timetable; None when time was over.
    """
    rules, every = set(known), set(elements_of(forum))
    began = time.monotonic()
    refuted: list[tuple[Change, ...]] = []
    on_breaks_too: set[Element] = set()
    fewest = 0
    while time.monotonic() < deadline:
        kinds = {element.kind for element in rules}
        found = cheapest(forum, rules, kinds, deadline, seed, refuted)
        late = time.monotonic() > (began + deadline) / 2
        if on_breaks_too - rules and (found is None or late):
            rules |= on_breaks_too
            refuted.clear()
            continue
        if found is None:
            return None
        amount = sum(change.amount for change in found.changes)
        if found.fewest and not refuted:
            fewest = amount
        better = changed(forum, found.changes)
        more = {element for finding in counted(better) for element in finding.elements}
        if not more:
            # Other changes that are as few may be easier to judge.
            seconds = (deadline - time.monotonic()) * 0.8
            answer = feasible(better, seconds, seed)
            if answer:
                return Repair(found.changes, amount <= fewest)
            some = (
                first_core(better, elements_of(better), deadline, seed) if answer is False else ()
            )
            more = set(some or ())
        new = (more & every) - rules
        if any(map(on_breaks, new)) and not any(map(on_breaks, rules)):
            on_breaks_too |= new
            refuted.append(found.changes)
        elif new:
            rules |= new
        else:
            refuted.append(found.changes)
    return None
