"""Texts read for comparison: their parts, words, concepts, letters, numbers and denials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from saphan.engine.language import (
    Lexicon,
    Token,
    plain,
    sentences,
)

from .appeals import without_appeals
from .folding import folded, letters
from .numbers import Counted, Number, counted, numbers
from .polarity import Polarity, polarity

SHORT = 220
"""Characters of a message that is read as one piece."""
PIECE = 160
"""Characters of the pieces of a longer one, about."""
SENTENCE = 24
"""Characters from which a sentence of a long message is a piece by itself, too."""
MOST_PIECES = 200
WHOLE = 600
"""Characters of a long message that are read as one piece beside its pieces."""
MOST_READ = 40_000
"""Characters of a message that are read; what lies beyond is cut."""
_WHO = frozenset(
    f"money.{name}"
    for name in ["gsb", "krungthai", "baac", "ghb", "bot", "islamic", "set", "sec", "paotang"]
) | frozenset(
    f"gov.{name}"
    for name in [
        "post",
        "ptt",
        "egat",
        "met",
        "dsi",
        "redcross",
        "fda",
        "moph",
        "labour",
        "revenue",
        "landtransport",
        "airline",
        "railway",
        "bus",
        "morprom",
        "morchana",
    ]
)
_WHERE = frozenset(
    f"gov.{name}"
    for name in [
        "myanmar",
        "china",
        "usa",
        "korea",
        "japan",
        "laos",
        "australia",
        "wuhan",
        "bangkok",
        "phuket",
        "chiangmai",
        "nonthaburi",
        "maesot",
    ]
)
_THAI = re.compile("[\u0e00-\u0e7f]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z]")


@dataclass(frozen=True)
class Reading:
    """A text read.

    Attributes:
        text: As it is embedded: folded, without appeals.
        letters: Its key without spaces, for n-grams of letters.
        script: `th`, `ru` or `en`: what most of its letters are of.
        terms: Its content words as they are compared.
        concepts: What it names, with the words that name it.
        surfaces: The words of the text by their terms.
        numbers: Its numbers.
        polarity: What it denies.
    """

    text: str
    letters: str
    script: str
    terms: tuple[str, ...]
    concepts: dict[str, tuple[str, ...]]
    surfaces: dict[str, str]
    numbers: tuple[Number, ...]
    polarity: Polarity

    @cached_property
    def named(self) -> dict[str, frozenset[str]]:
        """Banks and agencies (`who`), places (`where`), remedies (`herb`), where it names any."""
        found: dict[str, set[str]] = {}
        for concept in self.concepts:
            if kind := _kind(concept):
                found.setdefault(kind, set()).add(concept)
        return {kind: frozenset(own) for kind, own in found.items()}

    @cached_property
    def counts(self) -> Counted:
        """Its numbers, as they are compared."""
        return counted(self.numbers)


@cache
def _kind(concept: str) -> str:
    if concept in _WHO:
        return "who"
    if concept in _WHERE:
        return "where"
    return "herb" if concept.startswith("herb.") else ""


@cache
def lexicon() -> Lexicon:
    """What checked claims are about: remedies, illnesses, banks, agencies, weather, verbs."""
    return Lexicon.of([files(__package__) / "data" / "terms.tsv"])


def read(text: str) -> Reading:
    """Read one text whole."""
    return _reading(without_appeals(folded(text)))


def pieces(text: str) -> tuple[Reading, ...]:
    """Read a message: whole when it is short, else its beginning and each of its pieces.

    A long message says much beside the claim. Its pieces are its sentences and runs of them of some
    160 characters; a piece said before is not read again.

    Args:
        text: The message; read up to `MOST_READ` characters.

    Returns:
        Its pieces; none when nothing is said.
    """
    text = text[:MOST_READ]
    whole = without_appeals(folded(text))
    if not whole:
        return ()
    if len(whole) <= SHORT:
        return (_reading(whole),)
    said = dict.fromkeys([whole[:WHOLE]])
    for piece in _runs(text):
        if len(said) > MOST_PIECES:
            break
        if bare := without_appeals(folded(piece)):
            said.setdefault(bare)
    return tuple(_reading(piece) for piece in said)


def _runs(text: str) -> Iterable[str]:
    run = ""
    found = sentences(plain(text))
    if len(found) > 1:
        yield from (one.text for one in found if len(one.text) >= SENTENCE)
    for sentence in found:
        if run and len(run) + len(sentence.text) > PIECE:
            yield run
            run = ""
        run = f"{run} {sentence.text}" if run else sentence.text
        while len(run) > 2 * PIECE:
            yield run[: 2 * PIECE]
            run = run[PIECE:]
    if run:
        yield run


def _reading(text: str) -> Reading:
    tokens, concepts = lexicon().tokens(text)
    return Reading(
        text=text,
        letters=letters(text),
        script=script(text),
        terms=tuple(dict.fromkeys(token.term for token in tokens if not token.stop)),
        concepts=concepts,
        surfaces=_surfaces(tokens),
        numbers=numbers(text),
        polarity=polarity(text, tokens),
    )


def _surfaces(tokens: Sequence[Token]) -> dict[str, str]:
    return {token.term: token.surface for token in tokens if not token.stop}


def script(text: str) -> str:
    """The script of most letters, as the language of ours that writes in it."""
    found = {
        "th": len(_THAI.findall(text)),
        "ru": len(_CYRILLIC.findall(text)),
        "en": len(_LATIN.findall(text)),
    }
    return max(found, key=lambda name: found[name])
