"""The answer: a timetable for the rest of the day, what changed and why, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from saphan.engine.scheduling.problem import Scheduled
from saphan.engine.scheduling.replan.incident import Step
from saphan.engine.scheduling.result import Reason

DayGoalName = Literal["given_up", "value", "moved", "reseated", "affected", "breaks"]
DAY_GOALS: tuple[DayGoalName, ...] = get_args(DayGoalName)
"""The goals of the day, in their strict order; all but `value` are made small."""

Kind = Literal["moved", "reseated", "dropped", "added"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class DayGoal:
    """How well one goal of the day was reached.

    Attributes:
        name: `given_up`: meetings that must be held and are not; `value`: of the meetings held;
            `moved`: meetings in another slot; `reseated`: meetings in their slot with another
            place, interpreter or member of a group; `affected`: people with a meeting that
            changed; `breaks`: of all people.
        value: What the timetable reaches.
        bound: What no timetable can beat that is as good in all earlier goals: from above for
            `value`, from below for the others.
    """

    name: DayGoalName
    value: int
    bound: int


@dataclass(frozen=True)
class Change:
    """A meeting that is not as it was.

    Attributes:
        meeting: Its id.
        kind: `moved` to another slot; `reseated`: in its slot, with another place, interpreter
            or member of a group; `dropped`; `added`, or asked for urgently and without room,
            then without an `after`.
        before: How it stood; None when it was not held.
        after: How it stands; None when it is not held.
        cause: Which of the incidents leads to it, counted from 0.
        reason: Why.
    """

    meeting: str
    kind: Kind
    before: Scheduled | None
    after: Scheduled | None
    cause: int
    reason: Reason


@dataclass(frozen=True)
class Replan:
    """A day replanned.

    Attributes:
        status: `optimal` when every goal is proven.
        seconds: Wall time.
        meetings: The meetings held, in the order of the problem, urgent new ones last.
        changes: Every meeting that is not as it was, in the order of the timetable, and every
            urgent request.
        goals: How well each goal was reached, in their order.
        before: Value and breaks of the timetable as it was.
        steps: The replannings of the day so far, this one last.
        cancelled: True when the watcher ended the search.
    """

    status: Literal["optimal", "feasible"]
    seconds: float
    meetings: tuple[Scheduled, ...]
    changes: tuple[Change, ...]
    goals: tuple[DayGoal, ...]
    before: dict[str, int]
    steps: tuple[Step, ...]
    cancelled: bool = False

    def count(self, kind: Kind) -> int:
        """How many meetings changed in this way; urgent requests without room do not count."""
        return sum(
            change.kind == kind and (kind != "added" or change.after is not None)
            for change in self.changes
        )

    @property
    def kept(self) -> int:
        """Meetings that are exactly as they were."""
        return len(self.meetings) - sum(change.after is not None for change in self.changes)
