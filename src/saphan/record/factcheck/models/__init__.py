"""Desks, claims and reports: state and constraints only."""

from .claims import Claim, ClaimVersion, Evidence, Mention, Verdict
from .desks import Desk, DeskRole
from .reports import Cluster, Report, Submitter

__all__ = [
    "Claim",
    "ClaimVersion",
    "Cluster",
    "Desk",
    "DeskRole",
    "Evidence",
    "Mention",
    "Report",
    "Submitter",
    "Verdict",
]
