"""Who may do what at a fact-check desk: nobody anything, unless a role at this desk says so."""

from __future__ import annotations

import enum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from saphan.record.directory.models import User

from .models import Desk, DeskRole

Visitor = User | AnonymousUser | None
Role = DeskRole.Role


class Duty(enum.Enum):
    """What a role lets somebody do at a desk."""

    READ = "read"  # reports without their senders, claims, comments
    WRITE = "write"  # drafts, evidence, comments, taking over work
    PUBLISH = "publish"  # what another one wrote; withdraw and put back
    ASSIGN = "assign"  # work to others
    SHARE = "share"  # with the partner's desk and the responsible agency
    SUBMITTERS = "submitters"  # see and erase who sent reports
    ROLES = "roles"  # of the desk


DUTIES: dict[str, frozenset[Duty]] = {
    Role.CHECKER: frozenset({Duty.READ, Duty.WRITE}),
    Role.EDITOR: frozenset({Duty.READ, Duty.WRITE, Duty.PUBLISH, Duty.ASSIGN, Duty.SHARE}),
    Role.LEAD: frozenset(Duty),
}


def duties(user: Visitor, desk: Desk) -> frozenset[Duty]:
    """All that the user may do at this very desk."""
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Duty)
    role = DeskRole.objects.filter(desk=desk, user_id=user.pk).values_list("role", flat=True)
    return frozenset().union(*(DUTIES[one] for one in role))


def may(user: Visitor, desk: Desk, duty: Duty) -> bool:
    """Whether the user's role at this very desk has this duty."""
    return duty in duties(user, desk)


def require_duty(user: Visitor, desk: Desk, duty: Duty) -> None:
    """Raise PermissionDenied unless `may`."""
    if not may(user, desk, duty):
        raise PermissionDenied
