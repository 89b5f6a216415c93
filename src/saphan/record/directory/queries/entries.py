"""Entries of the index that answer a question, by words, by concepts and by meaning, best first."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from pgvector import HalfVector

from saphan.engine.language import embed, fit, model_name
from saphan.engine.language.vectors.hub import UnusableModel

from ..models import VECTOR, SearchEntry
from .question import Question, Unit

NEAREST = 100
"""Entries looked at because their meaning is near."""

WORDED = 200
"""Entries looked at because of their words."""

_POOL = 1500  # entries with a rare word of the question among which those with most are chosen
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
    """

    forum: int | None = None
    country: str = ""
    kind: str = ""
    side: str = ""

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
        return str(HalfVector(fit(embed([question.meant or question.text]), VECTOR)[0]).to_text())
    except UnusableModel as error:
        log.warning("searching by words alone: %s", error)
        return None


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
    rows = _retrieve(question, vector, limits, exact=limits.forum is not None)
    near = sum(row[-1] for row in rows)
    if vector and limits.narrow and limits.forum is None and near < NEAREST:
        # So few pass that walking the graph gave up: they can all be compared.
        rows = _retrieve(question, vector, limits, exact=True)
        near = sum(row[-1] for row in rows)
    found = [hit for row in rows if (hit := _weigh(question, row)) is not None]
    found.sort(key=lambda hit: (-hit.score, hit.entry))
    sure = sum(hit.meaning >= _SURE for hit in found)
    return Hits(tuple(found), cut=len(rows) - near >= WORDED or sure >= NEAREST)


def _retrieve(question: Question, vector: str | None, limits: Limits, *, exact: bool) -> list[Row]:
    wanted, parameters = _conditions(limits)
    parameters |= {"vector": vector, "model": model_name() if vector else ""}
    ways = []
    near = "ARRAY[]::bigint[]"
    if vector:
        near = f"""ARRAY(
            SELECT id FROM (
                SELECT id, vector FROM {_TABLE} WHERE model = %(model)s AND {wanted}
                {"OFFSET 0" if exact else ""}
            ) AS here ORDER BY vector <=> %(vector)s::halfvec({VECTOR}) LIMIT {NEAREST})"""
    pools = _pools(question, wanted, parameters)
    if pools:
        ways.append(f"""
            SELECT id FROM (
                SELECT entry.id, {_worth(question.units, parameters)} AS worth
                FROM ({" UNION ".join(pools)}) pool JOIN {_TABLE} entry USING (id)
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
            f"SET LOCAL hnsw.ef_search = {NEAREST}; SET LOCAL hnsw.iterative_scan = relaxed_order"
            "; SET LOCAL jit = off"
        )
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def _conditions(limits: Limits) -> tuple[str, dict[str, Any]]:
    # Only who takes part in a forum is shown to everybody.
    wanted = ["forums <> '{}'" if limits.forum is None else "forums @> %(forums)s::bigint[]"]
    parameters: dict[str, Any] = {"forums": [limits.forum]}
    for name in ("country", "kind", "side"):
        if value := getattr(limits, name):
            wanted.append(f"{name} = %({name})s")
            parameters[name] = value
    return " AND ".join(wanted), parameters


def _pools(question: Question, wanted: str, parameters: dict[str, Any]) -> list[str]:
    """Ways to the entries worth weighing by words, each bounded."""
    known = [unit for unit in question.units if unit.ids]
    if not known:
        return []
    pools = []
    # The words that tell most are the rarest: few entries have them.
    for name, units in (("one", known[:1]), ("two", known[1:4])):
        if units:
            parameters[name] = sorted({id_ for unit in units for id_ in unit.ids})
            pools.append(
                f"(SELECT id FROM {_TABLE} WHERE terms && %({name})s::int[] AND {wanted}"
                f" LIMIT {_POOL // 2})"
            )
    words = [unit for unit in known if not unit.concept]
    if len(words) > 1:
        each = []
        for index, unit in enumerate(words):
            parameters[f"all{index}"] = sorted(unit.ids)
            each.append(f"terms && %(all{index})s::int[]")
        pools.append(
            f"(SELECT id FROM {_TABLE} WHERE {' AND '.join(each)} AND {wanted} LIMIT {_POOL // 3})"
        )
    return pools


def _worth(units: Sequence[Unit], parameters: dict[str, Any]) -> str:
    """What an entry has of the question's words, as SQL."""
    parts = []
    for index, unit in enumerate(units):
        if unit.ids:
            parameters |= {f"unit{index}": sorted(unit.ids)}
            best = max(unit.ids.values())
            parts.append(
                f"CASE WHEN terms && %(unit{index})s::int[]"
                f" THEN {unit.weight * best:.4f} ELSE 0 END"
            )
    return " + ".join(parts) or "0"


def _weigh(question: Question, row: Row) -> Hit | None:
    entry, organisation, listing, country, kind, side, forums, terms, title, meaning, _ = row
    terms, title = frozenset(terms), frozenset(title)
    words = _share(question.words, terms, title)
    concepts = _share(question.concepts, terms, title)
    near = min(1.0, max(0.0, (meaning - _FAR) / (_NEAR - _FAR)))
    if meaning < _SURE and words < _ENOUGH_WORDS and concepts < _ENOUGH_WORDS:
        return None
    parts = [(_MEANING, near)]
    parts += [(_WORDS, words)] if question.words else []
    parts += [(_CONCEPTS, concepts)] if question.concepts else []
    score = sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts)
    asked = frozenset(id_ for unit in question.units for id_ in unit.ids)
    return Hit(
        entry,
        organisation,
        listing,
        country,
        kind,
        side,
        tuple(forums),
        score,
        terms & asked,
        meaning,
    )


def _share(units: Sequence[Unit], terms: frozenset[int], title: frozenset[int]) -> float:
    """How much of what the units tell is in an entry; a little more for what its title says."""
    whole = sum(unit.weight for unit in units)
    return (
        sum(unit.weight * _best(unit.ids, terms, title) for unit in units) / whole if whole else 0
    )


def _best(ids: Mapping[int, float], terms: frozenset[int], title: frozenset[int]) -> float:
    return max(
        (
            likeness * (_IN_TITLE if id_ in title else 1.0)
            for id_, likeness in ids.items()
            if id_ in terms
        ),
        default=0.0,
    )
