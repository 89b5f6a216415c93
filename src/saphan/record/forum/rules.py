"""Who may do what at a forum: nobody anything, unless a role of this very forum says so."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q

from saphan.record.directory.models import User

from .models import Delegate, Forum, ForumRole, Interpreter

Visitor = User | AnonymousUser | None
Role = ForumRole.Role


class Duty(enum.Enum):
    """What a role lets somebody do at a forum."""

    SET_UP = "set_up"  # days, places, rules, roles; copy and invite
    PEOPLE = "people"  # see and approve registrations, and write to groups
    TIMETABLE = "timetable"  # see, make, change and publish timetables
    DOOR = "door"  # check people in
    REPORT = "report"  # figures and outcomes
    AUDIT = "audit"  # who changed what
    ERASE = "erase"  # erase somebody who asks for it in writing


DUTIES: dict[str, frozenset[Duty]] = {
    Role.ORGANISER: frozenset(Duty),
    Role.CO_ORGANISER: frozenset({Duty.PEOPLE, Duty.TIMETABLE, Duty.DOOR, Duty.REPORT}),
    Role.DESK_OFFICER: frozenset({Duty.REPORT}),
    Role.DOOR_STAFF: frozenset({Duty.DOOR}),
}


def duties(user: Visitor, forum: Forum, known: Iterable[str] | None = None) -> frozenset[Duty]:
    """All that the user may do at this very forum beyond taking part.

    Args:
        user: The user.
        forum: The forum.
        known: The roles of this very user at this very forum, where they were read already.
    """
    if user is None or not user.is_authenticated:
        return frozenset()
    if user.is_superuser:
        return frozenset(Duty)
    if known is None:
        roles = ForumRole.objects.filter(forum=forum, user_id=user.pk)
        known = roles.values_list("role", flat=True)
    return frozenset().union(*(DUTIES[role] for role in known))


def seen_by(user: Visitor) -> Q:
    """Which forums the user may know of: the open ones, and those where a role makes them staff."""
    if user is None or not user.is_authenticated:
        return Q(is_open=True)
    if user.is_superuser:
        return Q()
    return Q(is_open=True) | Q(pk__in=ForumRole.objects.filter(user_id=user.pk).values("forum"))


def may_see(user: Visitor, forum: Forum) -> bool:
    """Whether the forum is there for the user: open, or one where a role makes them staff."""
    return forum.is_open or bool(duties(user, forum))


def may_create(user: Visitor) -> bool:
    """Whether the user may make new forums."""
    return bool(
        user is not None and user.is_authenticated and (user.is_superuser or user.can_create_forums)
    )


def has_a_role(user: Visitor) -> bool:
    """Whether the user looks after any forum, or the site."""
    if user is None or not user.is_authenticated:
        return False
    return user.is_staff or user.is_superuser or user.forum_roles.exists()


def may(user: Visitor, forum: Forum, duty: Duty) -> bool:
    """Whether a role of the user at this very forum has this duty."""
    return duty in duties(user, forum)


def require_duty(user: Visitor, forum: Forum, duty: Duty) -> None:
    """Raise PermissionDenied unless `may`."""
    if not may(user, forum, duty):
        raise PermissionDenied


def countries_of(user: Visitor, forum: Forum) -> frozenset[str] | None:
    """The countries whose people the user looks after; None for all of them.

    A co-organiser sees and approves the people of one country alone.
    """
    if user is None or not user.is_authenticated:
        return frozenset()
    if user.is_superuser:
        return None
    roles = dict(
        ForumRole.objects.filter(forum=forum, user_id=user.pk).values_list("role", "country")
    )
    if Role.ORGANISER in roles:
        return None
    return frozenset({roles[Role.CO_ORGANISER]} if Role.CO_ORGANISER in roles else ())


def countries_at_door(user: Visitor, forum: Forum) -> frozenset[str] | None:
    """The countries whose people the user checks in; None for all, and staff of no country."""
    if user is not None and user.is_authenticated:
        roles = ForumRole.objects.filter(forum=forum, user_id=user.pk)
        if roles.filter(role=Role.DOOR_STAFF).exists():
            return None
    return countries_of(user, forum)


def delegate_of(user: Visitor, forum: Forum) -> Delegate | None:
    """The user's own place at this forum, if there is one."""
    return _delegate(user, Q(forum=forum))


def delegate_at(user: Visitor, code: str) -> Delegate | None:
    """The user's own place at the forum of this code, if there is one, whether or not the forum
    is there for the user; with `roles`, what the user is there besides."""
    roles = ForumRole.objects.filter(forum=OuterRef("forum"), user=OuterRef("person__user"))
    return _delegate(user, Q(forum__code=code), roles=ArraySubquery(roles.values("role")))


def _delegate(user: Visitor, at: Q, **further: ArraySubquery) -> Delegate | None:
    if user is None or not user.is_authenticated:
        return None
    own = Delegate.objects.filter(at, person__user_id=user.pk).annotate(**further)
    return own.select_related("person", "organisation", "forum").first()


def interpreter_of(user: Visitor, forum: Forum) -> Interpreter | None:
    """The interpreter whose address the user has, if there is one at this forum."""
    if user is None or not user.is_authenticated:
        return None
    return Interpreter.objects.filter(forum=forum, email__iexact=user.email).first()
