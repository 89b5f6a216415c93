"""What a need and an offer have in common, part by part.

Each part is a number from 0 to 1:

- `meaning`: cosine of the vectors of the two texts, whatever their languages, counted from that
  of texts which have nothing to do with each other;
- `concepts`: cosine of the idf-weighted concepts both name; concepts of one group count a little;
- `words`: cosine of their tf-idf weighted terms, which differ by language but for names and
  Latin terms;
- `codes`: how deep their closest activity codes share the ISIC Rev. 4 tree, less where half of
  all share them too. A listing without codes is read by those of its concepts;
- `cooperation`: how well the closest of their kinds of cooperation fit;
- `languages`: 1 when both sides speak a language in common;
- `wish`: a half for each organisation that has asked to meet the other;
- `mutual`: how well the organisations fit the other way round, the one's offers and the other's
  needs (added by `recommend`, which knows it of the pairs that come into question).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse

from saphan.engine.language import code_path

from .problem import Profile
from .reading import SCALE, Side

Matrix = Any  # scipy.sparse.csr_matrix; scipy comes without types
Block = np.ndarray[Any, np.dtype[np.float64]]
Indices = np.ndarray[Any, np.dtype[np.int64]]

LEVELS = (0.0, 0.15, 0.5, 0.75, 1.0)
"""Part `codes` by `shared_code_level`: nothing, section, division, group, class."""
LIKE = 0.4
"""Part `meaning` from which two texts say much the same, though they share no word or concept."""
RELATED = 0.1
"""Part `meaning` from which two texts may have a subject in common at all."""

_COMMON_CODE = 0.4  # what sharing a code that everybody has is worth
_GROUP = 0.25  # a concept's group weighs a quarter of the concept
_UNKNOWN_FIT = 0.5  # one side names no kind of cooperation
_NEAR = 0.5  # what shared concepts add to nearness in meaning when candidates are sought
_APART = 2.0  # takes a pair out of question

FITS: dict[str, dict[str, float]] = {
    "purchase": {"sale": 1.0, "distribution": 0.8, "licensing": 0.8, "outsourcing": 0.8},
    "outsourcing": {"outsourcing": 1.0, "sale": 0.8},
    "sale": {"purchase": 1.0, "distribution": 0.8},
    "distribution": {"distribution": 1.0, "sale": 0.8, "licensing": 0.8, "purchase": 0.5},
    "licensing": {"licensing": 1.0, "sale": 0.5, "distribution": 0.5},
    "investment": {"investment": 1.0, "joint_venture": 0.8},
    "joint_venture": {"joint_venture": 1.0, "investment": 0.8, "research": 0.5, "pilot": 0.5},
    "research": {"research": 1.0, "pilot": 0.5, "joint_venture": 0.5, "training": 0.5},
    "pilot": {"pilot": 1.0, "sale": 0.5, "research": 0.5, "joint_venture": 0.5},
    "training": {"training": 1.0, "sale": 0.5, "research": 0.5, "information": 0.5},
    "information": {"information": 1.0, "training": 0.5, "research": 0.5},
}
"""What a need of one kind (row) gets from an offer of another (column); 0 where nothing stands.

