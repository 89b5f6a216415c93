"""Every read of the register that takes thought."""

from .dossiers import (
    STATES,
    AgencyCount,
    Counted,
    Dossier,
    DossierSummary,
    Topics,
    dossier_of_agency,
    dossier_of_pair,
    dossiers,
    held,
    releases_of_agency,
    releases_of_pair,
)
from .found import ReleaseLimits
from .releases import Piece, facts_of, pieces_of
from .search import PAGE, Cooperation, FoundRelease, FoundReleases, cooperation, search_releases

__all__ = [
    "PAGE",
    "STATES",
    "AgencyCount",
    "Cooperation",
    "Counted",
    "Dossier",
    "DossierSummary",
    "FoundRelease",
    "FoundReleases",
    "Piece",
    "ReleaseLimits",
    "Topics",
    "cooperation",
    "dossier_of_agency",
    "dossier_of_pair",
    "dossiers",
    "facts_of",
    "held",
    "pieces_of",
    "releases_of_agency",
    "releases_of_pair",
    "search_releases",
]
