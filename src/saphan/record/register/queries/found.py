"""Which releases answer a question, as the database finds and counts them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction

from saphan.engine.language import concepts_in, model_name
from saphan.record.directory.models import VECTOR
from saphan.record.directory.queries.entries import WALK, few_of
from saphan.record.directory.queries.question import Question, Unit

from ..models import ReleaseEntry

NEAREST = 100
"""Releases found because their meaning is near."""

RANKED = 240
"""Releases of those found by words that are put in order: those with most of them in the title,
the latest first."""

SURE = 0.25
"""Cosine from which nearness of meaning alone makes an answer: the lowest at which questions that
no release answers get no more than by their words (`benchmarks/find_register.py`)."""

_ENOUGH = 0.3  # of the weight of a question's words must be in the index at all
_TELLING = 0.6  # of that weight: the rarest words that have it must all stand in a release
_TABLE = ReleaseEntry._meta.db_table
_MOST_AGENCIES = 15

Row = tuple[Any, ...]
Facets = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True)
class ReleaseLimits:
    """What the reader lets through; empty lets all through.

    Attributes:
        countries: ISO 3166 alpha-2; a release joins all of them.
        topic, kind, language: As the release has them.
        agency: Key of an organisation that stands in it.
        first, last: Years of publication.
    """

    countries: tuple[str, ...] = ()
    topic: str = ""
    kind: str = ""
    language: str = ""
    agency: int | None = None
    first: int | None = None
    last: int | None = None

    @property
    def narrow(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


ANY = ReleaseLimits()

VALUES = ("country", "topic", "kind", "year", "language", "agency")
"""What is counted."""

_MANY = {"country": "countries", "topic": "topics", "agency": "agencies"}
_ONE = ("kind", "year", "language")
_TOGETHER = "|"
"""Joins values of `_ONE` that are counted in one go; stands in none of them."""
_LARGE, _KEPT = 10_000, 60
"""From how many releases on their counts are kept, and for how many seconds: a count walks over all
of them, and common words, and no words at all, are asked for over and over."""
_MEMORY = "64MB"
"""For one question: what answers a common word is not written to disk while it is counted."""


class Matched:
    """The releases that answer a question: a common table of SQL, to be counted and read.

    A release answers when it has all the telling words of the question, each as one of the words
    that stand for it or by a concept that it belongs to, or when its vector is among the nearest.
    Without a question all answer. Where `ranked`, those with most of the words in their title can
    be asked for.
    """

    def __init__(
        self,
        question: Question,
        vector: str | None,
        limits: ReleaseLimits,
        *,
        ranked: bool = False,
    ) -> None:
        self._conditions, parameters = _conditions(limits)
        self.parameters: dict[str, Any] = {
            **parameters,
            "vector": vector,
            "model": model_name() if vector else "",
        }
        self.asked = bool(question.text)
        self.near = bool(vector) and self.asked
        found, worth = self._found(question, ranked=ranked)
        base = [found] if self.asked else []
        base += self._counted()
        self._near = self._nearest(limits)
        self._matched = f"""
            SELECT release_id AS id, published, year, language, kind, countries, topics, agencies,
                   {worth} AS worth
            FROM {_TABLE} {"WHERE " if base else ""}{" AND ".join(f"({one})" for one in base)}"""

    def _counted(self) -> list[str]:
        """What all releases pass that are counted anywhere."""
        # A country is added to those chosen, so that releases without these count nowhere.
        country = [self._conditions["country"]] if "country" in self._conditions else []
        others = [sql for name, sql in self._conditions.items() if name != "country"]
        if len(others) < 2:
            return country
        # Each other value is counted with all limits but its own.
        passed = " + ".join(f"({sql})::int" for sql in others)
        return [*country, f"{passed} >= {len(others) - 1}"]

    def _found(self, question: Question, *, ranked: bool) -> tuple[str, str]:
        ways = ["release_id = ANY(ARRAY(SELECT id FROM near))"] if self.near else []
        worth = "0"
        if units := telling(question):
            for index, ids in enumerate(units):
                self.parameters[f"unit{index}"] = sorted(ids)
            has = [f"terms && %(unit{index})s::int[]" for index in range(len(units))]
            ways.append(" AND ".join(has))
            if ranked:
                worth = " + ".join(f"(title && %(unit{i})s::int[])::int" for i in range(len(units)))
        return " OR ".join(f"({way})" for way in ways) or "FALSE", worth

    def _nearest(self, limits: ReleaseLimits) -> str:
        if not self.near:
            return "SELECT NULL::bigint AS id WHERE FALSE"
        wanted = self.wanted()
        few = limits.narrow and few_of(_TABLE, wanted, self.parameters)
        distance = f"vector <=> %(vector)s::halfvec({VECTOR})"
        self.parameters |= {"sure": 1 - SURE, "nearest": NEAREST}
        return f"""
            SELECT id FROM (
                SELECT id, far FROM (
                    SELECT release_id AS id, {distance} AS far FROM (
                        SELECT release_id, vector FROM {_TABLE}
                        WHERE model = %(model)s AND {wanted} {"OFFSET 0" if few else ""}
                    ) AS here ORDER BY {distance} LIMIT %(nearest)s
                ) AS nearest WHERE far <= %(sure)s
            ) AS sure"""

    def wanted(self, but: str = "") -> str:
        """The limits as a condition, but for those of one kind."""
        conditions = [sql for name, sql in self._conditions.items() if name != but]
        return " AND ".join(conditions) or "TRUE"

    def rows(self, query: str, *, once: bool = False) -> list[Row]:
        """Ask the tables `near` and `matched`.

        Args:
            query: What is asked.
            once: Whether `matched` is read once: then it need not be kept meanwhile.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL hnsw.ef_search = {NEAREST};"
                " SET LOCAL hnsw.iterative_scan = relaxed_order;"
                f" SET LOCAL hnsw.max_scan_tuples = {WALK}; SET LOCAL jit = off;"
                f" SET LOCAL work_mem = '{_MEMORY}'"
            )
            if self.asked:
                # Words stand in another file than the row: the index is quicker even where nearly
                # all releases have one.
                cursor.execute("SET LOCAL enable_seqscan = off")
            matched = f"matched AS {'NOT ' if once else ''}MATERIALIZED ({self._matched})"
            cursor.execute(
                f"WITH near AS MATERIALIZED ({self._near}), {matched} {query}", self.parameters
            )
            return list(cursor.fetchall())

    def counts(self, more: Iterable[str] = ()) -> tuple[Facets, int, list[str]]:
        """Count these releases.

        Args:
            more: Further queries of three columns `'more'`, text, 0, asked in the same go.

        Returns:
            How many each value would leave, the other limits kept, most first; how many there are
            in all; the texts of the further queries. Counts of very many may be a minute old.
        """
        known: tuple[Facets, int] | None = cache.get(self._name)
        if known is not None:
            rows = self.rows(" UNION ALL ".join(more), once=True)
            return *known, [value for _part, value, _number in rows]
        facets: Facets = {name: [] for name in VALUES}
        together = [name for name in _ONE if name not in self._conditions]
        summed: dict[str, Counter[str]] = {name: Counter() for name in together}
        total, texts = 0, []
        queries = [self._together(together), *self._separate(together), *more]
        for part, value, number in self.rows(" UNION ALL ".join(queries)):
            if part == "more":
                texts.append(value)
            elif part == "together":
                total += number
                for name, one in zip(together, value.split(_TOGETHER), strict=bool(together)):
                    summed[name][one] += number
            elif value:
                facets[part].append((value, number))
        for name, values in summed.items():
            facets[name] = [(value, number) for value, number in values.items() if value]
        for found in facets.values():
            found.sort(key=lambda one: (-one[1], one[0]))
        if total >= _LARGE:
            cache.set(self._name, (facets, total), _KEPT)
        return facets, total, texts

    @property
    def _name(self) -> str:
        """By which counts are kept: the same for the same releases."""
        told = repr((sorted(self.parameters.items(), key=lambda one: one[0]), self._matched))
        return f"register.counts.{hashlib.sha256(told.encode()).hexdigest()}"

    def _together(self, names: list[str]) -> str:
        """One walk over the releases for all that has one value and is not limited."""
        joined = f"concat_ws('{_TOGETHER}', {', '.join(names)})" if names else "''"
        return (
            f"(SELECT 'together', {joined}, count(*) FROM matched WHERE {self.wanted()}"
            f" GROUP BY {', '.join(names) or '()'})"
        )

    def _separate(self, together: list[str]) -> Iterator[str]:
        for name in VALUES:
            if name in together:
                continue
            column = _MANY.get(name)
            # A further country narrows those chosen; another value takes a chosen one's place.
            wanted = self.wanted("" if name == "country" else name)
            most = (
                f"ORDER BY 2 DESC, value::text LIMIT {_MOST_AGENCIES}" if name == "agency" else ""
            )
            yield (
                f"(SELECT '{name}', value::text, number FROM (SELECT value, count(*) AS number FROM"
                f" (SELECT {f'unnest({column})' if column else name} AS value"
                f" FROM matched WHERE {wanted}) AS one GROUP BY value {most}) AS {name})"
            )


