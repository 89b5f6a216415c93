"""Who may judge what is found in releases: desk officers of the register, and nobody else."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from saphan.record.directory.models import User

from .models import RegisterRole


def may_correct(user: User | AnonymousUser | None) -> bool:
    """Whether the user may confirm, correct and reject facts, and see the rejected ones."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or RegisterRole.objects.filter(user=user).exists()
