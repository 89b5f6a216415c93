"""Concepts of the digital economy, recognised by their words in Thai, Russian and English.

They let a text in one language meet a text in another without any translation: `ตรวจจับข่าวปลอม`
and `мониторинг дезинформации` both name `media.fake_news`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .normalise import MAX_TEXT, normalise, plain
from .words import Token, tokenise_normalised

LANGUAGES = ("th", "ru", "en")
_THAI_RUN = re.compile("[\u0e00-\u0e7f]+(?: [\u0e00-\u0e7f]+)*")
_THAI_CONTINUES = "(?![\u0e30-\u0e3a\u0e45\u0e47-\u0e4e])"  # a vowel or tone of the same syllable
_NO_CONCEPT = ("เอไอเอส",)  # names that hold the word of a concept (here `เอไอ`) and do not mean it
_SENTENCE_END = re.compile(r"[.!?;:,()\n\"«»“”]")


@dataclass(frozen=True)
class Concept:
    """One concept of the lexicon.

    Attributes:
        id: `group.name`; concepts of one group are related.
        isic: ISIC Rev. 4 code of the activity it belongs to; empty when it belongs to many.
        words: Its names by language, the first being the one to show.
    """

    id: str
    isic: str
    words: dict[str, tuple[str, ...]]

    @property
    def group(self) -> str:
        return self.id.partition(".")[0]

    def name(self, language: str = "en") -> str:
        """The name to show in a language; English when it has none."""
        return self.words.get(language, self.words["en"])[0]


@cache
def concepts() -> dict[str, Concept]:
    """The whole lexicon, by concept id."""
    text = (files(__package__) / "data" / "concepts.tsv").read_text(encoding="utf-8")
    found: dict[str, Concept] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        concept_id, isic, *columns = line.split("\t")
        names = {
            language: tuple(name.strip() for name in column.split("|"))
            for language, column in zip(LANGUAGES, columns, strict=True)
        }
        if concept_id in found:
            raise ValueError(f"concepts.tsv names {concept_id} twice")
        found[concept_id] = Concept(concept_id, isic, names)
    return found


def concepts_in(text: str, language: str | None = None) -> dict[str, tuple[str, ...]]:
    """Concepts that a text names, each with the words that name it.

    Thai names are found as strings (longest first), Russian names by the lemmas of their words and
    English names by their stems, so any inflection counts; English names count in any text.
    Words that make up a longer name do not count again for a shorter one.

    Args:
        text: Any text; read up to `MAX_TEXT` characters.
        language: Language of the text when known, as `terms` takes it.

    Returns:
        Matched words by concept id, in order of first appearance.
    """
    ready = normalise(plain(text[:MAX_TEXT]))
    hits: list[tuple[int, str, str]] = []
    pattern, thai = _thai_lexicon()
    for start, name in _longest(pattern, ready):
        hits += [(start, concept_id, name) for concept_id in thai[name]]
    position = 0
    for sentence in _SENTENCE_END.split(_THAI_RUN.sub("\n", ready)):
        start = ready.find(sentence.strip(), position) if sentence.strip() else position
        position = start if start >= 0 else position
        hits += [
            (position, concept_id, words)
            for concept_id, words in _phrases(tokenise_normalised(sentence, language))
        ]
    found: dict[str, dict[str, None]] = {}
    for _, concept_id, words in sorted(hits, key=lambda hit: hit[0]):
        found.setdefault(concept_id, {})[words] = None
    return {concept_id: tuple(words) for concept_id, words in found.items()}


def _longest(pattern: re.Pattern[str], text: str) -> list[tuple[int, str]]:
    """Places of names that do not overlap; where two would, the longer one stays."""
    found = [(match.start(), match.group(1)) for match in pattern.finditer(text)]
    kept: list[tuple[int, str]] = []
    taken = bytearray(len(text))
    for start, name in sorted(found, key=lambda hit: (-len(hit[1]), hit[0])):
        if not any(taken[start : start + len(name)]):
            taken[start : start + len(name)] = b"\x01" * len(name)
            kept.append((start, name))
    return kept


def _phrases(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    lexicon, longest = _lemma_lexicon()
    found = []
    at = 0
    while at < len(tokens):
        for length in range(min(longest, len(tokens) - at), 0, -1):
            part = tokens[at : at + length]
            concept_ids = lexicon.get(tuple(token.term for token in part))
            if concept_ids:
                phrase = " ".join(token.surface for token in part)
                found += [(concept_id, phrase) for concept_id in concept_ids]
                at += length - 1
                break
        at += 1
    return found


@cache
def _thai_lexicon() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    names: dict[str, list[str]] = {}
    for concept in concepts().values():
        for name in concept.words["th"]:
            names.setdefault(normalise(name), []).append(concept.id)
    thai = {name: ids for name, ids in names.items() if _THAI_RUN.search(name)}
    thai |= {name: [] for name in _NO_CONCEPT}
    longest_first = sorted(thai, key=lambda name: (-len(name), name))
    names_or = "|".join(map(re.escape, longest_first))
    return re.compile(f"(?=({names_or}){_THAI_CONTINUES})"), thai


@cache
def _lemma_lexicon() -> tuple[dict[tuple[str, ...], list[str]], int]:
    lexicon: dict[tuple[str, ...], list[str]] = {}
    for concept in concepts().values():
        for language in ("ru", "en"):
            for name in concept.words[language]:
                key = tuple(token.term for token in tokenise_normalised(normalise(name)))
                ids = lexicon.setdefault(key, [])
                if concept.id not in ids:
                    ids.append(concept.id)
    return lexicon, max(map(len, lexicon))
