"""The part of the board that is drawn anew after each change."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from saphan.record.forum.models import Forum
from saphan.record.meetings import queries
from saphan.record.meetings.actions import LIVE
from saphan.record.meetings.models import Timetable
from saphan.record.meetings.queries import Wanted
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


def part_of(request: HttpRequest, timetable: Timetable, **context: Any) -> dict[str, Any]:
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
        **context,
    }


def show_part(
    request: HttpRequest, forum: Forum, timetable: Timetable | None, **context: Any
) -> HttpResponse:
    """The changing part of the board, alone."""
    part = part_of(request, timetable, **context) if timetable else context
    return show(request, forum, "organiser/grid.html", **part)
