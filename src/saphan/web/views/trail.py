"""Who changed what, and when: for organisers, and of the whole site for superusers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from saphan.record.audit.models import AuditEntry
from saphan.record.audit.queries import ITSELF, OPINIONS, Wanted, actors, trail
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty
from saphan.record.privacy.trail import names_of, subjects_of
from saphan.web.report.tables import Table
from saphan.web.trail_words import KINDS, sentence
from saphan.web.views.common import for_duty, show
from saphan.web.views.files import table_file

A_PAGE = 50
MOST = 20_000  # entries of a file


@dataclass(frozen=True)
class Line:
    """An entry as it is read."""

    at: datetime
    day: date
    who: str
    did: str
    about: str
    action: str


@for_duty(Duty.AUDIT)
def of_forum(request: HttpRequest, forum: Forum) -> HttpResponse:
    return show(request, forum, "trail/forum.html", **_page(request, forum))


@for_duty(Duty.AUDIT)
def file_of_forum(request: HttpRequest, forum: Forum, kind: str) -> HttpResponse:
    return _file(request, forum, kind, f"{forum.code}-trail")


@login_required
def of_site(request: HttpRequest) -> HttpResponse:
    _require_superuser(request)
    return render(request, "trail/site.html", _page(request, None))


@login_required
def file_of_site(request: HttpRequest, kind: str) -> HttpResponse:
    _require_superuser(request)
    return _file(request, None, kind, "trail")


def _require_superuser(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied


def _page(request: HttpRequest, forum: Forum | None) -> dict[str, Any]:
    zone = _zone(request, forum)
    key = forum.pk if forum else None
    wanted = _wanted(request.GET, zone)
    page = Paginator(trail(key, wanted), A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    users = list(actors(key))
    names = names_of(users)
    return {
        "page": page,
        "lines": _lines(page.object_list, zone),
        "wanted": wanted,
        "query": query.urlencode(),
        "kinds": KINDS.items(),
        "people": [(str(one.pk), names[one.pk] or _("erased person")) for one in users],
        "itself": ITSELF,
        "line_zones": list(dict.fromkeys([zone, *([forum.timezone] if forum else [])])),
    }


def _zone(request: HttpRequest, forum: Forum | None) -> str:
    own: str = request.user.zone  # type: ignore[union-attr]
    return own or (forum.timezone if forum else "UTC")


def _wanted(given: QueryDict, zone: str) -> Wanted:
    """The filters of an address; what makes no sense is left out."""
    kind, actor = given.get("kind", ""), given.get("who", "")
    try:
        day = parse_date(given.get("day", ""))
    except ValueError:
        day = None
    return Wanted(
        kind if kind in KINDS else "",
        actor if actor == ITSELF or (actor.isascii() and actor.isdigit()) else "",
        day,
        zone,
    )


def _lines(entries: Iterable[AuditEntry], zone: str) -> list[Line]:
    entries = list(entries)
    names = names_of({one.actor for one in entries if one.actor is not None})
    about = subjects_of(entries)
    there = ZoneInfo(zone)
    return [
        Line(
            one.at,
            one.at.astimezone(there).date(),
            _who(one, names),
            sentence(one.action),
            about.get(one.pk, ""),
            one.action,
        )
        for one in entries
    ]


def _who(entry: AuditEntry, names: dict[int, str]) -> str:
    if entry.action in OPINIONS:
        return _("not named")
    if entry.actor_id is None:
        return _("the site itself")
    return names[entry.actor_id] or _("erased person")


def _file(request: HttpRequest, forum: Forum | None, kind: str, name: str) -> HttpResponse:
    zone = _zone(request, forum)
    found = trail(forum.pk if forum else None, _wanted(request.GET, zone))[:MOST]
    rows = [
        (one.at.isoformat(timespec="seconds"), one.who, one.did, one.about, one.action)
        for one in _lines(found, zone)
    ]
    columns = (_("When"), _("Who"), _("What"), _("About"), _("Action"))
    return table_file(Table("trail", _("Trail"), columns, rows), kind, name)
