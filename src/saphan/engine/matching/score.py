"""How well an offer meets a need, in parts that can be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from saphan.engine.language import concepts_in, terms

from .problem import FITTING, Listing, Profile

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """What each part counts in the score; the parts that are there are averaged by these."""

    concepts: float = 0.45
    words: float = 0.15
    codes: float = 0.2
    cooperation: float = 0.15
    languages: float = 0.05
    meaning: float = 0.6

    def of(self, parts: Iterable[str]) -> dict[str, float]:
        """Weights of the parts in use, summing to 1."""
        used = {f.name: float(getattr(self, f.name)) for f in fields(self) if f.name in set(parts)}
        total = sum(used.values())
        return {name: weight / total for name, weight in used.items()}


class MeaningScorer(Protocol):
    """Closeness in meaning by vectors, where a model is at hand."""

    def __call__(self, texts: Sequence[str]) -> Scores:
        """Unit vectors of the texts, shape (texts, dimensions)."""


@dataclass(frozen=True)
class Side:
    """All needs, or all offers, with their organisations, row by row."""

    listings: tuple[Listing, ...]
    owners: tuple[Profile, ...]

    def texts(self) -> list[str]:
        return [f"{item.title}\n{item.text}" for item in self.listings]


class Scorer:
    """Features of both sides, computed once; scores a block of needs against every offer."""

    def __init__(
        self,
        needs: Side,
        offers: Side,
        *,
        weights: Weights | None = None,
        meaning: MeaningScorer | None = None,
    ) -> None:
        self.needs, self.offers = needs, offers
        self.parts: dict[str, tuple[sparse.csr_matrix, sparse.csr_matrix]] = {
            "concepts": _features(needs.texts(), offers.texts(), lambda t: list(concepts_in(t))),
            "words": _features(needs.texts(), offers.texts(), terms),
            "codes": _features(needs.listings, offers.listings, _code_levels),
            "cooperation": _fits(needs.listings, offers.listings),
            "languages": _binary(
                [owner.languages or (owner.language,) for owner in needs.owners],
                [owner.languages or (owner.language,) for owner in offers.owners],
            ),
        }
        self.vectors = (
            (meaning(needs.texts()), meaning(offers.texts())) if meaning is not None else None
        )
        names = [*self.parts, *(["meaning"] if self.vectors else [])]
        self.weights = (weights or Weights()).of(names)

    def block(self, rows: slice) -> dict[str, Scores]:
        """Every part for some needs against all offers, each of shape (rows, offers), 0 to 1."""
        found = {
            name: np.clip((one[rows] @ other.T).toarray(), 0, 1).astype(np.float32)
            for name, (one, other) in self.parts.items()
        }
        if self.vectors:
            needs, offers = self.vectors
            found["meaning"] = np.clip(needs[rows] @ offers.T, 0, 1).astype(np.float32)
        return found

    def total(self, parts: dict[str, Scores]) -> Scores:
        """The score of each pair, from its parts."""
        weighted = [parts[name] * np.float32(weight) for name, weight in self.weights.items()]
        return np.asarray(np.sum(weighted, axis=0), np.float32)


def _code_levels(listing: Listing) -> list[str]:
    """A code and its ancestors in the ISIC tree, so that near relatives share some."""
    return [code[:length] for code in listing.isic for length in (2, 3, 4) if len(code) >= length]


def _features(
    needs: Sequence[object], offers: Sequence[object], of: Callable[..., list[str]]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Rows of unit length weighted by rarity (inverse document frequency), for cosines."""
    rows = [of(item) for item in (*needs, *offers)]
    index: dict[str, int] = {}
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in rows:
        for feature in sorted(set(row)):
            columns.append(index.setdefault(feature, len(index)))
            data.append(1.0)
        ends.append(len(columns))
    matrix = sparse.csr_matrix(
        (np.array(data, np.float32), np.array(columns, np.int32), np.array(ends, np.int32)),
        shape=(len(rows), max(1, len(index))),
    )
    seen = np.bincount(np.array(columns, np.int64), minlength=matrix.shape[1])
    matrix = sparse.csr_matrix(matrix.multiply(np.log((1 + len(rows)) / (1 + seen)) + 1))
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1, length, out=np.zeros_like(length), where=length > 0)
    matrix = sparse.csr_matrix(sparse.diags(scale) @ matrix)
    return matrix[: len(needs)], matrix[len(needs) :]


def _binary(
    needs: Sequence[Iterable[str]], offers: Sequence[Iterable[str]]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Rows whose product is at least 1 when two share anything."""
    names = sorted({name for row in (*needs, *offers) for name in row})
    index = {name: i for i, name in enumerate(names)}

    def matrix(rows: Sequence[Iterable[str]]) -> sparse.csr_matrix:
        made = sparse.lil_matrix((len(rows), max(1, len(names))), dtype=np.float32)
        for i, row in enumerate(rows):
            for name in row:
                made[i, index[name]] = 1
        return sparse.csr_matrix(made)

    return matrix(needs), matrix(offers)


def _fits(
    needs: Sequence[Listing], offers: Sequence[Listing]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    wanted = [{kind for need in item.cooperation for kind in FITTING[need]} for item in needs]
    return _binary(wanted, [item.cooperation for item in offers])
