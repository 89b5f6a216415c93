"""All about a pair of countries, or about an organisation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from ..models import Agency, Fact, Release

ON_A_PAGE = 25
MOST_PEOPLE = MOST_AGENCIES = 20
MOST_AGREEMENTS = 40
STATES = ("named", "draft", "signed", "in_force", "ended")
"""Of an agreement, in the order in which one follows another."""


@dataclass(frozen=True)
class DossierSummary:
    """A pair of countries that releases join."""

    countries: tuple[str, str]
    releases: int
    latest: date


@dataclass(frozen=True)
class Counted:
    """A fact that stands for all of its key, and in how many releases they are."""

    fact: Fact
    releases: int


@dataclass(frozen=True)
class AgencyCount:
    """An organisation and in how many of a dossier's releases it stands."""

    agency: Agency
    releases: int


@dataclass(frozen=True)
class Topics:
    """How often a topic came up in each year."""

    topic: str
    counts: list[int]

    @property
    def total(self) -> int:
        """In all years."""
        return sum(self.counts)


@dataclass(frozen=True)
class Dossier:
    """What releases of one scope say together; copies of a release count once.

    Attributes:
        scope: Of the releases.
        years: Each with its number of releases, latest first.
        year: The only year shown in the timeline; None for all.
        page: The releases of the timeline, latest first, each with the number of its `copies`.
        topics: By number, each with a count for every year of `span`.
        span: The years from first to last.
    """

    scope: QuerySet[Release]
    years: list[tuple[int, int]]
    year: int | None
    page: Page[Any]
    people: list[Counted]
    agencies: list[AgencyCount]
    topics: list[Topics]
    span: list[int]
    agreements: list[Counted]

    @property
    def total(self) -> int:
        """Of all its releases."""
        return sum(count for _year, count in self.years)


def dossiers() -> list[DossierSummary]:
    """Every pair of countries with a release, latest first; copies of a release count once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT one.code, two.code, count(*), max(release.published) AS latest "
            "FROM register_release AS release, unnest(release.countries) AS one(code), "
            "unnest(release.countries) AS two(code) "
            "WHERE one.code < two.code AND release.twin_of_id IS NULL "
            "GROUP BY 1, 2 ORDER BY latest DESC, 1, 2"
        )
        rows = cursor.fetchall()
    return [DossierSummary((one, two), count, latest) for one, two, count, latest in rows]


def releases_of_pair(one: str, two: str) -> QuerySet[Release]:
    """The releases that join two countries."""
    return Release.objects.filter(countries__contains=sorted((one, two)), twin_of=None)


def releases_of_agency(agency: Agency) -> QuerySet[Release]:
    """The releases that speak of an organisation."""
    return Release.objects.filter(agencies__contains=[agency.pk], twin_of=None)


def dossier_of_pair(one: str, two: str, year: int | None = None, page: int = 1) -> Dossier:
    """All about two countries, in either order; people and organisations of these alone."""
    return _dossier(releases_of_pair(one, two), Q(country__in=(one, two)), year, page)


def dossier_of_agency(agency: Agency, year: int | None = None, page: int = 1) -> Dossier:
    """All about an organisation."""
    return _dossier(releases_of_agency(agency), Q(), year, page, without=agency)


def held(kind: str, scope: QuerySet[Release]) -> QuerySet[Fact]:
    """The facts of a kind in releases, but for those that people rejected."""
    facts = Fact.objects.filter(kind=kind, release__in=scope.values("pk"))
    return facts.exclude(state=Fact.State.REJECTED)


def _dossier(
    scope: QuerySet[Release],
    whose: Q,
    year: int | None,
    page: int,
    without: Agency | None = None,
) -> Dossier:
    rows = list(scope.order_by().values_list("published__year", "topics"))
    years = Counter(found for found, _topics in rows)
    span = list(range(min(years), max(years) + 1)) if years else []
    by_topic = Counter((topic, found) for found, topics in rows for topic in topics)
    topics = sorted(
        (
            Topics(topic, [by_topic[topic, one] for one in span])
            for topic in {topic for topic, _year in by_topic}
        ),
        key=lambda row: (-row.total, row.topic),
    )
    shown = scope.filter(published__year=year) if year else scope
    shown = shown.defer("text", "sketch", "bands").annotate(copies=Count("twins"))
    shown = shown.order_by("-published", "-pk")
    return Dossier(
        scope=scope,
        years=sorted(years.items(), reverse=True),
        year=year,
        page=Paginator(shown, ON_A_PAGE).get_page(page),
        people=_counted(held("person", scope).filter(whose), MOST_PEOPLE),
        agencies=_agencies(held("organisation", scope).filter(whose), without),
        topics=topics,
        span=span,
        agreements=_agreements(held("agreement", scope)),
    )


def _counted(facts: QuerySet[Fact], most: int) -> list[Counted]:
    counts = (
        facts.order_by()
        .values("key")
        .annotate(releases=Count("release", distinct=True), last=Max("pk"))
    )
    rows = list(counts.order_by("-releases", "key")[:most])
    whole = Fact.objects.in_bulk([row["last"] for row in rows])
    return [Counted(whole[row["last"]], row["releases"]) for row in rows]


def _agencies(facts: QuerySet[Fact], without: Agency | None) -> list[AgencyCount]:
    if without is not None:
        facts = facts.exclude(agency=without)
    counts = facts.order_by().values("agency").annotate(releases=Count("release", distinct=True))
    rows = list(counts.order_by("-releases", "agency")[:MOST_AGENCIES])
    whole = Agency.objects.in_bulk([row["agency"] for row in rows])
    return [AgencyCount(whole[row["agency"]], row["releases"]) for row in rows]


def _agreements(facts: QuerySet[Fact]) -> list[Counted]:
    """Each agreement once, where its state went furthest, the latest first."""
    found: dict[str, Fact] = {}
    counts: Counter[str] = Counter()
    rows = facts.select_related("release").defer("release__text", "release__sketch")
    for fact in rows.order_by("-release__published", "-release_id", "start"):
        counts[fact.key] += 1
        known = found.get(fact.key)
        if known is None or _rank(fact) > _rank(known):
            found[fact.key] = fact
    return [Counted(found[key], counts[key]) for key in list(found)[:MOST_AGREEMENTS]]


def _rank(fact: Fact) -> int:
    state = fact.value.get("state")
    return STATES.index(state) if state in STATES else 0
