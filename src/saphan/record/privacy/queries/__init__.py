"""All that is kept about somebody, and what would become of it."""

from .consents import HOLDS, WITHDRAWN, ConsentFilters, consent_log, how_many_agree
from .erasing import Ends, Preview, Somebody, find_somebody, preview_of
from .kept import HOLDINGS, TRACES, WRITTEN, Kept, kept_about
from .retention import WARNED, Due, Period, people_to_warn, periods_of, plan

__all__ = [
    "HOLDINGS",
    "HOLDS",
    "TRACES",
    "WARNED",
    "WITHDRAWN",
    "WRITTEN",
    "ConsentFilters",
    "Due",
    "Ends",
    "Kept",
    "Period",
    "Preview",
    "Somebody",
    "consent_log",
    "find_somebody",
    "how_many_agree",
    "kept_about",
    "people_to_warn",
    "periods_of",
    "plan",
    "preview_of",
]
