"""Who may see and answer requests."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from saphan.record.directory.models import User
from saphan.record.forum.models import Delegate
from saphan.record.forum.rules import is_organiser

from .models import Request, Timetable

Visitor = User | AnonymousUser | None


def is_person_of(user: Visitor, delegate: Delegate) -> bool:
    """Whether the user is this delegate."""
    return user is not None and user.is_authenticated and delegate.person.user_id == user.pk


def can_answer(user: Visitor, request: Request) -> bool:
    """Only the person asked accepts or declines; nobody does it for them."""
    return is_person_of(user, request.receiver)


def can_withdraw(user: Visitor, request: Request) -> bool:
    """Who asked may withdraw; once accepted, either side may."""
    if is_person_of(user, request.sender):
        return True
    return request.state == Request.State.ACCEPTED and is_person_of(user, request.receiver)


def can_see_timetable(user: Visitor, timetable: Timetable) -> bool:
    """Drafts are the organisers' alone; so is the board of everybody's meetings."""
    return is_organiser(user, timetable.forum)


def require(allowed: bool) -> None:
    """Raise PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied
