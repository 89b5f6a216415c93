"""Writing who may do what on the site as a whole."""

from __future__ import annotations

from django.db import transaction

from saphan.record.audit.actions import note

from ..models import User
from .organisations import account


@transaction.atomic
def let_create_forums(actor: User | None, email: str, *, allowed: bool = True) -> User:
    """Let the person of this address make forums, or no longer; an account is made if need be.

    Args:
        actor: Who does it; None for the command line.
        email: The address.
        allowed: False takes it back.
    """
    user = account(email)
    if user.can_create_forums != allowed:
        user.can_create_forums = allowed
        user.save(update_fields=["can_create_forums"])
        note(actor, "directory.let_create_forums", user, allowed=allowed)
    return user
