"""Claims that mean the same, put together."""

from __future__ import annotations

from collections.abc import Sequence

from .match import Matcher
from .problem import Claim, Id, Message

SAME = 0.7
"""Probability from which two wordings may be one claim."""
TIED = 0.5
"""Share of the pairs of two groups that must be likely before they are joined."""


def cluster(claims: Sequence[Claim], same: float = SAME) -> tuple[tuple[Id, ...], ...]:
    """Put claims together that mean the same.

    Each claim is compared with the others as a message is. Pairs that are likely both ways, and do
    not contradict each other, are joined from the likeliest down; two groups become one only when
    half of their pairs are likely (average linkage: Sokal and Michener, 1958), so that a chain of
    claims each like the next does not become one.

    Args:
        claims: The claims, each id once.
        same: Probability from which two are one.

    Returns:
        Groups of ids, those of one claim too, each in the order of the claims, in the order of
        their first.
    """
    ids = [claim.id for claim in claims]
    place = {name: at for at, name in enumerate(ids)}
    matcher = Matcher(ids, [claim.text for claim in claims])
    likely: dict[tuple[int, int], float] = {}
    messages = [Message(claim.id, claim.text) for claim in claims]
    for at, answer in enumerate(matcher.answers(messages, top=20)):
        for candidate in answer.claims:
            other = place[candidate.claim]
            if other != at and candidate.probability >= same and not candidate.against:
                likely[at, other] = candidate.probability
    pairs = {
        (one, two): (value + likely[two, one]) / 2
        for (one, two), value in likely.items()
        if one < two and (two, one) in likely
    }
    group = list(range(len(ids)))
    members = {at: [at] for at in group}
    for one, two in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        first, second = group[one], group[two]
        if first == second:
            continue
        ties = sum((min(a, b), max(a, b)) in pairs for a in members[first] for b in members[second])
        if ties < TIED * len(members[first]) * len(members[second]):
            continue
        kept, gone = min(first, second), max(first, second)
        for at in members[gone]:
            group[at] = kept
        members[kept] += members.pop(gone)
    return tuple(tuple(ids[at] for at in sorted(own)) for _, own in sorted(members.items()))
