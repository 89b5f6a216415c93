"""Whose token a secret is."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from ..models import ApiToken

SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a token was last used: a write for every call would be too many."""


def digest_of(secret: str) -> str:
    """What is kept of a secret. It is long and random, so that a quick hash is enough."""
    return sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    """The valid token of this secret, with its owner; that it was used is kept.

    Returns:
        None for a secret that is wrong, revoked or too old, or whose owner's account is closed.
    """
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_of(secret), revoked_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if token is not None:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - SEEN_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token
