"""What a token lets a program do, always within what its owner may do."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import HttpBearer

from saphan.record.directory.models import User
from saphan.record.directory.queries import token_of

A_MINUTE = 600  # calls of one token


class Token(HttpBearer):
    """A bearer token with one of the scopes.

    Args:
        scope: What the call needs.
    """

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = token_of(token)
        if found is None:
            return None
        if not found.may(self.scope):
            raise HttpError(403, f"This token lacks the scope {self.scope}.")
        _count(found.pk)
        request.user = found.user
        return found.user


def _count(token: int) -> None:
    """Refuse what one token calls too often, whichever server it asks."""
    key = f"api:{token}:{timezone.now():%Y%m%d%H%M}"
    cache.add(key, 0, 120)
    if cache.incr(key) > A_MINUTE:
        raise HttpError(429, "Too many calls in this minute. Please wait for the next.")


def scoped(scope: str) -> dict[str, Any]:
    """How a route says which scope it needs."""
    return {"auth": Token(scope), "openapi_extra": {"x-scope": scope}}
