"""Recommending pairs, by what was learned from those that met and those that did not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.engine.language import model_name
from saphan.engine.matching import Acceptance, MatchingProblem, MatchingResult, learn, match
from saphan.engine.matching.explain import Reasons
from saphan.record.audit.actions import note
from saphan.record.directory.models import Listing, User
from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.queries import past_forums
from saphan.record.forum.rules import Duty, require_duty

from ..models import Match, MatchingRun
from ..queries import decisions_of, profiles_of
from .alive import MATCHINGS, alive, fail_abandoned

TOP = 10  # most offers a need
WATCH_SECONDS = 0.5  # how often progress is written
UNSAID = frozenset({"wish", "one_wish"})  # who asked whom is the people's own

Defer = Callable[[int], Any]


def start_matching(
    actor: User | None, forum: Forum, *, defer: Defer | None = None, by_itself: bool = False
) -> MatchingRun:
    """Order a renewal of the forum's suggestions.

    Args:
        actor: An organiser of the forum; None for the command line.
        forum: The forum.
        defer: Hands the run's id to a worker once the run is recorded.
        by_itself: Whether the program orders it after something that the actor did, so that the
            actor need not be an organiser.

    Raises:
        PermissionDenied: The actor does not organise this forum.
        Refused: The suggestions of this forum are being renewed already.
    """
    if actor is not None and not by_itself:
        require_duty(actor, forum, Duty.TIMETABLE)
    fail_abandoned_matchings()
    try:
        with transaction.atomic():
            run = MatchingRun.objects.create(forum=forum, created_by=actor)
            note(actor, "meetings.start_matching", run)
            if defer is not None:
                defer(run.pk)
    except IntegrityError as error:
        raise Refused(_("The suggestions of this forum are being renewed already.")) from error
    return run


def execute_matching(run_id: int) -> MatchingRun:
    """Renew the suggestions of a queued run; called by a worker.

    A run that is no longer queued is left alone.

    Raises:
        Exception: Whatever went wrong, after the run is marked as failed.
    """
    with alive(MATCHINGS, run_id):
        taken = MatchingRun.objects.filter(pk=run_id, state=MatchingRun.State.QUEUED).update(
            state=MatchingRun.State.RUNNING
        )
        run = MatchingRun.objects.select_related("forum", "created_by").get(pk=run_id)
        if not taken:
            return run
        try:
            _renew(run)
        except Exception:
            run.state = MatchingRun.State.FAILED
            run.finished_at = timezone.now()
            run.save()
            raise
    return run


def refresh_matches(actor: User | None, forum: Forum) -> int:
    """Renew the forum's suggestions here and now.

    Args:
        actor: An organiser of the forum; None for the command line.
        forum: The forum.

    Returns:
        How many matches there are now.

    Raises:
        PermissionDenied: The actor does not organise this forum.
        Refused: The suggestions of this forum are being renewed already.
    """
    return execute_matching(start_matching(actor, forum).pk).matches


def _renew(run: MatchingRun) -> None:
    watch = _Watch(run)
    forum = run.forum
    forums = [*past_forums(forum), forum]
    decisions = []
    for done, one in enumerate(forums):
        watch("learn", done, len(forums))
        decisions += decisions_of(one)
    model = learn(decisions)
    problem = MatchingProblem(profiles_of(forum), cross_border=forum.cross_border, top=TOP)
    result = match(problem, model, progress=watch)
    with transaction.atomic():
        _keep(forum, result)
        run.matches = len(result.matches)
        run.decisions, run.answers = model.decisions, len(decisions)
        run.model = _told(model)
        run.state = MatchingRun.State.DONE
        run.finished_at = timezone.now()
        run.save()
        note(
            run.created_by,
            "meetings.refresh_matches",
            forum,
            matches=run.matches,
            decisions=run.decisions,
        )


def _told(model: Acceptance) -> dict[str, Any]:
    return {
        "weights": dict(model.weights),
        "bias": model.bias,
        "misfit": model.misfit,
        "embedding": model_name(),
    }


def _keep(forum: Forum, result: MatchingResult) -> None:
    """Replace the forum's matches."""
    listings = dict(Listing.objects.values_list("code", "pk"))
    forum.matches.all().delete()
    Match.objects.bulk_create(
        Match(
            forum=forum,
            need_id=listings[found.need],
            offer_id=listings[found.offer],
            score=found.score,
            parts=dict(found.parts),
            why=_why(found.why),
        )
        for found in result.matches
    )


def _why(reasons: Any) -> dict[str, dict[str, str]]:
    assert isinstance(reasons, Reasons), "matches that were read from a file have no sentences"
    return {
        language: {kind: text for kind, text in said.items() if kind not in UNSAID}
        for language, said in reasons.sentences().items()
    }


class _Watch:
    """Writes how far it is for people to see."""

    def __init__(self, run: MatchingRun) -> None:
        self.run = run
        self.next_write = 0.0

    def __call__(self, stage: str, done: int, pieces: int) -> None:
        self.run.progress = {"stage": stage, "done": done, "pieces": pieces}
        if time.monotonic() >= self.next_write:
            MatchingRun.objects.filter(pk=self.run.pk).update(progress=self.run.progress)
            self.next_write = time.monotonic() + WATCH_SECONDS


def fail_abandoned_matchings() -> int:
    """Mark as failed the renewals whose worker has died.

    Returns:
        How many there were.
    """
    return fail_abandoned(MATCHINGS, MatchingRun)
