"""Every non-trivial read of the directory."""

from .entries import Limits
from .names import Named, organisations_named
from .search import PAGE, Found, FoundListing, FoundOrganisation, Pieces, concept_name, search
from .tokens import token_of

__all__ = [
    "PAGE",
    "Found",
    "FoundListing",
    "FoundOrganisation",
    "Limits",
    "Named",
    "Pieces",
    "concept_name",
    "organisations_named",
    "search",
    "token_of",
]
