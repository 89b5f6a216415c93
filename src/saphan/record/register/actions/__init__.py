"""Every write about the register, one function an intention."""

from ..reading import digest_of
from .again import Again, read_again
from .intake import take_in
from .officers import let_correct
from .releases import Recorded, record_releases, save_release

__all__ = [
    "Again",
    "Recorded",
    "digest_of",
    "let_correct",
    "read_again",
    "record_releases",
    "save_release",
    "take_in",
]
