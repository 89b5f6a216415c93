"""Every write about what is kept of people."""

from .erasing import Gone, erase
from .periods import keep_for
from .retention import expire, note_warned

__all__ = ["Gone", "erase", "expire", "keep_for", "note_warned"]
