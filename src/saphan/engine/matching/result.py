"""What was matched, how well, and why."""

from __future__ import annotations

from dataclasses import dataclass

from .score import Weights


@dataclass(frozen=True)
class Match:
    """One recommended pair.

    Attributes:
        need: Id of the need.
        offer: Id of the offer that would meet it.
        need_organisation: Id of the organisation that needs.
        offer_organisation: Id of the organisation that offers.
        score: 0 (nothing in common) to 1.
        parts: Each part of the score, 0 to 1; `score` is their weighted mean.
        why: The reason in `th`, `ru` and `en`.
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
    """All recommended pairs.

    Attributes:
        matches: By need (in order of id), best first.
        weights: The weights by which parts make the score.
        pairs: How many pairs of a need and an offer were compared.
    """

    matches: tuple[Match, ...]
    weights: Weights
    pairs: int

    def of_need(self, need: str) -> tuple[Match, ...]:
        """The offers recommended for a need, best first."""
        return tuple(match for match in self.matches if match.need == need)
