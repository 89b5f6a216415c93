"""A large forum from beginning to end: plan, start, improve, name the places."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from random import Random
from typing import Literal

from ortools.sat.python import cp_model

from saphan.engine.scheduling.large.anneal import Annealing
from saphan.engine.scheduling.large.board import Board, Score
from saphan.engine.scheduling.large.bounds import Relaxation
from saphan.engine.scheduling.large.construct import construct, missing_musts
from saphan.engine.scheduling.large.parts import (
    Limits,
    around_break,
    around_missing,
    around_musts,
    improve_part,
)
from saphan.engine.scheduling.model.objective import goals_of
from saphan.engine.scheduling.model.zones import Ground
from saphan.engine.scheduling.places import interpreters_for, least_moves, timetable
from saphan.engine.scheduling.problem import Forum, GoalName
from saphan.engine.scheduling.result import Goal, Progress, Result, Watcher

LARGE = 2_500
"""Ways to hold meetings, in slots and zones, from which on a forum is large: the exact model
finds less than construction does in the same time (see docs/decisions/0006)."""

PACE = 15_000
"""With one worker, changes that annealing tries for each second of the limit, so that the clock
decides nothing; a core that does 60,000 in a second is done in a quarter of the time."""

STEPS_A_PART = 20_000
"""Changes that take about as long as one part."""


@dataclass(frozen=True)
class Stage:
    """A stage of the improvement: annealing, or parts, and its share of the time."""

    goal: Literal["value", "breaks"]
    parts: bool
    share: float


STAGES = (
    Stage("value", False, 0.25),
    Stage("value", True, 0.2),
    Stage("breaks", False, 0.5),
    Stage("breaks", True, 0.05),
)

STALLED = 12
"""Parts in a row without any gain after which no more are tried."""

HEARTBEAT = 0.2
"""Seconds between two calls of the watcher."""


def is_large(forum: Forum) -> bool:
    """Whether construction and improvement serve the forum better than one exact model.

    Args:
        forum: The problem.

    Returns:
        True when there are many ways to hold its meetings and the goals begin with value or
        shortfall; a forum in which all meetings must be held is left to the exact model.
    """
    if "value" not in forum.goals or all(meeting.must for meeting in forum.meetings):
        return False
    if len(forum.meetings) * len(forum.slots) < LARGE:
        return False
    ground = Ground(forum)
    return (
        sum(
            starts.bit_count()
            for meeting in forum.meetings
            for starts in ground.where(meeting).values()
        )
        >= LARGE
    )


def solve_large(
    forum: Forum,
    *,
    time_limit: float = 60.0,
    workers: int = 2,
    seed: int = 0,
    progress: Watcher | None = None,
    steps: int | None = None,
) -> Result | None:
    """Find a good timetable of a large forum.

    A linear program says what to hold, meetings are put in one by one, annealing takes breaks
    out, and CP-SAT solves parts exactly where that gains value.

    Args:
        forum: The problem.
        time_limit: Seconds of wall time; kept but for the last look at places.
        workers: Threads of CP-SAT; the rest is one thread.
        seed: With one worker the same seed gives the same timetable, as long as the time is
            enough for all steps.
        progress: Called in this thread a few times a second; returning False ends the search
            and the best timetable so far is returned.
        steps: Changes to try by annealing; None for as many as the time is good for, with one
            worker for a number that the limit alone decides.

    Returns:
        The timetable with a bound for each goal, or None when not all musts could be placed,
        which the exact model has to judge.
    """
    return _Run(forum, time_limit, workers, seed, progress, steps).result()


class _Run:
    """One solve of a large forum."""

    def __init__(
        self,
        forum: Forum,
        time_limit: float,
        workers: int,
        seed: int,
        progress: Watcher | None,
        steps: int | None,
    ) -> None:
        self.began = self.told = time.monotonic()
        self.time_limit = time_limit
        self.forum = forum
        self.workers = workers
        self.seed = seed
        self.progress = progress
        counted = int(PACE * time_limit) if workers == 1 else None
        self.steps = counted if steps is None else steps
        self.chance = Random(seed)  # noqa: S311 (no secret)
        self.cancelled = False
        self.goal: GoalName = "value"
        self.parts = 0
        # What the best timetable so far reaches.
        self.known: dict[GoalName, int] = {}

    def seconds(self) -> float:
        return time.monotonic() - self.began

    def result(self) -> Result | None:
        self.board = Board(self.forum)
        relaxation = Relaxation(self.board)
        plan = relaxation.plan()
        if plan is None:
            return None
        self.plan = plan
        self.proven: dict[GoalName, int] = {
            "shortfall": plan.shortfall,
            "value": plan.value,
            "breaks": 0,
            "fairness": 0,
            "moves": 0,
            "change": forced_changes(self.board),
        }
        construct(self.board, plan, self.chance, lambda: self.going(0.5))
        if not self.musts():
            return None
        self.known = self.reached()
        self.tell()
        self.improve()
        if self.board.shortfall > plan.shortfall:
            again = relaxation.plan(shortfall=self.board.shortfall)
            self.proven["value"] = self.proven["value"] if again is None else again.value
        self.proven["breaks"] = relaxation.fewest_breaks(self.board.shortfall, self.board.value)
        return self.finish()

    # Time and watching

    def going(self, until: float = 1.0) -> bool:
        """Tell the watcher where things stand; whether to go on until that part of the time."""
        if self.cancelled or self.seconds() >= until * self.time_limit:
            return False
        if time.monotonic() - self.told > HEARTBEAT:
            self.tell()
        return not self.cancelled

    def tell(self) -> None:
        self.told = time.monotonic()
        if self.progress is None or self.cancelled:
            return
        state = Progress(
            self.goal, self.known.get(self.goal), self.proven[self.goal], self.seconds()
        )
        self.cancelled = not self.progress(state)

    def search(self, model: cp_model.CpModel, solver: cp_model.CpSolver) -> int:
        """Run the solver in a thread of its own and tell the watcher meanwhile."""
        outcome: list[int] = []
        failed: list[BaseException] = []

        def work() -> None:
            try:
                outcome.append(int(solver.solve(model)))
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=work, name="cp-sat", daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(0.05)
                if not self.going():
                    solver.stop_search()
        except BaseException:
            solver.stop_search()
            thread.join()
            raise
        if failed:
            raise failed[0]
        return outcome[0]

    # Search

    def musts(self) -> bool:
        """See to it that everything is held that must be."""
        for size in (40, 80, 160):
            for _ in range(10):
                missing = missing_musts(self.board)
                if not missing or not self.going():
                    return not missing
                free = around_musts(self.board, missing, self.chance, size)
                improve_part(self.board, free, "musts", self.limits(10.0), self.search)
        return not missing_musts(self.board)

    def limits(self, seconds: float) -> Limits:
        left = self.time_limit - self.seconds()
        self.parts += 1
        return Limits(min(seconds, left), self.workers, self.seed + self.parts)

    def improve(self) -> None:
        """Value first, then breaks; both by annealing and in parts."""
        begin = end = self.seconds()
        last = self.time_limit - self.time_for_places()
        annealing = Annealing(self.board, self.chance)
        for stage in STAGES:
            if stage.goal != self.goal:
                self.goal = stage.goal
                self.tell()
            end += stage.share * max(last - begin, 0.0)
            # What is counted goes by the clock only when time runs out.
            until = end if self.steps is None else last
            if stage.parts:
                self.in_parts(stage, until)
                annealing.refresh()
            else:
                self.anneal(annealing, stage, until)

    def anneal(self, annealing: Annealing, stage: Stage, end: float) -> None:
        """Anneal for the stage's share of the steps, or of the time."""
        begin = self.seconds()
        steps = None if self.steps is None else max(int(self.steps * stage.share), 1)

        def passed(done: int) -> float:
            self.known = named(annealing.best.score)
            if not self.going() or self.seconds() >= end or self.all_proven():
                return 1.0
            return (self.seconds() - begin) / (end - begin) if steps is None else done / steps

        annealing.run(passed)

    def all_proven(self) -> bool:
        """Whether nothing is left to be gained."""
        return all(self.known[goal] == self.proven[goal] for goal in self.known)

    def in_parts(self, stage: Stage, end: float) -> None:
        """Solve parts until the goal has reached its bound or nothing is gained any more."""
        goal = stage.goal
        idle = 0
        most = None if self.steps is None else int(self.steps * stage.share / STEPS_A_PART)
        tried = 0
        while idle < STALLED and tried != most and self.seconds() < end and self.going():
            tried += 1
            reached = self.known
            if all(reached[name] == self.proven[name] for name in ("shortfall", goal)):
                return
            free = (
                around_missing(self.board, self.plan, self.chance)
                if goal == "value"
                else around_break(self.board, self.chance)
            )
            if not free:
                return
            seconds = max(end - self.seconds(), 0.05)
            better = improve_part(self.board, free, goal, self.limits(seconds), self.search)
            idle = 0 if better else idle + 1
            self.known = self.reached()

    def reached(self) -> dict[GoalName, int]:
        """What the board reaches of each goal; moves are not known yet."""
        return named(self.board.score())

    # The end

    def time_for_places(self) -> float:
        """Seconds to keep for the places: an assignment of all of them in every slot."""
        places = len(self.forum.places)
        return min(0.15 * self.time_limit, 3e-7 * places**2 * len(self.forum.slots) + 0.2)

    def finish(self) -> Result:
        chosen = self.board.choices()
        serving = interpreters_for(self.forum, chosen)
        wanted = goals_of(self.forum)
        left = self.time_limit - self.seconds()
        asked = "moves" in wanted and not self.cancelled
        seated = least_moves(
            self.forum,
            chosen,
            seconds=max(left, 0.0) if asked and self.steps is None else 0.0,
            workers=self.workers,
            seed=self.seed,
            search=self.search,
            going=self.going,
        )
        meetings = timetable(self.forum, chosen, seated.places, serving)
        reached = {**self.reached(), "moves": seated.moves}
        goals = tuple(Goal(name, reached[name], self.proven[name]) for name in wanted)
        if self.progress is not None and not self.cancelled and goals:
            last = goals[-1]
            state = Progress(last.name, last.value, last.bound, self.seconds())
            self.cancelled = not self.progress(state)
        return Result(
            "optimal" if all(goal.value == goal.bound for goal in goals) else "feasible",
            self.seconds(),
            goals,
            meetings,
            cancelled=self.cancelled,
        )


def named(score: Score) -> dict[GoalName, int]:
    """A score by the names of the goals."""
    shortfall, value, breaks, spread, change = score
    return {
        "shortfall": shortfall,
        "value": -value,
        "breaks": breaks,
        "fairness": spread,
        "change": change,
    }


def forced_changes(board: Board) -> int:
    """Meetings of the earlier timetable that cannot be in their slot any more."""
    return sum(
        start < 0 or not board.domain[meeting] >> start & 1
        for meeting, start in board.before.items()
    )
