"""What a reader asks for: the words of a question, and all that may stand for each in the index."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from saphan.engine.language import CONCEPT, alike, concepts_in, runs, shortenings, sound, words

from ..models import IndexedWord, SearchWord
from .texts import ENTRIES

MOST_LETTERS = 200
"""Characters of a question that are read."""

_MOST_UNITS = 12
_THAI = re.compile("[\u0e00-\u0e7f]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_SOUND = 0.9  # how far a word of the same sound counts, a beginning, a slip at best
_BEGINNING = 0.6
_SLIP = 0.85
_LEAST_KEY, _SURE_KEY = 3, 5
_LEAST_BEGUN = 2
_MOST_BEGUN = 12
_MOST_ALIKE = 6
_LOOKED_AT = 600


@dataclass(frozen=True)
class Unit:
    """One word or concept of a question.

    Attributes:
        text: As the reader wrote it; a concept's id for a concept.
        ids: Words of the index that stand for it, each with how well it does, from 0 to 1.
        weight: How much it tells: the rarer, the more.
        concept: Whether it is a concept.
        meant: The word it was taken for, when it is in the index neither as written nor by sound.
    """

    text: str
    ids: dict[int, float]
    weight: float
    concept: bool = False
    meant: str = ""


@dataclass(frozen=True)
class Question:
    """A question, understood.

    Attributes:
        text: What was typed, cut to `MOST_LETTERS`.
        meant: The same with slips mended.
        units: Its words and concepts, those that tell most first.
    """

    text: str
    meant: str = ""
    units: tuple[Unit, ...] = ()

    @property
    def words(self) -> list[Unit]:
        return [unit for unit in self.units if not unit.concept]

    @property
    def concepts(self) -> list[Unit]:
        return [unit for unit in self.units if unit.concept]

    @property
    def mended(self) -> list[tuple[str, str]]:
        """Words taken for others: as written, and as taken."""
        return [(unit.text, unit.meant) for unit in self.units if unit.meant]


@dataclass
class _Asked:
    """A word while it is looked up."""

    text: str
    forms: set[str]
    ids: dict[int, float] = field(default_factory=dict)
    documents: int = 0
    meant: str = ""
    whole: list[_Asked] = field(default_factory=list)  # the words in it, of a Thai name

    def take(self, row: _Row, likeness: float) -> None:
        self.ids[row.id] = max(likeness, self.ids.get(row.id, 0.0))
        self.documents = max(self.documents, row.documents)


@dataclass(frozen=True)
class _Row:
    id: int
    word: str
    key: str
    documents: int


Words = type[IndexedWord]


def understand(text: str, lexicon: Words = SearchWord) -> Question:
    """Look the words of a question up in an index's lexicon.

    A word stands for those of the same lemma, stem or sound (in any of the three scripts); the
    last one, which may not be finished, for those that begin so; one that the lexicon lacks, for
    those a slip or two away.

    Args:
        text: Anything a reader typed.
        lexicon: The words of the index that will be asked.

    Returns:
        The question; without units when it has no word.
    """
    text = " ".join(text[: 4 * MOST_LETTERS].replace("\x00", " ").split())[:MOST_LETTERS]
    asked = _asked(text)
    begun = asked[-1] if asked and text.lower().endswith(asked[-1].text) else None
    if begun and begun.whole:
        begun = begun.whole[-1]
    rows = _look_up(lexicon, asked, begun)
    for one in (*asked, *(inner for outer in asked for inner in outer.whole)):
        _match(one, rows, one is begun)
    asked = _names_or_words(lexicon, asked)
    named = " ".join(phrase for found in concepts_in(text).values() for phrase in found)
    _mend(lexicon, [one for one in asked if not one.ids and one.text not in named])
    meant = text
    for one in asked:
        if one.meant:
            meant = re.sub(re.escape(one.text), one.meant, meant, count=1, flags=re.IGNORECASE)
    entries = next((row.documents for row in rows if row.word == ENTRIES), 0)
    units = [
        Unit(one.text, one.ids, _weight(one.documents, entries), meant=one.meant) for one in asked
    ]
    units += _concept_units(lexicon, {text, meant}, entries)
    units.sort(key=lambda unit: (not unit.ids, -unit.weight, unit.text))
    return Question(text, meant, tuple(units[:_MOST_UNITS]))


def _asked(text: str) -> list[_Asked]:
    """The words of a question; words without content only where there are no others."""
    found: list[_Asked] = []
    empty: list[_Asked] = []
    for run in dict.fromkeys(runs(text)):
        tokens = words(run).tokens
        content = {token.term for token in tokens if not token.stop}
        if not content:
            empty.append(_Asked(run, {run, *(token.term for token in tokens)}))
        elif not _THAI.search(run):
            found.append(_Asked(run, {run, *content}))
        else:
            inner = [_Asked(token.surface, {token.term}) for token in tokens if not token.stop]
            found.append(_Asked(run, {run}, whole=inner))
    return found or empty


def _look_up(lexicon: Words, asked: Sequence[_Asked], begun: _Asked | None) -> list[_Row]:
    every = [*asked, *(inner for outer in asked for inner in outer.whole)]
    forms = sorted({ENTRIES, *(form for one in every for form in one.forms)})
    keys = sorted({key for one in every if len(key := sound(one.text)) >= _LEAST_KEY})
    table = lexicon._meta.db_table
    query = f"SELECT id, word, key, documents FROM {table} WHERE word = ANY(%s) OR key = ANY(%s)"
    parameters: list[Any] = [forms, keys]
    if begun is not None and len(begun.text) >= _LEAST_BEGUN:
        column, start = _beginning(begun.text)
        # In the order of code points, all that begins so lies between these two.
        query += (
            f" UNION ALL (SELECT id, word, key, documents FROM {table}"
            f" WHERE {column} >= %s AND {column} < %s ORDER BY documents DESC LIMIT {_MOST_BEGUN})"
        )
        parameters += [start, start + "\U0010ffff"]
    return _rows(query, parameters)


def _rows(query: str, parameters: Sequence[Any]) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [_Row(*row) for row in cursor.fetchall()]


def _match(one: _Asked, rows: Sequence[_Row], begun: bool) -> None:
    key = sound(one.text)
    for row in rows:
        if row.word in one.forms:
            one.take(row, 1.0)
    exact = bool(one.ids)
    # Short words of one sound are often others; they count where nothing is written so.
    if len(key) >= (_LEAST_KEY if not exact else _SURE_KEY):
        for row in rows:
            if row.key == key and row.id not in one.ids:
                one.take(row, _SOUND)
    if not exact and len(key) >= _SURE_KEY:
        one.meant = _same_script(one.text, [row for row in rows if row.id in one.ids])
    if begun:
        start = _beginning(one.text)
        for row in rows:
            if row.id not in one.ids and getattr(row, start[0]).startswith(start[1]):
                one.ids[row.id] = _BEGINNING
                one.documents = one.documents or row.documents


def _same_script(text: str, rows: Sequence[_Row]) -> str:
    """The commonest of these words that is written in the same letters, if there is one."""
    same = [row for row in rows if _script(row.word) == _script(text)]
    return max(same, key=lambda row: (row.documents, row.word)).word if same else ""


def _script(word: str) -> str:
    return "th" if _THAI.search(word) else "ru" if _CYRILLIC.search(word) else "en"


def _beginning(text: str) -> tuple[str, str]:
    """Where to look for words that begin so, and for which beginning: the sound of longer ones."""
    if len(text) < _SURE_KEY or _THAI.search(text):
        return "word", text
    return "key", sound(text)


def _names_or_words(lexicon: Words, asked: Iterable[_Asked]) -> list[_Asked]:
    """Thai runs as the name that they are, where there is such a name, else as their words."""
    chosen: dict[str, _Asked] = {}
    for one in asked:
        named = max(one.ids.values(), default=0.0) >= _SOUND
        # A name written in other words' letters falls into words that nobody has.
        if one.whole and not named and all(not inner.ids for inner in one.whole):
            _mend(lexicon, [one])
            named = bool(one.ids)
        for kept in [one] if named or not one.whole else one.whole:
            chosen.setdefault(kept.text, kept)
    return list(chosen.values())


def _mend(lexicon: Words, asked: Sequence[_Asked]) -> None:
    """Find the words of the lexicon that are a slip from these; where there are none, two."""
    for most in (1, 2):
        left = [one for one in asked if not one.ids and len(sound(one.text)) > _LEAST_KEY]
        hints = {number for one in left for number in shortenings(sound(one.text), most)}
        if not hints:
            return
        with transaction.atomic():
            with connection.cursor() as cursor:
                # So many numbers look common to the planner, each is rare.
                cursor.execute("SET LOCAL enable_seqscan = off")
            rows = _rows(
                f"SELECT id, word, key, documents FROM {lexicon._meta.db_table}"
                f" WHERE near && %s LIMIT {_LOOKED_AT}",
                [sorted(hints)],
            )
        for one in left:
            _take_alike(one, rows)


def _take_alike(one: _Asked, rows: Iterable[_Row]) -> None:
    by_key: dict[str, list[_Row]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    near = alike(sound(one.text), by_key)
    best = sorted(near, key=lambda key: (-near[key], key))[:_MOST_ALIKE]
    for key in best:
        for row in by_key[key]:
            one.take(row, _SLIP * near[key])
    if best:
        first = by_key[best[0]]
        one.meant = _same_script(one.text, first) or first[0].word


def _concept_units(lexicon: Words, texts: Iterable[str], entries: int) -> list[Unit]:
    named = {concept_id for text in texts if text for concept_id in concepts_in(text)}
    rows = lexicon._default_manager.filter(word__in=[CONCEPT + one for one in named])
    return [
        Unit(
            row.word.removeprefix(CONCEPT),
            {row.id: 1.0},
            _weight(row.documents, entries),
            concept=True,
        )
        for row in rows
    ]


def _weight(documents: int, entries: int) -> float:
    """Inverse document frequency (Spärck Jones, 1972), never nought."""
    return math.log(1 + (entries + 1) / (documents + 0.5))
