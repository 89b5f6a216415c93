"""Every read of claims and reports that takes thought."""

from .desks import default_desk, desks_of
from .matching import Likely, Told, answer, published
from .public import Change, Source, history_of, public_claims, sources_of
from .queue import Waiting, claims_of, counts, open_clusters, queue
from .sharing import Feed, feed

__all__ = [
    "Change",
    "Feed",
    "Likely",
    "Source",
    "Told",
    "Waiting",
    "answer",
    "claims_of",
    "counts",
    "default_desk",
    "desks_of",
    "feed",
    "history_of",
    "open_clusters",
    "public_claims",
    "published",
    "queue",
    "sources_of",
]
