"""What every page of a forum needs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from saphan.record.forum.models import Forum
from saphan.record.forum.queries import get_forum
from saphan.record.forum.rules import delegate_of, is_organiser


def forum_or_404(code: str) -> Forum:
    try:
        return get_forum(code)
    except Forum.DoesNotExist as error:
        raise Http404 from error


def is_for(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks for one part of the page; going back, or a redirect, wants the whole."""
    return bool(request.htmx) and request.htmx.target == target  # type: ignore[attr-defined]


def show(request: HttpRequest, forum: Forum, template: str, **context: Any) -> HttpResponse:
    """Render a page of a forum, with what its navigation needs to know of the reader."""
    context.setdefault("delegate", delegate_of(request.user, forum))
    delegate = context["delegate"]
    own = getattr(request.user, "zone", "") or (delegate.person.zone if delegate else "")
    zones = [zone for zone in (own, forum.timezone) if zone]
    context |= {
        "forum": forum,
        "organiser": is_organiser(request.user, forum),
        "zones": list(dict.fromkeys([*zones, *forum.zones])),
    }
    return render(request, template, context)
