"""The goals of a timetable that the model pursues, one function a goal.

Moves between places are pursued after the slots are known, see `places.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from saphan.engine.scheduling.model.variables import Variables
from saphan.engine.scheduling.problem import GOALS, Forum, GoalName


@dataclass(frozen=True)
class Objective:
    """A goal over the variables; `constant` when nothing is left to decide.

    Attributes:
        name: The goal.
        expression: What is made large or small.
        maximise: True to make it large.
    """

    name: GoalName
    expression: cp_model.LinearExprT
    maximise: bool = False


def shortfall(v: Variables) -> Objective:
    """What is missing of the meetings guaranteed to participants is as little as can be."""
    return Objective("shortfall", sum(v.missing.values()))


def value(v: Variables) -> Objective:
    """The total value of the meetings held is as large as can be."""
    return Objective(
        "value",
        sum(m.value * (1 if m.must else v.held[m.id]) for m in v.forum.meetings),
        maximise=True,
    )


def breaks(v: Variables) -> Objective:
    """The breaks of all participants together are as few as can be."""
    return Objective("breaks", sum(v.ends.values()))


def fairness(v: Variables) -> Objective:
    """The largest difference between two participants' numbers of breaks is as small as can be."""
    return Objective("fairness", v.most_breaks - v.least_breaks)


def change(v: Variables) -> Objective:
    """The meetings that leave their slot of the earlier timetable are as few as can be."""
    index = {slot.id: i for i, slot in enumerate(v.forum.slots)}
    known = {m.id for m in v.forum.meetings}
    kept = [
        at
        for old in v.forum.previous
        if (at := v.at.get((old.id, index.get(old.slot, -1)))) is not None
    ]
    before = sum(old.id in known for old in v.forum.previous)
    return Objective("change", before - sum(kept))


def objectives(v: Variables) -> list[Objective]:
    """The goals the forum asks for, in their strict order, without `moves`."""
    made = {
        "shortfall": shortfall,
        "value": value,
        "breaks": breaks,
        "fairness": fairness,
        "change": change,
    }
    return [made[name](v) for name in goals_of(v.forum) if name != "moves"]


def goals_of(forum: Forum) -> tuple[GoalName, ...]:
    """The goals the forum asks for, in their strict order; `change` only against something,
    `shortfall` only where somebody is guaranteed meetings."""
    senseless = {
        *(() if forum.previous else ("change",)),
        *(() if any(p.min_meetings for p in forum.participants) else ("shortfall",)),
    }
    return tuple(name for name in GOALS if name in forum.goals and name not in senseless)
