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
    "longer",
)
"""What a pair of a message and a claim is told by; each has a weight for one language and one for
two."""
_HIGH = 0.6
_NEIGHBOURS = 10
_PAIRS_AT_ONCE = 8_192


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

    def probabilities(self, features: Floats, same: Any) -> Floats:
        """Probabilities of pairs.

        Args:
            features: A pair a row, as `features` gives them.
            same: Which pairs are of one language.
        """
        odds = np.where(
            same,
            features @ np.array(self.same, np.float32),
            features @ np.array(self.across, np.float32),
        )
        found: Floats = (1 / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
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
    """Which pairs speak of other numbers of the same thing, or deny what the other says.

    Args:
        told: A pair a row, as `features` gives them.
    """
    at = {name: column for column, name in enumerate(FEATURES)}
    odd = (told[:, at["denial_odd"]] > 0) & (told[:, at["denial_one_sided"]] > 0)
    return odd | (told[:, at["numbers_against"]] > 0) | (told[:, at["denial_of_word"]] > 0)


@cache
def model() -> Model:
    """The weights that the package ships."""
    stored = json.loads((files(__package__) / "data" / "weights.json").read_text(encoding="utf-8"))
    for side in ("same", "across"):
        if tuple(stored[side]) != FEATURES:
            raise ValueError(f"weights.json is not of these features: run {'training.claims'}")
    return Model(
        same=tuple(stored["same"].values()),
        across=tuple(stored["across"].values()),
        checked=stored["checked"],
        similar=stored["similar"],
    )


def features(index: Index, asked: Readings, rows: Ints, columns: Ints) -> tuple[Floats, Any]:
    """What pairs are told by.

    Args:
        index: The claims.
        asked: The messages.
        rows: A message's row for each pair, in order.
        columns: A claim's row for each pair.

    Returns:
        `FEATURES` of each pair, and whether the two are of one language.
    """
    found = np.zeros((len(rows), len(FEATURES)), np.float32)
    at = {name: column for column, name in enumerate(FEATURES)}
    claims = index.claims
    found[:, at["one"]] = 1
    meaning = found[:, at["meaning"]]
    for start in range(0, len(rows), _PAIRS_AT_ONCE):
        part = slice(start, start + _PAIRS_AT_ONCE)
        np.einsum(
            "ij,ij->i",
            asked.vectors[rows[part]],
            claims.vectors[columns[part]],
            out=meaning[part],
        )
    found[:, at["meaning_high"]] = np.maximum(meaning - _HIGH, 0)
    found[:, at["stands_out"]] = meaning - _usual(meaning, rows)
    shared = _shared(asked.grams, claims.grams, rows, columns, index.gram_weights)
    ours = _sums(claims.grams, index.gram_weights)[columns]
    theirs = _sums(asked.grams, index.gram_weights)[rows]
    found[:, at["letters"]] = shared / np.sqrt(np.maximum(ours * theirs, 1e-6))
    found[:, at["letters_of_claim"]] = shared / np.maximum(ours, 1e-6)
    shared = _shared(asked.words, claims.words, rows, columns, index.word_weights)
    found[:, at["words_of_claim"]] = shared / np.maximum(
        _sums(claims.words, index.word_weights)[columns], 1e-6
    )
    said = _sums(asked.words, index.word_weights) + asked.unknown
    found[:, at["words_of_message"]] = shared / np.maximum(said[rows], 1e-6)
    same = np.empty(len(rows), bool)
    for pair, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        message, claim = asked.readings[row], claims.readings[column]
        same[pair] = message.script == claim.script
        found[pair, at["concepts_of_claim"] :] = _read_pair(message, claim)
    return found, same


def _read_pair(said: Reading, claim: Reading) -> tuple[float, ...]:
    """The features from `concepts_of_claim` on."""
    share, against = agreement(claim.numbers, said.numbers)
    named = len(claim.concepts)
    concepts = len(claim.concepts.keys() & said.concepts.keys()) / named if named else 0.0
    ours, theirs = claim.polarity, said.polarity
    odd = (ours.denials + theirs.denials) % 2
    one_sided = (ours.denials > 0) != (theirs.denials > 0)
    denied = float(ours.against(theirs))
    if not denied and (odd or one_sided):
        both = set(claim.terms) & set(said.terms)
        denied = float(any((term in ours.denied) != (term in theirs.denied) for term in both))
    longer = np.log((len(said.letters) + 8) / (len(claim.letters) + 8))
    return concepts, share, float(against), float(odd), float(one_sided), denied, longer


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
