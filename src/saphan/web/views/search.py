"""One box over organisations, offers and needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import Listing, Organisation
from saphan.record.directory.queries import Found, Limits, search
from saphan.record.forum.models import Forum
from saphan.record.forum.queries import hidden_from
from saphan.record.forum.rules import seen_by
from saphan.web.keeping import kept, once

from ..templatetags.saphan import country as country_name
from .common import forum_or_404, is_for, show

EXAMPLES = (
    ("th", "ระบบตรวจจับข่าวปลอม"),
    ("ru", "мониторинг дезинформации"),
    ("en", "training in cyber security"),
)
SIDES = {"offer": _("Offers"), "need": _("Needs")}
FACETS = {
    "country": _("Country"),
    "side": _("Offers and needs"),
    "kind": _("Kind"),
    "forum": _("Forum"),
}


@dataclass(frozen=True)
class Choice:
    """A value by which results can be narrowed, and the address that does it, or undoes it."""

    label: str
    count: int | None
    address: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """Values of one kind; `any` takes the choice back."""

    label: str
    any: Choice
    choices: tuple[Choice, ...]


@kept
def everywhere(request: HttpRequest) -> HttpResponse:
    """Search in all forums."""
    code = request.GET.get("forum", "").replace("\x00", "")
    forum = Forum.objects.filter(seen_by(request.user), code=code[:40]).first()
    hidden = tuple(hidden_from(request.user).order_by("pk").values_list("pk", flat=True))
    found = _drawn(request, forum, hidden)
    if is_for(request, "found"):
        return HttpResponse(found["html"])
    return render(request, "search/search.html", found)


@kept
def directory(request: HttpRequest, code: str) -> HttpResponse:
    """Search among those who take part in a forum."""
    forum = forum_or_404(request, code)
    # Within a forum that the reader sees, the others do not matter.
    found = _drawn(request, forum, (), at_forum=True)
    if is_for(request, "found"):
        return HttpResponse(found["html"])
    return show(request, forum, "forum/directory.html", **found)


def _drawn(
    request: HttpRequest, forum: Forum | None, hidden: tuple[int, ...], *, at_forum: bool = False
) -> dict[str, str]:
    """The question and what is found, which are the same for all who may see as much."""

    def draw() -> dict[str, str]:
        context = _searched(request, forum, hidden, at_forum=at_forum) | {"forum": forum}
        html = render_to_string("search/found.html", context, request)
        return {"query": context["query"], "html": html}

    return once(request, forum, "found", draw, also=(hidden, forum and forum.pk))


def _searched(
    request: HttpRequest, forum: Forum | None, hidden: tuple[int, ...], *, at_forum: bool
) -> dict[str, Any]:
    limits = Limits(
        forum.pk if forum else None,
        _of(request.GET.get("country", ""), lambda value: len(value) == 2 and value.isalpha()),
        _of(request.GET.get("kind", ""), Organisation.Kind.values.__contains__),
        _of(request.GET.get("side", ""), Listing.Side.values.__contains__),
        hidden,
    )
    page = request.GET.get("page", "")
    found = search(
        request.GET.get("q", ""),
        limits,
        int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )
    chosen = {
        name: value for name in ("country", "kind", "side") if (value := getattr(limits, name))
    }
    if forum and not at_forum:
        chosen["forum"] = forum.code
    return {
        "found": found,
        "query": found.question.text,
        "chosen": chosen,
        "facets": _facets(found, chosen, limits.hidden, at_forum=at_forum),
        "without_limits": _address(found, {}),
        "before": _address(found, chosen, found.page - 1) if found.page > 1 else "",
        "after": _address(found, chosen, found.page + 1) if found.page < found.pages else "",
        "examples": [
            (language, text, _address(found, chosen, q=text)) for language, text in EXAMPLES
        ],
        "at_forum": at_forum,
    }


def _of(value: str, allowed: Callable[[str], bool]) -> str:
    return value if allowed(value) else ""


def _facets(
    found: Found, chosen: dict[str, str], hidden: tuple[int, ...], *, at_forum: bool
) -> list[Facet]:
    counted = [key for key, _ in found.facets.get("forum", ())]
    forums = {
        str(forum.pk): forum
        for forum in Forum.objects.filter(pk__in=counted).exclude(pk__in=hidden)
    }
    labels: dict[str, Callable[[str], Any]] = {
        "country": country_name,
        "side": SIDES.__getitem__,
        "kind": lambda value: Organisation.Kind(value).label,
        "forum": lambda value: forums[value].title,
    }
    facets = []
    for name, label in FACETS.items():
        counts = found.facets.get(name, [])
        if name == "forum":
            counts = [] if at_forum else [one for one in counts if one[0] in forums]
        own = chosen.get(name, "")
        values = {forums[v].code if name == "forum" else v: (v, n) for v, n in counts}
        if own and own not in values and name != "forum":
            values[own] = (own, 0)
        if len(values) < 2 and not own:
            continue
        others = {key: value for key, value in chosen.items() if key != name}
        facets.append(
            Facet(
                str(label),
                Choice(str(_("all")), None, _address(found, others), not own),
                tuple(
                    Choice(
                        str(labels[name](key)),
                        count,
                        _address(found, {**others, name: value}),
                        value == own,
                    )
                    for value, (key, count) in values.items()
                ),
            )
        )
    return facets


def _address(found: Found, chosen: dict[str, str], page: int = 1, q: str | None = None) -> str:
    query = QueryDict(mutable=True)
    if text := found.question.text if q is None else q:
        query["q"] = text
    query.update(chosen)
    if page > 1:
        query["page"] = str(page)
    return f"?{query.urlencode()}"
