"""What happened on the day, the replan proposed for it, and what still holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import Incident, Replanning
from saphan.web.forms.incidents import IncidentForm
from saphan.web.views.common import for_duty, is_for, show
from saphan.web.views.organiser.parts import sides_of
from saphan.work.jobs import order_replan


@for_duty(Duty.TIMETABLE)
def incidents(request: HttpRequest, forum: Forum) -> HttpResponse:
    """The proposal that waits, the form to report something, and what holds."""
    if is_for(request, "replan"):
        return show(request, forum, "organiser/replan.html", **_waiting(forum))
    data = request.POST if request.method == "POST" else None
    form = IncidentForm(data, forum=forum, initial=request.GET.dict())
    if data is not None and form.is_valid():
        try:
            actions.report_incident(request.user, forum, form.report, defer=order_replan)  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            return redirect("incidents", forum.code)
    return show(
        request,
        forum,
        "organiser/incidents.html",
        form=form,
        published=queries.published_timetable(forum),
        holding=queries.holding(forum),
        **_waiting(forum),
    )


@for_duty(Duty.TIMETABLE)
def found(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Whom the words typed into a field find, to choose from; the field may have any name."""
    typed = str(next(iter(request.GET.values()), ""))[:100]
    people = queries.found_by(forum, typed, interpreters="who" in request.GET)
    return render(request, "organiser/found.html", {"found": people})


def _waiting(forum: Forum) -> dict[str, Any]:
    replanning = queries.open_replanning(forum)
    proposed = replanning is not None and replanning.state == Replanning.State.PROPOSED
    return {
        "replanning": replanning,
        "pending": replanning is not None and replanning.state in Replanning.PENDING,
        "reported": queries.incidents_of(replanning) if replanning and not proposed else [],
        "proposal": queries.proposal_of(replanning, timezone.now())
        if replanning and proposed
        else None,
        "sides": sides_of(forum),
    }


def _act(request: HttpRequest, forum: Forum, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("incidents", forum.code)


def _one(forum: Forum, pk: int) -> Replanning:
    found: Replanning = get_object_or_404(queries.replannings(forum), pk=pk)
    return found


@require_POST
@for_duty(Duty.TIMETABLE)
def apply(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    replanning = _one(forum, pk)
    words = request.POST.get("words", "").strip()

    def act() -> None:
        batch = actions.apply_replanning(request.user, replanning, words=words)  # type: ignore[arg-type]
        n = batch.changes.count()
        said = ngettext(
            "Applied: %(n)s meeting changed.", "Applied: %(n)s meetings changed.", n
        ) % {"n": n}
        messages.success(request, said if n else _("Applied: no meeting had to change."))

    return _act(request, forum, act)


@require_POST
@for_duty(Duty.TIMETABLE)
def drop(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    replanning = _one(forum, pk)
    return _act(
        request,
        forum,
        lambda: actions.drop_replanning(request.user, replanning),  # type: ignore[arg-type]
    )


@require_POST
@for_duty(Duty.TIMETABLE)
def again(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    replanning = _one(forum, pk)
    return _act(
        request,
        forum,
        lambda: actions.propose_again(request.user, replanning, defer=order_replan),  # type: ignore[arg-type]
    )


@require_POST
@for_duty(Duty.TIMETABLE)
def forget(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    incident = get_object_or_404(
        Incident.objects.select_related("replanning__forum"), pk=pk, replanning__forum=forum
    )
    return _act(
        request,
        forum,
        lambda: actions.forget_incident(request.user, incident, defer=order_replan),  # type: ignore[arg-type]
    )
