"""The organiser's view of the suggestions, and their renewal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty
from saphan.record.meetings import queries
from saphan.record.meetings.models import MatchingRun
from saphan.web.views.common import for_duty, show
from saphan.web.views.words import learned_sentence, stage_name
from saphan.work.jobs import order_matches


@for_duty(Duty.TIMETABLE)
def matching(request: HttpRequest, forum: Forum) -> HttpResponse:
    # Before the matches, as on the board: what is watched must not look ended too early.
    run = queries.latest_matching(forum)
    shown = queries.learned(forum)
    asides = queries.all_set_aside(forum)
    return show(
        request,
        forum,
        "organiser/matching.html",
        **_matching(run),
        learned=learned_sentence(shown),
        shown=shown,
        best=queries.best_matches(forum),
        asides=asides,
        declined=queries.declined_with_reason(forum),
    )


def _matching(run: MatchingRun | None) -> dict[str, Any]:
    return {
        "run": run,
        "running": run is not None and run.state in MatchingRun.ACTIVE,
        "stage": stage_name(run.progress.get("stage", "")) if run else "",
    }


@require_POST
@for_duty(Duty.TIMETABLE)
def renew_matches(request: HttpRequest, forum: Forum) -> HttpResponse:
    try:
        order_matches(request.user, forum)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("matching", forum.code)


@for_duty(Duty.TIMETABLE)
def matching_progress(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    run = get_object_or_404(forum.matching_runs.select_related("forum"), pk=pk)
    response = show(request, forum, "organiser/matching_run.html", **_matching(run))
    if run.state not in MatchingRun.ACTIVE:
        response["HX-Refresh"] = "true"
    return response
