"""What workers do."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from saphan.record.directory.actions import count_words, index_missing, index_waiting
from saphan.record.directory.models import User
from saphan.record.forum.models import Forum
from saphan.record.meetings import actions
from saphan.record.meetings.models import SchedulingRun


@app.task(name="make_timetable")
def make_timetable(run_id: int) -> None:
    """Make the timetable of a queued run."""
    actions.execute_run(run_id)


def order_timetable(actor: User | None, forum: Forum, time_limit: float = 20.0) -> SchedulingRun:
    """Start a run and hand it to the workers, both in one transaction.

    Raises:
        PermissionDenied: The actor does not organise this forum.
        Refused: A timetable of this forum is being made already.
    """
    return actions.start_run(
        actor, forum, time_limit, defer=lambda run_id: make_timetable.defer(run_id=run_id)
    )


@app.task(name="index_search", queueing_lock="index_search")
def index_search() -> None:
    """Fill what search finds by where it is missing."""
    for _done in index_missing():
        pass
    count_words()


def order_index() -> bool:
    """Hand what search lacks to the workers, once.

    Returns:
        Whether anything is lacking.
    """
    if not index_waiting().exists():
        return False
    with suppress(AlreadyEnqueued), transaction.atomic():
        index_search.defer()
    return True
