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
# Fitted to the graded needs and offers of benchmarks/data/need_offer, the half for tuning (2 and 3
# count as a yes); `wish` and `mutual`, of which that set tells nothing, are guesses.
_PRIOR = {
    "meaning": 20.4,
    "concepts": 2.5,
    "words": 4.1,
    "codes": 1.0,
    "cooperation": 3.0,
    "languages": 0.4,
    "wish": 1.5,
    "mutual": 0.3,
}
_PRIOR_BIAS = -12.6
_PRIOR_MISFIT = 0.15
_SURE = 20  # decisions that the prior of `misfit` is worth
_SPREAD, _SPREAD_SHARE = 1.0, 0.25  # standard deviation of a weight: so much, and of its size
# Only pairs that somebody chose to ask are decided: how many of them agree tells little of others.
_BIAS_SPREAD = 0.5
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
        weights: What each of `PARTS` adds to the log odds.
        bias: Log odds of a pair with nothing in common.
        misfit: What is left of the probability where both sides name kinds of cooperation and
            none fits, whatever else they share: a seller does not meet a seller.
        decisions: How many decisions it was learned from; 0 for the prior.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: dict(_PRIOR))
    bias: float = _PRIOR_BIAS
    misfit: float = _PRIOR_MISFIT
    decisions: int = 0

    def __post_init__(self) -> None:
        missing = set(PARTS) ^ set(self.weights)
        if missing:
            raise ValueError(f"weights must name each part once; look at {sorted(missing)}")
        if not all(math.isfinite(value) for value in (self.bias, *self.weights.values())):
            raise ValueError("every weight must be a finite number")
        if not 0 <= self.misfit <= 1:
            raise ValueError(f"misfit is {self.misfit} and must lie in 0-1")

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
        likely = 1 / (1 + np.exp(-odds))
        if "cooperation" in parts:
            likely = likely * np.where(np.asarray(parts["cooperation"]) == 0, self.misfit, 1.0)
        return likely


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
    fitting = [one for one in decisions if one.parts.get("cooperation", 1.0) > 0]
    accepted = np.array([decision.accepted for decision in fitting], float)
    fewer = min(accepted.sum(), len(accepted) - accepted.sum())
    if len(decisions) < _FEWEST or fewer < _FEWEST_EITHER_WAY:
        return prior
    rows = _rows(fitting)
    start = _vector(prior)
    folds = np.arange(len(fitting)) % _FOLDS
    ours = theirs = 0.0
    for fold in range(_FOLDS):
        held = folds == fold
        if accepted[~held].min() == accepted[~held].max():
            return prior
        ours += _loss(rows[held], accepted[held], _fit(rows[~held], accepted[~held], start))
        theirs += _loss(rows[held], accepted[held], start)
    if ours >= theirs:
        return prior
    vector = _fit(rows, accepted, start)
    weights = {part: float(value) for part, value in zip(PARTS, vector, strict=False)}
    misfit = _misfit(decisions, vector, prior.misfit)
    return Acceptance(weights, float(vector[-1]), misfit, len(decisions))


def _misfit(decisions: Sequence[Decision], vector: Floats, prior: float) -> float:
    """Share of the likely pairs that agree though no kind of cooperation fits."""
    apart = [one for one in decisions if one.parts.get("cooperation", 1.0) == 0]
    if not apart:
        return prior
    accepted = sum(decision.accepted for decision in apart)
    likely = float(_sigmoid(_rows(apart) @ vector).sum())
    return min(1.0, (accepted + _SURE * prior) / (likely + _SURE))


def _rows(decisions: Sequence[Decision]) -> Floats:
    return np.array([[*(one.parts.get(part, 0.0) for part in PARTS), 1.0] for one in decisions])


def _vector(model: Acceptance) -> Floats:
    return np.array([*(model.weights[part] for part in PARTS), model.bias])


def _fit(rows: Floats, accepted: Floats, prior: Floats) -> Floats:
    precision = _precision(prior)
    found = prior.copy()
    for _ in range(_STEPS):
        likely = _sigmoid(rows @ found)
        slope = rows.T @ (likely - accepted) + precision * (found - prior)
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows
        step = np.linalg.solve(curve + np.diag(precision), slope)
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
    away = float((_precision(prior) * (vector - prior) ** 2).sum())
    return _loss(rows, accepted, vector) + away / 2


def _precision(prior: Floats) -> Floats:
    spread = _SPREAD + _SPREAD_SHARE * np.abs(prior)
    spread[-1] = _BIAS_SPREAD
    precision: Floats = 1 / spread**2
    return precision


def _loss(rows: Floats, accepted: Floats, vector: Floats) -> float:
    likely = np.clip(_sigmoid(rows @ vector), 1e-9, 1 - 1e-9)
    return float(-(accepted * np.log(likely) + (1 - accepted) * np.log(1 - likely)).sum())


def _sigmoid(odds: Floats) -> Floats:
    likely: Floats = 1 / (1 + np.exp(-np.clip(odds, -40, 40)))
    return likely
