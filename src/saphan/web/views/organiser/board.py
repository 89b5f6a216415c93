"""The organiser's board: the timetable, its making and its publication."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import Request, SchedulingRun
from saphan.web.keeping import kept
from saphan.web.views.common import for_duty, is_for, show
from saphan.web.views.organiser.parts import (
    chosen_version,
    drawn,
    show_part,
    sides_of,
    wanted_of,
)
from saphan.web.views.words import goal_name, told_reasons
from saphan.work.jobs import order_timetable


@kept
@for_duty(Duty.TIMETABLE)
def board(request: HttpRequest, forum: Forum, version: int | None = None) -> HttpResponse:
    # Before the versions: a run that ends while this page is made must not look ended with
    # its version missing; the page goes on watching and refreshes instead.
    run = queries.latest_run(forum)
    versions = list(queries.timetables(forum))
    chosen = chosen_version(forum, version)
    if is_for(request, "grid"):
        return show_part(request, forum, chosen)
    states = dict(forum.requests.values_list("state").annotate(Count("pk")))
    return show(
        request,
        forum,
        "organiser/board.html",
        timetable=chosen,
        **(drawn(request, chosen) if chosen else {}),
        goals=[(goal_name(goal["name"]), goal) for goal in chosen.goals] if chosen else [],
        versions=versions,
        seconds=settings.TIMETABLE_SECONDS,
        requests=[(label, states.get(state, 0)) for state, label in Request.State.choices],
        asked=sum(states.values()),
        **_run(run),
    )


@for_duty(Duty.TIMETABLE)
def people(request: HttpRequest, forum: Forum, version: int | None = None) -> HttpResponse:
    chosen = chosen_version(forum, version)
    found = queries.people_board(chosen, wanted_of(request)) if chosen else None
    part = is_for(request, "grid")
    return show(
        request,
        forum,
        "organiser/people_grid.html" if part else "organiser/people.html",
        timetable=chosen,
        board=found,
        shown=found.shown if found else None,
        who=wanted_of(request).who,
        sides=sides_of(forum),
        pages=range(1, found.pages + 1) if found else [],
    )


def _run(run: SchedulingRun | None) -> dict[str, Any]:
    return {
        "run": run,
        "running": run is not None and run.state in SchedulingRun.ACTIVE,
        "progress": [
            {**line, "name": goal_name(line["goal"])} for line in (run.progress[-1:] if run else [])
        ],
        "reasons": told_reasons(run.reasons) if run else [],
    }


@require_POST
@for_duty(Duty.TIMETABLE)
def start_run(request: HttpRequest, forum: Forum) -> HttpResponse:
    try:
        order_timetable(request.user, forum, settings.TIMETABLE_SECONDS)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("board", forum.code)


@for_duty(Duty.TIMETABLE)
def run_progress(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    run = get_object_or_404(queries.runs(forum), pk=pk)
    response = show(request, forum, "organiser/run.html", **_run(run))
    if run.state not in SchedulingRun.ACTIVE:
        # The page that watched shows the new draft, or why there is none.
        response["HX-Refresh"] = "true"
    return response


@require_POST
@for_duty(Duty.TIMETABLE)
def cancel_run(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    run = get_object_or_404(queries.runs(forum), pk=pk)
    try:
        actions.cancel_run(request.user, run)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("board", forum.code)


@require_POST
@for_duty(Duty.TIMETABLE)
def publish(request: HttpRequest, forum: Forum, version: int) -> HttpResponse:
    timetable = get_object_or_404(queries.timetables(forum), version=version)
    try:
        actions.publish(request.user, timetable)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    else:
        messages.success(
            request, _("Published: everybody sees version %(n)s now.") % {"n": version}
        )
    return redirect("board", forum.code)
