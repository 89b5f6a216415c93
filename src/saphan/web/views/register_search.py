"""Search among the releases of the register, and where and when they tell of cooperation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from saphan.engine.extraction import TOPICS
from saphan.record.reader import reader_language
from saphan.record.register import queries
from saphan.record.register.models import Agency, Release
from saphan.record.register.queries import FoundReleases, ReleaseLimits

from ..report.charts import Columns
from ..report.world import WorldMap
from ..templatetags.saphan import country, language_name
from ..topics import topic_name
from .common import is_for

EXAMPLES = (
    ("th", "ความร่วมมือด้านการท่องเที่ยว"),
    ("ru", "обучение кибербезопасности"),
    ("en", "scholarships for students"),
)
MOST_COUNTRIES = 6
"""Countries that a release is narrowed to at once."""
SHOWN = 12
"""Values of a filter that are shown at once, and rows of the table of countries and years."""
YEARS = 10

Text = Callable[[str], str]


@dataclass(frozen=True)
class Choice:
    """A value by which releases are narrowed, and the address that does it, or undoes it."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """Values of one kind; the further ones stand folded."""

    key: str
    label: str
    choices: list[Choice]
    more: list[Choice]


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    query: str
    limits: ReleaseLimits
    newest: bool

    def address(self, page: int = 1, query: str | None = None, **changed: Any) -> str:
        """The address of the same with something changed."""
        limits = replace(self.limits, **changed)
        text = self.query if query is None else query
        named = (
            ("q", text),
            *(("country", code) for code in limits.countries),
            ("topic", limits.topic),
            ("kind", limits.kind),
            ("language", limits.language),
            ("organisation", limits.agency),
            ("from", limits.first),
            ("to", limits.last),
            ("order", "newest" if self.newest and text else ""),
            ("page", page if page > 1 else ""),
        )
        # A page has some eighty addresses: a QueryDict takes twice as long.
        return f"?{urlencode([(name, value) for name, value in named if value])}"


def search(request: HttpRequest) -> HttpResponse:
    """Releases that answer, with filters."""
    asked = _asked(request)
    page = _number(request.GET.get("page", "")) or 1
    found = queries.search_releases(asked.query, asked.limits, page, newest=asked.newest)
    asked = replace(asked, query=found.question.text)
    context = {
        **_context(asked, found),
        "found": found,
        "before": asked.address(found.page - 1) if found.page > 1 else "",
        "after": asked.address(found.page + 1) if found.page < found.pages else "",
        "examples": [(code, text, asked.address(query=text)) for code, text in EXAMPLES],
        "other_order": replace(asked, newest=not asked.newest).address(),
        "is_cut": found.page == found.pages and found.total > found.pages * queries.PAGE,
    }
    part = is_for(request, "found")
    return render(request, "register/found.html" if part else "register/search.html", context)


def map_and_years(request: HttpRequest) -> HttpResponse:
    """With which countries, and in which years, the releases that answer tell of cooperation."""
    asked = _asked(request)
    found = queries.search_releases(asked.query, asked.limits)
    asked = replace(asked, query=found.question.text)
    joined = queries.cooperation(asked.query, asked.limits)
    years = joined.years[-YEARS:][::-1]
    context = {
        **_context(asked, found),
        "joined": joined,
        "map": WorldMap(
            dict(joined.countries),
            country,
            lambda code: asked.address(countries=(*asked.limits.countries, code)),
        ),
        "columns": Columns(
            [count for _year, count in joined.years],
            str(joined.years[0][0]) if joined.years else "",
            str(joined.years[-1][0]) if joined.years else "",
        ),
        "years": [year for year, _count in years],
        "rows": [
            (
                country(code),
                asked.address(countries=(*asked.limits.countries, code)),
                count,
                [joined.by_year.get((code, year), 0) for year, _count in years],
            )
            for code, count in joined.countries
        ],
        "all_years": joined.years[::-1],
    }
    part = is_for(request, "found")
    return render(request, "register/mapped.html" if part else "register/map.html", context)


def _context(asked: Asked, found: FoundReleases) -> dict[str, Any]:
    return {
        "asked": asked,
        "query": asked.query,
        "limits": asked.limits,
        "here": asked.address(),
        "facets": _facets(asked, found),
        "first_year": min((year for year, _count in found.facets["year"]), default=""),
        "last_year": max((year for year, _count in found.facets["year"]), default=""),
        "without_limits": Asked(asked.query, ReleaseLimits(), asked.newest).address(),
    }


def _asked(request: HttpRequest) -> Asked:
    given = request.GET
    agency = _number(given.get("organisation", ""))
    codes = [code for code in given.getlist("country") if len(code) == 2 and code.isalpha()]
    return Asked(
        given.get("q", ""),
        ReleaseLimits(
            tuple(dict.fromkeys(code.upper() for code in codes if code.isascii()))[:MOST_COUNTRIES],
            _of(given.get("topic", ""), TOPICS.__contains__),
            _of(given.get("kind", ""), Release.EventKind.values.__contains__),
            _of(given.get("language", ""), lambda code: code.isascii() and code.isalpha()),
            agency,
            _year(given.get("from", "")),
            _year(given.get("to", "")),
        ),
        given.get("order") == "newest",
    )


def _of(value: str, allowed: Callable[[str], bool]) -> str:
    return value if allowed(value) else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _year(text: str) -> int | None:
    year = _number(text.strip())
    return year if year and year < 10_000 else None


def _facets(asked: Asked, found: FoundReleases) -> list[Facet]:
    limits = asked.limits
    agencies = Agency.objects.in_bulk(
        [int(value) for value, _count in found.facets["agency"]]
        + ([limits.agency] if limits.agency is not None else [])
    )
    kinds: tuple[tuple[str, Any, str, Text, str], ...] = (
        ("country", _("Country"), "countries", country, ""),
        ("topic", _("Topic"), "topic", topic_name, limits.topic),
        ("kind", _("Event"), "kind", lambda kind: str(Release.EventKind(kind).label), limits.kind),
        ("language", _("Language"), "language", language_name, limits.language),
        (
            "agency",
            _("Organisation"),
            "agency",
            lambda key: _agency_name(agencies.get(int(key))),
            str(limits.agency or ""),
        ),
    )
    facets = []
    for key, label, name, text, own in kinds:
        chosen = list(limits.countries) if key == "country" else [own] if own else []
        counts = dict(found.facets[key])
        order = [*chosen, *(value for value in counts if value not in chosen)]
        choices = [
            Choice(
                text(value),
                counts.get(value, 0),
                asked.address(**{name: _with(limits, name, value)}),
                value in chosen,
            )
            for value in order
        ]
        if len(choices) > 1 or chosen:
            facets.append(Facet(key, str(label), choices[:SHOWN], choices[SHOWN:]))
    return facets


def _with(limits: ReleaseLimits, name: str, value: str) -> Any:
    """What a limit is once its value is chosen, or taken off where it was."""
    if name == "countries":
        kept = tuple(code for code in limits.countries if code != value)
        return kept if value in limits.countries else (*kept, value)
    if name == "agency":
        return None if limits.agency == int(value) else int(value)
    return "" if getattr(limits, name) == value else value


def _agency_name(agency: Agency | None) -> str:
    return agency.names.get(reader_language(), agency.name) if agency else "?"
