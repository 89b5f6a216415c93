"""Many releases, on all cores, a file at a time: memory does not grow with their number."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from .extract import extract
from .formats.facts_json import as_line
from .formats.sources import read_source
from .problem import UnusableRelease
from .release import parse_release

_ALONE = 60  # files from which further processes are worth their start
_PIECE = 16  # files that go to a process together
_AHEAD = 3  # pieces that wait for each process: bounds the memory


@dataclass(frozen=True)
class Line:
    """What became of a file.

    Attributes:
        path: The file.
        line: Its facts as JSON; empty when it could not be used.
        problems: What is wrong with it, in words.
    """

    path: Path
    line: str
    problems: tuple[str, ...]


def facts_of(path: Path) -> Line:
    """Read a file and find its facts; what cannot be used is told, not raised."""
    try:
        source = read_source(path)
        release = parse_release(source.text, strict=False, language=source.language)
    except UnusableRelease as error:
        return Line(path, "", (str(error),))
    except OSError as error:
        return Line(path, "", (error.strerror or str(error),))
    facts = extract(release)
    problems = (*source.problems, *release.problems)
    return Line(path, as_line(path.stem, facts, problems), problems)


def facts_of_all(paths: Iterable[Path], workers: int | None = None) -> Iterator[Line]:
    """Find the facts of many files.

    Args:
        paths: The files.
        workers: Processes; by default one for each core, and none beside this one for few files.

    Yields:
        What became of each, in the order given.
    """
    waiting = iter(paths)
    first = list(islice(waiting, _ALONE))
    count = workers or len(os.sched_getaffinity(0))
    if count == 1 or len(first) < _ALONE:
        for path in (*first, *waiting):
            yield facts_of(path)
        return
    pieces = _pieces(first, waiting)
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        running: deque[Future[list[Line]]] = deque()
        for piece in pieces:
            running.append(pool.submit(_facts_of_piece, piece))
            if len(running) >= count * _AHEAD:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


def _pieces(first: list[Path], waiting: Iterator[Path]) -> Iterator[list[Path]]:
    for at in range(0, len(first), _PIECE):
        yield first[at : at + _PIECE]
    while piece := list(islice(waiting, _PIECE)):
        yield piece


def _facts_of_piece(paths: list[Path]) -> list[Line]:
    return [facts_of(path) for path in paths]
