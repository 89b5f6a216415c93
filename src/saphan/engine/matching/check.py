"""An independent judge of matches: shares no code with the method."""

from __future__ import annotations

from collections import Counter

from .problem import MatchingProblem, Profile
from .result import MatchingResult


def check(problem: MatchingProblem, result: MatchingResult) -> list[str]:
    """Every rule that the matches break, in words; none when all is well."""
    needs: dict[str, Profile] = {}
    offers: dict[str, Profile] = {}
    for profile in problem.profiles:
        needs |= {item.id: profile for item in profile.needs}
        offers |= {item.id: profile for item in profile.offers}
    broken = []
    for found in result.matches:
        pair = f"{found.need}–{found.offer}"
        one, two = needs.get(found.need), offers.get(found.offer)
        if one is None or two is None:
            broken.append(f"{pair}: no such need or offer")
            continue
        if (one.id, two.id) != (found.need_organisation, found.offer_organisation):
            broken.append(f"{pair}: of other organisations than it says")
        if one.id == two.id:
            broken.append(f"{pair}: both of {one.id}")
        if problem.cross_border and one.country == two.country:
            broken.append(f"{pair}: both of {one.country}")
        if not 0 <= found.score <= 1 or not all(0 <= p <= 1 for p in found.parts.values()):
            broken.append(f"{pair}: a score outside 0 to 1")
    for need, count in Counter(found.need for found in result.matches).items():
        if count > problem.top:
            broken.append(f"{need}: {count} offers, more than {problem.top}")
    for (need, offer), count in Counter((f.need, f.offer) for f in result.matches).items():
        if count > 1:
            broken.append(f"{need}–{offer}: stands {count} times")
    return broken
