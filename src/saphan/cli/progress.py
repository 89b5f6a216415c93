"""A search as people see it on a command line, and how they end it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from .output import err

if TYPE_CHECKING:
    from saphan.engine.scheduling import Progress
    from saphan.engine.scheduling.result import Watcher

APART = 1.0
"""Seconds between two lines where there is no terminal, unless the goal changes."""


@contextmanager
def following(title: str, *, quiet: bool = False) -> Iterator[Watcher]:
    """Show how a search goes, on standard error: one line that changes on a terminal, a line for
    each step elsewhere. The first Ctrl-C ends the search, which keeps the best so far; the
    second one ends the command.

    Args:
        title: What is searched.
        quiet: Whether to show nothing.

    Yields:
        The watcher to give to the search.
    """
    stopped = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopped
        if stopped:
            raise KeyboardInterrupt
        stopped = True

    before = signal.signal(signal.SIGINT, stop)
    status = None if quiet or not err.is_terminal else err.status(title)
    lines = _Lines()
    try:
        if status is not None:
            status.start()

        def watch(progress: Progress) -> bool:
            if status is not None:
                status.update(f"{title} · {_line(progress)} · Ctrl-C keeps the best so far")
            elif not quiet:
                lines.tell(progress)
            return not stopped

        yield watch
    finally:
        if status is not None:
            status.stop()
        signal.signal(signal.SIGINT, before)


@contextmanager
def matching(*, quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Show how far matching is, on standard error: a bar a stage on a terminal, nothing elsewhere.

    Args:
        quiet: Whether to show nothing at all.

    Yields:
        What to tell the stage, the pieces done and all of them.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(
        *columns, TimeElapsedColumn(), console=err, disable=quiet or not err.is_terminal
    ) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, pieces: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=pieces)
            bars.update(tasks[stage], completed=done)

        yield tell


def _line(progress: Progress) -> str:
    value = "–" if progress.value is None else progress.value
    bound = "–" if progress.bound is None else progress.bound
    return f"{progress.goal}: {value} (bound {bound}), {progress.seconds:.1f} s"


class _Lines:
    """Progress as lines that can be kept: only what is new, and not too much of it."""

    def __init__(self) -> None:
        self.last: Progress | None = None

    def tell(self, progress: Progress) -> None:
        last = self.last
        if last is not None and (progress.goal, progress.value, progress.bound) == (
            last.goal,
            last.value,
            last.bound,
        ):
            return
        if last is None or progress.goal != last.goal or progress.seconds >= last.seconds + APART:
            self.last = progress
            err.print(_line(progress), markup=False, highlight=False)
