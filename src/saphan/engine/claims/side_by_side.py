"""Work shared by processes that see what this one has in memory, without a copy of it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")
_held: dict[int, Callable[..., Any]] = {}


def side_by_side(
    function: Callable[..., Result], pieces: Sequence[tuple[Any, ...]], processes: int
) -> Iterator[Result]:
    """Results of a function called with each piece, in order.

    The processes are forked from this one, so that what the function refers to is not sent to
    them: only the pieces and the results are.

    Args:
        function: What is done.
        pieces: Arguments, piece by piece.
        processes: How many work at the same time.
    """
    key = id(function)
    _held[key] = function
    try:
        forked = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(min(processes, len(pieces)), mp_context=forked) as pool:
            yield from pool.map(_called, [key] * len(pieces), pieces)
    finally:
        del _held[key]


def _called(key: int, piece: tuple[Any, ...]) -> Any:
    return _held[key](*piece)
