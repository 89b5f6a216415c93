"""Search for the timetable with the fewest breaks, by clauses.

Core-guided as in Ignatiev, Morgado and Marques-Silva, "RC2: an Efficient MaxSAT Solver", JSAT 11
(2019), whose implementation in python-sat this runs, on CaDiCaL: first nobody may have a break,
and only where that is refuted are breaks granted, one more to those whom the refutation names.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from saphan.engine.scheduling.clauses.encoding import Encoding
from saphan.engine.scheduling.problem import Forum

FIRST_CONFLICTS = 2_000
"""Conflicts of the first stretch of a search; between stretches the clock is looked at."""


@dataclass(frozen=True)
class Answer:
    """What the search found.

    Attributes:
        status: `optimal`, `infeasible` or `unknown`.
        slots: Index of the slot by meeting's id; empty unless optimal.
        bound: Breaks below which there is no timetable, so that they are as many when optimal.
    """

    status: str
    slots: dict[str, int]
    bound: int


class _Ended(Exception):
    """Time is over, or whoever watches does not want to wait."""


class _Search(RC2):
    """RC2 that looks up between stretches of the search."""

    def __init__(self, formula: WCNF, goes_on: Callable[[int], bool]) -> None:
        self.goes_on = goes_on
        self.stretch = FIRST_CONFLICTS
        super().__init__(formula, solver="cadical195", exhaust=True, minz=False, trim=0)

    def _call_oracle(
        self, assumptions: tuple[int, ...] = (), expect_interrupt: bool = False
    ) -> bool:
        while True:
            if not self.goes_on(self.cost):
                raise _Ended
            self.oracle.conf_budget(self.stretch)
            answer = self.oracle.solve_limited(assumptions=list(assumptions))
            if answer is not None:
                return bool(answer)


def fewest_breaks(
    forum: Forum, seconds: float, goes_on: Callable[[int], bool] = lambda _bound: True
) -> Answer:
    """Find a timetable with as few breaks as there can be.

    Args:
        forum: A problem that `encoding.suits`.
        seconds: Wall time; a stretch of the search may take a little more.
        goes_on: Called with the bound on breaks between stretches of the search; False ends it.

    Returns:
        The answer; `unknown` when time was over.
    """
    deadline = time.monotonic() + seconds
    encoding = Encoding(forum)
    formula = WCNF()
    formula.extend(encoding.clauses)
    formula.nv = max(formula.nv, encoding.largest)
    for more in encoding.breaks.values():
        for literal in more:
            formula.append([-literal], weight=1)
    bound = 0

    def still(reached: int) -> bool:
        nonlocal bound
        bound = reached
        return time.monotonic() < deadline and goes_on(reached)

    with _Search(formula, still) as search:
        try:
            model = search.compute()
        except _Ended:
            return Answer("unknown", {}, bound)
        if model is None:
            return Answer("infeasible", {}, bound)
        true = set(model)
        slots = {name: slot for (name, slot), literal in encoding.at.items() if literal in true}
        return Answer("optimal", slots, search.cost)
