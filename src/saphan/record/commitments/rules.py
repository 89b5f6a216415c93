"""Who looks after commitments: the desk officers of the register."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from saphan.record.directory.models import User
from saphan.record.register.rules import may_correct


def may_look_after(user: User | AnonymousUser | None) -> bool:
    """Whether the user may write commitments, and see who looks after each."""
    return may_correct(user)


def require(user: User | AnonymousUser | None) -> None:
    """Raise PermissionDenied unless `may_look_after`."""
    if not may_look_after(user):
        raise PermissionDenied
