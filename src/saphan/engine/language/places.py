"""Where the words and concepts of a text stand in it, for marking what was found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from .concepts import concepts_in
from .normalise import MAX_TEXT, is_normal, lowered, normalise
from .words import tokenise_normalised, words

CONCEPT = "concept:"
_RUN = re.compile(
    "[\u0e00-\u0e7f]+|[\u0400-\u052f]+|[0-9]*[a-z\u00df-\u024f][a-z0-9\u00df-\u024f]*(?:\\+\\+|#)?"
)
_THAI = re.compile("[\u0e00-\u0e7f]")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Placed:
    """A term of a text and where it stands.

    Attributes:
        term: A word as `terms` gives it, a name as it is written, or `concept:` and a concept's
            id.
        start: Its first character in the text itself.
        end: The character after its last.
    """

    term: str
    start: int
    end: int


def places(text: str, *, names: bool = False) -> list[Placed]:
    """The content words and concepts of a text with their places.

    Args:
        text: Any text, read up to `MAX_TEXT` characters.
        names: Whether the text is a name: its words then also count as they are written, function
            words too, and Thai ones whole, since names are no words of a dictionary.

    Returns:
        Terms in order of their places; one place may have several: a concept whose name is part of
        another's stands there too.
    """
    low = lowered(text[:MAX_TEXT]).replace("ё", "е")
    found: set[tuple[int, int, str]] = set()
    for run in _RUN.finditer(low):
        start = run.start()
        found.update((start + begin, start + end, term) for begin, end, term in _words(run.group()))
        if names:
            found.add((start, run.end(), run.group()))
    named = {(id_, phrase) for id_, phrases in concepts_in(text).items() for phrase in phrases}
    named |= {shorter for _id, phrase in named for shorter in _within(phrase)}
    for concept_id, phrase in named:
        pattern, apart = _phrase(phrase)
        found.update(
            (match.start(), match.end(), CONCEPT + concept_id)
            for match in pattern.finditer(low)
            if not (apart and match.start() and _LETTER.match(low, match.start() - 1))
        )
    return [Placed(term, start, end) for start, end, term in sorted(found)]


@lru_cache(50_000)
def _words(run: str) -> tuple[tuple[int, int, str], ...]:
    """The content words of a run with their places; news repeats itself, so they are kept."""
    found, at = [], 0
    for token in tokenise_normalised(run) if is_normal(run) else words(run).tokens:
        begin = run.find(token.surface, at)
        at = begin + len(token.surface) if begin >= 0 else at
        if not token.stop:
            # A run that is not in its normal form holds the word somewhere.
            span = (begin, at) if begin >= 0 else (0, len(run))
            found.append((*span, token.term))
    return tuple(found)


@lru_cache(20_000)
def _within(phrase: str) -> frozenset[tuple[str, str]]:
    """Concepts of parts of a concept's name: who asks for tourism wants space tourism too."""
    thai = bool(_THAI.search(phrase))
    parts = [one.surface for one in words(phrase).tokens] if thai else phrase.split()
    found: set[tuple[str, str]] = set()
    for first, last in combinations(range(len(parts) + 1), 2):
        part = ("" if thai else " ").join(parts[first:last])
        if last - first < len(parts) and part in phrase:
            of_part = concepts_in(part).items()
            found.update((id_, part) for id_, names in of_part if part in names)
    return frozenset(found)


@lru_cache(10_000)
def _phrase(phrase: str) -> tuple[re.Pattern[str], bool]:
    """What finds a phrase, and whether it must not begin within a word.

    The pattern begins with a letter, not with a look behind: so it is searched for many times as
    fast.
    """
    thai = bool(_THAI.search(phrase))
    between = r"[\s\-–—/]*" if thai else r"[\s\-–—/]+"
    pattern = between.join(map(re.escape, phrase.split()))
    return re.compile(pattern if thai else rf"{pattern}(?!\w)"), not thai


def runs(text: str) -> list[str]:
    """The words of a text as they are written, in their normal form; Thai between spaces whole."""
    return _RUN.findall(normalise(text))
