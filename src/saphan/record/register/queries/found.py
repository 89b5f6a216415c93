"""Which releases answer a question, as the database finds and counts them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import ClientCursor
from psycopg.pq import Format

from saphan.engine.language import concepts_in, model_name
from saphan.record.directory.models import VECTOR
from saphan.record.directory.queries.entries import WALK, few_of
from saphan.record.directory.queries.question import Question, Unit

from ..models import ReleaseEntry
from .counted import Facets, facets_of

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

Row = tuple[Any, ...]


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
        self._ranked = ranked
        self.near = bool(vector) and self.asked
        self._found = self._ways(question) if self.asked else "TRUE"
        base = [self._found, *self._counted()]
        self._near = self._nearest(limits)
        self._from = f"{_TABLE} WHERE {' AND '.join(f'({one})' for one in base)}"

    @property
    def _others(self) -> dict[str, str]:
        """The limits but for countries: one is added to those chosen, others are exchanged."""
        return {name: sql for name, sql in self._conditions.items() if name != "country"}

    def _counted(self) -> list[str]:
        """What all releases pass that are counted anywhere."""
        # Releases without the chosen countries count nowhere.
        country = [self._conditions["country"]] if "country" in self._conditions else []
        others = self._others.values()
        if len(others) < 2:
            return country
        # Each other value is counted with all limits but its own.
        passed = " + ".join(f"({sql})::int" for sql in others)
        return [*country, f"{passed} >= {len(others) - 1}"]

    def _ways(self, question: Question) -> str:
        ways = ["release_id = ANY(ARRAY(SELECT id FROM near))"] if self.near else []
        self._in_title: list[str] = []
        if units := telling(question):
            for index, ids in enumerate(units):
                self.parameters[f"unit{index}"] = sorted(ids)
            has = [f"terms && %(unit{index})s::int[]" for index in range(len(units))]
            ways.append(" AND ".join(has))
            self._in_title = [f"title && %(unit{index})s::int[]" for index in range(len(units))]
        return " OR ".join(f"({way})" for way in ways) or "FALSE"

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

    def wanted(self) -> str:
        """The limits as a condition."""
        return " AND ".join(self._conditions.values()) or "TRUE"

    def rows(self, query: str, columns: str = "") -> list[Row]:
        """Ask the tables `near` and `matched`.

        Args:
            query: What is asked.
            columns: What of the releases `matched` has; without any there is no `matched`.
        """
        tables = f"near AS MATERIALIZED ({self._near})"
        if columns:
            tables += f", matched AS MATERIALIZED (SELECT {columns} FROM {self._from})"
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
            in_binary(cursor).execute(f"WITH {tables} {query}", self.parameters)
            return list(cursor.fetchall())

    def best(self, start: int, number: int) -> tuple[list[int], Facets, int]:
        """Find the first of these releases, and count all.

        Args:
            start, number: Which, the latest first; where ranked it is always those, `RANKED` of
                them, that have most telling words of the question in the title, and all whose
                meaning is near.

        Returns:
            Their keys; how many each value would leave, the other limits kept, most first; how many
            there are in all.
        """
        others = self._others
        bits = [f"(({sql})::int << {at})" for at, sql in enumerate(others.values())]
        passed = " + ".join(bits) or "0"
        if others:
            # Few pass: they are kept for both that ask for them.
            every = (1 << len(others)) - 1
            columns = f"release_id, published, counted, {passed} AS passed"
            own, counted_of, passed = f"matched WHERE passed = {every}", "matched", "passed"
        else:
            # Two walks over the same rows: to keep what one has found for the other takes longer.
            columns, own, counted_of = "", self._own(), self._from
        first = self._ranked_first(own) if self._ranked else _latest(own, start, number)
        rows = self.rows(
            f"""
            {first}
            UNION ALL
            (SELECT 'counted', {passed}, string_agg(counted, '') FROM {counted_of} GROUP BY 2)
            """,
            columns,
        )
        counted = {passing: data for part, passing, data in rows if part == "counted"}
        titled = [key for part, key, _data in rows if part == "titled"]
        known = set(titled)
        latest = [key for part, key, _data in rows if part == "latest" and key not in known]
        near = [key for part, key, _data in rows if part == "near"]
        keys = [*(*titled, *latest)[: RANKED if self._ranked else number], *near]
        return (keys, *facets_of(counted, others))

    def _own(self) -> str:
        """The rows of the table that pass all limits, to be gone on with by AND."""
        return f"{_TABLE} WHERE ({self._found}) AND {self.wanted()}"

    def _ranked_first(self, own: str) -> str:
        """Those with most words in the title, the latest where that are too few, and those near.

        Few titles have a word that most releases have: the index of titles finds them, and no row
        is looked at for what its title has.
        """
        near = "SELECT 'near', id, NULL::bytea FROM near"
        if not self._in_title:
            return f"{_latest(own, 0, RANKED)} UNION ALL {near}"
        worth = " + ".join(f"({sql})::int" for sql in self._in_title)
        titled = f"""
            SELECT release_id AS id FROM {self._own()} AND ({" OR ".join(self._in_title)})
            ORDER BY {worth} DESC, published DESC, release_id DESC LIMIT {RANKED}"""
        too_few = f"(SELECT count(*) FROM titled) < {RANKED}"
        return f"""
            (WITH titled AS MATERIALIZED ({titled})
            SELECT 'titled', id, NULL::bytea FROM titled
            UNION ALL {_latest(f"{own} AND {too_few}", 0, RANKED)})
            UNION ALL {near}"""


def _latest(own: str, start: int, number: int) -> str:
    return f"""
        (SELECT 'latest', release_id, NULL::bytea FROM {own}
        ORDER BY published DESC, release_id DESC OFFSET {start} LIMIT {number})"""


def in_binary(cursor: CursorWrapper) -> CursorWrapper:
    """A cursor whose next answers come as the database has them, and are not written out and read
    again: for long strings of numbers. Behind a pooler they are: there the program puts parameters
    into the question by itself, which knows no binary answers."""
    if not isinstance(cursor.cursor, ClientCursor):
        cursor.cursor.format = Format.BINARY
    return cursor


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
    # In the order in which the database looks: an array takes ten times as long as a number. It
    # puts bare equations last.
    if limits.first is not None or limits.last is not None:
        conditions["year"] = "year BETWEEN coalesce(%(first)s, 0) AND coalesce(%(last)s, 9999)"
    if limits.kind:
        conditions["kind"] = "(kind = %(kind)s) IS TRUE"
    if limits.language:
        conditions["language"] = "(language = %(language)s) IS TRUE"
    if limits.countries:
        conditions["country"] = "countries @> %(countries)s::varchar[]"
    if limits.topic:
        conditions["topic"] = "topics @> ARRAY[%(topic)s]::varchar[]"
    if limits.agency is not None:
        conditions["agency"] = "agencies @> ARRAY[%(agency)s]::bigint[]"
    parameters = {field.name: getattr(limits, field.name) for field in fields(limits)}
    return conditions, {**parameters, "countries": list(limits.countries)}
