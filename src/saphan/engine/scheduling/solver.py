"""Solving: one goal after another, each fixed before the next, the best so far never lost."""

from __future__ import annotations

import itertools
import math
import queue
import threading
import time
from collections import Counter
from dataclasses import dataclass

import psutil
from ortools.sat.python import cp_model

from saphan.engine.scheduling.clauses.encoding import suits
from saphan.engine.scheduling.clauses.search import Answer, Clauses
from saphan.engine.scheduling.explain.reasons import explain
from saphan.engine.scheduling.large import is_large, solve_large
from saphan.engine.scheduling.model.choices import Choice, Choices, hint, read
from saphan.engine.scheduling.model.constraints import IMPLIED, RULES
from saphan.engine.scheduling.model.objective import Objective, goals_of, objectives
from saphan.engine.scheduling.model.variables import Variables
from saphan.engine.scheduling.places import fewest_moves, interpreters_for, least_moves, timetable
from saphan.engine.scheduling.problem import Forum, GoalName
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

LEAD_SECONDS, LEAD_SHARE = 8.0, 0.4
"""How long clauses search alone, and how much of the time at most, before CP-SAT joins in: it
finds timetables that are not yet the best, which they do not."""

WORK_A_SECOND = 0.25
"""What of CP-SAT's deterministic time counts as a second of the time given when one worker
searches. It does 0.3 to 1 of it in a second here, so that work ends a search and not the clock."""


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
    memory_limit: int | None = None,
    reasons_within: float = 10.0,
) -> Result:
    """Find the best timetable: nobody in two places, and the goals in their strict order.

    Args:
        forum: The problem.
        time_limit: Seconds of wall time, all goals together; the explanation of an infeasible
            problem may take a few seconds more.
        workers: Threads that search.
        seed: Seed of the search; with one worker the same seed gives the same timetable, as
            work ends a search then and not the clock, unless the machine is so slow that the
            time limit has to.
        progress: Called in this thread a few times a second; returning False ends the search
            and the best timetable so far is returned.
        memory_limit: Megabytes that this process may take, about; None for no such limit.
        reasons_within: Seconds that the explanation of an infeasible problem may take, of what
            is left of the time limit but for 2 of them; 0 for no explanation.

    Returns:
        The timetable, or that and why there is none.

    Raises:
        ValueError: A limit or the number of workers is not positive.
    """
    if not time_limit > 0:
        raise ValueError(f"the time limit is {time_limit}, expected more than 0")
    if workers < 1:
        raise ValueError(f"{workers} workers, expected at least 1")
    if memory_limit is not None and memory_limit < 1:
        raise ValueError(f"the memory limit is {memory_limit} MB, expected at least 1")
    limits = Limits(time_limit, workers, memory_limit, reasons_within)
    run = _Run(forum, limits, seed, progress)
    if is_large(forum):
        found = solve_large(
            forum, time_limit=time_limit, workers=workers, seed=seed, progress=progress
        )
        if found is not None:
            return found
    return run.result()


