"""Profiles in, ranked and explained pairs out."""

from pathlib import Path

from .check import check
from .problem import Listing, MatchingProblem, Profile
from .recommend import match
from .result import Match, MatchingResult
from .score import MeaningScorer, Weights

__all__ = [
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


def read_profiles(path: Path) -> tuple[Profile, ...]:
    """Read organisations from a JSON Lines file or from a forum's folder, zip or workbook.

    Raises:
        UnusableOrganisations: The JSON Lines file cannot be used.
        UnusableFiles: The forum's files cannot be used.
    """
    from saphan.engine.sheets.reader import read_forum_sheets

    from .formats.forum import profiles_from_sheets
    from .formats.jsonl import read_organisations

    if path.is_file() and path.suffix.lower() not in (".zip", ".xlsx"):
        return read_organisations(path)
    return profiles_from_sheets(read_forum_sheets(path))
