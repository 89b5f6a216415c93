"""A government news release in, what it says out, each finding with its place in the text."""

from .check import check
from .extract import extract
from .problem import ReleaseText, UnusableRelease
from .release import parse_release, read_release
from .result import (
    EVENT_KINDS,
    TOPICS,
    Agreement,
    EventKind,
    Fact,
    NamedEvent,
    Party,
    Person,
    Promise,
    ReleaseFacts,
)

__all__ = [
    "EVENT_KINDS",
    "TOPICS",
    "Agreement",
    "EventKind",
    "Fact",
    "NamedEvent",
    "Party",
    "Person",
    "Promise",
    "ReleaseFacts",
    "ReleaseText",
    "UnusableRelease",
    "check",
    "extract",
    "parse_release",
    "read_release",
]
