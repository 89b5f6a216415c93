"""Every write about the register, one function an intention."""

from ..reading import digest_of
from .again import Again, read_again
from .intake import take_in
from .officers import let_correct
from .releases import Recorded, record_releases, save_release
from .search import count_release_words, index_releases, unindexed_releases

__all__ = [
    "Again",
    "Recorded",
    "count_release_words",
    "digest_of",
    "index_releases",
    "let_correct",
    "read_again",
    "record_releases",
    "save_release",
    "take_in",
    "unindexed_releases",
]
