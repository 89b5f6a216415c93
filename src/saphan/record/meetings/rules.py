"""Who may see and answer requests."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from saphan.record.directory.models import User
from saphan.record.forum.models import Delegate
from saphan.record.forum.rules import Duty, delegate_of, may

from .models import Request, SetAside, Timetable

Visitor = User | AnonymousUser | None


def is_person_of(user: Visitor, delegate: Delegate) -> bool:
    """Whether the user is this delegate."""
    return user is not None and user.is_authenticated and delegate.person.user_id == user.pk


def is_asked(delegate: Delegate | None, request: Request) -> bool:
    """Whether the delegate is the one asked, or of the organisation of which anybody will do."""
    if delegate is None or delegate.forum_id != request.forum_id:
        return False
    return (
        request.receiver_id == delegate.pk
        or request.receiver_organisation_id == delegate.organisation_id
    )


def takes_part(delegate: Delegate | None, request: Request) -> bool:
    """Whether the delegate is of a side of the request."""
    if delegate is None or delegate.forum_id != request.forum_id:
        return False
    return (
        request.sender_id == delegate.pk
        or is_asked(delegate, request)
        or any(
            side.delegate_id == delegate.pk or side.organisation_id == delegate.organisation_id
            for side in request.others.all()
        )
    )


def may_withdraw(delegate: Delegate | None, request: Request) -> bool:
    """Who asked may withdraw; once accepted, any side may."""
    if delegate is not None and request.sender_id == delegate.pk:
        return True
    return request.state == Request.State.ACCEPTED and takes_part(delegate, request)


def can_answer(user: Visitor, request: Request) -> bool:
    """Only the side asked accepts or declines; nobody does it for them."""
    return is_asked(delegate_of(user, request.forum), request)


def can_withdraw(user: Visitor, request: Request) -> bool:
    """Whether the user is a delegate who may withdraw."""
    return may_withdraw(delegate_of(user, request.forum), request)


def can_see_timetable(user: Visitor, timetable: Timetable) -> bool:
    """Drafts are the organisers' alone; so is the board of everybody's meetings."""
    return may(user, timetable.forum, Duty.TIMETABLE)


def can_take_back(user: Visitor, aside: SetAside) -> bool:
    """Whether the user is a delegate of the organisation that set another aside.

    To everybody else but the organisers it is as if it were not there.
    """
    delegate = delegate_of(user, aside.forum)
    return delegate is not None and delegate.organisation_id == aside.organisation_id


def require(allowed: bool) -> None:
    """Raise PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied
