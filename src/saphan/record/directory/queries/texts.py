"""The texts by which things are found, as the index has them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ..models import Listing, Organisation

ENTRIES = ""
"""The word of the lexicon that stands for the entries themselves."""


def parts_of(one: Organisation | Listing) -> tuple[str, ...]:
    """The texts of an organisation (two names, city, description) or a listing (title, text).

    The index has them joined by line ends, and places in them count from the first one's start.
    """
    if isinstance(one, Listing):
        return one.title, one.text
    return one.name, one.name_en, one.city, one.about


def digest_of(parts: Sequence[str]) -> str:
    """What tells whether texts are still those that were indexed."""
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()
