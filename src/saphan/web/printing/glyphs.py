"""Which texts the fonts of papers and pictures can draw: what they cannot would be boxes."""

from __future__ import annotations

import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

from saphan.record.factcheck.models import Claim
from saphan.record.factcheck.texts import wording_in

from . import FOLDER

BREAK = "\u200b"
"""Where a line may break, unseen."""
_JOINERS = "\u200c\u200d"
"""Unseen, and part of how words of some scripts are written."""
_VIRAMA = 9
"""The combining class of what joins a letter to the one after it."""


def is_drawable(text: str) -> bool:
    """Whether every letter and every number of a text is in the fonts."""
    return all(ord(c) in _covered() for c in text if _is_letter(c))


def without_boxes(text: str) -> str:
    """A text on one line, less the signs that no font has, such as pictograms, and what cannot be
    seen. Letters stay: of those `is_drawable` tells."""
    kept = []
    for c in text:
        if c.isspace():
            kept.append(" ")
        elif _is_letter(c) or c in BREAK + _JOINERS or _is_sign(c):
            kept.append(c)
    return " ".join("".join(kept).split())


def _is_sign(c: str) -> bool:
    """Whether it can be seen, and drawn."""
    return ord(c) in _covered() and unicodedata.category(c)[0] != "C"


def _is_letter(c: str) -> bool:
    """Whether a word or a number loses its meaning without it."""
    return unicodedata.category(c)[0] in "LMN"


def may_break(before: str, after: str) -> bool:
    """Whether a line may be broken between two characters of an endless word: not before a mark of
    the letter that it stands on, nor between letters that are written as one."""
    joined = unicodedata.combining(before) == _VIRAMA or before in _JOINERS or after in _JOINERS
    return not joined and unicodedata.category(after)[0] in "LNS"


def drawable_wording(claim: Claim, language: str) -> tuple[str, str]:
    """What is claimed in a language, else in another one that the fonts can draw, and which.

    Args:
        claim: The claim.
        language: The reader's.

    Returns:
        Two empty texts where none can be drawn: the claim's page has it.
    """
    told = [
        wording_in(claim, language),
        (claim.text, claim.language),
        *((text, code) for code, text in sorted(claim.texts.items())),
    ]
    return next(((text, code) for text, code in told if text and is_drawable(text)), ("", ""))


@cache
def _covered() -> frozenset[int]:
    found: set[int] = set()
    for path in (FOLDER / "fonts").glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
