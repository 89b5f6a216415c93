"""Claims laid out so that those a message may repeat are found fast.

Three ways lead to a claim, and what each finds is put together: vectors of meaning in fewer
dimensions (the principal ones of the claims'), words and concepts weighed by how rare they are,
and runs of three letters, which know no segmentation and forgive a misspelling.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from scipy import sparse

from .reading import Reading

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Embed = Callable[[Sequence[str]], Floats]

BY_MEANING, BY_WORDS, BY_LETTERS = 40, 20, 12
"""Claims that each way puts forward."""
DIMENSIONS = 128
USUAL_CLAIMS = 500
"""Claims as they usually are that count beside those at hand, so that few of them do not make a
common word rare."""
FEW_CLAIMS = 4_000
"""Up to here every claim is compared in full."""
CONCEPT = "="
_SCRIPTS = ("th", "ru", "en")
_BLOCK = 32  # claims of which the best is looked at first
_ASKED_AT_ONCE = 256  # messages whose likeness to every claim is in memory at a time
_GRAM_SPACE = 1 << 18
_RAREST = 16  # runs of letters, and words, of a message by which claims are sought
_SAMPLE = 20_000
_PRIME = np.array([1_000_003, 8_191, 1], np.uint64)


@dataclass
class Readings:
    """Many texts read and laid out, a text a row.

    Attributes:
        readings: The texts.
        vectors: Unit vectors of meaning.
        words: Which words and concepts each has (1 where it does).
        grams: Which runs of three letters each has.
        unknown: How telling the words of each are, together, that no claim has.
        scripts: The script of each, as a number.
        lengths: How many letters each has, a few more so that the shortest do not count.
    """

    readings: list[Reading]
    vectors: Floats
    words: Any
    grams: Any
    unknown: Floats
    scripts: Any
    lengths: Floats


class Vocabulary:
    """Numbers of words and concepts; a word not among the claims' has none."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.closed = False

    def __len__(self) -> int:
        return len(self._numbers)

    def usual(self) -> Floats:
        """How often each word stands in claims as they usually are: its share of them."""
        found = np.zeros(max(1, len(self)), np.float32)
        for name, share in common().items():
            if name in self._numbers:
                found[self._numbers[name]] = share
        return found

    def unknown(self, reading: Reading) -> list[str]:
        return [name for name in named(reading) if name not in self._numbers]

    def numbers(self, reading: Reading) -> list[int]:
        names = named(reading)
        if self.closed:
            return [self._numbers[name] for name in names if name in self._numbers]
        return [self._numbers.setdefault(name, len(self._numbers)) for name in names]


def named(reading: Reading) -> list[str]:
    """The words and concepts of a text, each by a name of its own."""
    return [*reading.terms, *(f"{CONCEPT}{concept}" for concept in reading.concepts)]


@cache
def common() -> dict[str, float]:
    """Words and concepts that many claims have, and the share of claims that has them."""
    text = (files(__package__) / "data" / "common.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(share) for name, share in rows}


def laid_out(readings: Sequence[Reading], vocabulary: Vocabulary, vectors: Floats) -> Readings:
    """Lay texts out; an open vocabulary learns their words."""
    words = [vocabulary.numbers(reading) for reading in readings]
    starts = np.cumsum([0, *map(len, words)])
    columns = np.fromiter((number for own in words for number in own), np.int32, starts[-1])
    shape = (len(readings), max(1, len(vocabulary)))
    return Readings(
        readings=list(readings),
        vectors=vectors,
        words=sparse.csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=shape),
        grams=_grams([reading.letters for reading in readings]),
        unknown=np.zeros(len(readings), np.float32),
        scripts=np.array([_SCRIPTS.index(reading.script) for reading in readings], np.int8),
        lengths=np.array([len(reading.letters) + 8 for reading in readings], np.float32),
    )


