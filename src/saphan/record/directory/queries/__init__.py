"""Every non-trivial read of the directory."""

from .entries import Limits
from .search import PAGE, Found, FoundListing, FoundOrganisation, Pieces, concept_name, search

__all__ = [
    "PAGE",
    "Found",
    "FoundListing",
    "FoundOrganisation",
    "Limits",
    "Pieces",
    "concept_name",
    "search",
]
