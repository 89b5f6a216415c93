"""Who may look after an organisation's people."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from .models import User


def administers(user: User | AnonymousUser | None, organisation_id: int) -> bool:
    """Whether the user looks after the people of this organisation."""
    return (
        isinstance(user, User) and user.administers.filter(organisation_id=organisation_id).exists()
    )
