"""Proposing meetings to delegates."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate, Forum
from saphan.record.forum.rules import Duty, countries_of
from saphan.record.meetings import actions, queries
from saphan.web.forms.whom import ProposalForm
from saphan.web.views.common import for_duty, show


@for_duty(Duty.TIMETABLE)
def proposals(request: HttpRequest, forum: Forum, form: ProposalForm | None = None) -> HttpResponse:
    countries = countries_of(request.user, forum)
    return show(
        request,
        forum,
        "organiser/proposals.html",
        pairs=queries.pairs_to_propose(forum, countries),
        proposals=queries.proposals_of(forum, countries),
        form=form or ProposalForm(forum=forum),
    )


@require_POST
@for_duty(Duty.TIMETABLE)
def make(request: HttpRequest, forum: Forum) -> HttpResponse:
    pairs = list(_pairs(forum, request.POST.getlist("pair")))
    if not pairs:
        messages.error(request, _("Choose at least one pair."))
        return redirect("proposals", forum.code)
    made, not_made = actions.propose_all(request.user, pairs)  # type: ignore[arg-type]
    if made:
        messages.success(
            request,
            ngettext("%(n)s meeting proposed.", "%(n)s meetings proposed.", made) % {"n": made},
        )
    for why in not_made:
        messages.error(request, why)
    return redirect("proposals", forum.code)


def _pairs(forum: Forum, values: list[str]) -> Iterator[tuple[Delegate, Delegate]]:
    """The pairs ticked, each as two numbers of delegates of this forum."""
    people = {
        str(one.pk): one
        for one in forum.delegates.filter(
            pk__in={n for value in values for n in value.split("-") if n.isdecimal()}
        ).select_related("forum", "organisation", "person")
    }
    for value in values:
        one, _dash, other = value.partition("-")
        if one in people and other in people:
            yield people[one], people[other]


@require_POST
@for_duty(Duty.TIMETABLE)
def make_one(request: HttpRequest, forum: Forum) -> HttpResponse:
    form = ProposalForm(request.POST, forum=forum)
    if form.is_valid():
        try:
            actions.propose(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The meeting is proposed to both."))
            return redirect("proposals", forum.code)
    # The page is drawn anew with what was given, so that nothing has to be typed twice.
    response: HttpResponse = proposals(request, code=forum.code, form=form)
    response.status_code = 422
    return response


@require_POST
@for_duty(Duty.TIMETABLE)
def withdraw(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    found = get_object_or_404(forum.requests.filter(is_proposal=True), pk=pk)
    try:
        actions.withdraw_proposal(request.user, found)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("proposals", forum.code)
