"""Messages that repeat a claim already checked: recognised, clustered, watched as they grow."""

from .check import check
from .folding import folded, key
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
    "KnownClaim",
    "Matcher",
    "Mention",
    "Message",
    "Seen",
    "Source",
    "check",
    "find_mentions",
    "folded",
    "gather",
    "key",
    "match",
]
