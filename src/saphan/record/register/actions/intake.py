"""Taking releases in: files are read, understood and recorded, and what was amiss is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

from django.db import transaction
from django.utils import timezone

from saphan.record.audit.actions import note
from saphan.record.directory.models import User

from ..models import Intake
from ..reading import Item, Read, read_all
from .releases import Recorded, add_sources, record_releases

BATCH = 128  # releases of one transaction
LOOKED_UP = 64  # files of which is asked at once whether they are recorded
MOST_PROBLEMS = 1_000


def take_in(
    actor: User | None,
    items: Iterable[Item],
    *,
    sample: bool = False,
    workers: int | None = None,
    published: date | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Intake:
    """Record the releases of files. Ended at any time, it goes on from there the next time.

    Args:
        actor: Who takes them in; None for the command line.
        items: The files.
        sample: Whether they are invented.
        workers: Processes that read; by default one for each core.
        published: The day of releases of which no line says it.
        progress: Told how many files have been dealt with since it was told last.

    Returns:
        What came of it.
    """
    intake = Intake.objects.create(by=actor)
    waiting: list[Read] = []

    def known(count: int) -> None:
        intake.known += count
        progress(count)

    def record() -> None:
        for recorded in record_releases(waiting, sample=sample):
            _count(intake, recorded)
        progress(len(waiting))
        waiting.clear()

    try:
        for read in read_all(_unknown(items, known), workers=workers, published=published):
            waiting.append(read)
            if len(waiting) == BATCH:
                record()
        if waiting:
            record()
    finally:
        with transaction.atomic():
            intake.finished_at = timezone.now()
            intake.save()
            if intake.new or intake.failed:
                note(
                    actor,
                    "register.take_in",
                    intake,
                    **{name: getattr(intake, name) for name in ("new", "known", "twins", "failed")},
                )
    return intake


def _unknown(items: Iterable[Item], known: Callable[[int], None]) -> Iterator[Item]:
    """The files that have to be read; of the others only where they lie is kept."""
    waiting = iter(items)
    while piece := list(islice(waiting, LOOKED_UP)):
        recorded = add_sources((item.name, item.digest) for item in piece if not item.problem)
        fresh = [item for item in piece if item.problem or item.digest not in recorded]
        if len(fresh) < len(piece):
            known(len(piece) - len(fresh))
        yield from fresh


def _count(intake: Intake, recorded: Recorded) -> None:
    if recorded.release is None:
        intake.failed += 1
    elif recorded.is_new:
        intake.new += 1
        intake.twins += recorded.release.twin_of_id is not None
    else:
        intake.known += 1
    if len(intake.problems) < MOST_PROBLEMS:
        intake.problems += [[recorded.name, problem] for problem in recorded.problems]
