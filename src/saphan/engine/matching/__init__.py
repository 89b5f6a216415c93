"""Needs and offers of organisations as ranked, explained pairs, across languages and borders."""

from .check import check
from .problem import COOPERATIONS, Listing, MatchingProblem, Profile
from .read import read_profiles
from .recommend import match
from .result import Match, MatchingResult
from .score import FITS, MeaningScorer, Weights

__all__ = [
    "COOPERATIONS",
    "FITS",
    "Listing",
    "Match",
    "MatchingProblem",
    "MatchingResult",
    "MeaningScorer",
    "Profile",
    "Weights",
    "check",
    "match",
    "read_profiles",
]
