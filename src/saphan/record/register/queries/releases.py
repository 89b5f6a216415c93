"""Reading the register."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection

from saphan.record.register.models import Agency, Fact, Release


@dataclass(frozen=True)
class DossierSummary:
    """A pair of countries that releases join."""

    countries: tuple[str, str]
    releases: int
    latest: date


@dataclass(frozen=True)
class AgencyCount:
    """An agency and in how many of a dossier's releases it stands."""

    agency: Agency
    releases: int


@dataclass(frozen=True)
class Dossier:
    """All about one pair of countries."""

    countries: tuple[str, str]
    releases: list[Release]
    agencies: list[AgencyCount]


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


def dossier(one: str, two: str) -> Dossier:
    """The releases of a pair of countries, in either order, and the agencies in them."""
    first, second = sorted((one, two))
    releases = list(
        Release.objects.filter(countries__contains=[first, second], twin_of=None).defer("text")
    )
    counts: Counter[int] = Counter(pk for release in releases for pk in release.agencies)
    agencies = Agency.objects.in_bulk(counts)
    own = [
        AgencyCount(agencies[pk], count)
        for pk, count in counts.most_common()
        if agencies[pk].country in (first, second)
    ]
    return Dossier((first, second), releases, own)


def facts_of(release: Release) -> list[Fact]:
    """What holds of a release, in order of place: all but what people rejected."""
    return list(release.facts.exclude(state=Fact.State.REJECTED).select_related("agency"))
