"""Search: from what a reader types to releases, in whatever language, with counts and marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection

from saphan.record.directory.models import VECTOR
from saphan.record.directory.queries.entries import Told, nearness, vector_of
from saphan.record.directory.queries.question import Question, understand
from saphan.record.directory.queries.search import (
    Pieces,
    Span,
    other_words,
    pieces,
    snippet,
    spans_in,
)

from ..models import Release, ReleaseEntry, ReleaseWord
from .counted import Facets
from .found import ANY, Matched, ReleaseLimits, in_binary
from .texts import parts_of

PAGE = 20
"""Releases on a page."""

_WORDS, _CONCEPTS, _MEANING, _RECENT = 0.45, 0.15, 0.3, 0.1
_HALF_AS_RECENT = 5 * 365.25  # days
_TABLE = ReleaseEntry._meta.db_table


@dataclass(frozen=True)
class FoundRelease:
    """A result.

    Attributes:
        release: The record.
        title, text: Its title, and the part of its text that answers, with what matched marked.
        means: Ids of the concepts by which it was found in other words than the question's.
        near: Whether only its meaning is near: nothing is marked.
    """

    release: Release
    title: Pieces
    text: Pieces
    means: tuple[str, ...] = ()
    near: bool = False


@dataclass(frozen=True)
class FoundReleases:
    """What a search gives.

    Attributes:
        question: What was asked, understood.
        results: The releases of this page.
        total: How many there are in all.
        page, pages: Which page this is, from 1, and of how many; by relevance only the best
            `found.RANKED` or so have a page.
        facets: For `country`, `topic`, `kind`, `year`, `language` and `agency`, how many releases
            each value would leave with the other limits as they are, most first.
        concepts: Ids of the concepts that the question names.
    """

    question: Question
    results: tuple[FoundRelease, ...]
    total: int
    page: int
    pages: int
    facets: Facets
    concepts: tuple[str, ...]


@dataclass(frozen=True)
class Cooperation:
    """Releases by country and year.

    Attributes:
        countries: How many releases each country stands in, most first; without the countries that
            all of them have because they were asked for.
        years: How many there are of each year, from the first to the last.
        by_year: The same of each country and year.
        total: How many releases there are.
    """

    countries: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    by_year: dict[tuple[str, int], int]
    total: int


def search_releases(
    query: str, limits: ReleaseLimits = ANY, page: int = 1, *, newest: bool = False
) -> FoundReleases:
    """Releases that answer a question, in any language and spelling; copies are left out.

    Args:
        query: What the reader typed; nothing gives all, the latest first.
        limits: Only these.
        page: Which page, from 1; beyond the last it is the last.
        newest: The latest first, instead of the best.
    """
    question = understand(query, ReleaseWord)
    vector = vector_of(question) if question.text else None
    ranked = bool(question.text) and not newest
    matched = Matched(question, vector, limits, ranked=ranked)
    start = (max(1, page) - 1) * PAGE
    keys, facets, total = matched.best(start, PAGE)
    reached = len(set(keys)) if ranked else total
    pages = max(1, -(-reached // PAGE))
    if page > pages:
        return search_releases(query, limits, pages, newest=newest)
    if ranked:
        keys = _ordered(question, vector, set(keys))[start : start + PAGE]
    return FoundReleases(
        question,
        _results(question, keys),
        total,
        max(1, page),
        pages,
        facets,
        tuple(unit.text for unit in question.concepts),
    )


def _ordered(question: Question, vector: str | None, keys: set[int]) -> list[int]:
    """Releases by how well they answer: by words, concepts, meaning, and by how recent they are."""
    meaning = f"1 - (vector <=> %s::halfvec({VECTOR}))" if vector else "0"
    with connection.cursor() as cursor:
        in_binary(cursor).execute(
            f"SELECT release_id, published, array_send(terms), array_send(title), {meaning}"
            f" FROM {_TABLE}"
            " WHERE release_id = ANY(%s)",
            [*([vector] if vector else []), sorted(keys)],
        )
        rows = cursor.fetchall()
    told = Told(question)
    asked = np.array(sorted({id_ for unit in question.units for id_ in unit.ids}), dtype=np.int64)
    terms = _among(asked, [row[2] for row in rows])
    titles = _among(asked, [row[3] for row in rows])
    last = max((row[1] for row in rows), default=date.min)
    scores: dict[int, float] = {}
    for (key, published, _terms, _title, cosine), own, title in zip(
        rows, terms, titles, strict=True
    ):
        _have, worded, named = told.by(own, title)
        recent = 0.5 ** ((last - published).days / _HALF_AS_RECENT)
        scores[key] = score(worded, named, cosine, recent)
    return sorted(scores, key=lambda key: (-scores[key], -key))


def score(worded: float, named: float, cosine: float, recent: float) -> float:
    """How well a release answers: shares of words and concepts, nearness, and how recent it is."""
    return _WORDS * worded + _CONCEPTS * named + _MEANING * nearness(cosine) + _RECENT * recent


def _among(asked: np.ndarray, arrays: Sequence[bytes]) -> list[list[int]]:
    """Which of some words stand in each of many arrays of PostgreSQL, in its binary form.

    A release has hundreds of words: to make each a number of Python takes longer than all else.
    """
    values = [_numbers(one) for one in arrays]
    every = np.concatenate([*values, np.empty(0, dtype=np.int64)])
    hits = np.flatnonzero(np.isin(every, asked))
    owners = np.searchsorted(np.cumsum([len(one) for one in values]), hits, side="right")
    found: list[list[int]] = [[] for _ in arrays]
    for owner, word in zip(owners.tolist(), every[hits].tolist(), strict=True):
        found[owner].append(int(word))
    return found


def _numbers(array: bytes) -> np.ndarray:
    """The numbers of an array of PostgreSQL in its binary form."""
    # Before the first value stand five numbers, and its size; between two values the size.
    return np.frombuffer(array, dtype=">i4")[6::2]


def _results(question: Question, keys: Sequence[int]) -> tuple[FoundRelease, ...]:
    releases = Release.objects.defer("sketch", "bands").in_bulk(keys)
    concepts = {id_: unit.text for unit in question.concepts for id_ in unit.ids}
    asked = {id_ for unit in question.units for id_ in unit.ids}
    spans = {
        # The text may have changed since its words were placed.
        key: (spans_in(places, asked, concepts) if model else [], worded)
        for key, model, worded, places in _placed(asked, keys)
    }
    return tuple(
        _result(releases[key], *spans.get(key, ([], not question.text)))
        for key in keys
        if key in releases
    )


def _placed(asked: set[int], keys: Sequence[int]) -> Iterator[tuple[int, str, bool, list[int]]]:
    """Of releases: key, model of the vector, whether they have an asked word, and where those
    stand: word, start and end of each, one after another."""
    if not asked:
        return
    with connection.cursor() as cursor:
        in_binary(cursor).execute(
            "SELECT release_id, model, array_send(terms), array_send(places)"
            f" FROM {_TABLE} WHERE release_id = ANY(%s)",
            [list(keys)],
        )
        rows = cursor.fetchall()
    words = np.array(sorted(asked), dtype=np.int64)
    for key, model, terms, places in rows:
        triples = _numbers(places).reshape(-1, 3)
        own = triples[np.isin(triples[:, 0], words)]
        yield key, model, bool(np.isin(_numbers(terms), words).any()), own.ravel().tolist()


def _result(release: Release, spans: Sequence[Span], worded: bool) -> FoundRelease:
    title, body = parts_of(release)
    below = len(title) + 1
    in_title = [(one.start, one.end) for one in spans if one.end <= len(title)]
    in_body = [
        (one.start - below, one.end - below)
        for one in spans
        if one.start >= below and one.end - below <= len(body)
    ]
    return FoundRelease(
        release,
        pieces(title, in_title),
        snippet(pieces(body, in_body)),
        other_words(spans),
        not worded,
    )


def cooperation(query: str, limits: ReleaseLimits = ANY) -> Cooperation:
    """How many of the releases that answer a question each country has, by year.

    Args:
        query: As of `search_releases`.
        limits: Only these.
    """
    question = understand(query, ReleaseWord)
    matched = Matched(question, vector_of(question) if question.text else None, limits)
    rows = matched.rows(
        f"""
        SELECT country, year, count(*) FROM matched, unnest(countries) AS country
        WHERE {matched.wanted()} GROUP BY 1, 2
        UNION ALL SELECT '', year, count(*) FROM matched WHERE {matched.wanted()} GROUP BY 2
        """,
        "year, language, kind, countries, topics, agencies",
    )
    years = {year: count for country, year, count in rows if not country}
    by_year = {
        (country, year): count
        for country, year, count in rows
        if country and country not in limits.countries
    }
    countries: dict[str, int] = {}
    for (country, _year), count in by_year.items():
        countries[country] = countries.get(country, 0) + count
    span = range(min(years), max(years) + 1) if years else range(0)
    return Cooperation(
        tuple(sorted(countries.items(), key=lambda one: (-one[1], one[0]))),
        tuple((year, years.get(year, 0)) for year in span),
        by_year,
        sum(years.values()),
    )
