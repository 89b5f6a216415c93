"""Every read of the register that takes thought."""

from .found import ReleaseLimits
from .releases import (
    AgencyCount,
    Dossier,
    DossierSummary,
    dossier,
    dossiers,
    facts_of,
)
from .search import PAGE, Cooperation, FoundRelease, FoundReleases, cooperation, search_releases

__all__ = [
    "PAGE",
    "AgencyCount",
    "Cooperation",
    "Dossier",
    "DossierSummary",
    "FoundRelease",
    "FoundReleases",
    "ReleaseLimits",
    "cooperation",
    "dossier",
    "dossiers",
    "facts_of",
    "search_releases",
]
