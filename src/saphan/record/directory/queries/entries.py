"""Entries of the index that answer a question, by words, by concepts and by meaning, best first."""

from __future__ import annotations

import logging
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from pgvector import HalfVector

from saphan.engine.language import embed, fit, model_name
from saphan.engine.language.vectors.hub import UnusableModel

from ..models import VECTOR, SearchEntry
from .question import Question

NEAREST = 100
"""Entries looked at because their meaning is near."""

NEAREST_OF_SOME = 20
"""The same where filters let only some pass: each costs a longer walk through the graph."""

WORDED = 200
"""Entries looked at because of their words."""

_POOL = 300  # entries of each way by words, among which those with most are chosen
_LOOKED_AT = 3000  # entries of each way to which the filters are put
WALK = 1500  # entries looked at on the walk through the graph
_COMPARED = 5000  # where fewer pass the filters, they are compared one by one
_SURE = 0.28
"""Cosine from which nearness of meaning alone makes an answer: on the sample forum, questions
that nothing there answers stay below 0.26, and every first answer across languages is above 0.3."""
_NEAR, _FAR = 0.7, 0.1  # cosines that count as all and nothing
_ENOUGH_WORDS = 0.3  # share of what a question's words tell
_WORDS, _CONCEPTS, _MEANING = 0.45, 0.2, 0.35
_IN_TITLE = 1.15
_TABLE = SearchEntry._meta.db_table

Row = tuple[Any, ...]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What the reader lets through; empty lets all through.

    Attributes:
        forum: Key of a forum in which an organisation takes part; None for any.
        country: ISO 3166 alpha-2.
        kind: Kind of organisation.
        side: `offer` or `need`.
        hidden: Keys of forums that the reader may not see: to take part in them alone is as good
            as to take part in none.
    """

    forum: int | None = None
    country: str = ""
    kind: str = ""
    side: str = ""
    hidden: tuple[int, ...] = ()

    @property
    def narrow(self) -> bool:
        return bool(self.country or self.kind or self.side)


@dataclass(frozen=True)
class Hit:
    """An entry that answers a question.

    Attributes:
        entry, organisation, listing: Keys; the listing's is None for the organisation itself.
        country, kind, side, forums: As the entry has them.
        score: From 0 to 1 and a little more.
        terms: Words of the entry that the question asks for.
        meaning: Cosine of the two vectors.
    """

    entry: int
    organisation: int
    listing: int | None
    country: str
    kind: str
    side: str
    forums: tuple[int, ...]
    score: float
    terms: frozenset[int]
    meaning: float


@dataclass(frozen=True)
class Hits:
    """Entries that answer, best first; `cut` says that there may be more."""

    found: tuple[Hit, ...]
    cut: bool


def vector_of(question: Question) -> str | None:
    """The question's vector as PostgreSQL reads it; None without a model that can be used."""
    try:
        return _vector(question.meant or question.text, model_name())
    except UnusableModel as error:
        log.warning("searching by words alone: %s", error)
        return None


@lru_cache(maxsize=4_000)
def _vector(text: str, model: str) -> str:
    """Kept, for many readers ask the same, and each goes on to further pages of it."""
    return str(HalfVector(fit(embed([text]), VECTOR)[0]).to_text())


def hits(question: Question, vector: str | None, limits: Limits) -> Hits:
    """Find entries in one query and put the best first.

    Three ways lead to an entry: rare words of the question in it (or all of its words), a concept
    that both name, and a near vector. What any of them finds is then weighed by all: the share
    that the entry has of what the question's words tell (idf), of what its concepts tell, and the
    nearness of the vectors, as a fixed mixture. Unlike a fusion of ranks it keeps how far apart the
    scores are, which orders better (Bruch, Gai and Ingber, 2023, arXiv:2210.11934).

    Args:
        question: The question.
        vector: Its vector.
        limits: Only these.
    """
    few = limits.forum is not None or (limits.narrow and _few_pass(limits))
    rows = _retrieve(question, vector, limits, few=few)
    near = sum(row[-1] for row in rows)
    found = _weigh(question, rows)
    sure = sum(hit.meaning >= _SURE for hit in found)
    return Hits(tuple(found), cut=len(rows) - near >= WORDED or sure >= _nearest(limits, few))


def _nearest(limits: Limits, few: bool) -> int:
    return NEAREST_OF_SOME if limits.narrow and not few else NEAREST


def _few_pass(limits: Limits) -> bool:
    """Whether so few pass the filters, as the planner reckons, that all can be compared."""
    return few_of(_TABLE, *_conditions(limits))


