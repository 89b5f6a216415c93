"""Solving: one goal after another, each fixed before the next, the best so far never lost."""

from __future__ import annotations

import itertools
import math
import queue
import threading
import time
from collections import Counter
from dataclasses import dataclass

from ortools.sat.python import cp_model

from saphan.engine.scheduling.explain import explain
from saphan.engine.scheduling.large import is_large, solve_large
from saphan.engine.scheduling.model.choices import Choices, hint, read
from saphan.engine.scheduling.model.constraints import IMPLIED, RULES
from saphan.engine.scheduling.model.objective import Objective, goals_of, objectives
from saphan.engine.scheduling.model.variables import Variables
from saphan.engine.scheduling.places import interpreters_for, least_moves
from saphan.engine.scheduling.problem import Forum, GoalName, Scheduled
from saphan.engine.scheduling.result import Goal, Progress, Result, Watcher

SHARES: dict[GoalName, float] = {
    "shortfall": 0.4,
    "value": 0.4,
    "breaks": 0.6,
    "fairness": 0.5,
    "change": 0.6,
    "moves": 1.0,
}
"""How much of the time still left a goal may take; unused time passes on."""

HEARTBEAT = 0.25
"""Seconds between two calls of the watcher when nothing is found."""


def build(forum: Forum, *, implied: bool = True) -> Variables:
    """Make the CP-SAT model with every hard rule.

    Args:
        forum: The problem.
        implied: Whether to add the implied constraints, which change no answer.

    Returns:
        The variables, their model inside.
    """
    v = Variables(cp_model.CpModel(), forum)
    for rule in RULES:
        rule(v)
    for rule in IMPLIED if implied else ():
        rule(v)
    return v


def solve(
    forum: Forum,
    *,
    time_limit: float = 60.0,
    workers: int = 2,
    seed: int = 0,
    progress: Watcher | None = None,
) -> Result:
    """Find the best timetable: nobody in two places, and the goals in their strict order.

    Args:
        forum: The problem.
        time_limit: Seconds of wall time, all goals together; the explanation of an infeasible
            problem may take a few seconds more.
        workers: Threads that search.
        seed: Seed of the search; with one worker, and goals proven within the limit, the same
            seed gives the same timetable.
        progress: Called in this thread a few times a second; returning False ends the search
            and the best timetable so far is returned.

    Returns:
        The timetable, or that and why there is none.

    Raises:
        ValueError: The time limit or the number of workers is not positive.
    """
    if not time_limit > 0:
        raise ValueError(f"the time limit is {time_limit}, expected more than 0")
    if workers < 1:
        raise ValueError(f"{workers} workers, expected at least 1")
    began = time.monotonic()
    if is_large(forum):
        found = solve_large(
            forum, time_limit=time_limit, workers=workers, seed=seed, progress=progress
        )
        if found is not None:
            return found
    left = max(time_limit - (time.monotonic() - began), 0.1)
    run = _Run(forum, left, workers, seed, progress)
    return run.result()


@dataclass
class _Found:
    """The answer of one search."""

    status: str
    chosen: Choices | None
    value: int | None
    bound: int | None


