"""One form for messages that read the same, whatever they are dressed in."""

from __future__ import annotations

import re

from saphan.engine.language import MAX_TEXT, fold, plain

# All but letters, marks, digits and what stands inside of numbers.
_NOISE = re.compile(r"[^\w\u0e30-\u0e4e\s.,%/:-]|_")
_STRAY = re.compile(r"(?<!\d)[.,%/:-]+|[.,/:-]+(?!\d)")
_SPACES = re.compile(r"\s+")
_LINES = re.compile(r"\s*\n\s*")
# A letter or mark again and again is said with feeling; digits are counted.
_DRAWN_OUT = re.compile(r"([^\W\d]|[\u0e30-\u0e4e])\1{2,}")
_NOT_KEY = re.compile(r"[^\w\u0e30-\u0e4e]+|_")


def folded(text: str) -> str:
    """A text in the form in which it is compared, its lines kept apart.

    HTML is read, compatibility forms, Thai digits and vowels are unified, invisible characters and
    accents dropped, look-alike letters of another script replaced, letters lower-cased
    (`saphan.engine.language.fold`); then emoji and punctuation become spaces, except inside of
    numbers, and a letter three times and more is written once.

    Args:
        text: Any text; read up to `MAX_TEXT` characters.

    Returns:
        The folded text. Folding it again changes nothing.
    """
    text = _undressed(fold(plain(text[:MAX_TEXT])))
    for _ in range(8):
        # What stood apart may come together: rare, and not settled in one pass.
        before = text
        text = fold(text)
        if text == before:
            break
        text = _undressed(text)
    return text


def _undressed(text: str) -> str:
    for _ in range(8):
        before = text
        text = _DRAWN_OUT.sub(r"\1", _STRAY.sub(" ", _NOISE.sub(" ", text)))
        text = "\n".join(_SPACES.sub(" ", line).strip() for line in _LINES.split(text)).strip()
        if text == before:
            break
    return text


def key(text: str) -> str:
    """What two texts share that differ in spaces, punctuation and dress alone."""
    return letters(folded(text))


def letters(text: str) -> str:
    """The letters, marks and digits of a folded text."""
    return _NOT_KEY.sub("", text)
