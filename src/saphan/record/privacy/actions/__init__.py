"""Every write about what is kept of people."""

from .erasing import Gone, erase
from .retention import expire, note_warned

__all__ = ["Gone", "erase", "expire", "note_warned"]
