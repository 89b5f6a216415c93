"""What was matched, how well, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .acceptance import Acceptance


@dataclass(frozen=True, slots=True)
class Match:
    """One recommended pair.

    Attributes:
        need: Id of the need.
        offer: Id of the offer that would meet it.
        need_organisation: Id of the organisation that needs.
        offer_organisation: Id of the organisation that offers.
        score: Probability that the two agree to meet, 0 to 1.
        parts: Each part of the score, 0 to 1.
        why: The reason in `th`, `ru` and `en`.
    """

    need: str
    offer: str
    need_organisation: str
    offer_organisation: str
    score: float
    parts: Mapping[str, float]
    why: Mapping[str, str]


@dataclass(frozen=True)
class MatchingResult:
    """All recommended pairs.

    Attributes:
        matches: By need (in order of id), best first.
        model: The model by which parts make the score.
        pairs: How many pairs of a need and an offer were compared.
    """

    matches: tuple[Match, ...]
    model: Acceptance
    pairs: int

    def of_need(self, need: str) -> tuple[Match, ...]:
        """The offers recommended for a need, best first."""
        return self._by_need.get(need, ())

    @cached_property
    def _by_need(self) -> dict[str, tuple[Match, ...]]:
        found: dict[str, list[Match]] = {}
        for match in self.matches:
            found.setdefault(match.need, []).append(match)
        return {need: tuple(matches) for need, matches in found.items()}
