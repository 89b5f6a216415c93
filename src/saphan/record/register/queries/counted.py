"""How many releases have each value: from the numbers that the database keeps beside each release.

`register_counted` (migration 0004) writes them: a year is itself, everything else stands above one
of the bases below. A country and a language are their two letters; a topic and a kind of event, of
which there are few, the beginning of their MD5; an organisation its key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from saphan.engine.extraction import EVENT_KINDS, TOPICS

Facets = dict[str, list[tuple[str, int]]]

VALUES = ("country", "topic", "kind", "year", "language", "agency")
"""What is counted."""

_BASES = {
    "year": 0,
    "language": 10_000,
    "kind": 30_000,
    "country": 40_000,
    "topic": 60_000,
    "agency": 70_000,
}
_ENDS = dict(zip(_BASES, [*list(_BASES.values())[1:], None], strict=True))
_LETTERS = 128
_MOST_AGENCIES = 15


def facets_of(counted: Mapping[int, bytes], limited: Iterable[str]) -> tuple[Facets, int]:
    """Count releases by each value.

    Args:
        counted: Numbers of the releases that pass the same limits, by which: bit i for the i-th.
        limited: What the limits are of, in order.

    Returns:
        How many releases each value would leave, the other limits kept, most first; how many pass
        all limits.
    """
    limited = list(limited)
    every = (1 << len(limited)) - 1
    sums = {passed: _sums(numbers) for passed, numbers in counted.items()}
    all_of_them = sums.get(every, np.zeros(0, dtype=np.int64))
    facets: Facets = {}
    for name in VALUES:
        found = all_of_them[_BASES[name] : _ENDS[name]]
        if name in limited:
            # Another value takes a chosen one's place: what fails only this limit counts too.
            without = sums.get(every & ~(1 << limited.index(name)), found[:0])
            found = _added(found, without[_BASES[name] : _ENDS[name]])
        at = np.flatnonzero(found)
        values = [(value, int(found[one])) for one in at if (value := _value(name, int(one)))]
        values.sort(key=lambda one: (-one[1], one[0]))
        facets[name] = values[:_MOST_AGENCIES] if name == "agency" else values
    return facets, int(all_of_them[: _ENDS["year"]].sum())


def _sums(numbers: bytes) -> np.ndarray:
    """How often each number is there."""
    return np.bincount(np.frombuffer(numbers, dtype=">i4"))


def _added(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    if len(one) < len(other):
        one, other = other, one
    total = one.copy()
    total[: len(other)] += other
    return total


def _value(name: str, number: int) -> str:
    """The value of a number above its base; empty for a topic or kind that there is no more."""
    if name in ("country", "language"):
        return chr(number // _LETTERS) + chr(number % _LETTERS)
    if name in ("topic", "kind"):
        return _names().get(number, "")
    return str(number)


@cache
def _names() -> dict[int, str]:
    """Topics and kinds of events by their numbers."""
    return {number_of(name): name for name in (*TOPICS, *EVENT_KINDS)}


def number_of(name: str) -> int:
    """The number of a topic or a kind of event."""
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:3], 16)
