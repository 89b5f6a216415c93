"""Every write about claims and reports, one function an intention."""

from .desks import give_role, make_desk, take_role
from .ingesting import Ingested, ingest
from .intake import Received, Sent, erase_submitter, receive

__all__ = [
    "Ingested",
    "Received",
    "Sent",
    "erase_submitter",
    "give_role",
    "ingest",
    "make_desk",
    "receive",
    "take_role",
]
