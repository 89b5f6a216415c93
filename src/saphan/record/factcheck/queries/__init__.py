"""Every read of claims and reports that takes thought."""

from .desks import default_desk, desks_of
from .matching import Likely, Told, answer, published
from .queue import Waiting, claims_of, counts, open_clusters, queue
from .sharing import Feed, feed

__all__ = [
    "Feed",
    "Likely",
    "Told",
    "Waiting",
    "answer",
    "claims_of",
    "counts",
    "default_desk",
    "desks_of",
    "feed",
    "open_clusters",
    "published",
    "queue",
]
