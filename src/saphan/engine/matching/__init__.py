"""Needs and offers of organisations as ranked, explained pairs, across languages and borders."""

from .acceptance import PARTS, Acceptance, Decision, learn
from .check import check
from .problem import COOPERATIONS, Listing, MatchingProblem, Profile
from .read import read_profiles
from .recommend import Here, Runner, best_parts, match
from .result import Match, MatchingResult
from .score import FITS

__all__ = [
    "COOPERATIONS",
    "FITS",
    "PARTS",
    "Acceptance",
    "Decision",
    "Here",
    "Listing",
    "Match",
    "MatchingProblem",
    "MatchingResult",
    "Profile",
    "Runner",
    "best_parts",
    "check",
    "learn",
    "match",
    "read_profiles",
]
