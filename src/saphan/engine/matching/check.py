"""An independent judge of a matching result: it knows the promises, not the method."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

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
        asked, once; at most `top` a need, best first; scores and parts lie in 0-1, each score is
        the weighted mean of its parts; every pair is explained in three languages.
    """
    needs = {x.id: profile for profile in problem.profiles for x in profile.needs}
    offers = {x.id: profile for profile in problem.profiles for x in profile.offers}
    weights = asdict(result.weights)
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
        total = sum(weights[part] for part in match.parts)
        mean = sum(weights[part] * value for part, value in match.parts.items()) / (total or 1)
        if abs(mean - match.score) > _TOLERANCE:
            broken.append(f"{pair}: the score is {match.score}, its parts make {mean:.4f}")
        if any(not match.why.get(language) for language in ("th", "ru", "en")):
            broken.append(f"{pair}: not explained in three languages")
    for (need, offer), times in Counter((m.need, m.offer) for m in result.matches).items():
        if times > 1:
            broken.append(f"{need} - {offer}: recommended {times} times")
    for need, times in Counter(match.need for match in result.matches).items():
        if times > problem.top:
            broken.append(f"{need}: {times} offers, more than {problem.top}")
        scores = [match.score for match in result.matches if match.need == need]
        if scores != sorted(scores, reverse=True):
            broken.append(f"{need}: not best first")
    return broken
