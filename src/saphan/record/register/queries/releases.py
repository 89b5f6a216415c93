"""Reading the register."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from saphan.record.register.models import Party, Release


@dataclass(frozen=True)
class DossierSummary:
    """A pair of countries that releases join."""

    countries: tuple[str, str]
    releases: int
    latest: date


@dataclass(frozen=True)
class AgencyCount:
    """An agency and in how many of a dossier's releases it stands."""

    party: Party
    releases: int


@dataclass(frozen=True)
class Dossier:
    """All about one pair of countries."""

    countries: tuple[str, str]
    releases: list[Release]
    agencies: list[AgencyCount]


def dossiers() -> list[DossierSummary]:
    """Every pair of countries with a release, latest first."""
    found: dict[tuple[str, str], list[date]] = {}
    rows = Release.objects.values_list("countries", "published")
    for countries, published in rows:
        for one, two in combinations(sorted(countries), 2):
            found.setdefault((one, two), []).append(published)
    return sorted(
        (DossierSummary(pair, len(dates), max(dates)) for pair, dates in found.items()),
        key=lambda summary: (-summary.latest.toordinal(), summary.countries),
    )


def dossier(one: str, two: str) -> Dossier:
    """The releases of a pair of countries, in either order, and the agencies in them."""
    first, second = sorted((one, two))
    releases = list(
        Release.objects.filter(countries__contains=[first, second]).prefetch_related("parties")
    )
    agencies: dict[tuple[str, str], Party] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for release in releases:
        for party in release.parties.all():
            if party.kind == Party.Kind.AGENCY and party.country in (first, second):
                key = (party.country, party.names.get("en") or party.name)
                agencies.setdefault(key, party)
                counts[key] += 1
    return Dossier(
        (first, second),
        releases,
        [AgencyCount(agencies[key], count) for key, count in counts.most_common()],
    )