def _grams(texts: Sequence[str]) -> Any:
    """Runs of three letters of each text, hashed; a text of fewer letters is a run by itself."""
    padded = [text if len(text) >= 3 else f"{text:\0<3}" for text in texts]
    lengths = np.array([len(text) for text in padded])
    signs = np.frombuffer("".join(padded).encode("utf-32-le", "replace"), np.uint32)
    signs = signs.astype(np.uint64)
    if not len(signs):
        return sparse.csr_matrix((0, _GRAM_SPACE), dtype=np.float32)
    hashed = signs[:-2] * _PRIME[0] + signs[1:-1] * _PRIME[1] + signs[2:] * _PRIME[2]
    hashed = (hashed ^ (hashed >> np.uint64(17))) % np.uint64(_GRAM_SPACE)
    rows = np.repeat(np.arange(len(padded)), lengths)
    inside = rows[:-2] == rows[2:]
    pairs = np.unique(rows[:-2][inside].astype(np.int64) * _GRAM_SPACE + hashed[inside].astype(int))
    return sparse.csr_matrix(
        (np.ones(len(pairs), np.float32), (pairs // _GRAM_SPACE, pairs % _GRAM_SPACE)),
        shape=(len(padded), _GRAM_SPACE),
    )


class Index:
    """Claims that can be searched.

    Args:
        readings: The claims, read.
        embed: Gives vectors of meaning.
        vectors: Those of the claims, where they are known.

    Attributes:
        claims: The claims laid out.
        word_weights: How telling each word and concept is: the logarithm of its rarity (Spärck
            Jones, 1972).
        gram_weights: How telling each run of letters is.
        word_sums: The weights of each claim's words and concepts, together.
        gram_sums: Those of its runs of letters.
    """

    def __init__(
        self, readings: Sequence[Reading], embed: Embed, vectors: Floats | None = None
    ) -> None:
        self._embed = embed
        self._vocabulary = Vocabulary()
        if vectors is None:
            vectors = embed([reading.text for reading in readings])
        self.claims = laid_out(readings, self._vocabulary, vectors)
        self._vocabulary.closed = True
        count = len(readings)
        self.word_weights = _rarity(self.claims.words, count, self._vocabulary.usual())
        self.gram_weights = _rarity(self.claims.grams, count, np.zeros(_GRAM_SPACE, np.float32))
        self.word_sums = self.claims.words @ self.word_weights
        self.gram_sums = self.claims.grams @ self.gram_weights
        self._axes = _axes(self.claims.vectors) if count > FEW_CLAIMS else None
        self._short = self._shortened(self.claims.vectors)
        missing = -len(self._short) % _BLOCK
        if missing:
            self._short = np.vstack(
                [self._short, np.full_like(self._short[:1], 0).repeat(missing, 0)]
            )
        self._by_word = _searchable(self.claims.words, self.word_weights)
        self._by_gram = _searchable(self.claims.grams, self.gram_weights)

    def __len__(self) -> int:
        return len(self.claims.readings)

    def read(self, readings: Sequence[Reading]) -> Readings:
        """Lay messages out beside the claims."""
        vectors = self._embed([reading.text for reading in readings])
        asked = laid_out(readings, self._vocabulary, vectors)
        unknown = [self._vocabulary.unknown(reading) for reading in readings]
        usual = [common().get(name, 0.0) for names in unknown for name in names]
        weights = _weights(np.array(usual, np.float32) * USUAL_CLAIMS, len(self))
        rows = np.repeat(np.arange(len(readings)), [len(names) for names in unknown])
        asked.unknown = np.bincount(rows, weights, len(readings)).astype(np.float32)
        return asked

    def _shortened(self, vectors: Floats) -> Floats:
        return vectors if self._axes is None else vectors @ self._axes

    def candidates(self, asked: Readings) -> tuple[Ints, Ints]:
        """Claims that messages may repeat.

        Args:
            asked: The messages, as `read` gives them; some hundreds at most.

        Returns:
            Pairs of a message's row and a claim's row, in order of the first.
        """
        count = len(asked.readings)
        if not count or not len(self):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        found = [self._by_meaning(asked.vectors)]
        for matrix, searchable, weights, top in (
            (asked.words, self._by_word, self.word_weights, BY_WORDS),
            (asked.grams, self._by_gram, self.gram_weights, BY_LETTERS),
        ):
            found.append(_best(_rarest(matrix, weights) @ searchable, top))
        rows = np.concatenate([rows for rows, _ in found])
        columns = np.concatenate([columns for _, columns in found])
        pairs = np.unique(rows * len(self) + columns)
        return pairs // len(self), pairs % len(self)

    def _by_meaning(self, vectors: Floats) -> tuple[Ints, Ints]:
        count = len(vectors)
        top = min(BY_MEANING, len(self))
        asked = self._shortened(vectors)
        columns = np.empty((count, top), np.int64)
        room = np.empty((min(count, _ASKED_AT_ONCE), len(self._short)), np.float32)
        for start in range(0, count, _ASKED_AT_ONCE):
            own = slice(start, start + _ASKED_AT_ONCE)
            likeness = np.matmul(asked[own], self._short.T, out=room[: len(asked[own])])
            likeness[:, len(self) :] = -np.inf
            columns[own] = _nearest(likeness, top)
        return np.repeat(np.arange(count), top), columns.ravel()


def _nearest(likeness: Floats, top: int) -> Ints:
    """Columns of the highest values of each row, `top` of them.

    A block is every n-th column, n being the number of blocks, so that the best of all blocks are
    found by comparing runs of memory with each other: eleven times as fast as block by block.
    """
    count, width = len(likeness), likeness.shape[1] // _BLOCK
    most = likeness.reshape(count, _BLOCK, width).max(axis=1)
    chosen = (
        np.argpartition(-most, top - 1, axis=1)[:, :top]
        if width > top
        else np.broadcast_to(np.arange(width), most.shape)
    )
    strides = np.arange(0, _BLOCK * width, width)
    places = (chosen[:, :, None] + strides).reshape(count, -1)
    near = np.take_along_axis(likeness, places, axis=1)
    best = np.argpartition(-near, top - 1, axis=1)[:, :top]
    found: Ints = np.take_along_axis(places, best, axis=1)
    return found


def _rarity(matrix: Any, count: int, usual: Floats) -> Floats:
    times = np.bincount(matrix.indices, minlength=matrix.shape[1]) + usual * USUAL_CLAIMS
    return _weights(times, count)


def _weights(times: Any, count: int) -> Floats:
    everything = count + USUAL_CLAIMS
    found: Floats = np.log(1 + (everything - times + 0.5) / (times + 0.5)).astype(np.float32)
    return found


def _searchable(matrix: Any, weights: Floats) -> Any:
    """Words by claims, each claim's weights scaled by the root of their sum."""
    weighed = matrix.multiply(weights[None, : matrix.shape[1]]).tocsr()
    scale = 1 / np.sqrt(np.maximum(np.asarray(weighed.sum(axis=1)).ravel(), 1e-6))
    return (sparse.diags(scale.astype(np.float32)) @ weighed).T.tocsr().astype(np.float32)


def _rarest(matrix: Any, weights: Floats) -> Any:
    """Of each message the features by which claims are sought: the rarest, that some claim has."""
    rows, columns, data = [], [], []
    known = weights < weights.max(initial=0)
    for row in range(matrix.shape[0]):
        own = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
        own = own[known[own]]
        if len(own) > _RAREST:
            own = own[np.argpartition(-weights[own], _RAREST - 1)[:_RAREST]]
        rows.append(np.full(len(own), row))
        columns.append(own)
        data.append(weights[own])
    if not rows:
        return matrix
    return sparse.csr_matrix(
        (np.concatenate(data), (np.concatenate(rows), np.concatenate(columns))), shape=matrix.shape
    )


def _best(scores: Any, top: int) -> tuple[Ints, Ints]:
    rows, columns = [], []
    for row in range(scores.shape[0]):
        own = slice(scores.indptr[row], scores.indptr[row + 1])
        names, values = scores.indices[own], scores.data[own]
        if len(names) > top:
            names = names[np.argpartition(-values, top - 1)[:top]]
        rows.append(np.full(len(names), row, np.int64))
        columns.append(names.astype(np.int64))
    return np.concatenate(rows), np.concatenate(columns)


def _axes(vectors: Floats) -> Floats:
    """The directions in which vectors differ most."""
    step = max(1, len(vectors) // _SAMPLE)
    sample = vectors[::step].astype(np.float64)
    _, axes = np.linalg.eigh(sample.T @ sample)
    found: Floats = axes[:, ::-1][:, :DIMENSIONS].astype(np.float32)
    return found
