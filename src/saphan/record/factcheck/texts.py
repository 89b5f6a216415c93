"""Texts of claims and messages as the record keeps and compares them."""

from __future__ import annotations

import hashlib
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