def telling(question: Question) -> list[set[int]]:
    """The words of the index that a release must have, one set for each telling word.

    Returns:
        Of the rarest words of the question, that make the most of what it tells, which words of the
        index stand for each: those of a concept of which the word is a part do too. Empty when the
        index knows too few of the question's words.
    """
    known = [unit for unit in question.words if unit.ids]
    whole = sum(unit.weight for unit in known)
    if whole < _ENOUGH * sum(unit.weight for unit in question.words):
        return []
    phrases = concepts_in(question.meant or question.text)
    concepts = [(unit, phrases.get(unit.text, ())) for unit in question.concepts]
    found: list[set[int]] = []
    told = 0.0
    for unit in known:
        if told >= _TELLING * whole:
            break
        told += unit.weight
        found.append(set(unit.ids) | _of_concepts(unit, concepts))
    return found or [set(unit.ids) for unit in question.concepts]


def _of_concepts(unit: Unit, concepts: Iterable[tuple[Unit, Iterable[str]]]) -> set[int]:
    written = (unit.meant or unit.text).lower()
    return {
        id_
        for concept, phrases in concepts
        if any(written in phrase or phrase in written for phrase in phrases)
        for id_ in concept.ids
    }


def _conditions(limits: ReleaseLimits) -> tuple[dict[str, str], dict[str, Any]]:
    conditions: dict[str, str] = {}
    if limits.countries:
        conditions["country"] = "countries @> %(countries)s::varchar[]"
    if limits.topic:
        conditions["topic"] = "topics @> ARRAY[%(topic)s]::varchar[]"
    if limits.kind:
        conditions["kind"] = "kind = %(kind)s"
    if limits.language:
        conditions["language"] = "language = %(language)s"
    if limits.agency is not None:
        conditions["agency"] = "agencies @> ARRAY[%(agency)s]::bigint[]"
    if limits.first is not None or limits.last is not None:
        conditions["year"] = "year BETWEEN coalesce(%(first)s, 0) AND coalesce(%(last)s, 9999)"
    parameters = {field.name: getattr(limits, field.name) for field in fields(limits)}
    return conditions, {**parameters, "countries": list(limits.countries)}
