"""From scores to recommendations."""

from __future__ import annotations

import numpy as np

from .explain import explain
from .problem import MatchingProblem
from .result import Match, MatchingResult
from .score import MeaningScorer, Scorer, Side, Weights

BLOCK = 256  # needs scored at a time: bounds memory at BLOCK × offers
LEAST_SCORE = 0.2
MISFIT = 0.4  # what remains of a score when the kinds of cooperation do not fit
DIGITS = 6  # scores are rounded, so that sums in another order give the same


def match(
    problem: MatchingProblem,
    *,
    weights: Weights | None = None,
    meaning: MeaningScorer | None = None,
) -> MatchingResult:
    """Recommend for each need the offers that meet it best.

    A pair is recommended only if it shares a concept, a word, a code or a meaning: a common
    language and a fitting kind of cooperation alone are no reason to meet.

    Args:
        problem: Organisations with offers and needs.
        weights: What the parts of the score count.
        meaning: Vectors of texts, where a model is at hand.

    Returns:
        At most `problem.top` matches a need, best first; equal scores in the order of ids.
    """
    needs = _side(problem, "needs")
    offers = _side(problem, "offers")
    if not needs.listings or not offers.listings:
        return MatchingResult(())
    scorer = Scorer(needs, offers, weights=weights, meaning=meaning)
    countries = np.array([owner.country for owner in offers.owners])
    organisations = np.array([owner.id for owner in offers.owners])
    order = np.argsort(np.array([item.id for item in offers.listings]), kind="stable")
    matches: list[Match] = []
    for start in range(0, len(needs.listings), BLOCK):
        rows = slice(start, start + BLOCK)
        parts = scorer.block(rows)
        total = scorer.total(parts)
        evidence = parts["concepts"] + parts["words"] + parts["codes"]
        if "meaning" in parts:
            evidence = evidence + parts["meaning"]
        total = np.where(parts["cooperation"] > 0, total, total * MISFIT)
        total = np.where(evidence > 0, np.round(total, DIGITS), 0)
        for offset, scores in enumerate(total):
            need, owner = needs.listings[start + offset], needs.owners[start + offset]
            excluded = organisations == owner.id
            if problem.cross_border:
                excluded |= countries == owner.country
            scores = np.where(excluded, 0, scores)
            ranked = order[np.argsort(-scores[order], kind="stable")][: problem.top]
            for column in ranked:
                if scores[column] < LEAST_SCORE:
                    break
                offer = offers.listings[column]
                matches.append(
                    Match(
                        need=need.id,
                        offer=offer.id,
                        need_organisation=owner.id,
                        offer_organisation=offers.owners[column].id,
                        score=round(float(scores[column]), DIGITS),
                        parts={
                            name: round(float(values[offset, column]), DIGITS)
                            for name, values in parts.items()
                        },
                        why=explain(need, offer),
                    )
                )
    return MatchingResult(tuple(matches))


def _side(problem: MatchingProblem, which: str) -> Side:
    pairs = [(item, profile) for profile in problem.profiles for item in getattr(profile, which)]
    return Side(tuple(item for item, _ in pairs), tuple(owner for _, owner in pairs))
