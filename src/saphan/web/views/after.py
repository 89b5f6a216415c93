"""After a meeting: a delegate tells how it was and what comes of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate, Forum
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import Came
from saphan.record.meetings.queries import OwnMeeting
from saphan.web.report.named import own_table
from saphan.web.telling import TellingForm

from .common import for_delegates, refused, show
from .files import table_file


@for_delegates
def after(request: HttpRequest, forum: Forum, delegate: Delegate) -> HttpResponse:
    own = queries.own_meetings(delegate)
    told = [one.outcome for one in own if one.outcome]
    return show(
        request,
        forum,
        "after/after.html",
        delegate=delegate,
        to_tell=[one for one in own if one.to_tell][::-1],
        partners=queries.partners_met(own),
        follow_ups=sorted(
            (one for one in own if one.open_follow_up), key=lambda one: one.open_follow_up
        ),
        today=timezone.now().astimezone(forum.zone).date(),
        outcomes=len(told),
    )


def _own(delegate: Delegate, pk: int) -> OwnMeeting:
    # To anybody else the meeting is not there: who met whom is the people's own.
    own = queries.own_meeting(delegate, pk)
    if own is None:
        raise Http404
    return own


@require_POST
@for_delegates
def feedback(request: HttpRequest, forum: Forum, delegate: Delegate, pk: int) -> HttpResponse:
    """The first tap: a rating of a meeting that was held, or who did not come."""
    rating = request.POST.get("rating", "")
    came = Came.HELD if rating else request.POST.get("came", "")
    try:
        actions.tell_feedback(
            request.user,  # type: ignore[arg-type]
            delegate,
            _own(delegate, pk).meeting,
            came,
            int(rating) if rating.isdecimal() else None,
        )
    except Refused as error:
        return refused(request, forum, error, "after")
    return _card(request, forum, delegate, pk)


@require_POST
@for_delegates
def outcome(request: HttpRequest, forum: Forum, delegate: Delegate, pk: int) -> HttpResponse:
    """The second tap: the next step; later, that a follow-up is done or dropped."""
    told = {name: request.POST[name] for name in ("next_step", "state") if name in request.POST}
    try:
        actions.tell_outcome(request.user, delegate, _own(delegate, pk).meeting, **told)  # type: ignore[arg-type]
    except Refused as error:
        return refused(request, forum, error, "after")
    return _card(request, forum, delegate, pk)


def _card(request: HttpRequest, forum: Forum, delegate: Delegate, pk: int) -> HttpResponse:
    """The card as it is now; without scripts, the page it came from."""
    if request.htmx:  # type: ignore[attr-defined]
        own = _own(delegate, pk)
        return show(request, forum, "after/card.html", delegate=delegate, own=own, fresh=True)
    messages.success(request, _("It is kept. You can change it below."))
    return redirect("after", forum.code)


@for_delegates
def meeting(request: HttpRequest, forum: Forum, delegate: Delegate, pk: int) -> HttpResponse:
    """All that can be told of one meeting, and what was told before."""
    own = _own(delegate, pk)
    form = TellingForm(request.POST or None, own=own, delegate=delegate)
    if request.method == "POST" and form.is_valid():
        try:
            _tell(request, delegate, own, form)
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Thank you: it is kept."))
            return redirect("after", forum.code)
    history = own.outcome.history.select_related("by__person") if own.outcome else ()
    response = show(
        request,
        forum,
        "after/meeting.html",
        delegate=delegate,
        own=own,
        form=form,
        history=[
            (change, [str(form.fields[name].label) for name in change.fields]) for change in history
        ],
    )
    response.status_code = 422 if form.errors else 200
    return response


def _tell(request: HttpRequest, delegate: Delegate, own: OwnMeeting, form: TellingForm) -> None:
    given = form.cleaned_data
    if given.get("came"):
        actions.tell_feedback(
            request.user,  # type: ignore[arg-type]
            delegate,
            own.meeting,
            given["came"],
            given["rating"],
            given["words"],
        )
    if form.told:
        actions.tell_outcome(request.user, delegate, own.meeting, **form.told)  # type: ignore[arg-type]


@for_delegates
def own_file(request: HttpRequest, forum: Forum, delegate: Delegate, kind: str) -> HttpResponse:
    return table_file(own_table(delegate), kind, f"{forum.code}-{delegate.organisation.code}")
