"""Messages that repeat a claim already checked: recognised, clustered, watched as they grow."""

from .check import check
from .cluster import cluster
from .folding import folded, key
from .growth import Day, growth
from .known import KnownClaim, Seen, Source, gather
from .lists import Mention, find_mentions
from .match import Matcher, match
from .problem import Claim, ClaimsProblem, Message
from .result import Answer, Candidate, ClaimsResult

__all__ = [
    "Answer",
    "Candidate",
    "Claim",
    "ClaimsProblem",
    "ClaimsResult",
    "Day",
    "KnownClaim",
    "Matcher",
    "Mention",
    "Message",
    "Seen",
    "Source",
    "check",
    "cluster",
    "find_mentions",
    "folded",
    "gather",
    "growth",
    "key",
    "match",
]
