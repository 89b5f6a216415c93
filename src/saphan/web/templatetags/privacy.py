"""Consents as they are read."""

from __future__ import annotations

from django import template

from saphan.record.directory.consents import wording_of
from saphan.record.directory.models import Consent

register = template.Library()


@register.filter
def wording(consent: Consent) -> str:
    """The words that somebody agreed to, in their language."""
    return wording_of(consent.purpose, consent.version, consent.language)
