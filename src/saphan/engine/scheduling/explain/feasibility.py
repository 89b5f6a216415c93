"""Whether a forum has any timetable at all, whatever it is worth."""

from __future__ import annotations

from ortools.sat.python import cp_model

from saphan.engine.scheduling.explain.elements import without_idle
from saphan.engine.scheduling.model.constraints import IMPLIED, RULES
from saphan.engine.scheduling.model.variables import Variables
from saphan.engine.scheduling.problem import Forum

WORKERS = 2
LEAST_SECONDS = 0.01
SMALL = 60
"""Meetings up to which one thread is the faster."""


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
    v = Variables(cp_model.CpModel(), slim)
    for rule in (*RULES, *IMPLIED):
        rule(v)
    solver = solver_for(seconds, seed, 1 if len(slim.meetings) <= SMALL else WORKERS)
    return answer(int(solver.solve(v.model)))


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
