"""Where the words and concepts of a text stand in it, for marking what was found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .concepts import concepts_in
from .normalise import MAX_TEXT, normalise
from .words import words

CONCEPT = "concept:"
_RUN = re.compile(
    "[\u0e00-\u0e7f]+|[\u0400-\u052f]+|[0-9]*[a-z\u00df-\u024f][a-z0-9\u00df-\u024f]*(?:\\+\\+|#)?"
)
_THAI = re.compile("[\u0e00-\u0e7f]")


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
        Terms in order of their places; one place may have several.
    """
    low = _lowered(text[:MAX_TEXT])
    found = set()
    for run in _RUN.finditer(low):
        found.update(_words(run.group(), run.start()))
        if names:
            found.add(Placed(run.group(), run.start(), run.end()))
    for concept_id, phrases in concepts_in(text).items():
        for phrase in phrases:
            found.update(
                Placed(CONCEPT + concept_id, match.start(), match.end())
                for match in _phrase(phrase).finditer(low)
            )
    return sorted(found, key=lambda one: (one.start, one.end, one.term))


def _lowered(text: str) -> str:
    """The text in small letters, letter for letter, so that places stay."""
    if text.isascii():
        return text.lower()
    small = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return small.replace("ё", "е")


def _words(run: str, start: int) -> list[Placed]:
    found, at = [], 0
    for token in words(run).tokens:
        begin = run.find(token.surface, at)
        at = begin + len(token.surface) if begin >= 0 else at
        if not token.stop:
            # A run that is not in its normal form holds the word somewhere.
            span = (begin, at) if begin >= 0 else (0, len(run))
            found.append(Placed(token.term, start + span[0], start + span[1]))
    return found


def _phrase(phrase: str) -> re.Pattern[str]:
    between = r"[\s\-–—/]*" if _THAI.search(phrase) else r"[\s\-–—/]+"
    pattern = between.join(map(re.escape, phrase.split()))
    return re.compile(pattern if _THAI.search(phrase) else rf"(?<!\w){pattern}(?!\w)")


def runs(text: str) -> list[str]:
    """The words of a text as they are written, in their normal form; Thai between spaces whole."""
    return _RUN.findall(normalise(text))
