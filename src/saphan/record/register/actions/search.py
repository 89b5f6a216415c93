"""Keeping what releases are found by, in batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from babel.core import Locale
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from saphan.engine.language import embed, fit, model_name, places
from saphan.record.directory.actions.lexicon import count, learn
from saphan.record.directory.models import VECTOR
from saphan.record.directory.queries.texts import ENTRIES

from ..models import Agency, Release, ReleaseEntry, ReleaseWord
from ..queries.texts import parts_of
from ..reading import on_all
from ..wording import Text, Worded, size_of, words_of

BATCH = 256
"""Releases indexed at a time, in one transaction."""

_KEPT_PLACES = 3  # occurrences of each word that a page could mark
_MADE = (
    "published",
    "year",
    "language",
    "kind",
    "countries",
    "topics",
    "agencies",
    "terms",
    "title",
    "places",
    "model",
    "vector",
)


def unindexed_releases() -> QuerySet[Release]:
    """Releases, but for copies, that have no entry, or one that is no longer true."""
    missing = Q(entry=None) | ~Q(entry__model=model_name())
    return Release.objects.filter(missing, twin_of=None).order_by("pk")


def index_releases(*, again: bool = False, workers: int | None = None) -> Iterator[int]:
    """Make the entries that are missing, are no longer true, or were made by another model.

    Each batch is a transaction: what is done stays done, and the next run goes on from there.

    Args:
        again: Make all entries again.
        workers: Processes that find words; by default one for each core.

    Yields:
        After each batch, how many releases it had.
    """
    batch: list[Worded] = []
    for worded in on_all(_texts(again), words_of, size_of, workers):
        batch.append(worded)
        if len(batch) == BATCH:
            _make(batch)
            yield len(batch)
            batch = []
    if batch:
        _make(batch)
        yield len(batch)


def count_release_words() -> None:
    """Count again in how many releases each word stands."""
    count(ReleaseWord, ReleaseEntry)


def _texts(again: bool) -> Iterator[Text]:
    """Some at a time: the table may grow meanwhile."""
    waiting = Release.objects.filter(twin_of=None).order_by("pk") if again else unindexed_releases()
    last = 0
    while rows := list(waiting.filter(pk__gt=last).only("title", "text")[:BATCH]):
        for row in rows:
            yield Text(row.pk, *parts_of(row))
        last = rows[-1].pk


@transaction.atomic
def _make(batch: Sequence[Worded]) -> None:
    """Make entries; of a release that is gone meanwhile none."""
    wanted = [one.text.pk for one in batch]
    releases = (
        Release.objects.select_for_update().filter(twin_of=None).defer("text").in_bulk(wanted)
    )
    found = [one for one in batch if one.text.pk in releases]
    named = names_of(releases)
    terms = [{*(word.term for word in one.words), *named[one.text.pk]} for one in found]
    before = dict(
        ReleaseEntry.objects.filter(release__in=list(releases)).values_list("release_id", "terms")
    )
    counts = Counter({ENTRIES: len(found) - len(before)})
    for own in terms:
        counts.update(own)
    ids = learn(ReleaseWord, counts, Counter(term for own in before.values() for term in own))
    vectors = fit(embed([one.text.lead for one in found]), VECTOR)
    ReleaseEntry.objects.bulk_create(
        (
            _entry(releases[one.text.pk], one, own, ids, vector)
            for one, own, vector in zip(found, terms, vectors, strict=True)
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["release"],
        update_fields=_MADE,
    )


def _entry(
    release: Release, worded: Worded, terms: set[str], ids: Mapping[str, int], vector: object
) -> ReleaseEntry:
    seen: Counter[str] = Counter()
    kept: list[int] = []
    for one in worded.words:
        seen[one.term] += 1
        if seen[one.term] <= _KEPT_PLACES:
            kept += (ids[one.term], one.start, one.end)
    return ReleaseEntry(
        release=release,
        published=release.published,
        year=release.published.year,
        language=release.language,
        kind=release.event_kind,
        countries=release.countries,
        topics=release.topics,
        agencies=release.agencies,
        terms=sorted(ids[term] for term in terms),
        title=sorted(ids[term] for term in worded.in_title),
        places=kept,
        model=model_name(),
        vector=vector,
    )


def names_of(releases: Mapping[int, Release]) -> dict[int, set[str]]:
    """Words of the names, in every known language, of the countries and organisations of releases.

    Args:
        releases: By their keys.
    """
    agencies = Agency.objects.in_bulk({pk for one in releases.values() for pk in one.agencies})
    return {
        pk: {
            *(term for code in one.countries for term in _of_country(code)),
            *(
                term
                for agency in one.agencies
                if agency in agencies
                for name in (agencies[agency].name, *agencies[agency].names.values())
                for term in _of_name(name)
            ),
        }
        for pk, one in releases.items()
    }


def _of_country(code: str) -> set[str]:
    names = (Locale(language).territories.get(code, "") for language, _name in settings.LANGUAGES)
    return {term for name in names for term in _of_name(name)}


@lru_cache(20_000)
def _of_name(name: str) -> frozenset[str]:
    return frozenset(one.term for one in places(name, names=True))
