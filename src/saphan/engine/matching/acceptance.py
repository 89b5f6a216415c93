"""How likely a pair is to agree to meet, and what is learned from those that did and did not.

Logistic regression over the parts of a score (Cox, 1958). Before anything is known the weights are
the prior's; with decisions they are the maximum a posteriori under a normal prior around it, found
by Newton's method (Bishop, Pattern Recognition and Machine Learning, 2006, section 4.5), so that a
few decisions move them a little and many a lot.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]

PARTS = (
    "meaning", "concepts", "words", "codes", "cooperation", "languages", "wish", "mutual"
)  # fmt: skip
MISFIT = "misfit"
"""A mark of the model, no part to show: both name kinds of cooperation, and none fits."""

_PRIOR = {
    "meaning": 7.0,
    "concepts": 2.5,
    "words": 1.5,
    "codes": 1.0,
    "cooperation": 1.5,
    "languages": 0.3,
    "wish": 1.5,
    "mutual": 0.7,
    MISFIT: -3.0,
}
_PRIOR_BIAS = -6.0
_SPREAD = 1.0  # standard deviation of a weight around the prior's
_FEWEST = 30
_FEWEST_EITHER_WAY = 10  # Peduzzi et al., J. Clin. Epidemiol. 49 (1996): fewer tell of chance
_FOLDS = 5
_STEPS = 50


@dataclass(frozen=True)
class Decision:
    """What came of a pair.

    Attributes:
        parts: The parts of its score.
        accepted: Whether they agreed to meet; a "not for us" is a no.
    """

    parts: Mapping[str, float]
    accepted: bool


@dataclass(frozen=True)
class Acceptance:
    """A model of acceptance.

    Attributes:
        weights: What each of `PARTS`, and `MISFIT`, adds to the log odds.
        bias: Log odds of a pair with nothing in common.
        decisions: How many decisions it was learned from; 0 for the prior.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: dict(_PRIOR))
    bias: float = _PRIOR_BIAS
    decisions: int = 0

    def __post_init__(self) -> None:
        missing = {*PARTS, MISFIT} ^ set(self.weights)
        if missing:
            raise ValueError(f"weights must name each part once; look at {sorted(missing)}")
        if not all(math.isfinite(value) for value in (self.bias, *self.weights.values())):
            raise ValueError("every weight must be a finite number")

    def probability(self, parts: Mapping[str, Any]) -> Any:
        """Probability that a pair agrees to meet.

        Args:
            parts: Each part, a number from 0 to 1 or an array of them; a missing one counts 0.

        Returns:
            A number, or an array of the parts' shape, from 0 to 1.
        """
        odds: Any = self.bias
        for part in PARTS:
            if part in parts:
                odds = odds + self.weights[part] * parts[part]
        if "cooperation" in parts:
            odds = odds + self.weights[MISFIT] * (np.asarray(parts["cooperation"]) == 0)
        return 1 / (1 + np.exp(-odds))


def learn(decisions: Sequence[Decision], prior: Acceptance | None = None) -> Acceptance:
    """Learn from what was accepted and declined.

    Args:
        decisions: What came of pairs.
        prior: What was believed before; by default `Acceptance()`.

    Returns:
        The model that explains the decisions best, given the prior; the prior itself while there
        are fewer than 30, while fewer than 10 were accepted or fewer than 10 declined, or where
        what was learned foretells held-out decisions no better than the prior does.
    """
    prior = prior or Acceptance()
    accepted = np.array([decision.accepted for decision in decisions], float)
    fewer = min(accepted.sum(), len(accepted) - accepted.sum())
    if len(decisions) < _FEWEST or fewer < _FEWEST_EITHER_WAY:
        return prior
    rows = _rows(decisions)
    start = _vector(prior)
    folds = np.arange(len(decisions)) % _FOLDS
    ours = theirs = 0.0
    for fold in range(_FOLDS):
        held = folds == fold
        if accepted[~held].min() == accepted[~held].max():
            return prior
        ours += _loss(rows[held], accepted[held], _fit(rows[~held], accepted[~held], start))
        theirs += _loss(rows[held], accepted[held], start)
    if ours >= theirs:
        return prior
    return _model(_fit(rows, accepted, start), len(decisions))


def _rows(decisions: Sequence[Decision]) -> Floats:
    return np.array(
        [
            [
                *(decision.parts.get(part, 0.0) for part in PARTS),
                float(decision.parts.get("cooperation", 1.0) == 0),
                1.0,
            ]
            for decision in decisions
        ]
    )


def _vector(model: Acceptance) -> Floats:
    return np.array([*(model.weights[part] for part in PARTS), model.weights[MISFIT], model.bias])


def _model(vector: Floats, decisions: int) -> Acceptance:
    weights = {part: float(value) for part, value in zip((*PARTS, MISFIT), vector, strict=False)}
    return Acceptance(weights, float(vector[-1]), decisions)


def _fit(rows: Floats, accepted: Floats, prior: Floats) -> Floats:
    precision = 1 / _SPREAD**2
    found = prior.copy()
    for _ in range(_STEPS):
        likely = _sigmoid(rows @ found)
        slope = rows.T @ (likely - accepted) + precision * (found - prior)
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows
        step = np.linalg.solve(curve + precision * np.eye(len(found)), slope)
        # Far from the best, a whole step may lead further away: it is halved until it helps.
        cost = _cost(rows, accepted, found, prior)
        while np.abs(step).max() >= 1e-9 and _cost(rows, accepted, found - step, prior) > cost:
            step = step / 2
        found = found - step
        if np.abs(step).max() < 1e-9:
            break
    return found


def _cost(rows: Floats, accepted: Floats, vector: Floats, prior: Floats) -> float:
    """What `_fit` makes as small as it can: the loss, and how far the vector is from the prior."""
    return _loss(rows, accepted, vector) + float(((vector - prior) ** 2).sum()) / (2 * _SPREAD**2)


def _loss(rows: Floats, accepted: Floats, vector: Floats) -> float:
    likely = np.clip(_sigmoid(rows @ vector), 1e-9, 1 - 1e-9)
    return float(-(accepted * np.log(likely) + (1 - accepted) * np.log(1 - likely)).sum())


def _sigmoid(odds: Floats) -> Floats:
    likely: Floats = 1 / (1 + np.exp(-np.clip(odds, -40, 40)))
    return likely
