"""A government news release in, what it says out, each finding with its place in the text."""

from .parties import extract
from .problem import ReleaseText, UnusableRelease
from .release import parse_release, read_release
from .result import Fact, Party, ReleaseFacts

__all__ = [
    "Fact",
    "Party",
    "ReleaseFacts",
    "ReleaseText",
    "UnusableRelease",
    "extract",
    "parse_release",
    "read_release",
]
