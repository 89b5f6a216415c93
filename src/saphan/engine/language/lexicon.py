"""Things that firms offer and ask for, by whatever words of three languages they use."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from .text import normalise, terms

LANGUAGES = ("th", "ru", "en")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Concept:
    """A thing with a name.

    Attributes:
        id: Stable name.
        isic: The ISIC Rev. 4 class it belongs to most of all.
        words: The words and phrases for it by language; the first is its name.
    """

    id: str
    isic: str
    words: dict[str, tuple[str, ...]]

    def name(self, language: str) -> str:
        """What people call it."""
        return self.words[language][0]


@cache
def concepts() -> dict[str, Concept]:
    """All concepts by id."""
    text = (files(__package__) / "concepts.tsv").read_text(encoding="utf-8")
    return {
        row["id"]: Concept(
            row["id"], row["isic"], {name: tuple(row[name].split("|")) for name in LANGUAGES}
        )
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    }


@cache
def _phrases() -> tuple[dict[str, list[tuple[tuple[str, ...], str]]], list[tuple[str, str]]]:
    """Phrases of words by first word, and Thai phrases, which are looked for by letters."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    thai: list[tuple[str, str]] = []
    for concept in concepts().values():
        for language, phrases in concept.words.items():
            for phrase in phrases:
                if language == "th" and not phrase.isascii():
                    thai.append((SPACES.sub("", normalise(phrase)), concept.id))
                elif words := tuple(terms(phrase)):
                    by_first[words[0]].append((words, concept.id))
    return dict(by_first), thai


def concepts_in(text: str, language: str | None = None) -> dict[str, list[str]]:
    """The concepts that a text speaks of.

    Args:
        text: Any text.
        language: Not needed; see `terms`.

    Returns:
        The words found by concept id, in the order of `concepts`.
    """
    return {key: list(words) for key, words in _concepts_in(text)}


@lru_cache(maxsize=20_000)
def _concepts_in(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_first, thai = _phrases()
    found: dict[str, list[str]] = defaultdict(list)
    words: Sequence[str] = terms(text)
    for index, word in enumerate(words):
        for phrase, concept in by_first.get(word, ()):
            if tuple(words[index : index + len(phrase)]) == phrase:
                found[concept].append(" ".join(phrase))
    letters = SPACES.sub("", normalise(text))
    for thai_phrase, concept in thai:
        if thai_phrase in letters:
            found[concept].append(thai_phrase)
    return tuple(
        (concept, tuple(dict.fromkeys(found[concept])))
        for concept in concepts()
        if concept in found
    )
