"""Desks, claims and reports: state and constraints only."""

from .claims import Claim, ClaimVersion, Evidence, Mention, Verdict
from .desks import Desk, DeskRole
from .partner import FeedRead, Proposal
from .reports import Cluster, Report, Submitter
from .weeks import Tally
from .work import Comment, Conflict, HandOver

__all__ = [
    "Claim",
    "ClaimVersion",
    "Cluster",
    "Comment",
    "Conflict",
    "Desk",
    "DeskRole",
    "Evidence",
    "FeedRead",
    "HandOver",
    "Mention",
    "Proposal",
    "Report",
    "Submitter",
    "Tally",
    "Verdict",
]
