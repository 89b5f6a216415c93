"""Dossiers for programs: CSV, JSON-LD in the words of schema.org, and an Atom feed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.feedgenerator import Atom1Feed

from saphan.record.register.models import Fact, Release

from .jsonld import CONTEXT

MOST = 2_000  # releases of a file
IN_FEED = 50
COLUMNS = (
    "release",
    "published",
    "title",
    "kind",
    "says",
    "who_or_state",
    "when",
    "country",
    "state",
    "confidence",
    "words",
    "link",
)
Address = Callable[[Release], str]


def with_facts(scope: QuerySet[Release]) -> list[Release]:
    """The releases of a dossier with what holds of them, latest first."""
    facts = Fact.objects.exclude(state=Fact.State.REJECTED).select_related("agency")
    return list(scope.defer("sketch").prefetch_related(Prefetch("facts", facts, "held"))[:MOST])


class _Line:
    """What a csv writer writes to: gives each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(releases: Iterable[Release], address: Address) -> Iterator[str]:
    """A line a fact. What a sheet would take for a formula is written as text."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for release in releases:
        for fact in release.held:  # type: ignore[attr-defined]
            value = fact.value
            says = next(
                str(value[name])
                for name in ("text", "name", "country", "topic", "day", "kind")
                if name in value
            )
            row = (
                release.pk,
                release.published.isoformat(),
                release.title,
                fact.kind,
                says,
                value.get("who") or value.get("office") or value.get("state") or "",
                value.get("due") or value.get("when") or "",
                fact.country,
                fact.state,
                fact.confidence,
                release.text[fact.start : fact.end],
                f"{address(release)}?fact={fact.pk}",
            )
            yield writer.writerow([_text(cell) for cell in row])


def _text(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def graph(title: str, url: str, releases: Iterable[Release], address: Address) -> dict[str, Any]:
    """A dossier as a collection of news articles, each about its event and organisations."""
    return {
        "@context": CONTEXT,
        "@type": "Collection",
        "name": title,
        "url": url,
        "hasPart": [_article(release, address(release)) for release in releases],
    }


def _article(release: Release, url: str) -> dict[str, Any]:
    held: list[Fact] = release.held  # type: ignore[attr-defined]
    by_kind: dict[str, list[Fact]] = {}
    for fact in held:
        by_kind.setdefault(fact.kind, []).append(fact)
    event = {
        "@type": "Event",
        "name": release.title,
        "additionalType": release.event_kind,
        "startDate": release.event_date.isoformat() if release.event_date else "",
        "attendee": [
            _told("Person", name=fact.value["name"], jobTitle=fact.value["office"])
            for fact in by_kind.get("person", ())
        ],
        "location": [{"@type": "Country", "identifier": code} for code in release.countries],
    }
    about = [
        _told("", **event),
        *(
            _told(
                "GovernmentOrganization",
                name=fact.value["name"],
                alternateName=list(dict.fromkeys(fact.value["names"].values())),
                location=fact.country,
            )
            for fact in by_kind.get("organisation", ())
        ),
    ]
    return _told(
        "NewsArticle",
        headline=release.title,
        url=url,
        isBasedOn=release.source_url,
        datePublished=release.published.isoformat(),
        inLanguage=release.language,
        keywords=release.topics,
        about=about,
        mentions=[
            *(
                _told(
                    "Legislation",
                    name=fact.value["name"],
                    legislationLegalForce=fact.value["state"],
                )
                for fact in by_kind.get("agreement", ())
            ),
            *(
                _told("Event", name=fact.value["name"], startDate=fact.value["when"])
                for fact in by_kind.get("event", ())
            ),
        ],
    )


def _told(kind: str, **fields: Any) -> dict[str, Any]:
    whole = {"@type": kind, **fields} if kind else fields
    return {name: value for name, value in whole.items() if value}


def feed(title: str, page: str, own: str, releases: Iterable[Release], address: Address) -> str:
    """An Atom feed of a dossier's latest releases."""
    atom = Atom1Feed(title=title, link=page, description="", feed_url=own)
    for release in releases:
        moment = datetime.combine(release.published, time(), UTC)
        atom.add_item(
            title=release.title,
            link=address(release),
            description="",
            unique_id=address(release),
            pubdate=moment,
            updateddate=release.created_at,
            categories=(*release.countries, *release.topics),
        )
    return str(atom.writeString("utf-8"))
