"""A delegate's own pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.directory.models import Organisation
from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate, Forum
from saphan.record.holding import still_here
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import Request
from saphan.record.meetings.queries import Suggestion
from saphan.record.meetings.rules import takes_part
from saphan.web.forms import ReasonForm
from saphan.web.keeping import kept
from saphan.work.jobs import order_matches_after_all

from .common import for_delegates, refused, show

ANSWERS: dict[str, Callable[..., Request]] = {
    "accept": actions.accept,
    "decline": actions.decline,
    "hand_over": actions.hand_over,
    "withdraw": actions.withdraw,
}


@kept
@for_delegates
def suggestions(request: HttpRequest, forum: Forum, delegate: Delegate) -> HttpResponse:
    found = queries.suggestions_for(delegate)
    likely = [one for one in found if one.likely]
    return show(
        request,
        forum,
        "delegate/suggestions.html",
        delegate=delegate,
        likely=likely,
        others=[one for one in found if not one.likely],
        asides=queries.set_aside_by(forum, delegate.organisation_id),
        # Asked only where nothing is found, for the page then says why.
        has_listings=delegate.organisation.listings.exists,
        matched=partial(queries.learned, forum),
    )


@require_POST
@for_delegates
def not_for_us(request: HttpRequest, forum: Forum, delegate: Delegate, org: str) -> HttpResponse:
    taking_part = Organisation.objects.filter(delegates__forum=forum).distinct()
    other = get_object_or_404(taking_part, code=org)
    form = ReasonForm(request.POST, about=f"aside-{other.pk}")
    if not form.is_valid():
        return _incomplete(request, forum, delegate, other, form)
    try:
        aside = actions.set_aside(request.user, delegate, other, **form.cleaned_data)  # type: ignore[arg-type]
    except Refused as error:
        return refused(request, forum, error, "suggestions")
    if request.htmx:  # type: ignore[attr-defined]
        return _changed(request, forum, delegate, aside=aside)
    messages.success(request, _("%(name)s is no longer suggested to you.") % {"name": other.name})
    return redirect("suggestions", forum.code)


def _incomplete(
    request: HttpRequest, forum: Forum, delegate: Delegate, other: Organisation, form: ReasonForm
) -> HttpResponse:
    """The card again, with what is missing said where it is missing."""
    found = _suggestion(delegate, other)
    if request.htmx and found is not None:  # type: ignore[attr-defined]
        form.fields[next(iter(form.errors))].widget.attrs["autofocus"] = True
        response = show(
            request,
            forum,
            "delegate/suggestion.html",
            delegate=delegate,
            suggestion=found,
            form=form,
        )
        response.status_code = 409
        return response
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect("suggestions", forum.code)


@require_POST
@for_delegates
def suggest_again(request: HttpRequest, forum: Forum, delegate: Delegate, pk: int) -> HttpResponse:
    # To anybody else it is not there: what people think of each other is their own.
    asides = queries.set_aside_by(forum, delegate.organisation_id)
    aside = get_object_or_404(asides, pk=pk)
    try:
        actions.take_back(request.user, aside)  # type: ignore[arg-type]
    except Refused as error:
        return refused(request, forum, error, "suggestions")
    found = _suggestion(delegate, aside.other)
    if found is None:
        order_matches_after_all(request.user, forum)  # type: ignore[arg-type]
    if request.htmx:  # type: ignore[attr-defined]
        return _changed(request, forum, delegate, suggestion=found, other=aside.other)
    messages.success(
        request, _("%(name)s can be suggested to you again.") % {"name": aside.other.name}
    )
    return redirect("suggestions", forum.code)


def _suggestion(delegate: Delegate, other: Organisation) -> Suggestion | None:
    found = queries.suggestions_for(delegate)
    return next((one for one in found if one.organisation == other), None)


def _changed(
    request: HttpRequest, forum: Forum, delegate: Delegate, **context: Any
) -> HttpResponse:
    """One card as it is now, and the list of those set aside."""
    return show(
        request,
        forum,
        "delegate/changed.html",
        delegate=delegate,
        asides=queries.set_aside_by(forum, delegate.organisation_id),
        **context,
    )


@kept
@for_delegates
def requests(request: HttpRequest, forum: Forum, delegate: Delegate) -> HttpResponse:
    return show(
        request,
        forum,
        "delegate/requests.html",
        delegate=delegate,
        lists=queries.requests_of(delegate),
        blocks=queries.blocks_of(delegate),
    )


@require_POST
@for_delegates
def ask(request: HttpRequest, forum: Forum, delegate: Delegate, receiver: int) -> HttpResponse:
    other = get_object_or_404(forum.delegates.select_related("organisation"), pk=receiver)
    return _ask(request, forum, delegate, other)


@require_POST
@for_delegates
def ask_any(request: HttpRequest, forum: Forum, delegate: Delegate, org: str) -> HttpResponse:
    taking_part = Organisation.objects.filter(delegates__forum=forum).distinct()
    return _ask(request, forum, delegate, get_object_or_404(taking_part, code=org))


def _ask(
    request: HttpRequest, forum: Forum, delegate: Delegate, other: Delegate | Organisation
) -> HttpResponse:
    try:
        asked = actions.ask(request.user, delegate, other, request.POST.get("message", ""))  # type: ignore[arg-type]
    except Refused as error:
        return refused(request, forum, error)
    return _state(request, forum, delegate, asked)


@require_POST
@for_delegates
def answer(
    request: HttpRequest, forum: Forum, delegate: Delegate, pk: int, answer: str
) -> HttpResponse:
    act = ANSWERS.get(answer)
    found = get_object_or_404(Request.objects.select_related("forum"), pk=pk, forum=forum)
    # To anybody else the request is not there: who asked whom is the people's own.
    if act is None or not takes_part(delegate, found):
        raise Http404
    given: dict[str, Any] = {}
    if answer == "hand_over":
        colleagues = forum.delegates.filter(still_here(), organisation=delegate.organisation_id)
        given = {"colleague": get_object_or_404(colleagues, pk=_number(request, "colleague"))}
    if answer == "decline":
        form = ReasonForm(request.POST, about=f"request-{found.pk}", required=False)
        if not form.is_valid():
            return refused(request, forum, Refused(next(iter(form.errors.values()))[0]))
        given = form.cleaned_data
    try:
        found = act(request.user, found, **given)
    except Refused as error:
        return refused(request, forum, error)
    return _state(request, forum, delegate, found)


def _number(request: HttpRequest, field: str) -> int:
    value = request.POST.get(field, "")
    if not value.isdecimal():
        raise Http404
    return int(value)


@require_POST
@for_delegates
def block(request: HttpRequest, forum: Forum, delegate: Delegate, org: str) -> HttpResponse:
    taking_part = Organisation.objects.filter(delegates__forum=forum).distinct()
    other = get_object_or_404(taking_part, code=org)
    try:
        actions.block(request.user, delegate, other)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("You get no more requests from %(name)s.") % {"name": other})
    return redirect("requests", forum.code)


@require_POST
@for_delegates
def unblock(request: HttpRequest, forum: Forum, delegate: Delegate, pk: int) -> HttpResponse:
    # To anybody else it is not there.
    made = get_object_or_404(queries.blocks_of(delegate), pk=pk)
    actions.unblock(request.user, made)  # type: ignore[arg-type]
    messages.success(
        request, _("%(name)s can ask you for a meeting again.") % {"name": made.organisation}
    )
    return redirect("requests", forum.code)


def _state(request: HttpRequest, forum: Forum, delegate: Delegate, one: Request) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return show(request, forum, "delegate/state.html", delegate=delegate, one=one)
    return redirect("requests", forum.code)