A need to `purchase` is met by an offer of `sale`, as well as by one to distribute, license or take
over work. A need of `sale` looks for buyers: an offer to `purchase`, or to distribute. A need of
`investment` looks for money and meets an offer of it. Joint kinds fit themselves.
"""


class Scorer:
    """Scores pairs of a need and an offer.

    Args:
        needs: One side.
        offers: The other.
        cross_border: Whether only pairs of two countries count.
        unrelated: The cosine of texts that have nothing to do with each other.
    """

    def __init__(
        self, needs: Side, offers: Side, cross_border: bool = True, unrelated: float = 0.0
    ) -> None:
        self._unrelated = unrelated
        self.needs, self.offers, self.cross_border = needs, offers, cross_border
        self._vectors = tuple(side.readings.vectors.astype(np.float32) for side in (needs, offers))
        self._words = _cosine_features(
            *(
                [{t: 1 + np.log(n) for t, n in counter.items()} for counter in side.readings.terms]
                for side in (needs, offers)
            )
        )
        self._concepts = _cosine_features(
            *([_with_groups(found) for found in s.readings.concepts] for s in (needs, offers))
        )
        self._across = self._concepts[1].T.tocsr()
        self._codes = [
            _rarity_features(
                *([_prefixes(codes, level) for codes in s.readings.codes] for s in (needs, offers))
            )
            for level in range(1, len(LEVELS))
        ]
        self._fits = _Table(
            [listing.cooperation for listing in needs.listings],
            [listing.cooperation for listing in offers.listings],
            cooperation_fit,
        )
        self._languages = _Table(
            [spoken(owner) for owner in needs.owners],
            [spoken(owner) for owner in offers.owners],
            lambda a, b: 1.0 if set(a) & set(b) else 0.0,
        )
        profiles = sorted({p.id: p for s in (needs, offers) for p in s.owners}.items())
        place = {name: index for index, (name, _) in enumerate(profiles)}
        self.owners = tuple(np.array([place[p.id] for p in s.owners]) for s in (needs, offers))
        number = {p.country: index for index, (_, p) in enumerate(profiles)}
        self._countries = tuple(
            np.array([number[p.country] for p in s.owners], np.int32) for s in (needs, offers)
        )
        self._wishes = _relation([[place.get(x, -1) for x in p.wishes] for _, p in profiles])
        exclusions = _relation([[place.get(x, -1) for x in p.exclusions] for _, p in profiles])
        self._excluded = exclusions + exclusions.T

    def allowed(self, start: int, stop: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which offers (columns) needs `start` to `stop` (rows) may be shown at all."""
        needers, givers = self.owners[0][start:stop], self.owners[1]
        good = needers[:, None] != givers[None, :]
        if self.cross_border:
            good &= self._countries[0][start:stop, None] != self._countries[1][None, :]
        if self._excluded.nnz:
            good &= self._excluded[needers][:, givers].toarray() == 0
        return good

    def near(self, start: int, stop: int, most: int) -> tuple[Indices, Indices, int]:
        """The offers that come into question for needs `start` to `stop`.

        Those nearest by meaning and concepts together, of a kind of cooperation that fits. Vectors
        are whole numbers whose products stay below 2^24, so that sums are exact in single
        precision and the same on every machine.

        Args:
            start: First need.
            stop: One beyond the last.
            most: How many a need.

        Returns:
            Needs and offers of the pairs, by need; and how many pairs were looked at.
        """
        near = self._vectors[0][start:stop] @ self._vectors[1].T
        near /= np.float32(SCALE * SCALE * (1 - self._unrelated))
        shared = (self._concepts[0][start:stop] @ self._across).tocoo()
        near[shared.row, shared.col] += np.float32(_NEAR) * shared.data.astype(np.float32)
        np.subtract(near, np.float32(1), out=near, where=self._fits.nothing(start, stop))
        allowed = self.allowed(start, stop)
        np.copyto(near, -np.float32(2 * _APART), where=~allowed)
        columns = near.shape[1]
        if most < columns:
            found = np.argpartition(near, columns - most, axis=1)[:, columns - most :]
            found.sort(axis=1)
        else:
            found = np.broadcast_to(np.arange(columns), near.shape)
        rows = np.repeat(np.arange(start, stop), found.shape[1])
        offers = found.ravel()
        good = allowed[rows - start, offers]
        return rows[good], offers[good], int(allowed.sum())

    def parts(self, needs: Indices, offers: Indices) -> dict[str, Block]:
        """Every part but `mutual` of pairs.

        Args:
            needs: Index of the need of each pair.
            offers: Index of its offer.

        Returns:
            An array a part, in the order of the pairs.
        """
        meaning = np.einsum("ij,ij->i", self._vectors[0][needs], self._vectors[1][offers])
        parts = {
            "meaning": self._likeness(meaning.astype(float)),
            "concepts": _dots(self._concepts, needs, offers),
            "words": _dots(self._words, needs, offers),
            "codes": np.zeros(len(needs)),
            "cooperation": self._fits.pairs(needs, offers),
            "languages": self._languages.pairs(needs, offers),
            "wish": self._wished(self.owners[0][needs], self.owners[1][offers]),
        }
        for level, features in enumerate(self._codes, 1):
            depth = LEVELS[level] * _dots(features, needs, offers)
            parts["codes"] = np.maximum(parts["codes"], depth)
        return parts

    def _likeness(self, products: Block) -> Block:
        cosines = products / SCALE**2
        likeness: Block = np.clip((cosines - self._unrelated) / (1 - self._unrelated), 0.0, 1.0)
        return likeness

    def _wished(self, needers: Indices, givers: Indices) -> Block:
        if not self._wishes.nnz:
            return np.zeros(len(needers))
        one = np.asarray(self._wishes[needers, givers]).ravel() > 0
        other = np.asarray(self._wishes[givers, needers]).ravel() > 0
        return (one.astype(float) + other) / 2


def subject(parts: Mapping[str, Any]) -> Any:
    """Whether a pair has more in common than form: a concept, a word, a division, or meaning."""
    return (
        (np.asarray(parts["concepts"]) > 0)
        | (np.asarray(parts["words"]) > 0)
        | (np.asarray(parts["codes"]) > LEVELS[1])
        | (np.asarray(parts["meaning"]) >= RELATED)
    )


def spoken(profile: Profile) -> tuple[str, ...]:
    """Languages in which an organisation can talk."""
    return profile.languages or (profile.language,)


