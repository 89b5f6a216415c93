"""All that is kept about somebody, and what would become of it."""

from .erasing import Ends, Preview, Somebody, find_somebody, preview_of
from .kept import HOLDINGS, TRACES, WRITTEN, Kept, kept_about
from .retention import WARNED, Due, people_to_warn, plan

__all__ = [
    "HOLDINGS",
    "TRACES",
    "WARNED",
    "WRITTEN",
    "Due",
    "Ends",
    "Kept",
    "Preview",
    "Somebody",
    "find_somebody",
    "kept_about",
    "people_to_warn",
    "plan",
    "preview_of",
]