class _Run:
    """One solve from beginning to end."""

    def __init__(
        self, forum: Forum, time_limit: float, workers: int, seed: int, progress: Watcher | None
    ) -> None:
        self.forum = forum
        self.began = time.monotonic()
        self.deadline = self.began + time_limit
        self.workers = workers
        self.seed = seed
        self.progress = progress
        self.cancelled = False

    def seconds(self) -> float:
        return time.monotonic() - self.began

    def left(self) -> float:
        return max(self.deadline - time.monotonic(), 0.0)

    def result(self) -> Result:
        v = build(self.forum)
        goals: dict[GoalName, Goal] = {}
        chosen: Choices | None = None
        stages = objectives(v)
        wants_moves = "moves" in goals_of(self.forum)
        for objective in stages or [Objective("value", 0)]:
            last = objective is stages[-1] and not wants_moves if stages else True
            share = 1.0 if last else SHARES[objective.name]
            found = self.pursue(v, objective, self.left() * share, chosen)
            if found.status == "infeasible" and chosen is None:
                return self.infeasible()
            if found.chosen is None and chosen is None:
                return Result("unknown", self.seconds(), cancelled=self.cancelled)
            chosen = found.chosen if found.chosen is not None else chosen
            assert chosen is not None
            self.fix(v, objective, chosen)
            reached = _reached(v, objective, chosen)
            if stages:
                bound = _trivial_bound(v, objective) if found.bound is None else found.bound
                goals[objective.name] = Goal(objective.name, reached, bound)
        assert chosen is not None
        return self.finish(chosen, goals)

    def finish(self, chosen: Choices, goals: dict[GoalName, Goal]) -> Result:
        serving = interpreters_for(self.forum, chosen)
        wanted = goals_of(self.forum)
        seated = least_moves(
            self.forum,
            chosen,
            seconds=self.left() if "moves" in wanted and not self.cancelled else 0.0,
            workers=self.workers,
            seed=self.seed,
            search=self.seat,
        )
        slots = self.forum.slots
        meetings = tuple(
            Scheduled(
                m.id,
                slots[chosen[m.id].slot].id,
                seated.places[m.id],
                serving.get(m.id),
                chosen[m.id].chosen,
            )
            for m in self.forum.meetings
            if m.id in chosen
        )
        if "moves" in wanted:
            # The places follow the slots here, so no bound but the trivial one holds for all
            # timetables that are as good in the goals before.
            goals["moves"] = Goal("moves", seated.moves, 0)
            if self.progress is not None and not self.cancelled:
                self.cancelled = not self.progress(
                    Progress("moves", seated.moves, 0, self.seconds())
                )
        ordered = tuple(goals[name] for name in wanted)
        proven = all(goal.value == goal.bound for goal in ordered)
        return Result(
            "optimal" if proven else "feasible",
            self.seconds(),
            ordered,
            meetings,
            cancelled=self.cancelled,
        )

    def seat(self, model: cp_model.CpModel, solver: cp_model.CpSolver) -> int:
        """Search for places as for slots: watched, and ended on demand."""
        events: queue.SimpleQueue[Progress] = queue.SimpleQueue()
        watch = _Watch(Objective("moves", 0), events, self.began, bounded=False)
        return self.search(model, solver, watch, events)

    def infeasible(self) -> Result:
        reasons = explain(self.forum, seconds=min(10.0, max(self.left(), 2.0)), seed=self.seed)
        return Result("infeasible", self.seconds(), reasons=reasons)

    def fix(self, v: Variables, objective: Objective, chosen: Choices) -> None:
        """Let no later goal give up what this one has reached."""
        reached = _reached(v, objective, chosen)
        if objective.maximise:
            v.model.add(objective.expression >= reached)
        else:
            v.model.add(objective.expression <= reached)

    def pursue(
        self, v: Variables, objective: Objective, seconds: float, known: Choices | None
    ) -> _Found:
        """Optimise one goal, starting from what is known."""
        constant = isinstance(objective.expression, int)
        if known is not None and (constant or self.cancelled or seconds < 0.01):
            value = int(objective.expression) if constant else None  # type: ignore[arg-type]
            return _Found("optimal" if constant else "unknown", known, value, value)
        v.model.clear_objective()
        if not constant:
            if objective.maximise:
                v.model.maximize(objective.expression)
            else:
                v.model.minimize(objective.expression)
        v.model.clear_hints()
        if known is not None:
            hint(v, known)
        solver = cp_model.CpSolver()
        settings(solver, seconds, self.workers, self.seed)
        events: queue.SimpleQueue[Progress] = queue.SimpleQueue()
        watcher = _Watch(objective, events, self.began)
        if self.progress is not None:
            solver.best_bound_callback = watcher.bound
        status = self.search(v.model, solver, watcher, events)
        if status == cp_model.INFEASIBLE:
            return _Found("infeasible", None, None, None)
        bound = None
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            chosen = read(v, solver.boolean_value)
            if constant:
                value = int(objective.expression)  # type: ignore[arg-type]
                return _Found("optimal", chosen, value, value)
            bound = _round(solver.best_objective_bound, objective)
            name = "optimal" if status == cp_model.OPTIMAL else "feasible"
            return _Found(name, chosen, _reached(v, objective, chosen), bound)
        if status == cp_model.MODEL_INVALID:
            raise AssertionError(v.model.validate())
        if math.isfinite(solver.best_objective_bound) and known is not None:
            bound = _round(solver.best_objective_bound, objective)
        return _Found("unknown", None, None, bound)

    def search(
        self,
        model: cp_model.CpModel,
        solver: cp_model.CpSolver,
        watch: _Watch,
        events: queue.SimpleQueue[Progress],
    ) -> int:
        """Run the solver in a thread of its own; tell the watcher from this one."""
        outcome: list[int] = []
        failed: list[BaseException] = []

        def work() -> None:
            try:
                outcome.append(int(solver.solve(model, watch)))
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=work, name="cp-sat", daemon=True)
        thread.start()
        told = time.monotonic()
        try:
            while thread.is_alive():
                thread.join(0.02 if self.progress is not None else 0.5)
                if self.progress is None or self.cancelled:
                    continue
                latest = None
                while not events.empty():
                    latest = events.get()
                quiet = time.monotonic() - told > HEARTBEAT
                if latest is not None or quiet:
                    told = time.monotonic()
                    state = latest or watch.state()
                    if not self.progress(state):
                        self.cancelled = True
                if self.cancelled:
                    solver.stop_search()
        except BaseException:
            solver.stop_search()
            thread.join()
            raise
        if failed:
            raise failed[0]
        if self.progress is not None and not self.cancelled and not self.progress(watch.state()):
            self.cancelled = True
        return outcome[0]