def cooperation_fit(need: Sequence[str], offer: Sequence[str]) -> float:
    """How well the closest kinds of cooperation of a need and an offer fit, from 0 to 1."""
    if not need or not offer:
        return _UNKNOWN_FIT
    return max(FITS[wanted].get(given, 0.0) for wanted in need for given in offer)


class _Table:
    """A function of two properties that few listings differ in, computed once a combination."""

    def __init__(self, rows: Sequence[Any], columns: Sequence[Any], function: Any) -> None:
        row_kinds, column_kinds = (
            {value: index for index, value in enumerate(sorted(set(own)))}
            for own in (rows, columns)
        )
        self._values = np.array([[function(a, b) for b in column_kinds] for a in row_kinds])
        self._rows = np.array([row_kinds[row] for row in rows], dtype=int)
        self._columns = np.array([column_kinds[column] for column in columns], dtype=int)

    def nothing(self, start: int, stop: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Where the function is 0, of rows `start` to `stop` and all columns."""
        zero = self._values == 0
        by_kind: np.ndarray[Any, np.dtype[np.bool_]] = zero[:, self._columns]
        return by_kind[self._rows[start:stop]]

    def pairs(self, rows: Indices, columns: Indices) -> Block:
        values: Block = self._values[self._rows[rows], self._columns[columns]]
        return values


def _with_groups(found: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    features = dict.fromkeys(found, 1.0)
    features |= {f"{concept.partition('.')[0]}.*": _GROUP for concept in found}
    return features


def _relation(rows: Sequence[Sequence[int]]) -> Matrix:
    """Who is related to whom, as a sparse square; -1 stands for somebody who is not there."""
    pairs = [(row, column) for row, own in enumerate(rows) for column in own if column >= 0]
    ones = np.ones(len(pairs))
    where = ([a for a, _ in pairs], [b for _, b in pairs])
    return sparse.csr_matrix((ones, where), shape=(len(rows), len(rows)))


def _prefixes(codes: Sequence[str], level: int) -> tuple[str, ...]:
    """The distinct codes at one level of the tree above some codes."""
    paths = (code_path(code) for code in codes)
    return tuple(dict.fromkeys(path[level - 1] for path in paths if len(path) >= level))


def _rarity_features(
    needs: Sequence[Sequence[str]], offers: Sequence[Sequence[str]]
) -> tuple[Matrix, Matrix]:
    """Rows whose product is how rare the shared codes are: 1 when no third listing has them."""
    rows = [*needs, *offers]
    frequency = Counter(code for row in rows for code in row)
    scale = np.log(max(3, len(rows)) / 2)
    values = {
        code: 1.0 - (1.0 - _COMMON_CODE) * max(0.0, np.log(times / 2)) / scale
        for code, times in frequency.items()
    }
    matrix = _matrix([{code: np.sqrt(values[code]) for code in row} for row in rows])
    return matrix[: len(needs)], matrix[len(needs) :]


def _cosine_features(
    needs: Sequence[Mapping[str, float]], offers: Sequence[Mapping[str, float]]
) -> tuple[Matrix, Matrix]:
    """Unit rows of idf-weighted features; their product is the cosine.

    idf is the smooth one, ln((1 + n) / (1 + df)) + 1, as in Manning, Raghavan and Schütze,
    Introduction to Information Retrieval, chapter 6, over both sides together.
    """
    rows = [*needs, *offers]
    frequency = Counter(feature for row in rows for feature in row)
    matrix = _matrix(
        [
            {
                f: value * (np.log((1 + len(rows)) / (1 + frequency[f])) + 1)
                for f, value in row.items()
            }
            for row in rows
        ]
    )
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1))).ravel()
    norms[norms == 0] = 1.0
    unit = sparse.diags(1 / norms) @ matrix
    unit = unit.tocsr()
    return unit[: len(needs)], unit[len(needs) :]


def _matrix(rows: Sequence[Mapping[str, float]]) -> Matrix:
    """Rows of named values as a sparse matrix, columns in order of name."""
    names = sorted({name for row in rows for name in row})
    column = {name: index for index, name in enumerate(names)}
    pointers, indices, data = [0], [], []
    for row in rows:
        for name in sorted(row):
            indices.append(column[name])
            data.append(row[name])
        pointers.append(len(indices))
    return sparse.csr_matrix((data, indices, pointers), shape=(len(rows), len(column) or 1))


def _dots(features: tuple[Matrix, Matrix], rows: Indices, columns: Indices) -> Block:
    """Products of the two features of each pair."""
    needs, offers = features[0][rows], features[1][columns]
    dots: Block = np.minimum(np.asarray(needs.multiply(offers).sum(axis=1)).ravel(), 1.0)
    return dots
