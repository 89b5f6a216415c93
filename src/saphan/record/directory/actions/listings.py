"""Writing one offer or need that people of an organisation keep themselves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from saphan.record.errors import Refused

from ..models import Listing, Organisation
from .search import refresh_search

MOST_LISTINGS = 30
"""Offers and needs of one organisation, at most: more of them would say nothing."""


@transaction.atomic
def save_listing(
    organisation: Organisation,
    listing: Listing | None,
    *,
    side: str,
    title: str,
    text: str,
    cooperation: Sequence[str],
    isic: Sequence[str],
) -> Listing:
    """Add an offer or a need, or change one, and make it found.

    Args:
        organisation: Whose it is.
        listing: The one to change; None for a new one.
        side: `offer` or `need`.
        title, text: In any language.
        cooperation: Kinds of cooperation.
        isic: Activity codes.

    Raises:
        Refused: The organisation has as many as are allowed.
    """
    if listing is None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if organisation.listings.count() >= MOST_LISTINGS:
            raise Refused(
                _("Your organisation has as many offers and needs as are allowed: change one.")
            )
        code = f"{organisation.code[:27]}-{uuid4().hex[:12]}"
        listing = Listing(organisation=organisation, code=code)
    listing.side, listing.title, listing.text = side, title, text
    listing.cooperation, listing.isic = list(cooperation), list(isic)
    listing.save()
    refresh_search([organisation.code])
    return listing


@transaction.atomic
def remove_listing(listing: Listing) -> None:
    """Take an offer or a need away, with the suggestions that rest on it."""
    listing.delete()
