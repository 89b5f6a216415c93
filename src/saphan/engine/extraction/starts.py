"""Where any of some words begin: so that an expression is tried only there."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


def starts_of(words: tuple[str, ...], text: str) -> list[int]:
    """Places at which one of the words begins, in order, each once."""
    return sorted({end + 1 - length for end, length in _automaton(words).iter(text)})


@lru_cache(maxsize=16)
def _automaton(words: tuple[str, ...]) -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton
