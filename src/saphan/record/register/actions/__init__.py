"""Every write about the register, one function an intention."""

from ..reading import digest_of
from .again import Again, read_again
from .intake import take_in
from .judging import confirm, correct, refresh_release, reject, undo
from .officers import let_correct
from .releases import Recorded, record_releases, save_release
from .search import count_release_words, index_releases, unindexed_releases

__all__ = [
    "Again",
    "Recorded",
    "confirm",
    "correct",
    "count_release_words",
    "digest_of",
    "index_releases",
    "let_correct",
    "read_again",
    "record_releases",
    "refresh_release",
    "reject",
    "save_release",
    "take_in",
    "undo",
    "unindexed_releases",
]
