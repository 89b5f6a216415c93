"""Meetings for the calendars of phones and mail programs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphan.api.calendar import calendar_of
from saphan.record.forum.models import Delegate, Forum, Interpreter
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import CalendarFeed
from saphan.web.keeping import kept, note_shown

from .common import for_participants, forum_or_404
from .files import download

KIND = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Addresses:
    """The address of a feed, as each kind of program takes it in."""

    plain: str
    webcal: str
    google: str
    outlook: str


def addresses_of(request: HttpRequest, feed: CalendarFeed | None) -> Addresses | None:
    """Where programs subscribe to a feed; None where there is none."""
    if feed is None:
        return None
    path = reverse("calendar_feed", args=[feed.forum.code, feed.token])
    plain = request.build_absolute_uri(path)
    webcal = "webcal" + plain[plain.index(":") :]
    name = feed.forum.title
    return Addresses(
        plain,
        webcal,
        "https://calendar.google.com/calendar/r?" + urlencode({"cid": webcal}),
        "https://outlook.live.com/calendar/0/addfromweb?" + urlencode({"url": plain, "name": name}),
    )


@kept
@for_participants
def calendar(request: HttpRequest, forum: Forum, one: Delegate | Interpreter) -> HttpResponse:
    note_shown(request, forum, by_staff=isinstance(one, Interpreter))
    content = calendar_of(one, queries.shown_to(one), request.build_absolute_uri("/"))
    return download(content, KIND, f"{forum.code}.ics")


@require_POST
@for_participants
def renew(request: HttpRequest, forum: Forum, one: Delegate | Interpreter) -> HttpResponse:
    """Make the secret address of one's calendar, or another one."""
    had = queries.feed_of(one) is not None
    actions.renew_feed(request.user, one)  # type: ignore[arg-type]
    if had:
        messages.success(
            request,
            _("Your calendar has a new address. At the old one there is nothing any more."),
        )
    return redirect(reverse("my_timetable", args=[forum.code]) + "#calendars")


@require_safe
def feed(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The meetings of whoever made this address, for programs that cannot sign in."""
    forum = forum_or_404(request, code)
    found = queries.feed_with(forum, token)
    if found is None:
        raise Http404
    one = found.of
    with translation.override(found.user.language or "en"):
        content = calendar_of(
            one,
            queries.shown_to(one),
            request.build_absolute_uri("/"),
            request.build_absolute_uri(),
        )
        language = translation.get_language() or "en"
    response = HttpResponse(content, content_type=KIND)
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Cache-Control"] = "private, no-cache"
    response["Content-Language"] = language
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=response["ETag"], response=response)  # type: ignore[return-value]
