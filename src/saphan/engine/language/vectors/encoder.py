"""The embedded encoder: text of many languages to vectors of one space, on the CPU with numpy.

The network is the convolutional Multilingual Universal Sentence Encoder (Yang et al., 2019,
arXiv:1907.04307): word pieces, windows of two, three and five pieces, their sum scaled by the root
of the length, and a residual network. Its numbers are made by `training/`, which tells where they
come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from io import BytesIO
from itertools import chain
from typing import Any

import numpy as np
from scipy import sparse

Floats = np.ndarray[Any, np.dtype[np.float32]]

MAX_PIECES = 512
"""Word pieces of one text that count for its vector, some 350 words; the rest is left out."""

_WINDOWS = ((2, 0), (3, 1), (5, 2))  # pieces in a window, and how many of them stand to the left
_WIDTH = 256
_TABLE = ("rows", "low", "step", "tuned", "fine", "fine_step")
_MARGIN = 2  # empty rows between texts, so that no window sees a neighbour
_PIECES_KNOWN = 65_536  # pieces of texts that share tables
_PIECES_AT_ONCE = 2048  # what fits the cache of a small machine


class Encoder:
    """Texts to unit vectors.

    Attributes:
        dimensions: Length of a vector.
    """

    def __init__(self) -> None:
        # Imported here: a program that needs no vectors does not wait for it.
        from sentencepiece import SentencePieceProcessor

        data = files("saphan.engine.language") / "data"
        self._pieces = SentencePieceProcessor(model_proto=(data / "pieces.model").read_bytes())
        with np.load(BytesIO((data / "vectors.npz").read_bytes()), allow_pickle=False) as stored:
            self._table = {name: stored[name] for name in _TABLE}
            self._of = {
                name: stored[name].astype(np.float32) for name in stored.files if name not in _TABLE
            }
        self.dimensions = int(self._of["out"].shape[1])

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """Word pieces of each text, between the marks of its start and its end."""
        split = self._pieces.encode(list(texts), out_type=int)
        start, end = self._pieces.bos_id(), self._pieces.eos_id()
        return [[start, *ids[: MAX_PIECES - 2], end] for ids in split]

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Embed texts.

        Args:
            texts: Any number of texts.

        Returns:
            Vectors, `len(texts)` by `dimensions`, each of length 1. A text's vector does not
            depend on the texts beside it by more than rounding.
        """
        pieces = self.pieces(texts)
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for group in _groups(range(len(texts)), pieces, _PIECES_KNOWN):
            known, words, around = self._vocabulary([pieces[index] for index in group])
            weight = words.sum(axis=1), np.einsum("ij,ij->i", words, words)
            for block in _groups(group, pieces, _PIECES_AT_ONCE):
                ids = [np.searchsorted(known, pieces[index]) for index in block]
                vectors[block] = self._forward(ids, words, weight, around)
        return vectors

    def _vocabulary(self, pieces: Sequence[Sequence[int]]) -> tuple[Any, Floats, list[Floats]]:
        """What each distinct piece gives wherever it stands, worked out once.

        The first layer sees a window of pieces and is linear before its kink, so that what a
        piece adds at each place of a window is a table.

        Returns:
            The distinct pieces in order; their rows; and a table for each width of window: what
            passes by, then what each place of the window gets. The last row is of no piece.
        """
        of = self._of
        known = np.unique(np.fromiter(chain.from_iterable(pieces), np.int64))
        words = self._words(known)
        narrow = _normalised(words @ of["narrow"] + of["narrow_bias"], of["narrow_gain"])
        narrow += of["narrow_shift"]
        tables = []
        for index, (size, _) in enumerate(_WINDOWS):
            seen = narrow[:, index * _WIDTH : (index + 1) * _WIDTH]
            weights = of[f"first_{size}"].reshape(size, _WIDTH, _WIDTH)
            table = np.zeros((len(known) + 1, size + 1, _WIDTH), np.float32)
            table[:-1, 0] = seen
            for place in range(size):
                table[:-1, place + 1] = seen @ weights[place]
            table[:, 1] += of[f"first_{size}_bias"]
            tables.append(table)
        return known, words, tables

    def _words(self, pieces: Any) -> Floats:
        """The rows of distinct pieces, in order: in steps of the six bits of their chunk, and what
        training has added to some of them in steps of their own."""
        table = self._table
        chunk = pieces % len(table["low"])
        words: Floats = table["rows"][pieces] * table["step"][chunk, None]
        words += table["low"][chunk, None]
        _, at, where = np.intersect1d(
            pieces, table["tuned"], assume_unique=True, return_indices=True
        )
        words[at] += table["fine"][where] * table["fine_step"][where, None]
        return words

    def _forward(
        self,
        ids: Sequence[Any],
        words: Floats,
        weight: tuple[Floats, Floats],
        tables: Sequence[Floats],
    ) -> Floats:
        """Vectors of texts.

        Args:
            ids: Places of each text's pieces among the rows of `words`.
            words: The rows of distinct pieces.
            weight: The sum of each row, and the sum of its squares.
            tables: What `_vocabulary` gives with them.
        """
        of = self._of
        lengths = np.array([len(own) for own in ids])
        text = np.repeat(np.arange(len(ids)), lengths)
        place = np.arange(len(text)) + _MARGIN * (text + 1)
        flat = np.concatenate(ids)
        row = np.full(len(text) + _MARGIN * (len(ids) + 2), len(words))
        row[place] = flat

        sums, squares = weight[0][flat], weight[1][flat]
        windows = []
        spread = np.zeros((len(row), _WIDTH), np.float32)
        for index, (size, left) in enumerate(_WINDOWS):
            table = tables[index]
            first = table[row[place - left], 1]
            for shift in range(1, size):
                first += table[row[place + shift - left], shift + 1]
            np.maximum(first, 0, out=first)
            first += table[flat, 0]
            spread[place] = first
            around = spread[place[:, None] + np.arange(-left, size - left)]
            second = around.reshape(len(text), -1) @ of[f"second_{size}"]
            second += of[f"second_{size}_bias"]
            np.maximum(second, 0, out=second)
            second += first
            sums += second.sum(axis=1)
            squares += np.einsum("ij,ij->i", second, second)
            windows.append(second)
        length = lengths[:, None].astype(np.float32)
        summed = _summed(words, flat, windows, sums, squares, lengths)
        summed = summed * of["joined_gain"] + length * of["joined_shift"]
        mixed = (summed @ of["mix"] + length * of["mix_bias"]) / np.sqrt(length)

        first = np.maximum(mixed @ of["deep"], 0)
        second = np.maximum(mixed @ of["skip"] + first @ of["deeper"], 0)
        third = np.maximum(second @ of["deepest"], 0)
        out: Floats = np.tanh(second @ of["skip_out"] + third @ of["out"])
        return out / np.linalg.norm(out, axis=1, keepdims=True)


