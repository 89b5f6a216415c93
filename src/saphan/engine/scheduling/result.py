"""The answer: a timetable, how good it is goal by goal, or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from saphan.engine.scheduling.problem import GoalName, Scheduled

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
"""`optimal`: every goal is proven; `feasible`: a timetable, not every goal proven; `infeasible`:
proven that there is none; `unknown`: none found in the time given, and none excluded."""


@dataclass(frozen=True)
class Goal:
    """How well one goal was reached.

    Attributes:
        name: The goal.
        value: What the timetable reaches.
        bound: What no timetable can beat that is as good in all earlier goals: from above for
            `value`, from below for the others.
    """

    name: GoalName
    value: int
    bound: int

    @property
    def gap(self) -> float:
        """Distance of value and bound, relative to the larger; 0 when proven."""
        return abs(self.value - self.bound) / max(abs(self.value), abs(self.bound), 1)


@dataclass(frozen=True)
class Sentence:
    """Something said so that it can be translated.

    Attributes:
        code: Stable name of what is said, for translation.
        params: What fills the translated sentence.
        text: The sentence in English.
    """

    code: str
    params: dict[str, object]
    text: str


@dataclass(frozen=True)
class Reason(Sentence):
    """Why there is no timetable, said so that a person can act on it.

    Attributes:
        because: The rules that cannot hold together, where the sentence does not say it all.
        help: Changes each of which removes this reason; for the reasons called `repair…`, the
            changes that together make a timetable possible.
    """

    because: tuple[Sentence, ...] = ()
    help: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Progress:
    """Where a search stands.

    Attributes:
        goal: The goal being pursued.
        value: Best found so far; None before the first timetable.
        bound: Best proven so far; None when nothing is.
        seconds: Since the start of the solve.
    """

    goal: GoalName
    value: int | None
    bound: int | None
    seconds: float


Watcher = Callable[[Progress], bool]
"""Called with the progress now and then, in the caller's thread; False ends the search."""


@dataclass(frozen=True)
class Result:
    """What a solve found.

    Attributes:
        status: How much is proven.
        seconds: Wall time of the solve.
        goals: How well each goal was reached, in their order; empty without a timetable.
        meetings: The meetings held, in the order of the problem.
        reasons: Why there is no timetable, when infeasible.
        cancelled: True when the watcher ended the search.
    """

    status: Status
    seconds: float
    goals: tuple[Goal, ...] = ()
    meetings: tuple[Scheduled, ...] = ()
    reasons: tuple[Reason, ...] = ()
    cancelled: bool = False
