"""What tells that a message repeats a claim, and how likely it does.

The probability is a logistic regression of likenesses, learned by `training/claims.py` from
messages written for it. Messages in the claim's own language and in another one have weights of
their own: words and letters count in the one, concepts and meaning in the other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from .index import Floats, Index, Ints, Readings
from .numbers import agreement
from .reading import Reading
from .result import Answered

FEATURES = (
    "one",
    "meaning",
    "meaning_high",
    "stands_out",
    "letters",
    "letters_of_claim",
    "words_of_claim",
    "words_of_message",
    "concepts_of_claim",
    "numbers_shared",
    "numbers_against",
    "denial_odd",
    "denial_one_sided",
    "denial_of_word",
    "names_against",
    "longer",
)
"""What a pair of a message and a claim is told by; each has a weight for one language and one for
two."""
_HIGH = 0.6
_NEIGHBOURS = 10
LIKELIEST = 16
"""Claims of a message that are looked at in full."""
_PAIRS_AT_ONCE = 1_024  # what fits the cache of a small machine


@dataclass(frozen=True)
class Model:
    """Weights of the features.

    Attributes:
        same: For a message in the claim's language.
        across: For one in another language.
        checked: Probability from which a message is said to repeat a checked claim.
        similar: From which it is said to look like one.
    """

    same: tuple[float, ...]
    across: tuple[float, ...]
    checked: float
    similar: float

    def odds(self, told: Floats, same: Any) -> Floats:
        """Logarithms of the odds that pairs are right.

        Args:
            told: A pair a row, as `features` gives them.
            same: Which pairs are of one language.
        """
        found: Floats = np.where(
            same,
            told @ np.array(self.same, np.float32),
            told @ np.array(self.across, np.float32),
        )
        return found

    def probabilities(self, pairs: Pairs) -> Floats:
        """Probabilities of pairs."""
        odds = np.clip(self.odds(pairs.told, pairs.same), -30, 30)
        found: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return found

    def answer(self, likely: Any, against: Any) -> Answered:
        """What is said of a message by the claims that it may repeat.

        Args:
            likely: The probability of each.
            against: Which of them it contradicts: those it does not repeat, likely or not.
        """
        if np.any(likely[~against] >= self.checked):
            return "checked"
        return "similar" if np.any(likely >= self.similar) else "new"


def contradicted(told: Floats) -> Any:
    """Which pairs speak of other numbers or names, or deny what the other says."""
    at = {name: column for column, name in enumerate(FEATURES)}
    odd = (told[:, at["denial_odd"]] > 0) & (told[:, at["denial_one_sided"]] > 0)
    named = told[:, at["names_against"]] > 0
    counted = told[:, at["numbers_against"]] > 0
    return odd | counted | named | (told[:, at["denial_of_word"]] > 0)


@dataclass(frozen=True)
class Pairs:
    """Messages and claims, a pair a row.

    Attributes:
        rows: The message of each.
        columns: The claim of each.
        told: `FEATURES` of each.
        same: Whether the two are of one language.
    """

    rows: Ints
    columns: Ints
    told: Floats
    same: Any


@cache
def model() -> Model:
    """The weights that the package ships."""
    stored = json.loads((files(__package__) / "data" / "weights.json").read_text(encoding="utf-8"))
    for side in ("same", "across"):
        if tuple(stored[side]) != FEATURES:
            raise ValueError("weights.json is not of these features: run training.claims")
    return Model(
        same=tuple(stored["same"].values()),
        across=tuple(stored["across"].values()),
        checked=stored["checked"],
        similar=stored["similar"],
    )


def features(
    index: Index, asked: Readings, rows: Ints, columns: Ints, weights: Model | None = None
) -> Pairs:
    """What pairs are told by.

    Args:
        index: The claims.
        asked: The messages.
        rows: A message's row for each pair, in order.
        columns: A claim's row for each pair.
        weights: With a model, what takes long is looked at for the likeliest `LIKELIEST` pairs of
            each message alone, and the others are left out.

    Returns:
        The pairs.
    """
    found = np.zeros((len(rows), len(FEATURES)), np.float32)
    at = {name: column for column, name in enumerate(FEATURES)}
    claims = index.claims
    found[:, at["one"]] = 1
    meaning = found[:, at["meaning"]]
    for start in range(0, len(rows), _PAIRS_AT_ONCE):
        part = slice(start, start + _PAIRS_AT_ONCE)
        meaning[part] = np.einsum(
            "ij,ij->i", asked.vectors[rows[part]], claims.vectors[columns[part]]
        )
    found[:, at["meaning_high"]] = np.maximum(meaning - _HIGH, 0)
    found[:, at["stands_out"]] = meaning - _usual(meaning, rows)
    shared = _shared(asked.grams, claims.grams, rows, columns, index.gram_weights)
    ours = index.gram_sums[columns]
    theirs = _sums(asked.grams, index.gram_weights)[rows]
    found[:, at["letters"]] = shared / np.sqrt(np.maximum(ours * theirs, 1e-6))
    found[:, at["letters_of_claim"]] = shared / np.maximum(ours, 1e-6)
    shared = _shared(asked.words, claims.words, rows, columns, index.word_weights)
    found[:, at["words_of_claim"]] = shared / np.maximum(index.word_sums[columns], 1e-6)
    said = _sums(asked.words, index.word_weights) + asked.unknown
    found[:, at["words_of_message"]] = shared / np.maximum(said[rows], 1e-6)
    found[:, at["longer"]] = np.log(asked.lengths[rows] / claims.lengths[columns])
    same = asked.scripts[rows] == claims.scripts[columns]
    if weights is not None:
        kept = _likeliest(weights.odds(found, same), rows)
        rows, columns, found, same = rows[kept], columns[kept], found[kept], same[kept]
    first = at["concepts_of_claim"]
    for pair, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        told = _read_pair(asked.readings[row], claims.readings[column])
        if told is not None:
            found[pair, first : first + len(told)] = told
    return Pairs(rows, columns, found, same)


def _likeliest(odds: Floats, rows: Ints) -> Ints:
    order = np.lexsort((-odds, rows))
    starts = np.searchsorted(rows[order], np.arange(rows.max(initial=-1) + 2))
    rank = np.arange(len(rows)) - starts[rows[order]]
    kept: Ints = np.sort(order[rank < LIKELIEST])
    return kept


def _read_pair(said: Reading, claim: Reading) -> tuple[float, ...] | None:
    """The features from `concepts_of_claim` to `names_against`; None when all are 0."""
    ours, theirs = claim.polarity, said.polarity
    both_named = claim.concepts and said.concepts
    both_count = claim.numbers and said.numbers
    if not (both_named or both_count or ours.says or theirs.says):
        return None
    concepts = names = 0.0
    if both_named:
        concepts = len(claim.concepts.keys() & said.concepts.keys()) / len(claim.concepts)
        names = float(_names_against(claim, said))
    share, against = agreement(claim.counts, said.counts) if both_count else (0.0, False)
    if not (ours.says or theirs.says):
        return concepts, share, float(against), 0.0, 0.0, 0.0, names
    odd = (ours.denials + theirs.denials) % 2
    one_sided = (ours.denials > 0) != (theirs.denials > 0)
    denied = ours.against(theirs)
    if not denied and (odd or one_sided):
        both = set(claim.terms) & set(said.terms)
        denied = any((term in ours.denied) != (term in theirs.denied) for term in both)
    return concepts, share, float(against), float(odd), float(one_sided), float(denied), names


def _names_against(claim: Reading, said: Reading) -> bool:
    """Whether the two name other banks and agencies, other remedies, or other places."""
    theirs = said.named
    return any(
        kind in theirs and ours.isdisjoint(theirs[kind]) for kind, ours in claim.named.items()
    )


def _usual(meaning: Floats, rows: Ints) -> Floats:
    """For each pair how like its message is to the claims nearest to it, on average.

    A message that is like many claims repeats none of them for that; what stands out counts
    (hubs: Radovanović et al., 2010).
    """
    order = np.lexsort((-meaning, rows))
    starts = np.searchsorted(rows[order], np.arange(rows.max(initial=-1) + 2))
    rank = np.arange(len(rows)) - starts[rows[order]]
    near = rank < _NEIGHBOURS
    sums = np.bincount(rows[order][near], meaning[order][near], minlength=len(starts))
    counts = np.bincount(rows[order][near], minlength=len(starts))
    usual: Floats = (sums / np.maximum(counts, 1))[rows].astype(np.float32)
    return usual


def _shared(asked: Any, claims: Any, rows: Ints, columns: Ints, weights: Floats) -> Floats:
    both = asked[rows].multiply(claims[columns])
    found: Floats = np.asarray(both @ weights[: both.shape[1]]).ravel().astype(np.float32)
    return found


def _sums(matrix: Any, weights: Floats) -> Floats:
    found: Floats = np.asarray(matrix @ weights[: matrix.shape[1]]).ravel().astype(np.float32)
    return found
