"""Matching on all cores of one machine."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Any, TypeVar

from .recommend import in_order

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 2  # pieces given to a process before its first one is fetched: bounds the memory here
_SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # The C library keeps what is given back: arrays of megabytes come and go all the time.
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(2**31 - 1),
    "MALLOC_TOP_PAD_": str(2**26),
}
_held: Any = None


class Processes:
    """Has processes do the work side by side, each with one thread.

    Args:
        count: How many processes; by default one for each core that may be used.
    """

    def __init__(self, count: int | None = None) -> None:
        self.count = count or len(os.sched_getaffinity(0))
        self._pool: ProcessPoolExecutor | None = None
        self._shared: Any = None

    def run(
        self,
        stage: str,
        function: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Sequence[Item],
    ) -> Iterator[Result]:
        """Results of `function(shared, item)`, in the order of the items."""
        pool = self._pool_with(shared)
        pieces = (pool.submit(_piece, function, item) for item in items)
        yield from in_order(pieces, lambda: _AHEAD * self.count)

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _pool_with(self, shared: Any) -> ProcessPoolExecutor:
        """Processes that hold what the pieces share; it travels once, not with each piece."""
        if self._pool is None or self._shared is not shared:
            self.close()
            with _one_thread():
                self._pool = ProcessPoolExecutor(
                    self.count,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_hold,
                    initargs=(shared,),
                )
                # A process is started when work comes for it: all of them now, while it is set
                # that each has one thread.
                for started in [self._pool.submit(os.getpid) for _ in range(self.count)]:
                    started.result()
            self._shared = shared
        return self._pool

    def __enter__(self) -> Processes:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextmanager
def _one_thread() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _SETTINGS}
    os.environ.update(_SETTINGS)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _hold(shared: Any) -> None:
    global _held
    _held = shared
    gc.disable()  # millions of small things are read and none of them in a circle


def _piece(function: Callable[[Any, Item], Result], item: Item) -> Result:
    return function(_held, item)