@dataclass(frozen=True)
class Limits:
    """What a solve may use: seconds of wall time, threads, megabytes, if limited, and seconds to
    say why there is no timetable."""

    seconds: float
    workers: int
    memory_mb: int | None = None
    reasons_seconds: float = 10.0


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
        self,
        forum: Forum,
        limits: Limits,
        seed: int,
        progress: Watcher | None,
    ) -> None:
        self.forum = forum
        self.limits = limits
        self.began = time.monotonic()
        self.deadline = self.began + limits.seconds
        self.work_left = limits.seconds * WORK_A_SECOND
        self.seed = seed
        self.progress = progress
        self.cancelled = False
        self.clauses: Clauses | None = None

    def seconds(self) -> float:
        return time.monotonic() - self.began

    def left(self) -> float:
        return max(self.deadline - time.monotonic(), 0.0)

    def over_memory(self) -> bool:
        """Whether this process takes more memory than it may."""
        most = self.limits.memory_mb
        return most is not None and psutil.Process().memory_info().rss > most * 2**20

    def tell(self, progress: Progress) -> bool:
        """Tell the watcher; returns whether the search goes on."""
        if self.progress is not None and not self.cancelled and not self.progress(progress):
            self.cancelled = True
        return not self.cancelled

    def result(self) -> Result:
        if not suits(self.forum):
            return self.pursue_all(Answer("unknown"))
        with Clauses(self.forum, beside=self.limits.workers > 1) as clauses:
            answer = self.lead(clauses)
            if answer.status == "infeasible":
                return self.infeasible()
            if answer.status == "unknown":
                self.clauses = clauses
            return self.pursue_all(answer)

    def lead(self, clauses: Clauses) -> Answer:
        """Search by clauses alone, until CP-SAT joins in."""
        until = time.monotonic() + min(LEAD_SECONDS, LEAD_SHARE * self.left())

        def goes_on(bound: int) -> bool:
            return self.tell(Progress("breaks", None, bound, self.seconds())) and self.left() > 0

        if self.limits.workers == 1:
            return clauses.alone(goes_on)
        while (answer := clauses.turn()).status == "unknown" and clauses.seeking:
            if time.monotonic() > until or not goes_on(answer.bound):
                break
        return answer

    def pursue_all(self, answer: Answer) -> Result:
        """Pursue one goal after another, from what clauses have found."""
        goals: dict[GoalName, Goal] = {}
        chosen: Choices | None = None
        if answer.status == "optimal":
            chosen = {name: Choice(slot) for name, slot in answer.slots.items()}
            goals["breaks"] = Goal("breaks", answer.bound, answer.bound)
            if goals_of(self.forum) == ("breaks",):
                return self.finish(chosen, goals)
        v = build(self.forum)
        stages = objectives(v)
        for objective in stages:
            if isinstance(objective.expression, int):
                value = objective.expression
                goals[objective.name] = Goal(objective.name, value, value)
        open_stages = [objective for objective in stages if objective.name not in goals]
        for objective in stages:
            if objective.name in goals and chosen is not None:
                self.fix(v, objective, chosen)
        if chosen is None and not open_stages:
            open_stages = [Objective("value", 0)]
        for objective in open_stages:
            last = objective is open_stages[-1] and "moves" not in goals_of(self.forum)
            found = self.pursue(v, objective, 1.0 if last else SHARES[objective.name], chosen)
            if found.status == "infeasible" and chosen is None:
                return self.infeasible()
            if found.chosen is None and chosen is None:
                return Result("unknown", self.seconds(), cancelled=self.cancelled)
            chosen = found.chosen if found.chosen is not None else chosen
            assert chosen is not None
            self.fix(v, objective, chosen)
            if objective in stages:
                bound = _trivial_bound(v, objective) if found.bound is None else found.bound
                reached = _reached(v, objective, chosen)
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
            workers=self.limits.workers,
            seed=self.seed,
            search=self.seat,
        )
        meetings = timetable(self.forum, chosen, seated.places, serving)
        if "moves" in wanted:
            # The places follow the slots here; the bound holds for all other slots as well.
            breaks = "breaks" in goals
            value = goals["value"].value if "value" in goals else 0
            bound = fewest_moves(self.forum, value, goals["breaks"].value) if breaks else 0
            goals["moves"] = Goal("moves", seated.moves, bound)
            self.tell(Progress("moves", seated.moves, bound, self.seconds()))
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
        if self.limits.workers == 1:
            solver.parameters.max_deterministic_time = self.work_left
        return self.search(model, solver, watch, events)

    def infeasible(self) -> Result:
        seconds = min(self.limits.reasons_seconds, max(self.left(), 2.0))
        reasons = explain(self.forum, seconds=seconds, seed=self.seed) if seconds else ()
        return Result("infeasible", self.seconds(), reasons=reasons)

    def fix(self, v: Variables, objective: Objective, chosen: Choices) -> None:
        """Let no later goal give up what this one has reached."""
        reached = _reached(v, objective, chosen)
        if objective.maximise:
            v.model.add(objective.expression >= reached)
        else:
            v.model.add(objective.expression <= reached)

    def pursue(
        self, v: Variables, objective: Objective, share: float, known: Choices | None
    ) -> _Found:
        """Optimise one goal in its share of the time left, starting from what is known."""
        constant = isinstance(objective.expression, int)
        seconds = self.left() * share
        if known is not None and (self.cancelled or seconds < 0.01 or self.over_memory()):
            return _Found("unknown", known, None, None)
        racing = self.clauses if objective.name == "breaks" else None
        if racing is not None and racing.answer.bound and not constant:
            v.model.add(objective.expression >= racing.answer.bound)
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
        settings(solver, seconds, self.limits.workers, self.seed)
        if self.limits.workers == 1:
            solver.parameters.max_deterministic_time = self.work_left * share
        elif racing is not None:
            solver.parameters.num_workers = self.limits.workers - 1
        events: queue.SimpleQueue[Progress] = queue.SimpleQueue()
        watcher = _Watch(objective, events, self.began)
        if self.progress is not None:
            solver.best_bound_callback = watcher.bound
        status = self.search(v.model, solver, watcher, events, racing)
        self.work_left = max(self.work_left - solver.response_proto.deterministic_time, 0.01)
        answer = Answer("unknown") if racing is None else racing.answer
        if answer.status == "optimal":
            chosen = {name: Choice(slot) for name, slot in answer.slots.items()}
            return _Found("optimal", chosen, answer.bound, answer.bound)
        if status == cp_model.INFEASIBLE or answer.status == "infeasible":
            return _Found("infeasible", None, None, None)
        bound = None
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            chosen = read(v, solver.boolean_value)
            if constant:
                value = int(objective.expression)  # type: ignore[arg-type]
                return _Found("optimal", chosen, value, value)
            bound = max(_round(solver.best_objective_bound, objective), answer.bound)
            reached = _reached(v, objective, chosen)
            return _Found("optimal" if reached == bound else "feasible", chosen, reached, bound)
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
        racing: Clauses | None = None,
    ) -> int:
        """Run the solver in a thread of its own; tell the watcher from this one, and search by
        clauses in it where they race."""
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
                if racing is not None and not self.cancelled:
                    answer = racing.turn()
                    watch.hear(answer.bound)
                    if answer.status != "unknown" or watch.best == answer.bound:
                        solver.stop_search()
                if self.over_memory():
                    solver.stop_search()
                thread.join(0.02 if self.progress is not None or racing is not None else 0.5)
                if self.progress is None or self.cancelled:
                    continue
                latest = None
                while not events.empty():
                    latest = events.get()
                quiet = time.monotonic() - told > HEARTBEAT
                if latest is not None or quiet:
                    told = time.monotonic()
                    self.tell(latest or watch.state())
                if self.cancelled:
                    solver.stop_search()
        except BaseException:
            solver.stop_search()
            thread.join()
            raise
        if failed:
            raise failed[0]
        self.tell(watch.state())
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
        self.heard = -(2**62)

    def state(self) -> Progress:
        return Progress(self.goal.name, self.best, self.proven, time.monotonic() - self.began)

    def on_solution_callback(self) -> None:
        self.best = round(self.objective_value)
        self.bound(self.best_objective_bound)

    def bound(self, value: float) -> None:
        if self.bounded and math.isfinite(value):
            self.proven = max(_round(value, self.goal), self.heard)
        self.events.put(self.state())

    def hear(self, bound: int) -> None:
        """Take in a bound from below that others have proven."""
        self.heard = bound
        if self.proven is None or self.proven < bound:
            self.proven = bound


def settings(solver: cp_model.CpSolver, seconds: float, workers: int, seed: int) -> None:
    """Set the solver for these models.

    Cores find the bound on breaks (mostly 0), a search without linear relaxation finds the
    timetables; both beat the default portfolio here by far (see docs/reference/scheduling.md).
    """
    parameters = solver.parameters
    parameters.max_time_in_seconds = max(seconds, 0.01)
    parameters.random_seed = seed
    parameters.num_workers = workers
    # Whoever watches decides when a search ends, and keeps what it has found.
    parameters.catch_sigint_signal = False
    if workers == 1:
        parameters.linearization_level = 0
        parameters.optimize_with_core = True
    else:
        order = ["core", "no_lp", "quick_restart_no_lp", "default_lp", "max_lp", "reduced_costs"]
        parameters.subsolvers.extend(order)


def _round(bound: float, objective: Objective) -> int:
    if objective.maximise:
        return math.floor(bound + 1e-6)
    # What is made small counts something, and so is never below 0, whatever the search knows.
    return max(0, math.ceil(bound - 1e-6))


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
