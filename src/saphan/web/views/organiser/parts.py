"""The part of the board that is drawn anew after each change."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from saphan.record.forum.models import Forum
from saphan.record.meetings import queries
from saphan.record.meetings.actions import LIVE
from saphan.record.meetings.models import Timetable
from saphan.record.meetings.queries import Wanted
from saphan.web.keeping import once
from saphan.web.views.common import show


def chosen_version(forum: Forum, version: int | None) -> Timetable | None:
    """The version asked for, else the newest; None where there is none at all.

    Raises:
        Http404: There is no such version.
    """
    versions = queries.timetables(forum)
    if version is None:
        return versions.first()
    found = versions.filter(version=version).first()
    if found is None:
        raise Http404
    return found


def wanted_of(request: HttpRequest) -> Wanted:
    """What the address asks for."""
    given = request.GET
    page = given.get("page", "")
    return Wanted(
        given.get("day", ""),
        given.get("session", ""),
        int(page) if page.isascii() and page.isdigit() else 1,
        given.get("who", "").strip()[:100],
    )


def sides_of(forum: Forum) -> dict[str, int]:
    """The colour of each country, by number."""
    return {country: number % 4 for number, country in enumerate(forum.countries)}


def _part_of(request: HttpRequest, timetable: Timetable) -> dict[str, Any]:
    """What the changing part of the board shows."""
    wanted = wanted_of(request)
    board = queries.board(timetable, wanted)
    return {
        "timetable": timetable,
        "board": board,
        "shown": board.shown,
        "who": wanted.who,
        "venue": [timetable.forum.timezone],
        "delays": queries.delays_of(timetable.meetings.filter(slot__day=board.shown.day)),
        "can_change": timetable.state in LIVE,
        "replanning": queries.open_replanning(timetable.forum),
        "sides": sides_of(timetable.forum),
        "batches": queries.told_batches(timetable),
    }


def drawn(request: HttpRequest, timetable: Timetable) -> dict[str, Any]:
    """The changing part of the board as it is drawn, and what the page around it tells of it."""

    def draw() -> dict[str, Any]:
        part = _part_of(request, timetable)
        return {
            "grid": render_to_string(
                "organiser/grid.html", {**part, "forum": timetable.forum}, request
            ),
            "day": part["shown"].day,
            "who": part["who"],
            "changed": bool(part["batches"]),
        }

    # Its forms are those of this browser.
    also = (timetable.pk, request.META.get("HTTP_COOKIE", ""))
    return once(request, timetable.forum, "board", draw, also=also)


def show_part(
    request: HttpRequest, forum: Forum, timetable: Timetable | None, **context: Any
) -> HttpResponse:
    """The changing part of the board, alone."""
    if timetable and not context:
        return HttpResponse(drawn(request, timetable)["grid"])
    part = _part_of(request, timetable) if timetable else {}
    return show(request, forum, "organiser/grid.html", **part, **context)