class _Watch(cp_model.CpSolverSolutionCallback):
    """Collects what the search finds, for the thread that watches."""

    def __init__(
        self,
        objective: Objective,
        events: queue.SimpleQueue[Progress],
        began: float,
        *,
        bounded: bool = True,
    ) -> None:
        super().__init__()
        # The search for places proves nothing about timetables with other slots.
        self.bounded = bounded
        self.goal = objective
        self.events = events
        self.began = began
        self.best: int | None = None
        self.proven: int | None = None if bounded else 0

    def state(self) -> Progress:
        return Progress(self.goal.name, self.best, self.proven, time.monotonic() - self.began)

    def on_solution_callback(self) -> None:
        self.best = round(self.objective_value)
        self.bound(self.best_objective_bound)

    def bound(self, value: float) -> None:
        if self.bounded and math.isfinite(value):
            self.proven = _round(value, self.goal)
        self.events.put(self.state())


def settings(solver: cp_model.CpSolver, seconds: float, workers: int, seed: int) -> None:
    """Set the solver for these models.

    Cores find the bound on breaks (mostly 0), a search without linear relaxation finds the
    timetables; both beat the default portfolio here by far (see docs/reference/scheduling.md).
    """
    parameters = solver.parameters
    parameters.max_time_in_seconds = max(seconds, 0.01)
    parameters.random_seed = seed
    parameters.num_workers = workers
    if workers == 1:
        parameters.linearization_level = 0
        parameters.optimize_with_core = True
    else:
        order = ["core", "no_lp", "quick_restart_no_lp", "default_lp", "max_lp", "reduced_costs"]
        parameters.subsolvers.extend(order)


def _round(bound: float, objective: Objective) -> int:
    return math.floor(bound + 1e-6) if objective.maximise else math.ceil(bound - 1e-6)


def _trivial_bound(v: Variables, objective: Objective) -> int:
    if objective.maximise:
        return sum(m.value for m in v.forum.meetings if v.domains[m.id])
    return 0


def _reached(v: Variables, objective: Objective, chosen: Choices) -> int:
    """What a choice of slots reaches of a goal."""
    forum = v.forum
    if objective.name == "value":
        return sum(m.value for m in forum.meetings if m.id in chosen)
    if objective.name == "shortfall":
        return _shortfall(forum, chosen)
    if objective.name == "change":
        index = {slot.id: i for i, slot in enumerate(forum.slots)}
        slots = {name: choice.slot for name, choice in chosen.items()}
        known = {m.id for m in forum.meetings}
        return sum(
            old.id in known and slots.get(old.id) != index.get(old.slot, -1)
            for old in forum.previous
        )
    counts = breaks_by_participant(forum, chosen)
    if objective.name == "breaks":
        return sum(counts.values())
    return max(counts.values(), default=0) - min(counts.values(), default=0)


def _shortfall(forum: Forum, chosen: Choices) -> int:
    """Meetings missing of those guaranteed, as far as they were asked for."""
    asked = Counter(name for meeting in forum.meetings for name in meeting.everybody())
    held = Counter(
        name
        for meeting in forum.meetings
        if meeting.id in chosen
        for name in chosen[meeting.id].who(meeting)
    )
    return sum(
        max(0, min(person.min_meetings, asked[person.id]) - held[person.id])
        for person in forum.participants
    )


def breaks_by_participant(forum: Forum, chosen: Choices) -> dict[str, int]:
    """Breaks of each participant when the meetings are held as chosen."""
    busy: dict[str, set[int]] = {p.id: set() for p in forum.participants}
    for meeting in forum.meetings:
        choice = chosen.get(meeting.id)
        if choice is not None:
            for name in choice.who(meeting):
                busy[name].update(range(choice.slot, choice.slot + meeting.length))
    found = dict.fromkeys(busy, 0)
    day = [slot.day for slot in forum.slots]
    for name, slots in busy.items():
        for one, two in itertools.pairwise(sorted(slots)):
            found[name] += two - one > 1 and day[one] == day[two]
    return found
