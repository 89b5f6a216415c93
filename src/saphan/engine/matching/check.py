"""An independent judge of a matching result: it knows the promises, not the method."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from .acceptance import Acceptance
from .problem import MatchingProblem
from .result import MatchingResult

_TOLERANCE = 2e-4  # scores and parts are rounded to four digits


def check(problem: MatchingProblem, result: MatchingResult) -> list[str]:
    """Find what a result promises and does not keep.

    Args:
        problem: What was to be matched.
        result: What came out.

    Returns:
        Broken promises, one sentence each; empty when the result is right: every pair joins a
        need and an offer of the problem, of two organisations, across a border where that is
        asked, not excluded by either, once; at most `top` a need, best first; nobody is shown to
        more than they can meet; scores and parts lie in 0-1, each score is what the model makes
        of its parts; every pair is explained in three languages.
    """
    needs = {x.id: profile for profile in problem.profiles for x in profile.needs}
    offers = {x.id: profile for profile in problem.profiles for x in profile.offers}
    by_id = {profile.id: profile for profile in problem.profiles}
    broken = []
    for match in result.matches:
        pair = f"{match.need} - {match.offer}"
        needer, giver = needs.get(match.need), offers.get(match.offer)
        if needer is None or giver is None:
            broken.append(f"{pair}: the problem has no such need or offer")
            continue
        if (needer.id, giver.id) != (match.need_organisation, match.offer_organisation):
            broken.append(f"{pair}: the organisations named are not their owners")
        if needer.id == giver.id:
            broken.append(f"{pair}: both belong to {needer.id}")
        if problem.cross_border and needer.country == giver.country:
            broken.append(f"{pair}: both sides are of {needer.country}")
        if not all(0 <= value <= 1 for value in (match.score, *match.parts.values())):
            broken.append(f"{pair}: a score or part lies outside 0-1")
        if giver.id in needer.exclusions or needer.id in giver.exclusions:
            broken.append(f"{pair}: one of them has excluded the other")
        likely = _likely(result.model, match.parts)
        if abs(likely - match.score) > _TOLERANCE:
            broken.append(f"{pair}: the score is {match.score}, its parts make {likely:.4f}")
        if any(not match.why.get(language) for language in ("th", "ru", "en")):
            broken.append(f"{pair}: not explained in three languages")
    for (need, offer), times in Counter((m.need, m.offer) for m in result.matches).items():
        if times > 1:
            broken.append(f"{need} - {offer}: recommended {times} times")
    shown = {(match.offer_organisation, match.need_organisation) for match in result.matches}
    for giver_id, times in Counter(giver_id for giver_id, _ in shown).items():
        most = by_id[giver_id].capacity if giver_id in by_id else None
        if most is not None and times > most:
            broken.append(f"{giver_id}: shown to {times}, can meet {most}")
    for need, times in Counter(match.need for match in result.matches).items():
        if times > problem.top:
            broken.append(f"{need}: {times} offers, more than {problem.top}")
        scores = [match.score for match in result.matches if match.need == need]
        if scores != sorted(scores, reverse=True):
            broken.append(f"{need}: not best first")
    return broken


def _likely(model: Acceptance, parts: Mapping[str, float]) -> float:
    odds = model.bias + sum(model.weights[part] * value for part, value in parts.items())
    likely = 1 / (1 + math.exp(-odds))
    return likely * model.misfit if parts.get("cooperation") == 0 else likely
