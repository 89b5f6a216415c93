"""Who may see and answer requests, and tell of meetings."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from saphan.record.directory.models import User
from saphan.record.forum.models import Delegate, Forum, Interpreter
from saphan.record.forum.rules import Duty, countries_of, delegate_of, interpreter_of, may

from .models import Meeting, Request, SetAside, Timetable

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


def has_to_answer(delegate: Delegate | None, request: Request) -> bool:
    """Whether the request waits for this delegate's answer."""
    if request.state != Request.State.ASKED:
        return False
    if _is_first(delegate, request):
        return request.waits_for in (Request.Waits.SENDER, Request.Waits.BOTH)
    return is_asked(delegate, request) and request.waits_for != Request.Waits.SENDER


def declined_it(delegate: Delegate | None, request: Request) -> bool:
    """Whether the delegate's own side said no, and may yet say yes.

    A proposal is not among them: which of the two said no is told to nobody.
    """
    return (
        request.state == Request.State.DECLINED
        and not request.is_proposal
        and is_asked(delegate, request)
    )


def _is_first(delegate: Delegate | None, request: Request) -> bool:
    return delegate is not None and request.sender_id == delegate.pk


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
    """Who asked, or has agreed to a proposal, may withdraw; once accepted, any side may."""
    if request.state == Request.State.ASKED and request.is_proposal:
        return takes_part(delegate, request) and not has_to_answer(delegate, request)
    if _is_first(delegate, request):
        return True
    return request.state == Request.State.ACCEPTED and takes_part(delegate, request)


def can_answer(user: Visitor, request: Request) -> bool:
    """Only the side asked accepts or declines; nobody does it for them."""
    delegate = delegate_of(user, request.forum)
    return is_asked(delegate, request) or (request.is_proposal and _is_first(delegate, request))


def can_withdraw(user: Visitor, request: Request) -> bool:
    """Whether the user is a delegate who may withdraw."""
    return may_withdraw(delegate_of(user, request.forum), request)


def can_hand_over(user: Visitor, request: Request) -> bool:
    """Whether the user is the very delegate asked, who may name a colleague instead."""
    delegate = delegate_of(user, request.forum)
    return (
        delegate is not None
        and request.receiver_id == delegate.pk
        and has_to_answer(delegate, request)
    )


def can_propose(user: Visitor, one: Delegate, other: Delegate) -> bool:
    """An organiser of the forum; a co-organiser, where one of the two is of the own country."""
    if not may(user, one.forum, Duty.TIMETABLE):
        return False
    countries = countries_of(user, one.forum)
    return countries is None or bool(
        countries & {one.organisation.country, other.organisation.country}
    )


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


def has_seat(delegate: Delegate | None, meeting: Meeting) -> bool:
    """Whether the delegate has a seat in the meeting, of the version that everybody sees."""
    return (
        delegate is not None
        and _stands(meeting)
        and any(seat.delegate_id == delegate.pk for seat in meeting.seats.all())
    )


def has_part(one: Delegate | Interpreter | None, meeting: Meeting) -> bool:
    """Whether the delegate has a seat in the meeting, or the interpreter interprets it."""
    if isinstance(one, Interpreter):
        return _stands(meeting) and meeting.interpreter_id == one.pk
    return has_seat(one, meeting)


def is_oneself(user: Visitor, one: Delegate | Interpreter) -> bool:
    """Whether the user is this delegate, or this interpreter."""
    if isinstance(one, Delegate):
        return is_person_of(user, one)
    return interpreter_of(user, one.forum) == one


def may_join(user: Visitor, meeting: Meeting) -> bool:
    """Whether the user may go to where a meeting takes place online: its people, its interpreter
    and who looks after the timetable."""
    forum = meeting.request.forum
    return (
        has_part(delegate_of(user, forum), meeting)
        or has_part(interpreter_of(user, forum), meeting)
        or (may(user, forum, Duty.TIMETABLE) and _stands(meeting))
    )


def is_side_of(delegate: Delegate | None, meeting: Meeting) -> bool:
    """Whether somebody of the delegate's organisation has a seat in the meeting."""
    return (
        delegate is not None
        and delegate.forum_id == meeting.request.forum_id
        and _stands(meeting)
        and meeting.seats.filter(delegate__organisation=delegate.organisation_id).exists()
    )


def _stands(meeting: Meeting) -> bool:
    return (
        meeting.state == Meeting.State.SCHEDULED
        and meeting.timetable.state == Timetable.State.PUBLISHED
        and meeting.request.state == Request.State.ACCEPTED
    )


def names_seen_by(user: Visitor, forum: Forum) -> Q:
    """Which organisations an organiser's report names to the user; figures are for all.

    An organiser sees every name, a co-organiser those of the own country, a desk officer none.

    Returns:
        A condition on organisations.
    """
    countries = countries_of(user, forum)
    if not may(user, forum, Duty.REPORT):
        return Q(pk__in=())
    return Q() if countries is None else Q(country__in=countries)
