"""Whether a forum has any timetable at all, whatever it is worth."""

from __future__ import annotations

import time
from dataclasses import replace

from ortools.sat.python import cp_model
from pysat.solvers import Cadical195

from saphan.engine.scheduling.clauses.encoding import Encoding, suits
from saphan.engine.scheduling.clauses.narrowing import Impossible, possible_slots
from saphan.engine.scheduling.explain.elements import without_idle
from saphan.engine.scheduling.model.constraints import IMPLIED, RULES
from saphan.engine.scheduling.model.variables import Variables
from saphan.engine.scheduling.problem import Forum

WORKERS = 2
LEAST_SECONDS = 0.01
SMALL = 60
"""Meetings up to which one thread is the faster."""

SHARE_OF_CLAUSES = 0.7
"""How much of the time the clauses may take, where they say all."""

SECONDS_TO_ENCODE = 2.0
"""Time that must be left for the clauses to be worth writing."""

STRETCH = 2_000
"""Conflicts between two looks at the clock."""


def feasible(forum: Forum, seconds: float, seed: int) -> bool | None:
    """Look for any timetable.

    Args:
        forum: The problem.
        seconds: Wall time.
        seed: Seed of the search.

    Returns:
        True when there is one, False when it is proven that there is none, None when time is
        over.
    """
    if seconds < LEAST_SECONDS:
        return None
    slim = without_idle(forum)
    large = len(slim.meetings) > SMALL
    deadline = time.monotonic() + seconds
    if large:
        found = _by_clauses(slim, time.monotonic() + SHARE_OF_CLAUSES * seconds)
        if found is not None:
            return found
    v = Variables(cp_model.CpModel(), slim)
    for rule in (*RULES, *IMPLIED):
        rule(v)
    left = deadline - time.monotonic()
    return answer(int(solver_for(left, seed, WORKERS if large else 1).solve(v.model)))


def _by_clauses(forum: Forum, deadline: float) -> bool | None:
    """The same by clauses, for forums of which they say all, or all but what may be held anyway;
    they count better than CP-SAT."""
    musts = tuple(m for m in forum.meetings if m.must)
    names = {m.id for m in musts}
    sure = replace(
        forum,
        meetings=musts,
        precedences=tuple(p for p in forum.precedences if {p.before, p.after} <= names),
        goals=("breaks",),
    )
    if time.monotonic() > deadline - SECONDS_TO_ENCODE or not suits(sure):
        return None
    found = None
    try:
        clauses = Encoding(sure, possible_slots(sure)).clauses
    except Impossible:
        found = False
    else:
        with Cadical195(bootstrap_with=clauses) as solver:
            while found is None and time.monotonic() < deadline:
                solver.conf_budget(STRETCH)
                found = solver.solve_limited()
    # Where it may be that a meeting left out would fill a break, only a timetable is a proof.
    return found if found or len(musts) == len(forum.meetings) else None


def solver_for(seconds: float, seed: int, workers: int = WORKERS) -> cp_model.CpSolver:
    """A solver with these limits."""
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, LEAST_SECONDS)
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = workers
    return solver


def answer(status: int) -> bool | None:
    """What the status of a search says about whether there is a timetable."""
    if status == cp_model.INFEASIBLE:
        return False
    return True if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
