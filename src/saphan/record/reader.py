"""In which language whoever is answered reads."""

from __future__ import annotations

from django.utils.translation import get_language


def reader_language() -> str:
    """Its code, without the country: `th`, `ru` or `en`, say."""
    return (get_language() or "en").split("-")[0]
