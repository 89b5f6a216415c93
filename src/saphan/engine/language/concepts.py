"""Concepts of the digital economy, recognised by their words in Thai, Russian and English.

They let a text in one language meet a text in another without any translation: `ตรวจจับข่าวปลอม`
and `мониторинг дезинформации` both name `media.fake_news`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from .normalise import normalise, plain, readable
from .words import Token, tokenise_normalised

LANGUAGES = ("th", "ru", "en")
_THAI_RUN = re.compile("[\u0e00-\u0e7f]+(?: [\u0e00-\u0e7f]+)*")
_THAI_CONTINUES = re.compile("[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")  # of the same syllable
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


class Lexicon:
    """Concepts that can be found in a text.

    Thai names are found as strings (longest first), Russian names by the lemmas of their words and
    English names by their stems, so any inflection counts; English names count in any text.
    Words that make up a longer name do not count again for a shorter one.

    Attributes:
        concepts: The concepts by id.

    Args:
        concepts: The concepts by id.
        no_names: Words that hold a name and do not mean it.
    """

    def __init__(self, concepts: Mapping[str, Concept], no_names: Iterable[str] = ()) -> None:
        self.concepts = dict(concepts)
        self._no_names = tuple(no_names)

    @classmethod
    def of(cls, concept_files: Iterable[Traversable], no_names: Iterable[str] = ()) -> Lexicon:
        """The lexicon of files with a concept a line: id, ISIC code or `-`, names by language.

        Raises:
            ValueError: Two lines name the same concept.
        """
        found: dict[str, Concept] = {}
        for file in sorted(concept_files, key=lambda f: f.name):
            for line in file.read_text(encoding="utf-8").splitlines():
                if not line or line.startswith("#"):
                    continue
                concept_id, isic, *columns = line.split("\t")
                names = {
                    language: tuple(name.strip() for name in column.split("|"))
                    for language, column in zip(LANGUAGES, columns, strict=True)
                }
                if concept_id in found:
                    raise ValueError(f"{file.name} names {concept_id} again")
                found[concept_id] = Concept(concept_id, "" if isic == "-" else isic, names)
        return cls(found, no_names)

    def read(
        self, text: str, language: str | None = None, *, thai_terms: bool = True
    ) -> tuple[list[str], dict[str, tuple[str, ...]]]:
        """Terms and concepts of a text that `normalise` has been applied to.

        Args:
            text: The normalised text.
            language: Language of the text when known, as `terms` takes it.
            thai_terms: Whether Thai words are wanted too; concepts are found without them.

        Returns:
            Terms as `terms` gives them, and matched words by concept id, in order of first
            appearance.
        """
        tokens, found = self.tokens(text, language, thai_terms=thai_terms)
        return [token.term for token in tokens if not token.stop], found

    def tokens(
        self, text: str, language: str | None = None, *, thai_terms: bool = True
    ) -> tuple[list[Token], dict[str, tuple[str, ...]]]:
        """Words and concepts of a text that `normalise` has been applied to.

        Args:
            text: The normalised text.
            language: Language of the text when known, as `terms` takes it.
            thai_terms: Whether Thai words are wanted too, as `read` takes it.

        Returns:
            Words as `tokenise_normalised` gives them, and matched words by concept id, in order of
            first appearance.
        """
        automaton, thai = self._thai
        hits = [
            (start, concept_id, name)
            for start, name in _longest(automaton, text)
            for concept_id in thai[name]
        ]
        tokens: list[Token] = []
        start = 0
        for sentence in _SENTENCE_END.split(text):
            own = tokenise_normalised(sentence, language, thai=thai_terms)
            tokens += own
            hits += [(start, concept_id, words) for concept_id, words in self._phrases(own)]
            start += len(sentence) + 1
        found: dict[str, dict[str, None]] = {}
        for _, concept_id, words in sorted(hits, key=lambda hit: hit[0]):
            found.setdefault(concept_id, {})[words] = None
        return tokens, {concept_id: tuple(words) for concept_id, words in found.items()}

    def _phrases(self, tokens: Sequence[Token]) -> list[tuple[str, str]]:
        """Names of Russian and Latin words; no Thai word is part of one, so that none spans it."""
        lexicon, lengths = self._lemmas
        found = []
        at = 0
        while at < len(tokens):
            for length in lengths.get(tokens[at].term, ()):
                part = tokens[at : at + length]
                concept_ids = lexicon.get(tuple(token.term for token in part))
                if concept_ids:
                    phrase = " ".join(token.surface for token in part)
                    found += [(concept_id, phrase) for concept_id in concept_ids]
                    at += length - 1
                    break
            at += 1
        return found

    @cached_property
    def _thai(self) -> tuple[Any, dict[str, list[str]]]:
        """An automaton that finds Thai names (Aho and Corasick, 1975), and the concepts of each."""
        import ahocorasick

        names: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for name in concept.words["th"]:
                names.setdefault(normalise(name), []).append(concept.id)
        thai = {name: ids for name, ids in names.items() if _THAI_RUN.search(name)}
        thai |= {name: [] for name in self._no_names}
        automaton = ahocorasick.Automaton()
        for name in thai:
            automaton.add_word(name, name)
        automaton.make_automaton()
        return automaton, thai

    @cached_property
    def _lemmas(self) -> tuple[dict[tuple[str, ...], list[str]], dict[str, tuple[int, ...]]]:
        """Concepts by the terms of a name, and the lengths of names by their first term."""
        lexicon: dict[tuple[str, ...], list[str]] = {}
        lengths: dict[str, set[int]] = {}
        for concept in self.concepts.values():
            for language in LANGUAGES:
                for name in concept.words[language]:
                    if language == "th" and _THAI_RUN.search(name):
                        continue
                    key = tuple(token.term for token in tokenise_normalised(normalise(name)))
                    if not key:
                        continue
                    ids = lexicon.setdefault(key, [])
                    if concept.id not in ids:
                        ids.append(concept.id)
                    lengths.setdefault(key[0], set()).add(len(key))
        return lexicon, {term: tuple(sorted(own, reverse=True)) for term, own in lengths.items()}


@cache
def _lexicon() -> Lexicon:
    folder = files(__package__) / "data" / "concepts"
    return Lexicon.of(folder.iterdir(), _NO_CONCEPT)


def concepts() -> dict[str, Concept]:
    """The whole lexicon, by concept id."""
    return _lexicon().concepts


def concepts_in(text: str, language: str | None = None) -> dict[str, tuple[str, ...]]:
    """Concepts that a text names, each with the words that name it, as `Lexicon` finds them.

    Args:
        text: Any text; read up to `MAX_TEXT` characters: a `TextCutWarning` tells when that was
            not all of it.
        language: Language of the text when known, as `terms` takes it.

    Returns:
        Matched words by concept id, in order of first appearance.
    """
    text = normalise(plain(readable(text)))
    return _lexicon().read(text, language, thai_terms=False)[1]


def terms_and_concepts(
    text: str, language: str | None = None
) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """What `terms` and `concepts_in` find, read in one go. Arguments as theirs."""
    return _lexicon().read(normalise(plain(readable(text))), language)


def _longest(automaton: Any, text: str) -> list[tuple[int, str]]:
    """Places of names that do not overlap; where two would, the longer one stays."""
    if not _THAI_RUN.search(text):
        return []
    found = [
        (end - len(name) + 1, name)
        for end, name in automaton.iter(text)
        if not _THAI_CONTINUES.match(text, end + 1)
    ]
    kept: list[tuple[int, str]] = []
    taken = bytearray(len(text))
    for start, name in sorted(found, key=lambda hit: (-len(hit[1]), hit[0])):
        if not any(taken[start : start + len(name)]):
            taken[start : start + len(name)] = b"\x01" * len(name)
            kept.append((start, name))
    return kept
