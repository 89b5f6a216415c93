"""Who may do what at a forum."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from saphan.record.directory.models import User

from .models import Delegate, Forum, ForumRole


def is_organiser(user: User | AnonymousUser | None, forum: Forum) -> bool:
    """Whether the user organises this very forum."""
    if user is None or not user.is_authenticated:
        return False
    return (
        user.is_superuser
        or ForumRole.objects.filter(
            forum=forum, user_id=user.pk, role=ForumRole.Role.ORGANISER
        ).exists()
    )


def require_organiser(user: User | AnonymousUser | None, forum: Forum) -> None:
    """Raise PermissionDenied for anybody but an organiser of this forum."""
    if not is_organiser(user, forum):
        raise PermissionDenied


def delegate_of(user: User | AnonymousUser | None, forum: Forum) -> Delegate | None:
    """The user's own place at this forum, if there is one."""
    if user is None or not user.is_authenticated:
        return None
    return (
        Delegate.objects.select_related("person", "organisation", "forum")
        .filter(forum=forum, person__user_id=user.pk)
        .first()
    )
