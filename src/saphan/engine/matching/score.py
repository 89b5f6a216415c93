"""How well an offer meets a need: the parts of the score and their weights.

Each part is a number from 0 to 1, computed for all pairs of a block at once on sparse matrices:

- `concepts`: cosine of the idf-weighted concepts both name, whatever the language; concepts of
  one group count a little;
- `words`: cosine of their tf-idf weighted terms, which differ by language but for names and
  Latin terms;
- `codes`: how deep their closest activity codes share the ISIC Rev. 4 tree, less where half of
  all share them too. A listing without codes is read by those of its concepts;
- `cooperation`: how well the closest of their kinds of cooperation fit;
- `languages`: 1 when both sides speak a language in common;
- `meaning`: similarity by a `MeaningScorer`, where one is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
from scipy import sparse

from saphan.engine.language import code_path, concepts, concepts_in, terms

from .problem import Listing, Profile

Matrix = Any  # scipy.sparse.csr_matrix; scipy comes without types
Block = np.ndarray[Any, np.dtype[np.float64]]

PARTS = ("concepts", "words", "codes", "cooperation", "languages")
LEVELS = (0.0, 0.15, 0.5, 0.75, 1.0)
"""Part `codes` by `shared_code_level`: nothing, section, division, group, class."""
_TITLE = 2  # a word of the title counts twice
_COMMON_CODE = 0.4  # what sharing a code that everybody has is worth
_GROUP = 0.25  # a concept's group weighs a quarter of the concept
_UNKNOWN_FIT = 0.5  # one side names no kind of cooperation

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


@dataclass(frozen=True)
class Weights:
    """What each part weighs. The score is divided by the sum, so only proportions matter.

    Attributes:
        concepts: Weight of shared concepts.
        words: Of shared words.
        codes: Of shared activity codes.
        cooperation: Of fitting kinds of cooperation.
        languages: Of a language in common.
        meaning: Of the meaning scorer, when there is one; without one it has no part.
    """

    concepts: float = 0.45
    words: float = 0.2
    codes: float = 0.15
    cooperation: float = 0.15
    languages: float = 0.05
    meaning: float = 0.4

    def __post_init__(self) -> None:
        values = asdict(self)
        if min(values.values()) < 0:
            raise ValueError("no weight may be negative")
        if sum(values[part] for part in PARTS) <= 0:
            raise ValueError("one weight at least must be positive")

    def score(self, parts: Mapping[str, float]) -> float:
        """Weighted mean of parts."""
        weights: dict[str, float] = asdict(self)
        total = sum(weights[part] for part in parts)
        return sum((weights[part] * value for part, value in parts.items()), 0.0) / total


class MeaningScorer(Protocol):
    """Anything that tells how near in meaning texts are, across languages."""

    def similarity(self, needs: Sequence[str], offers: Sequence[str]) -> Block:
        """Similarity of each need (row) and each offer (column), from 0 to 1."""
        ...


@dataclass(frozen=True)
class Side:
    """All needs, or all offers, of a problem with what scoring and explaining read from them.

    Attributes:
        listings: In order of id.
        owners: The organisation of each.
        terms: Terms and how often, a listing.
        concepts: Matched words by concept, a listing.
        codes: Activity codes, a listing; its own, or else those of its concepts.
    """

    listings: tuple[Listing, ...]
    owners: tuple[Profile, ...]
    terms: tuple[Counter[str], ...]
    concepts: tuple[dict[str, tuple[str, ...]], ...]
    codes: tuple[tuple[str, ...], ...]


def read_side(pairs: Sequence[tuple[Listing, Profile]]) -> Side:
    """Read the words, concepts and codes of listings."""
    ordered = sorted(pairs, key=lambda pair: pair[0].id)
    counted, named, codes = [], [], []
    for listing, _ in ordered:
        title = Counter({t: n * _TITLE for t, n in Counter(terms(listing.title)).items()})
        counted.append(title + Counter(terms(listing.text)))
        found = concepts_in(f"{listing.title}\n{listing.text}")
        named.append(found)
        implied = (concepts()[concept].isic for concept in found)
        valid = tuple(code for code in listing.isic if code_path(code))
        codes.append(valid or tuple(dict.fromkeys(code for code in implied if code)))
    return Side(
        listings=tuple(listing for listing, _ in ordered),
        owners=tuple(owner for _, owner in ordered),
        terms=tuple(counted),
        concepts=tuple(named),
        codes=tuple(codes),
    )


class Scorer:
    """Scores blocks of needs against all offers.

    Args:
        needs: One side.
        offers: The other.
        weights: What each part weighs.
        meaning: Scorer of meaning, if there is one.
    """

    def __init__(
        self, needs: Side, offers: Side, weights: Weights, meaning: MeaningScorer | None = None
    ) -> None:
        self.needs, self.offers, self.weights, self.meaning = needs, offers, weights, meaning
        self._words = _cosine_features(
            [{t: 1 + np.log(n) for t, n in counter.items()} for counter in needs.terms],
            [{t: 1 + np.log(n) for t, n in counter.items()} for counter in offers.terms],
        )
        self._concepts = _cosine_features(
            [_with_groups(found) for found in needs.concepts],
            [_with_groups(found) for found in offers.concepts],
        )
        self._codes = [
            _rarity_features(
                [_prefixes(codes, level) for codes in needs.codes],
                [_prefixes(codes, level) for codes in offers.codes],
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

    def parts(self, start: int, stop: int) -> dict[str, Block]:
        """Every part of needs `start` to `stop` (rows) with all offers (columns)."""
        parts = {
            "concepts": _product(self._concepts, start, stop),
            "words": _product(self._words, start, stop),
            "codes": np.zeros((stop - start, len(self.offers.listings))),
            "cooperation": self._fits.block(start, stop),
            "languages": self._languages.block(start, stop),
        }
        for level, features in enumerate(self._codes, 1):
            depth = LEVELS[level] * _product(features, start, stop)
            parts["codes"] = np.maximum(parts["codes"], depth)
        if self.meaning is not None:
            similarity = self.meaning.similarity(
                [f"{x.title}\n{x.text}" for x in self.needs.listings[start:stop]],
                [f"{x.title}\n{x.text}" for x in self.offers.listings],
            )
            parts["meaning"] = np.clip(similarity, 0.0, 1.0)
        return parts

    def total(self, parts: dict[str, Block]) -> Block:
        """Scores of a block; 0 where nothing but form (cooperation, language) is in common."""
        weights = asdict(self.weights)
        total: Block = sum(weights[p] * block for p, block in parts.items()) / sum(
            weights[p] for p in parts
        )
        subject = (parts["concepts"] > 0) | (parts["words"] > 0) | (parts["codes"] > LEVELS[1])
        if "meaning" in parts:
            subject |= parts["meaning"] > 0
        return np.where(subject, total, 0.0)


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
        row_kinds, column_kinds = sorted(set(rows)), sorted(set(columns))
        self._values = np.array([[function(a, b) for b in column_kinds] for a in row_kinds])
        self._rows = np.array([row_kinds.index(row) for row in rows], dtype=int)
        self._columns = np.array([column_kinds.index(column) for column in columns], dtype=int)

    def block(self, start: int, stop: int) -> Block:
        block: Block = self._values[np.ix_(self._rows[start:stop], self._columns)]
        return block


def _with_groups(found: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    features = dict.fromkeys(found, 1.0)
    features |= {f"{concept.partition('.')[0]}.*": _GROUP for concept in found}
    return features


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
    return matrix[: len(needs)], matrix[len(needs) :].T.tocsr()


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
    return unit[: len(needs)], unit[len(needs) :].T.tocsr()


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


def _product(features: tuple[Matrix, Matrix], start: int, stop: int) -> Block:
    block: Block = np.minimum((features[0][start:stop] @ features[1]).toarray(), 1.0)
    return block
