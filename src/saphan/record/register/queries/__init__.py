"""Every read of the register that takes thought."""

from .releases import (
    AgencyCount,
    Dossier,
    DossierSummary,
    dossier,
    dossiers,
    facts_of,
)

__all__ = [
    "AgencyCount",
    "Dossier",
    "DossierSummary",
    "dossier",
    "dossiers",
    "facts_of",
]
