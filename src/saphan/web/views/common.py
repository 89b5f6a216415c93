"""What every page of a forum needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate, Forum, Interpreter
from saphan.record.forum.queries import get_seen_forum
from saphan.record.forum.rules import (
    Duty,
    delegate_at,
    delegate_of,
    duties,
    interpreter_of,
    require_duty,
)
from saphan.web.keeping import known_of_reader, note_shown
from saphan.web.navigation import navigation

View = Callable[..., HttpResponse]


def forum_or_404(request: HttpRequest, code: str) -> Forum:
    """The forum of this code; one that is not open is not there, but for its staff.

    Who takes part comes with it: for most of the signed in that is one question for both.
    """
    delegate = known_of_reader(request, f"at {code}", lambda: delegate_at(request.user, code))
    request.participant = delegate  # type: ignore[attr-defined]  # `show` need not ask again
    if delegate is not None and delegate.forum.is_open:
        return delegate.forum
    try:
        return get_seen_forum(request.user, code)
    except Forum.DoesNotExist as error:
        raise Http404 from error


def for_duty(duty: Duty) -> Callable[[View], View]:
    """Only for whom a role of this very forum gives the duty; the view gets the forum."""

    def guard(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
            forum = forum_or_404(request, code)
            require_duty(request.user, forum, duty)
            return view(request, forum, **kwargs)

        return guarded

    return guard


def for_delegates(view: View) -> View:
    """Only for who takes part in the forum; the view gets the forum and the delegate."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        forum = forum_or_404(request, code)
        delegate = _delegate(request)
        if delegate is None:
            raise PermissionDenied
        return view(request, forum, delegate, **kwargs)

    return guarded


def for_participants(view: View) -> View:
    """Only for who takes part in the forum or interprets there; the view gets the forum, and the
    delegate or else the interpreter."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        forum = forum_or_404(request, code)
        one = _delegate(request) or interpreter_of(request.user, forum)
        if one is None:
            raise PermissionDenied
        request.participant = one  # type: ignore[attr-defined]
        return view(request, forum, one, **kwargs)

    return guarded


def _delegate(request: HttpRequest) -> Delegate | None:
    """Whom `forum_or_404` found to take part."""
    one = request.participant  # type: ignore[attr-defined]
    return one if isinstance(one, Delegate) else None


def _entered(request: HttpRequest, forum: Forum) -> Delegate | Interpreter | None:
    """Who the reader is at the forum, as far as it was asked before."""
    if not hasattr(request, "participant"):  # the address names no forum
        return delegate_of(request.user, forum)
    one: Delegate | Interpreter | None = request.participant
    return one if one is not None and one.forum_id == forum.pk else None


def is_for(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks for one part of the page; going back, or a redirect, wants the whole."""
    return bool(request.htmx) and request.htmx.target == target  # type: ignore[attr-defined]


def show(request: HttpRequest, forum: Forum, template: str, **context: Any) -> HttpResponse:
    """Render a page of a forum, with what its navigation needs to know of the reader."""
    one: Delegate | Interpreter | None = context.get("delegate") or _entered(request, forum)
    one = one or interpreter_of(request.user, forum)
    own = getattr(request.user, "zone", "") or _zone_of(one)
    zones = [zone for zone in (own, forum.timezone) if zone]
    allowed = duties(request.user, forum, known=getattr(one, "roles", None))
    note_shown(request, forum, by_staff=bool(allowed) or isinstance(one, Interpreter))
    context |= {
        "forum": forum,
        "delegate": one if isinstance(one, Delegate) else None,
        "taking_part": one is not None,
        "organiser": Duty.TIMETABLE in allowed,
        "navigation": navigation(forum, one, allowed, request),
        "zones": list(dict.fromkeys([*zones, *forum.zones])),
    }
    return render(request, template, context)


def _zone_of(one: Delegate | Interpreter | None) -> str:
    if isinstance(one, Delegate):
        return one.person.zone
    return one.zone if one else ""


def blame(form: Form, error: Refused) -> None:
    """Say why an action will not be done: at the field that cannot be, if the form has it."""
    form.add_error(error.field if error.field in form.fields else None, str(error.message))


def refused(
    request: HttpRequest, forum: Forum, error: Refused, page: str = "requests"
) -> HttpResponse:
    """Why an action will not be done: where it was asked for, or without scripts on a page."""
    if request.htmx:  # type: ignore[attr-defined]
        response = show(request, forum, "components/refused.html", message=error.message)
        response.status_code = 409
        return response
    messages.error(request, str(error.message))
    return redirect(page, forum.code)
