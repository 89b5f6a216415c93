"""Writing who may judge facts."""

from __future__ import annotations

from django.db import transaction

from saphan.record.audit.actions import note
from saphan.record.directory.actions import account
from saphan.record.directory.models import User

from ..models import RegisterRole


@transaction.atomic
def let_correct(actor: User | None, email: str, *, allowed: bool = True) -> User:
    """Make the person of this address a desk officer of the register, or no longer.

    An account is made if need be.

    Args:
        actor: Who does it; None for the command line.
        email: The address.
        allowed: False takes it back.
    """
    user = account(email)
    if allowed:
        _role, changed = RegisterRole.objects.get_or_create(user=user)
    else:
        changed = bool(RegisterRole.objects.filter(user=user).delete()[0])
    if changed:
        note(actor, "register.let_correct", user, allowed=allowed)
    return user
