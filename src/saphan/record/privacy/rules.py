"""Who may erase whom."""

from __future__ import annotations

from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, Visitor, may

from .queries import Somebody


def may_erase(user: Visitor, forum: Forum, somebody: Somebody) -> bool:
    """Whether an organiser may erase somebody at their written request: who is of this forum, and
    of no other that the user does not organise too. Staff of the site is the operator's."""
    if not may(user, forum, Duty.ERASE) or forum.pk not in somebody.forums:
        return False
    account = somebody.user
    if account is not None and (account.is_superuser or account.is_staff):
        return False
    others = Forum.objects.filter(pk__in=somebody.forums)
    return all(may(user, one, Duty.ERASE) for one in others)
