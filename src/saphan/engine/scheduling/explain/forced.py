"""The breaks that somebody has however the meetings are held."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from saphan.engine.scheduling.explain.feasibility import solver_for
from saphan.engine.scheduling.problem import Forum, Meeting

SECONDS = 0.5
"""For one person; what is proven by then counts."""


def breaks_above(
    forum: Forum, mine: Sequence[Meeting], starts: Mapping[str, Sequence[int]], limit: int
) -> int | None:
    """Find whether one person has more breaks than allowed however the meetings are held.

    Args:
        forum: The problem.
        mine: All meetings that the person may have.
        starts: Where those can start that the person must have; the others can be anywhere and
            may be left out.
        limit: The breaks allowed.

    Returns:
        A number above the limit that no timetable of the person goes below; None when none was
        proven, or when there is no timetable of the person at all.
    """
    model = cp_model.CpModel()
    busy: dict[int, list[cp_model.IntVar]] = {s: [] for s in range(len(forum.slots))}
    for meeting in mine:
        must = meeting.id in starts
        at = {}
        for start in starts.get(meeting.id, range(len(forum.slots))):
            if run := forum.run(start, meeting.length):
                at[start] = model.new_bool_var(f"{meeting.id} {start}")
                for slot in run:
                    busy[slot].append(at[start])
        if must:
            model.add_exactly_one(at.values())
        else:
            model.add_at_most_one(at.values())
    used = {slot: model.new_bool_var(f"used {slot}") for slot in busy}
    for slot, some in busy.items():
        model.add_exactly_one([*some, ~used[slot]])
    ends = []
    for day in forum.days():
        for first, last in itertools.combinations(day, 2):
            if last - first > 1:
                end = model.new_bool_var(f"break {first} {last}")
                between = [used[slot] for slot in range(first + 1, last)]
                model.add_bool_or([end, ~used[first], ~used[last], *between])
                ends.append(end)
    within = model.new_bool_var("within")
    model.add(sum(ends) <= limit).only_enforce_if(within)
    for allowed in (True, False):
        trial = model.clone()
        if allowed:
            trial.add_bool_and(trial.get_bool_var_from_proto_index(within.index))
        else:
            trial.minimize(sum(trial.get_bool_var_from_proto_index(end.index) for end in ends))
        solver = solver_for(SECONDS, 0, 1)
        status = solver.solve(trial)
        # Without the limit it is infeasible where breaks are not what is wrong.
        if allowed == (status != cp_model.INFEASIBLE):
            return None
    return max(limit + 1, round(solver.best_objective_bound))
