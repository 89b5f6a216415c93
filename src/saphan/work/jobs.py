"""What workers do."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from saphan.record.directory.actions import count_words, index_missing, index_waiting
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.meetings import actions
from saphan.record.meetings.models import MatchingRun, SchedulingRun
from saphan.record.register.actions import (
    count_release_words,
    index_releases,
    unindexed_releases,
)
from saphan.record.stamps.actions import MOST
from saphan.record.stamps.actions import drop_old as drop_old_stamps

from .changes import tell_of_changes
from .erasure import drop_old
from .hooks import tell
from .letters import send_due
from .reminders import remind


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


@app.task(name="propose_replan")
def propose_replan(replanning_id: int) -> None:
    """Work out what is proposed for a day on which something happened."""
    actions.execute_replanning(replanning_id)


def order_replan(replanning_id: int) -> None:
    """Hand a replanning to the workers, in the transaction that records it."""
    propose_replan.defer(replanning_id=replanning_id)


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


@app.periodic(cron="*/2 * * * *")
@app.task(name="index_register", queueing_lock="index_register", lock="index_register")
def index_register(timestamp: int | None = None) -> None:
    """Fill what releases are found by where it is missing or no longer true."""
    if unindexed_releases().exists():
        for _done in index_releases(workers=1):
            pass
        count_release_words()


@app.task(name="renew_matches")
def renew_matches(run_id: int) -> None:
    """Renew the suggestions of a queued run."""
    actions.execute_matching(run_id)


def order_matches(actor: User, forum: Forum) -> MatchingRun:
    """Start a renewal of the suggestions and hand it to the workers, both in one transaction.

    Raises:
        PermissionDenied: The actor does not organise this forum.
        Refused: The suggestions of this forum are being renewed already.
    """
    return actions.start_matching(actor, forum, defer=_hand_over)


def order_matches_after_all(actor: User, forum: Forum) -> None:
    """Renew the suggestions after what a delegate did, where that is not under way already."""
    with suppress(Refused):
        actions.start_matching(actor, forum, defer=_hand_over, by_itself=True)


def _hand_over(run_id: int) -> None:
    renew_matches.defer(run_id=run_id)


@app.periodic(cron="0 3 * * *")  # the morning in Asia and in Europe
@app.task(name="remind", queueing_lock="remind")
def remind_all(timestamp: int) -> None:
    """Write to those whose follow-up is due, and to those who have told nothing."""
    remind(datetime.fromtimestamp(timestamp, UTC).date())


@app.periodic(cron="30 2 * * *")
@app.task(name="retention", queueing_lock="retention", lock="retention")
def retention(timestamp: int) -> None:
    """Drop what has been kept for long enough."""
    drop_old(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/10 * * * *")
@app.task(name="drop_stamps", queueing_lock="drop_stamps")
def drop_stamps(timestamp: int) -> None:
    """Keep the stamps of each scope few, and once a day those of all."""
    at = datetime.fromtimestamp(timestamp, UTC)
    drop_old_stamps(0 if (at.hour, at.minute) == (2, 40) else MOST)


@app.periodic(cron="* * * * *")
@app.task(name="send_letters", queueing_lock="send_letters", lock="send_letters")
def send_letters(timestamp: int | None = None) -> None:
    """Send the letters whose time has come."""
    send_due(timezone.now())


def order_letters() -> None:
    """Have letters sent that were just ordered, without waiting for the minute."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        send_letters.defer()


@app.periodic(cron="* * * * * */5")
@app.task(name="tell_hooks", queueing_lock="tell_hooks", lock="tell_hooks")
def tell_hooks(timestamp: int) -> None:
    """Tell other programs what has changed."""
    tell(timezone.now())


@app.periodic(cron="* * * * * */10")
@app.task(name="tell_changes", queueing_lock="tell_changes", lock="tell_changes")
def tell_changes(timestamp: int) -> None:
    """Write to those whose meeting was changed."""
    tell_of_changes()
