"""What workers do."""

from __future__ import annotations

from procrastinate.contrib.django import app

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