def few_of(table: str, wanted: str, parameters: dict[str, Any]) -> bool:
    """Whether the planner reckons so few rows to pass a condition that all can be compared."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT FROM {table} WHERE {wanted}", parameters)
        (plan,) = cursor.fetchone()[0]
    return bool(plan["Plan"]["Plan Rows"] < _COMPARED)


def _retrieve(question: Question, vector: str | None, limits: Limits, *, few: bool) -> list[Row]:
    wanted, parameters = _conditions(limits)
    parameters |= {"vector": vector, "model": model_name() if vector else ""}
    ways = []
    near = "ARRAY[]::bigint[]"
    if vector:
        fence, most = "OFFSET 0" if few else "", _nearest(limits, few)
        near = f"""ARRAY(
            SELECT id FROM (
                SELECT id, vector FROM {_TABLE} WHERE model = %(model)s AND {wanted} {fence}
            ) AS here ORDER BY vector <=> %(vector)s::halfvec({VECTOR}) LIMIT {most})"""
    pools = _pools(question, wanted, parameters, few=few)
    if pools:
        ways.append(f"""
            SELECT id FROM (
                SELECT id FROM ({" UNION ".join(pools)}) pool
                ORDER BY worth DESC, id LIMIT {WORDED}
            ) AS worded""")
    if not vector and not ways:
        return []
    ways.append("SELECT unnest((SELECT ids FROM near)) AS id")
    meaning = f"1 - (entry.vector <=> %(vector)s::halfvec({VECTOR}))" if vector else "0"
    query = f"""
        WITH near AS MATERIALIZED (SELECT {near} AS ids)
        SELECT entry.id, organisation_id, listing_id, country, kind, side, forums, terms, title,
               CASE WHEN model = %(model)s THEN {meaning} ELSE 0 END,
               entry.id = ANY((SELECT ids FROM near)::bigint[])
        FROM ({" UNION ".join(ways)}) found JOIN {_TABLE} entry USING (id)
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SET LOCAL hnsw.ef_search = {NEAREST}; SET LOCAL hnsw.iterative_scan = relaxed_order; "
            f"SET LOCAL hnsw.max_scan_tuples = {WALK}; SET LOCAL jit = off"
        )
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def _conditions(limits: Limits) -> tuple[str, dict[str, Any]]:
    # Only who takes part in a forum is shown to everybody. The empty set is in any other.
    shown = "NOT forums <@ %(hidden)s::bigint[]" if limits.hidden else "forums <> '{}'"
    wanted = [shown if limits.forum is None else "forums @> %(forums)s::bigint[]"]
    parameters: dict[str, Any] = {"forums": [limits.forum], "hidden": list(limits.hidden)}
    for name in ("country", "kind", "side"):
        if value := getattr(limits, name):
            wanted.append(f"{name} = %({name})s")
            parameters[name] = value
    return " AND ".join(wanted), parameters


def _pools(question: Question, wanted: str, parameters: dict[str, Any], *, few: bool) -> list[str]:
    """Ways to the entries worth weighing by words, each bounded, with what they are worth."""
    known = [unit for unit in question.units if unit.ids]
    if not known:
        return []
    for index, unit in enumerate(known):
        parameters[f"unit{index}"] = sorted(unit.ids)
    has = [f"terms && %(unit{index})s::int[]" for index in range(len(known))]
    worth = " + ".join(
        f"CASE WHEN {condition} THEN {unit.weight * max(unit.ids.values()):.4f}::real ELSE 0 END"
        for condition, unit in zip(has, known, strict=True)
    )
    words = [condition for condition, unit in zip(has, known, strict=True) if not unit.concept]
    # The words that tell most are the rarest: few entries have them.
    ways = [has[0], f"({' OR '.join(has[1:4])})" if has[1:] else "", " AND ".join(words)]
    # Where many pass the filters, looking at each entry costs less than a bitmap of all that pass.
    fence = "" if few else f"LIMIT {_LOOKED_AT}"
    return [
        f"(SELECT id, {worth} AS worth FROM"
        f" (SELECT * FROM {_TABLE} WHERE {way} {fence}) AS here WHERE {wanted} LIMIT {_POOL})"
        for way in dict.fromkeys(ways)
        if way
    ]


class Told:
    """How much of a question a text has, by the weight of the question's words."""

    def __init__(self, question: Question) -> None:
        words, concepts = question.words, question.concepts
        self._words, self._units = len(words), len(words) + len(concepts)
        # What each word of the index tells of the question's words and of its concepts.
        self._stands: dict[int, list[tuple[int, float]]] = {}
        for index, unit in enumerate((*words, *concepts)):
            of = sum(other.weight for other in (concepts if unit.concept else words))
            for id_, likeness in unit.ids.items():
                told = (index, likeness * unit.weight / of)
                self._stands.setdefault(id_, []).append(told)

    def by(
        self, terms: Iterable[int], title: Container[int]
    ) -> tuple[frozenset[int], float, float]:
        """What a text tells.

        Args:
            terms: Its words.
            title: Those of them in its title.

        Returns:
            Those of its words that are asked for, the share of the question's words that it has,
            and that of the question's concepts; a little more for what stands in the title.
        """
        have = self._stands.keys() & terms
        told = [0.0] * self._units
        for id_ in have:
            more = _IN_TITLE if id_ in title else 1.0
            for index, tells in self._stands[id_]:
                told[index] = max(told[index], tells * more)
        return frozenset(have), sum(told[: self._words]), sum(told[self._words :])


def _weigh(question: Question, rows: Iterable[Row]) -> list[Hit]:
    """Entries that answer, best first."""
    parts = [(_MEANING, ()), (_WORDS, question.words), (_CONCEPTS, question.concepts)]
    whole = sum(weight for weight, units in parts if units or weight == _MEANING)
    told = Told(question)
    found = []
    for row in rows:
        entry, organisation, listing, country, kind, side, forums, terms, title, meaning, _ = row
        have, worded, named = told.by(terms, title)
        if meaning < _SURE and worded < _ENOUGH_WORDS and named < _ENOUGH_WORDS:
            continue
        score = (_MEANING * nearness(meaning) + _WORDS * worded + _CONCEPTS * named) / whole
        of_entry = (entry, organisation, listing, country, kind, side, tuple(forums))
        found.append(Hit(*of_entry, score, have, meaning))
    return sorted(found, key=lambda hit: (-hit.score, hit.entry))


def nearness(meaning: float) -> float:
    """A cosine as a share: what counts as all and as nothing is between 0 and 1."""
    return min(1.0, max(0.0, (meaning - _FAR) / (_NEAR - _FAR)))
