"""Core-guided search for the fewest true literals, here or in a process of its own.

As in Ignatiev, Morgado and Marques-Silva, "RC2: an Efficient MaxSAT Solver", JSAT 11 (2019), whose
implementation in python-sat this runs, on CaDiCaL: first all literals given are false, and only
where that is refuted are some granted, one more to those whom the refutation names.

The process runs this file as a program and not as a module, so that it starts without loading the
package and CP-SAT with it; it has to import nothing of the package.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

STRETCH = 2_000
"""Conflicts between two looks at whoever waits."""


class Ended(Exception):
    """Whoever waits does not want to any longer."""


class CoreGuided(RC2):
    """RC2 that looks up between stretches of the search.

    `cost` is the number of literals that have to be true as far as is proven.
    """

    def __init__(
        self,
        clauses: Sequence[Sequence[int]],
        unwanted: Sequence[int],
        goes_on: Callable[[int], bool],
    ) -> None:
        """Take up the clauses.

        Args:
            clauses: What has to hold.
            unwanted: Literals of which as few as possible are to be true.
            goes_on: Called with the bound between stretches; False ends the search.
        """
        self.goes_on = goes_on
        formula = WCNF()
        # As `extend` would, which looks at each literal of each clause.
        formula.hard = list(clauses)
        formula.nv = max((abs(x) for clause in clauses for x in clause), default=0)
        for literal in unwanted:
            formula.append([-literal], weight=1)
        super().__init__(formula, solver="cadical195", exhaust=True, minz=False, trim=0)

    def _call_oracle(
        self, assumptions: tuple[int, ...] = (), expect_interrupt: bool = False
    ) -> bool:
        while True:
            if not self.goes_on(self.cost):
                raise Ended
            self.oracle.conf_budget(STRETCH)
            answer = self.oracle.solve_limited(assumptions=list(assumptions))
            if answer is not None:
                return bool(answer)


class Beside:
    """The same search in a process of its own, so that it has a core of its own.

    Attributes:
        bound: Literals that have to be true as far as is proven.
        done: Whether the search has come to its end.
        model: The literals of the answer; None while it is sought, and where there is none.
    """

    def __init__(self, clauses: Sequence[Sequence[int]], unwanted: Sequence[int]) -> None:
        self.bound = 0
        self.done = False
        self.model: list[int] | None = None
        self._said: SimpleQueue[tuple[str, object]] = SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603 (this very file)
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        task = pickle.dumps((clauses, unwanted))
        Thread(target=self._talk, args=(task,), name="core-guided", daemon=True).start()

    def _talk(self, task: bytes) -> None:
        """Give the process its task and hear what it says, until it falls silent."""
        try:
            sent, said = self._process.stdin, self._process.stdout
            assert sent is not None
            assert said is not None
            sent.write(task)
            sent.close()
            while True:
                self._said.put(pickle.load(said))  # noqa: S301 (our own process)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            return

    def look(self) -> None:
        """Take in what the search has found so far."""
        while True:
            try:
                kind, what = self._said.get_nowait()
            except Empty:
                return
            if kind == "bound":
                self.bound = int(what)  # type: ignore[call-overload]
            else:
                self.done = True
                self.model = what  # type: ignore[assignment]

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return


def main() -> None:
    """Do what standard input asks for, say what is found on standard output."""
    clauses, unwanted = pickle.load(sys.stdin.buffer)  # noqa: S301 (our own process)
    told = 0

    def tell(bound: int) -> bool:
        nonlocal told
        if bound > told:
            told = bound
            pickle.dump(("bound", bound), sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return True

    with CoreGuided(clauses, unwanted, tell) as search:
        model = search.compute()
        tell(search.cost)
    pickle.dump(("done", model), sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
