"""Messages that repeat a claim already checked: recognised, clustered, watched as they grow."""

from .folding import folded, key
from .known import KnownClaim, Seen, Source, gather
from .lists import Mention, find_mentions
from .problem import Claim, ClaimsProblem, Message

__all__ = [
    "Claim",
    "ClaimsProblem",
    "KnownClaim",
    "Mention",
    "Message",
    "Seen",
    "Source",
    "find_mentions",
    "folded",
    "gather",
    "key",
]
