"""The published MaxSAT method for the B2B Meeting Scheduling Problem, as a peer.

Partial MaxSAT over slot variables with both implied constraints and their refinements, `imp12+` in
Bofill et al., "Constraint Solving Approaches to the Business-to-Business Meeting Scheduling
Problem", JAIR 74 (2022), written from the paper's description with the encodings that served best
there: pairwise at-most-one, commander exactly-one, cardinality networks for exactly-k and for the
people of a slot, sequential counters for the capacity of a slot, sorting networks for breaks.

It runs in a process of its own, so that it ends when its time is over:

    python -m benchmarks.peers.b2b_maxsat FILE.dzn

The solver is RC2 of python-sat (Ignatiev, Morgado and Marques-Silva, JSAT 11, 2019) on CaDiCaL.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pysat.card import CardEnc, EncType
from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from saphan.engine.scheduling import Forum, read_input

GROUP = 3
"""Literals under one commander."""


@dataclass(frozen=True)
class Outcome:
    """What the peer found: `optimal`, `infeasible` or `unknown`, breaks, seconds of wall and CPU;
    the seconds are those of encoding and search, without the start of the process."""

    status: str
    breaks: int | None
    seconds: float
    cpu: float


class Encoding:
    """The clauses, hard ones and soft ones, of a forum read from a .dzn file."""

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.formula = WCNF()
        self.largest = 0
        self.slots = range(len(forum.slots))
        self.mine = {name: m for name, m in forum.meetings_of().items() if m}
        self.at = {(m.id, j): self.new() for m in forum.meetings for j in self.slots}
        self.used = {(p, j): self.new() for p in self.mine for j in self.slots}
        self.held = {(p, j): self.new() for p in self.mine for j in self.slots}
        self.ends = {(p, j): self.new() for p in self.mine for j in self.slots[1:-1]}
        self._meetings()
        self._use()
        self._breaks()
        self._capacity()
        self._people_of_slots()
        self._orders()

    def new(self) -> int:
        self.largest += 1
        return self.largest

    def hard(self, *clause: int) -> None:
        self.formula.append(list(clause))

    def take(self, clauses: Sequence[Sequence[int]]) -> None:
        for clause in clauses:
            self.largest = max(self.largest, *map(abs, clause))
            self.formula.append(list(clause))

    def at_most_one(self, literals: Sequence[int]) -> None:
        for one, two in combinations(literals, 2):
            self.hard(-one, -two)

    def exactly_one(self, literals: Sequence[int]) -> None:
        """Commander encoding: one commander for each group, exactly one of the commanders."""
        if len(literals) <= 2 * GROUP:
            self.hard(*literals)
            self.at_most_one(literals)
            return
        commanders = []
        for start in range(0, len(literals), GROUP):
            group = literals[start : start + GROUP]
            commander = self.new()
            commanders.append(commander)
            self.at_most_one(group)
            self.hard(-commander, *group)
            for literal in group:
                self.hard(commander, -literal)
        self.exactly_one(commanders)

    def sort(self, literals: Sequence[int]) -> list[int]:
        """Odd-even merge sorting network (Batcher 1968): the true literals first."""
        wires: list[int | None] = list(literals)
        size = 1
        while size < len(wires):
            size *= 2
        wires += [None] * (size - len(wires))
        for low, high in _comparators(0, size):
            one, two = wires[low], wires[high]
            if two is None:
                continue
            if one is None:
                wires[low], wires[high] = two, None
                continue
            larger, smaller = self.new(), self.new()
            self.hard(-one, larger)
            self.hard(-two, larger)
            self.hard(-larger, one, two)
            self.hard(one, -smaller)
            self.hard(two, -smaller)
            self.hard(smaller, -one, -two)
            wires[low], wires[high] = larger, smaller
        return [wire for wire in wires if wire is not None]

    def _meetings(self) -> None:
        people = {person.id: person for person in self.forum.participants}
        for meeting in self.forum.meetings:
            allowed = set(self.slots) if meeting.allowed is None else set(meeting.allowed)
            if meeting.fixed is not None:
                allowed &= {meeting.fixed}
            for name in meeting.participants:
                allowed &= people[name].available
            if not allowed:
                self.formula.append([])
                continue
            self.exactly_one([self.at[meeting.id, j] for j in sorted(allowed)])
            for j in self.slots:
                if j not in allowed:
                    self.hard(-self.at[meeting.id, j])

    def _use(self) -> None:
        for name, meetings in self.mine.items():
            for j in self.slots:
                here = [self.at[m.id, j] for m in meetings]
                self.at_most_one(here)
                self.hard(-self.used[name, j], *here)
                for literal in here:
                    self.hard(self.used[name, j], -literal)
            literals = [self.used[name, j] for j in self.slots]
            made = CardEnc.equals(
                literals, len(meetings), top_id=self.largest, encoding=EncType.cardnetwrk
            )
            self.take(made.clauses)

    def _breaks(self) -> None:
        counts = []
        for name in self.mine:
            for j in self.slots:
                used, held = self.used[name, j], self.held[name, j]
                before = self.held.get((name, j - 1))
                earlier = [] if before is None else [before]
                self.hard(-used, held)
                self.hard(-held, used, *earlier)
                for literal in earlier:
                    self.hard(-literal, held)
            for j in self.slots[1:-1]:
                end, idle = self.ends[name, j], -self.used[name, j]
                then, held = self.used[name, j + 1], self.held[name, j]
                self.hard(-end, idle)
                self.hard(-end, held)
                self.hard(-end, then)
                self.hard(end, -idle, -held, -then)
            counts.append(self.sort([self.ends[name, j] for j in self.slots[1:-1]]))
        most = (len(self.slots) - 1) // 2
        for count in counts:
            for literal in count[most:]:
                self.hard(-literal)
            for literal in count[:most]:
                self.formula.append([-literal], weight=1)
        self._fairness([count[:most] for count in counts], most)

    def _fairness(self, counts: list[list[int]], most: int) -> None:
        """A unary number above all counts and one below all, not too far apart."""
        if self.forum.fairness is None:
            return
        above = [self.new() for _ in range(most)]
        below = [self.new() for _ in range(most)]
        for number in (above, below):
            for one, two in zip(number[1:], number, strict=False):
                self.hard(-one, two)
        for count in counts:
            for place, literal in enumerate(count):
                self.hard(-literal, above[place])
                self.hard(-below[place], literal)
        if counts and len(self.mine) < len(self.forum.participants):
            for literal in below:
                self.hard(-literal)
        for place in range(self.forum.fairness, most):
            self.hard(-above[place], below[place - self.forum.fairness])

    def _capacity(self) -> None:
        """At most so many meetings a slot, counted over clusters that share a participant."""
        left = {m.id for m in self.forum.meetings}
        clusters = []
        while left:
            mine = {n: [m.id for m in ms if m.id in left] for n, ms in self.mine.items()}
            largest = max(mine, key=lambda name: len(mine[name]))
            clusters.append(mine[largest])
            left -= set(mine[largest])
        for j, places in enumerate(self.forum.capacity()):
            literals = []
            for cluster in clusters:
                some = self.new()
                for name in cluster:
                    self.hard(-self.at[name, j], some)
                literals.append(some)
            if len(literals) > places:
                made = CardEnc.atmost(
                    literals, places, top_id=self.largest, encoding=EncType.seqcounter
                )
                self.take(made.clauses)

    def _people_of_slots(self) -> None:
        """At most two people for each place of a slot, and an even number of them."""
        for j, places in enumerate(self.forum.capacity()):
            count = self.sort([self.used[name, j] for name in self.mine])
            for literal in count[2 * places :]:
                self.hard(-literal)
            for odd, even in zip(count[::2], count[1::2], strict=False):
                self.hard(-odd, even)
            if len(count) % 2:
                self.hard(-count[-1])

    def _orders(self) -> None:
        for rule in self.forum.precedences:
            for j in self.slots:
                for earlier in self.slots[: j + 1]:
                    self.hard(-self.at[rule.before, j], -self.at[rule.after, earlier])


def _comparators(low: int, size: int) -> list[tuple[int, int]]:
    """The comparators of a sorting network, in their order."""
    if size <= 1:
        return []
    half = size // 2
    return [
        *_comparators(low, half),
        *_comparators(low + half, half),
        *_merge(low, size, 1),
    ]


def _merge(low: int, size: int, step: int) -> list[tuple[int, int]]:
    twice = 2 * step
    if twice >= size:
        return [(low, low + step)]
    return [
        *_merge(low, size, twice),
        *_merge(low + step, size, twice),
        *((i, i + step) for i in range(low + step, low + size - step, twice)),
    ]


def fewest_breaks(forum: Forum) -> int | None:
    """The fewest breaks; None when there is no timetable."""
    with RC2(
        Encoding(forum).formula, solver="cadical195", exhaust=True, minz=True, trim=5
    ) as search:
        return search.cost if search.compute() is not None else None


def run(file: Path, time_limit: float) -> Outcome:
    """Solve a file with the peer.

    Args:
        file: A .dzn instance.
        time_limit: Seconds of wall time, the start of the process included.

    Returns:
        What it found.
    """
    command = [sys.executable, "-m", "benchmarks.peers.b2b_maxsat", str(file)]
    try:
        said = subprocess.run(
            command, capture_output=True, check=True, timeout=time_limit, text=True
        ).stdout
    except subprocess.TimeoutExpired:
        return Outcome("unknown", None, time_limit, time_limit)
    breaks, seconds, cpu = json.loads(said.splitlines()[-1])
    return Outcome("infeasible" if breaks is None else "optimal", breaks, seconds, cpu)


if __name__ == "__main__":
    problem = read_input(Path(sys.argv[1]))
    wall, work = time.perf_counter(), time.process_time()
    fewest = fewest_breaks(problem)
    print(json.dumps([fewest, time.perf_counter() - wall, time.process_time() - work]))
