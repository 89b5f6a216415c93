"""Timetables for paper: of delegates, tables and interpreters."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from saphan.record.forum.models import Delegate, Forum
from saphan.record.forum.rules import Duty, countries_of
from saphan.record.holding import still_here
from saphan.record.meetings.queries import meetings_on_paper, published_timetable
from saphan.record.reader import reader_language
from saphan.web.printing.timetables import (
    Sheet,
    sheets_of_delegates,
    sheets_of_interpreters,
    sheets_of_places,
    timetables_of,
)
from saphan.web.views.common import for_duty, show
from saphan.web.views.files import download

OWN = "own"  # each sheet in the language of its reader


def _delegates(request: HttpRequest, forum: Forum) -> QuerySet[Delegate]:
    """Those whom the reader looks after, by organisation and name."""
    seen = countries_of(request.user, forum)
    found = forum.delegates.filter(still_here()).select_related("person__user", "organisation")
    if seen is not None:
        found = found.filter(organisation__country__in=seen)
    return found.order_by("organisation__country", "organisation__name", "person__name")


@for_duty(Duty.TIMETABLE)
def paper(request: HttpRequest, forum: Forum) -> HttpResponse:
    return show(
        request,
        forum,
        "door/paper.html",
        published=published_timetable(forum),
        delegates=_delegates(request, forum),
        places=forum.places.all(),
        interpreters=forum.interpreters.all(),
        languages=settings.LANGUAGES,
    )


@for_duty(Duty.TIMETABLE)
def timetables(request: HttpRequest, forum: Forum, kind: str) -> HttpResponse:
    """The timetables of one kind as PDF; `who` names a single one."""
    who = request.GET.get("who", "")
    language = request.GET.get("language", OWN)
    if language not in dict(settings.LANGUAGES):
        language = ""
    sheets = _sheets(request, forum, kind, int(who) if who.isdecimal() else None)
    published = published_timetable(forum)
    if not sheets or published is None:
        messages.error(request, _("There is nothing to print."))
        return redirect("paper", forum.code)
    made = timetables_of(published, sheets, language)
    return download(made, "application/pdf", f"{forum.code}-{kind}.pdf")


def _sheets(request: HttpRequest, forum: Forum, kind: str, pk: int | None) -> list[Sheet]:
    one = {} if pk is None else {"pk": pk}
    meetings = meetings_on_paper(forum, countries_of(request.user, forum))
    if kind == "delegates":
        agenda = forum.agenda.prefetch_related("attendees")
        return sheets_of_delegates(_delegates(request, forum).filter(**one), meetings, agenda)
    if kind == "places":
        places = forum.places.filter(**one)
        return sheets_of_places(places, meetings, reader_language())
    return sheets_of_interpreters(forum.interpreters.filter(**one), meetings)
