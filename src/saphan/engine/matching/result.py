"""The answer: recommended pairs, each with its score, the parts of it, and the reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Match:
    """A need and an offer that meets it.

    Attributes:
        need: Id of the need.
        offer: Id of the offer.
        need_organisation: Who needs.
        offer_organisation: Who offers.
        score: 0 to 1.
        parts: Each part of the score, 0 to 1, before it is weighted.
        why: The reason in each language.
    """

    need: str
    offer: str
    need_organisation: str
    offer_organisation: str
    score: float
    parts: dict[str, float]
    why: dict[str, str]


@dataclass(frozen=True)
class MatchingResult:
    """All matches: needs in the order of the problem, each with its best offers first."""

    matches: tuple[Match, ...]
