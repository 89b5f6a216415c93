"""Every read of claims and reports that takes thought."""

from .counting import WeekLine
from .desks import default_desk, desks_of
from .matching import Likely, Told, answer, likely_in_work, published
from .messages import Wording, wordings_of
from .public import LATEST_FIRST, Change, Source, history_of, public_claims, sources_of
from .queue import Waiting, claims_of, counts, open_clusters, queue
from .sharing import Feed, feed
from .weekly import Repeated, Share, Times, WeekReport, week_report, weeks_of

__all__ = [
    "LATEST_FIRST",
    "Change",
    "Feed",
    "Likely",
    "Repeated",
    "Share",
    "Source",
    "Times",
    "Told",
    "Waiting",
    "WeekLine",
    "WeekReport",
    "Wording",
    "answer",
    "claims_of",
    "counts",
    "default_desk",
    "desks_of",
    "feed",
    "history_of",
    "likely_in_work",
    "open_clusters",
    "public_claims",
    "published",
    "queue",
    "sources_of",
    "week_report",
    "weeks_of",
    "wordings_of",
]
