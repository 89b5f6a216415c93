"""All that is kept about somebody, and what would become of it."""

from .erasing import Ends, Preview, Somebody, find_somebody, preview_of
from .kept import HOLDINGS, TRACES, WRITTEN, Kept, kept_about

__all__ = [
    "HOLDINGS",
    "TRACES",
    "WRITTEN",
    "Ends",
    "Kept",
    "Preview",
    "Somebody",
    "find_somebody",
    "kept_about",
    "preview_of",
]
