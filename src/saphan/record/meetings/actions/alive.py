"""Telling work that goes on from work whose process has died."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from ..models import MatchingRun, Replanning, SchedulingRun

TIMETABLES = 0x5A50  # first keys of the advisory locks that say "this run is alive"
MATCHINGS = 0x5A51
REPLANNINGS = 0x5A52


@contextmanager
def alive(kind: int, run_id: int) -> Iterator[None]:
    """Hold a lock that PostgreSQL drops by itself when this process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [kind, run_id])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, run_id])


def is_dead(kind: int, run_id: int) -> bool:
    """Whether nobody works at a run; inside a transaction, until whose end nobody can begin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [kind, run_id])
        return bool(cursor.fetchone()[0])


def fail_abandoned(
    kind: int, runs: type[SchedulingRun] | type[MatchingRun] | type[Replanning]
) -> int:
    """Mark as failed the runs of a kind whose worker has died.

    Args:
        kind: First key of their locks.
        runs: Their model.

    Returns:
        How many there were.
    """
    failed = 0
    running = runs.objects.filter(state=runs.State.RUNNING)
    for pk in running.values_list("pk", flat=True):
        with transaction.atomic():
            if is_dead(kind, pk):
                failed += running.filter(pk=pk).update(
                    state=runs.State.FAILED, finished_at=timezone.now()
                )
    return failed
