"""Clauses under construction: new literals, and counters over literals as clauses."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations

from pysat.card import CardEnc, EncType, ITotalizer

Clause = list[int]


@contextmanager
def uncollected() -> Iterator[None]:
    """Write clauses without the garbage collector, which the many lists would call time and
    again to look through everything there is; none of them is garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Formula:
    """Clauses that grow.

    Attributes:
        clauses: All that has to hold; a literal is a number from 1, negative for not.
        largest: The largest literal so far.
    """

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.largest = 0

    def new(self) -> int:
        """A literal of its own."""
        self.largest += 1
        return self.largest

    def at_most_one(self, literals: Iterable[int]) -> None:
        """No two of the literals are true."""
        self.clauses.extend([-one, -two] for one, two in combinations(literals, 2))

    def at_most(self, literals: Sequence[int], most: int, encoding: int) -> None:
        """At most so many of the literals are true."""
        if most < 0:
            self.clauses.append([])
        elif len(literals) > most:
            made = CardEnc.atmost(list(literals), most, top_id=self.largest, encoding=encoding)
            self._take(made.clauses, made.nv)

    def exactly(self, literals: Sequence[int], number: int) -> None:
        """Exactly so many of the literals are true."""
        if len(literals) < number:
            self.clauses.append([])
        elif len(literals) == number:
            self.clauses.extend([literal] for literal in literals)
        else:
            made = CardEnc.equals(
                list(literals), number, top_id=self.largest, encoding=EncType.totalizer
            )
            self._take(made.clauses, made.nv)

    def count(self, literals: Sequence[int]) -> list[int]:
        """Literals of which the i-th is true when more than i of those given are."""
        if len(literals) <= 1:
            return list(literals)
        counter = ITotalizer(list(literals), ubound=len(literals), top_id=self.largest)
        self._take(counter.cnf.clauses, counter.top_id)
        outputs = list(counter.rhs)
        counter.delete()
        return outputs

    def _take(self, clauses: Iterable[Clause], largest: int) -> None:
        self.clauses.extend(clauses)
        self.largest = max(self.largest, largest)
