"""Releases that say the same: copies under another date, with a line more, a word changed.

A text is sketched by MinHash (Broder 1997) over its runs of nine letters, by one permutation with
rotation (Shrivastava and Li 2014): the share of places at which two sketches agree estimates the
share of runs that two texts have in common (Jaccard). Bands of a sketch find candidates without
comparing all with all (Indyk and Motwani 1998): texts with a band in common are likely alike. Both
are plain numbers, so that a database can keep them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

ALIKE = 0.75
"""From this likeness on two releases are twins."""
_PLACES = 120  # of a sketch: likeness is known to about 0.04
_BAND = 6  # places in a band; of two texts alike to 0.75, 98 in 100 share one of the 20 bands
_RUN = 9
_MOST = 200_000  # letters of a text that are read
_SOURCE = re.compile(r"^.*(?:ที่มา|Source|Источник)\s*:\s*https?://\S+.*$", re.MULTILINE)
_FURNITURE = re.compile(
    r"^\s*(?:(?:วัน\S{2,10}ที่\s*)?\d{1,2}\s+\S{3,12}\s+\d{4}|พิมพ์|Print)\s*$", re.MULTILINE
)
_LETTER = re.compile(r"[^\W_]|[\u0e30-\u0e4e]")
_TABLE = 0x3100  # letters of most scripts have a number below; a text with others takes longer
_EMPTY = np.uint32(0xFFFFFFFF)

Sketch = NDArray[np.uint32]
Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True)
class Twin(Generic[Id]):
    """An earlier release that says the same.

    Attributes:
        id: Which.
        likeness: The share of runs of letters that both have, estimated; 0 to 1.
    """

    id: Id
    likeness: float


def sketch(text: str) -> Sketch:
    """Sketch a text; its dated line, its source and its spaces do not count.

    Args:
        text: A release.

    Returns:
        Numbers that agree with those of another text at about as many places as the texts do.
    """
    text = text[:_MOST]
    if "http" in text:
        text = _SOURCE.sub(" ", text)
    letters = _letters(unicodedata.normalize("NFC", _FURNITURE.sub(" ", text)).casefold())
    if letters.size < _RUN:
        letters = np.pad(letters, (0, _RUN - letters.size))
    runs = _mixed(_hashed(letters.astype(np.uint64)))
    places = (runs % np.uint64(_PLACES)).astype(np.int64)
    values = (runs >> np.uint64(32)).astype(np.uint32)
    least = np.full(_PLACES, _EMPTY, dtype=np.uint32)
    np.minimum.at(least, places, np.minimum(values, _EMPTY - np.uint32(1)))
    return _filled(least)


def bands(of: Sketch) -> tuple[int, ...]:
    """Numbers of which twins share at least one, almost always, and others almost never.

    Each fits a signed 64-bit integer, and differs from band to band.
    """
    rows = of.reshape(-1, _BAND).astype(np.uint64)
    mixed = np.arange(1, len(rows) + 1, dtype=np.uint64)
    for column in rows.T:
        mixed = _mixed(mixed ^ column)
    return tuple(int(band) for band in mixed.astype(np.int64))


def likeness(one: Sketch, other: Sketch) -> float:
    """The share of runs of letters that two texts have in common, estimated from their sketches."""
    return float(np.mean(one == other))


class Twins(Generic[Id]):
    """The releases seen so far, and which of them a new one repeats."""

    def __init__(self) -> None:
        self._ids: list[Id] = []
        self._sketches: list[Sketch] = []
        self._by_band: dict[int, tuple[int, ...] | int] = {}  # mostly one: a number takes less

    def add(self, identifier: Id, text: str) -> list[Twin[Id]]:
        """Take a release in.

        Args:
            identifier: Which.
            text: All of it.

        Returns:
            The earlier releases that say the same, the likest first.
        """
        own = sketch(text)
        candidates: set[int] = set()
        number = len(self._ids)
        for band in bands(own):
            seen = self._by_band.get(band, ())
            others = (seen,) if isinstance(seen, int) else seen
            candidates.update(others)
            self._by_band[band] = (*others, number) if others else number
        self._ids.append(identifier)
        self._sketches.append(own)
        found = [
            Twin(self._ids[other], round(likeness(own, self._sketches[other]), 3))
            for other in sorted(candidates)
        ]
        alike = [twin for twin in found if twin.likeness >= ALIKE]
        return sorted(alike, key=lambda twin: -twin.likeness)


def groups(releases: Iterable[tuple[Id, str]]) -> list[list[Id]]:
    """Group releases that say the same.

    Args:
        releases: Each with its id.

    Returns:
        Groups of two and more in the order given, each in the order given; a release that is alike
        to one of a group belongs to it.
    """
    twins: Twins[Id] = Twins()
    group_of: dict[Id, list[Id]] = {}
    for identifier, text in releases:
        own = [identifier]
        for twin in twins.add(identifier, text):
            other = group_of[twin.id]
            if other is not own:
                own = other + own if len(own) == 1 else own + other
                for member in own:
                    group_of[member] = own
        group_of[identifier] = own
    order = {identifier: number for number, identifier in enumerate(group_of)}
    unique = {id(group): sorted(group, key=order.__getitem__) for group in group_of.values()}
    return sorted(
        (group for group in unique.values() if len(group) > 1), key=lambda group: order[group[0]]
    )


def _letters(text: str) -> NDArray[np.uint32]:
    """The letters and digits of a text alone, as numbers."""
    numbers = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if numbers.size and int(numbers.max()) >= _TABLE:
        kept = "".join(_LETTER.findall(text))
        return np.frombuffer(kept.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return numbers[_is_letter()[numbers]]


@cache
def _is_letter() -> NDArray[np.bool_]:
    return np.array([bool(_LETTER.match(chr(number))) for number in range(_TABLE)])


def _hashed(letters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A number for each run of letters."""
    count = letters.size - _RUN + 1
    found = np.zeros(count, dtype=np.uint64)
    for offset in range(_RUN):
        found = found * np.uint64(1_000_003) + letters[offset : offset + count]
    return found


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers spread evenly (the finaliser of SplitMix64, Steele et al. 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _filled(least: Sketch) -> Sketch:
    """Places that no run fell on take the value of the next that has one."""
    empty = np.flatnonzero(least == _EMPTY)
    if empty.size == 0 or empty.size == least.size:
        return least
    full = np.flatnonzero(least != _EMPTY)
    following = full[np.searchsorted(full, empty) % full.size]
    filled = least.copy()
    distance = (following - empty) % least.size
    filled[empty] = least[following] + distance.astype(np.uint32) * np.uint32(0x9E3779B1)
    return filled
