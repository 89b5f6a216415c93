"""The clauses' side of a search for the timetable with the fewest breaks.

First a timetable without any break is sought or refuted, in clauses that say no more than that.
Beside it, where there is a second core, core-guided search finds the fewest breaks there must be.
With one worker the two follow each other, for so many conflicts, so that the same forum gives the
same timetable, and in the first two ways to count what a slot holds take turns: people alone find
timetables sooner, people with meetings refutations.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pysat.solvers import Solver

from saphan.engine.scheduling.clauses.core_guided import Beside, CoreGuided, Ended
from saphan.engine.scheduling.clauses.encoding import Encoding
from saphan.engine.scheduling.clauses.formula import uncollected
from saphan.engine.scheduling.clauses.narrowing import Impossible, Slots, possible_slots
from saphan.engine.scheduling.clauses.unbroken import Unbroken, unbroken_starts
from saphan.engine.scheduling.problem import Forum

TURNS = ((False, 8_000, 0), (True, 3_000, 24_000))
"""Whether meetings are counted too, the conflicts of a turn (well below a second), and after how
many in all that way of counting joins in."""
PATIENCE = 200_000
"""Conflicts that one worker spends on each way of searching before the next has its turn."""
SMALL, TASTE = 150_000, 10_000
"""Clauses up to which, and conflicts for which, core-guided search is tried here before it goes
to a process of its own, whose start takes longer than many a small forum."""

GoesOn = Callable[[int], bool]
"""Called with the bound on breaks now and then; False ends the search."""


@dataclass(frozen=True)
class Answer:
    """What the search found.

    Attributes:
        status: `optimal`, `infeasible` or `unknown`.
        slots: Index of the slot by meeting's id; empty unless optimal.
        bound: Breaks below which there is no timetable, so that they are as many when optimal;
            0 when infeasible.
    """

    status: str
    slots: dict[str, int] = field(default_factory=dict)
    bound: int = 0


class _WithoutBreaks:
    """The search for a timetable without any break.

    Attributes:
        refuted: True once there is none.
        slots: The timetable, once there is one.
        conflicts: How many the search has had.
    """

    def __init__(self, forum: Forum, possible: Slots, *, alone: bool) -> None:
        self.forum = forum
        # Core-guided search beside is quick to refute that nobody has a break.
        self.turns = TURNS if alone else TURNS[:1]
        self.refuted = False
        self.slots: dict[str, int] | None = None
        self.conflicts = 0
        self._solvers: list[tuple[Unbroken, Solver]] = []
        days = {slot.day for slot in forum.slots}
        # A start says all about when somebody is busy only where there is one day.
        self.able = len(days) == 1
        if self.able:
            try:
                self.where, self.starts = unbroken_starts(forum, possible)
            except Impossible:
                self.refuted = True

    @property
    def open(self) -> bool:
        """Whether there is still something to find."""
        return self.able and not self.refuted and self.slots is None

    def turn(self) -> None:
        """Search for a while."""
        for index, (meetings_too, conflicts, joins_after) in enumerate(self.turns):
            if self.conflicts < joins_after:
                continue
            if len(self._solvers) <= index:
                clauses = Unbroken(self.forum, self.where, self.starts, meetings_too=meetings_too)
                self._solvers.append((clauses, Solver("cadical195", clauses.clauses)))
            clauses, solver = self._solvers[index]
            solver.conf_budget(conflicts)
            found = solver.solve_limited()
            self.conflicts += conflicts
            if found is not None:
                self.refuted = not found
                self.slots = _slots(clauses.at, solver.get_model()) if found else None
                return

    def close(self) -> None:
        for _, solver in self._solvers:
            solver.delete()
        self._solvers.clear()


def _slots(at: Mapping[tuple[str, int], int], model: list[int]) -> dict[str, int]:
    true = set(model)
    return {name: slot for (name, slot), literal in at.items() if literal in true}


class Clauses:
    """A search that goes on turn by turn, on its own or beside another one.

    Attributes:
        answer: What is found; `unknown` until then, with the bound so far.
    """

    def __init__(self, forum: Forum, *, beside: bool) -> None:
        """Take up a forum.

        Args:
            forum: A problem that `encoding.suits`.
            beside: Whether there is a core for a process next to this one.
        """
        self.forum = forum
        self.answer = Answer("unknown")
        self._beside_too = beside
        self._beside: Beside | None = None
        self._encoding: Encoding | None = None
        self._without: _WithoutBreaks | None = None
        try:
            self._where = possible_slots(forum)
        except Impossible:
            self.answer = Answer("infeasible")
            return
        with uncollected():
            self._without = _WithoutBreaks(forum, self._where, alone=not beside)
        if self._without.refuted:
            self.answer = Answer("unknown", bound=1)

    def __enter__(self) -> Clauses:
        return self

    def __exit__(self, *_: object) -> None:
        if self._without is not None:
            self._without.close()
        if self._beside is not None:
            self._beside.close()

    def encoding(self) -> Encoding:
        """The clauses with breaks, written when first needed."""
        if self._encoding is None:
            with uncollected():
                self._encoding = Encoding(self.forum, self._where)
        return self._encoding

    @property
    def seeking(self) -> bool:
        """Whether a turn is worth while: a timetable without breaks may still be found."""
        without = self._without
        open_still = self.answer.status == "unknown" and self.answer.bound == 0
        return open_still and without is not None and without.open

    def turn(self) -> Answer:
        """Search for a while, and hear what the process beside has found."""
        without = self._without
        if without is not None and self.seeking:
            with uncollected():
                without.turn()
            if without.slots is not None:
                self.answer = Answer("optimal", without.slots)
            elif without.refuted:
                self.answer = Answer("unknown", bound=max(1, self.answer.bound))
        if self._beside_too and self.answer.status == "unknown":
            self._look_beside()
        return self.answer

    def _look_beside(self) -> None:
        if self._beside is None:
            encoding = self.encoding()
            if len(encoding.clauses) < SMALL and self.core_guided(_on, TASTE).status != "unknown":
                return
            self._beside = Beside(encoding.clauses, _unwanted(encoding))
        self._beside.look()
        bound = max(self.answer.bound, self._beside.bound)
        if not self._beside.done:
            self.answer = Answer("unknown", bound=bound)
        elif self._beside.model is None:
            self.answer = Answer("infeasible")
        else:
            slots = _slots(self.encoding().at, self._beside.model)
            self.answer = Answer("optimal", slots, self._beside.bound)

    def alone(self, goes_on: GoesOn) -> Answer:
        """Search without help for so many conflicts at most, one way after the other.

        Args:
            goes_on: Called between stretches of the search.

        Returns:
            The answer; `unknown` when that was not enough, or was not to go on.
        """
        without = self._without
        while without is not None and self.seeking and without.conflicts < PATIENCE:
            if not goes_on(self.answer.bound):
                return self.answer
            self.turn()
        return self.core_guided(goes_on) if self.answer.status == "unknown" else self.answer

    def core_guided(self, goes_on: GoesOn, patience: int = PATIENCE) -> Answer:
        """Search for the fewest breaks here.

        Args:
            goes_on: Called between stretches of the search.
            patience: Conflicts of the search, about.

        Returns:
            The answer; `unknown` when that was not enough, or was not to go on.
        """
        encoding = self.encoding()
        search: CoreGuided

        def still(bound: int) -> bool:
            self.answer = Answer("unknown", bound=max(bound, self.answer.bound))
            spent = search.oracle.accum_stats() or {}
            return spent.get("conflicts", 0) < patience and goes_on(self.answer.bound)

        with CoreGuided(encoding.clauses, _unwanted(encoding), still) as search:
            try:
                model = search.compute()
            except Ended:
                return self.answer
            if model is None:
                self.answer = Answer("infeasible")
            else:
                self.answer = Answer("optimal", _slots(encoding.at, model), search.cost)
            return self.answer


def _on(_bound: int) -> bool:
    return True


def _unwanted(encoding: Encoding) -> list[int]:
    return [literal for more in encoding.breaks.values() for literal in more]


def fewest_breaks(
    forum: Forum, seconds: float, goes_on: GoesOn = lambda _bound: True, *, beside: bool = False
) -> Answer:
    """Find a timetable with as few breaks as there can be, by clauses alone.

    Args:
        forum: A problem that `encoding.suits`.
        seconds: Wall time; a stretch of the search may take a little more.
        goes_on: Called with the bound on breaks between stretches of the search.
        beside: Whether a second core may be used.

    Returns:
        The answer; `unknown` when time was over.
    """
    deadline = time.monotonic() + seconds

    def still(bound: int) -> bool:
        return time.monotonic() < deadline and goes_on(bound)

    with Clauses(forum, beside=beside) as search:
        if not beside:
            answer = search.alone(still)
            while answer.status == "unknown" and still(answer.bound):
                answer = search.core_guided(still, patience=10**9)
            return answer
        while (answer := search.turn()).status == "unknown" and still(answer.bound):
            if not search.seeking:
                time.sleep(0.02)
        return answer