def _summed(
    words: Floats,
    flat: Any,
    windows: Sequence[Floats],
    sums: Floats,
    squares: Floats,
    lengths: np.ndarray[Any, Any],
) -> Floats:
    """Layer-normalised rows added up, a text a row, without laying them out.

    A row of a piece is that of `words` at its place in `flat`, and then its row in each of
    `windows`; `sums` and `squares` are of the whole row.
    """
    width = words.shape[1] + _WIDTH * len(windows)
    mean = sums / width
    variance = squares / width - mean * mean
    scale = 1 / np.sqrt(np.maximum(variance, 0) + np.float32(1e-12))
    ends = np.concatenate(([0], np.cumsum(lengths)))
    of_words = sparse.csr_matrix((scale, flat, ends), shape=(len(lengths), len(words)))
    of_pieces = sparse.csr_matrix((scale, np.arange(len(flat)), ends))
    summed = np.hstack([of_words @ words, *(of_pieces @ own for own in windows)])
    summed -= np.add.reduceat(scale * mean, ends[:-1])[:, None]
    return summed


def _groups(
    order: Iterable[int], pieces: Sequence[Sequence[int]], most: int
) -> Iterable[list[int]]:
    """Texts in order, as many at once as have `most` pieces together, or one."""
    group: list[int] = []
    size = 0
    for index in order:
        if group and size + len(pieces[index]) > most:
            yield group
            group, size = [], 0
        group.append(int(index))
        size += len(pieces[index])
    if group:
        yield group


def _normalised(values: Floats, gain: Floats) -> Floats:
    """Layer normalisation (Ba et al., 2016, arXiv:1607.06450), without its shift."""
    values -= values.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", values, values) / values.shape[1]
    values *= (1 / np.sqrt(variance + np.float32(1e-12)))[:, None]
    values *= gain
    return values
