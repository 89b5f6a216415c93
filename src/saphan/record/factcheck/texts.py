"""Texts of claims and messages as the record keeps and compares them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from saphan.engine.claims import key

from .models import Claim

WRITTEN = ("text", "language", "texts", "wordings", "verdict", "explanations", "harm", "agency_id")
"""The fields of a claim that people write, and that a version keeps."""


def storable(text: str) -> str:
    """A text as PostgreSQL can keep it: without NUL, halves of surrogate pairs replaced."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def digest_of(text: str) -> str:
    """What two texts share that differ in dress alone, in 64 signs.

    A text that says nothing in letters is known by its signs as they are.
    """
    return hashlib.sha256((key(text) or text.strip()).encode("utf-8", "replace")).hexdigest()


def snapshot(claim: Claim) -> dict[str, Any]:
    """What people have written of a claim, as a version keeps it."""
    return {name: getattr(claim, name) for name in WRITTEN}


def latest(claim: Claim) -> dict[str, Any]:
    """What people have written of a claim last, published or not."""
    data = claim.versions.filter(number=claim.number).values_list("data", flat=True).first()
    return data or snapshot(claim)


def wording_in(claim: Claim, language: str) -> tuple[str, str]:
    """What is claimed in a language, else in its own, and which of them it is."""
    told = claim.texts.get(language)
    return (told, language) if told else (claim.text, claim.language)


def languages_of(claim: Claim, known: Iterable[str]) -> list[str]:
    """In which of some languages a claim is told: worded or explained; else in all of them.

    Args:
        claim: The claim.
        known: The languages of the site.
    """
    told = {claim.language, *claim.texts, *filter(claim.explanations.get, claim.explanations)}
    return [one for one in known if one in told] or list(known)
