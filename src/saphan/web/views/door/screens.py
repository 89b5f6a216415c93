"""Screens of the hall: made by organisers, seen by whoever has the link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_POST

from saphan.engine.language import city_in
from saphan.record.errors import Refused
from saphan.record.forum import actions, queries
from saphan.record.forum.models import Forum, Screen
from saphan.record.forum.rules import Duty
from saphan.record.meetings.models import Meeting
from saphan.record.meetings.queries import now_and_next
from saphan.web.views.common import for_duty, show

Words = list[tuple[str, str]]
LABELS: dict[str, Callable[[], str]] = {
    "now": lambda: pgettext("screen", "Now"),
    "next": lambda: pgettext("screen", "Coming up"),
    "free": lambda: pgettext("screen", "free"),
    "over": lambda: _("No more meetings at these tables today"),
    "lost": lambda: _("No connection. As it was at"),
}


@for_duty(Duty.SET_UP)
def screens(request: HttpRequest, forum: Forum) -> HttpResponse:
    return show(
        request,
        forum,
        "door/screens.html",
        screens=[
            (one, request.build_absolute_uri(reverse("screen", args=[one.key])))
            for one in queries.screens(forum)
        ],
        halls=queries.face_to_face_places(forum),
    )


@require_POST
@for_duty(Duty.SET_UP)
def make(request: HttpRequest, forum: Forum) -> HttpResponse:
    wanted = [int(pk) for pk in request.POST.getlist("places") if pk.isdecimal()]
    places = forum.places.filter(mode="face_to_face", pk__in=wanted)
    try:
        actions.make_screen(request.user, forum, request.POST.get("name", ""), places)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Open the link on the screen, and make the window full."))
    return redirect("screens", forum.code)


@require_POST
@for_duty(Duty.SET_UP)
def revoke(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    actions.revoke_screen(request.user, get_object_or_404(queries.screens(forum), pk=pk))  # type: ignore[arg-type]
    messages.success(request, _("The link shows nothing any more."))
    return redirect("screens", forum.code)


def screen(request: HttpRequest, key: str) -> HttpResponse:
    """The whole page of a screen, in the languages of the forum together."""
    return _shown(request, key, "door/screen.html")


def screen_now(request: HttpRequest, key: str) -> HttpResponse:
    """What changes of it, asked for again and again."""
    return _shown(request, key, "door/screen_now.html")


def _shown(request: HttpRequest, key: str, template: str) -> HttpResponse:
    try:
        found = queries.get_screen(key)
    except Screen.DoesNotExist as error:
        raise Http404 from error
    forum = found.forum
    languages = [code for code in forum.languages if code in dict(settings.LANGUAGES)] or ["en"]
    with override(languages[0]):
        response = render(request, template, _told(found, languages, timezone.now()))
    response["Cache-Control"] = "no-store"
    return response


def _told(found: Screen, languages: list[str], now: datetime) -> dict[str, Any]:
    forum = found.forum
    tables = now_and_next(forum, found.places.order_by("hall", "code"), now)
    titles = _each(languages, lambda: forum.title)
    return {
        "screen": found,
        "languages": languages,
        "titles": titles,
        "title": titles[0][1],
        "labels": {name: _each(languages, said) for name, said in LABELS.items()},
        "clocks": [
            (zone, f"{now.astimezone(ZoneInfo(zone)):%H:%M}", _cities(zone, languages))
            for zone in dict.fromkeys([forum.timezone, *forum.zones])
        ],
        "at": f"{now.astimezone(forum.zone):%H:%M}",
        "tables": [
            (one.place, _meeting(one.now, forum), _meeting(one.next, forum)) for one in tables
        ],
        "over": not any(one.now or one.next for one in tables),
    }


def _each(languages: list[str], said: Callable[[], str]) -> Words:
    """What is said, in each of the languages, each text once."""
    told: dict[str, str] = {}
    for language in languages:
        with override(language):
            told.setdefault(said(), language)
    return [(language, text) for text, language in told.items()]


def _cities(zone: str, languages: list[str]) -> Words:
    told: dict[str, str] = {}
    for language in languages:
        told.setdefault(city_in(zone, language), language)
    return [(language, city) for city, language in told.items()]


def _meeting(meeting: Meeting | None, forum: Forum) -> dict[str, Any] | None:
    """Times and organisations: of people, nothing."""
    if meeting is None:
        return None
    there = [moment.astimezone(forum.zone) for moment in (meeting.start, meeting.end)]
    organisations = {seat.delegate.organisation for seat in meeting.seats.all()}
    return {
        "start": f"{there[0]:%H:%M}",
        "end": f"{there[1]:%H:%M}",
        "organisations": sorted(organisations, key=lambda one: (one.country, one.name)),
    }
