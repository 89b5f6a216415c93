"""From scores to recommendations."""

from __future__ import annotations

from collections import Counter

import numpy as np

from .explain import explain
from .problem import MatchingProblem
from .result import Match, MatchingResult
from .score import Block, MeaningScorer, Scorer, Weights, read_side

_BLOCK = 512  # needs scored at once: bounds the memory at 512 rows a part
_POOL = 3  # candidates kept a need, as a multiple of `top`
_CROWDING = 0.05  # what an organisation's score falls by when it has its fair share already


def match(
    problem: MatchingProblem,
    weights: Weights | None = None,
    meaning: MeaningScorer | None = None,
) -> MatchingResult:
    """Recommend offers for every need.

    The best offer of a need is always recommended. The further places are given one need after
    another, and an organisation that has been recommended often already stands back by a little
    behind others of nearly the same score, so that attention spreads. Equal scores are ordered by
    id, so the result does not depend on the order of the input.

    Args:
        problem: Organisations and how to match them.
        weights: What each part of the score weighs; by default `Weights()`.
        meaning: Scorer of meaning, if there is one.

    Returns:
        At most `problem.top` matches a need, each with score, parts and reasons. A pair that has no
        subject in common (no concept, word or division of activity) is never a match.
    """
    weights = weights or Weights()
    needs = read_side([(x, profile) for profile in problem.profiles for x in profile.needs])
    offers = read_side([(x, profile) for profile in problem.profiles for x in profile.offers])
    if not needs.listings or not offers.listings:
        return MatchingResult((), weights, 0)
    scorer = Scorer(needs, offers, weights, meaning)
    owner_ids = np.array([owner.id for owner in offers.owners])
    countries = np.array([owner.country for owner in offers.owners])
    candidates: list[list[tuple[float, int, dict[str, float]]]] = []
    pairs = 0
    for start in range(0, len(needs.listings), _BLOCK):
        stop = min(start + _BLOCK, len(needs.listings))
        parts = scorer.parts(start, stop)
        total = scorer.total(parts)
        for row in range(stop - start):
            owner = needs.owners[start + row]
            allowed = owner_ids != owner.id
            if problem.cross_border:
                allowed &= countries != owner.country
            pairs += int(allowed.sum())
            candidates.append(_best(total[row], allowed, parts, row, weights, problem.top * _POOL))
    chosen = _spread(candidates, [owner.id for owner in offers.owners], problem.top)
    matches = []
    for need, picks in enumerate(chosen):
        for score, offer, values in picks:
            matches.append(
                Match(
                    need=needs.listings[need].id,
                    offer=offers.listings[offer].id,
                    need_organisation=needs.owners[need].id,
                    offer_organisation=offers.owners[offer].id,
                    score=score,
                    parts=values,
                    why=explain(needs, need, offers, offer),
                )
            )
    return MatchingResult(tuple(matches), weights, pairs)


_Candidate = tuple[float, int, dict[str, float]]


def _best(
    total: Block,
    allowed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    parts: dict[str, Block],
    row: int,
    weights: Weights,
    most: int,
) -> list[_Candidate]:
    scores = np.round(np.where(allowed, total, 0.0), 6)
    found = np.flatnonzero(scores > 0)
    # Offers stand in order of id, so a stable sort breaks ties by id.
    ordered = found[np.argsort(-scores[found], kind="stable")][:most]
    best = []
    for offer in ordered:
        values = {part: round(float(block[row, offer]), 4) for part, block in parts.items()}
        best.append((round(weights.score(values), 4), int(offer), values))
    return sorted(best, key=lambda candidate: (-candidate[0], candidate[1]))


def _spread(
    candidates: list[list[_Candidate]], owners: list[str], top: int
) -> list[list[_Candidate]]:
    """Choose up to `top` of each need's candidates, the best one always."""
    fair = max(1.0, len(candidates) * top / max(1, len(set(owners))))
    load: Counter[str] = Counter()
    chosen: list[list[_Candidate]] = [pool[:1] for pool in candidates]
    left = [pool[1:] for pool in candidates]
    for picks in chosen:
        load.update(owners[offer] for _, offer, _ in picks)
    for _ in range(top - 1):
        for picks, pool in zip(chosen, left, strict=True):
            if not pool:
                continue
            pick = max(
                range(len(pool)),
                key=lambda i, pool=pool: (  # type: ignore[misc]
                    pool[i][0] - _CROWDING * min(2.0, load[owners[pool[i][1]]] / fair),
                    -i,
                ),
            )
            candidate = pool.pop(pick)
            load[owners[candidate[1]]] += 1
            picks.append(candidate)
    return [sorted(picks, key=lambda pick: (-pick[0], pick[1])) for picks in chosen]
