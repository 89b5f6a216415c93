"""Asking for a meeting, and answering."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import Organisation, User
from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate
from saphan.record.forum.queries import can_be_together

from ..models import Request, sides_key
from ..rules import can_answer, can_withdraw, is_person_of, require
from .changes import cancel_withdrawn
from .reasons import words_of


def ask(
    actor: User, sender: Delegate, receiver: Delegate | Organisation, message: str = ""
) -> Request:
    """Ask another delegate, or an organisation of which anybody will do, for a meeting.

    Raises:
        PermissionDenied: The actor is not the sender.
        Refused: The two cannot meet at this forum, or one of them has already asked.
    """
    require(is_person_of(actor, sender))
    if isinstance(receiver, Delegate):
        people, organisation = [receiver], receiver.organisation
    else:
        organisation = receiver
        people = list(sender.forum.delegates.filter(organisation=organisation))
    if not people:
        raise Refused(_("Nobody of this organisation takes part."))
    if any(sender.forum_id != one.forum_id for one in people):
        raise Refused(_("The two do not take part in the same forum."))
    if sender.organisation_id == organisation.pk:
        raise Refused(_("You are of the same organisation."))
    if sender.forum.cross_border and sender.organisation.country == organisation.country:
        raise Refused(_("At this forum a meeting joins two countries."))
    if not any(can_be_together(sender, one) for one in people):
        raise Refused(_("One of you takes part online only and the other face to face only."))
    message = message.strip()
    if len(message) > 1000:
        raise Refused(_("A message has at most 1,000 characters."))
    try:
        with transaction.atomic():
            request = Request.objects.create(
                forum=sender.forum,
                code=f"W-{get_random_string(10, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789')}",
                sender=sender,
                message=message,
                **_asked(sender, people, organisation),
            )
            note(
                actor, "meetings.ask", request, receiver=people[0].pk if len(people) == 1 else None
            )
    except IntegrityError as error:
        # The unique index decides, so that two people who ask each other at the same
        # moment end with one request.
        raise Refused(_("One of you has already asked the other.")) from error
    return request


def _asked(sender: Delegate, people: list[Delegate], organisation: Organisation) -> dict[str, Any]:
    """The fields that say who is asked; the only delegate of an organisation stands for it."""
    if len(people) == 1:
        return {"receiver": people[0]}
    return {
        "receiver_organisation": organisation,
        "sides": sides_key([sender.pk], [organisation.pk]),
    }


def accept(actor: User, request: Request) -> Request:
    """Agree to meet. Raises as `decline` does."""
    return _answer(actor, request, Request.State.ACCEPTED)


def decline(actor: User, request: Request, reason: str = "", words: str = "") -> Request:
    """Say no to a request.

    Args:
        actor: Who answers.
        request: The request.
        reason: One of `Reason`; empty when the actor gives none. Who asked does not learn it.
        words: The reason in a few words.

    Raises:
        PermissionDenied: The actor is not the one asked, or of the organisation asked.
        Refused: The request is no longer open, or something else is the reason and no words
            say what.
    """
    if not reason:
        return _answer(actor, request, Request.State.DECLINED)
    return _answer(
        actor, request, Request.State.DECLINED, reason=reason, reason_words=words_of(reason, words)
    )


def _answer(actor: User, request: Request, state: Request.State, **fields: str) -> Request:
    with transaction.atomic():
        request = _locked(request)
        require(can_answer(actor, request))
        if request.state != Request.State.ASKED:
            raise Refused(_("This request has already been answered or withdrawn."))
        return _move(actor, request, state, **fields)


def withdraw(actor: User, request: Request) -> Request:
    """Take back a request, or a meeting agreed, which is then cancelled in every timetable.

    Raises:
        PermissionDenied: The actor does not take part, or somebody has yet to answer.
        Refused: The request is already closed.
    """
    with transaction.atomic():
        request = _locked(request)
        require(can_withdraw(actor, request))
        if request.state not in Request.LIVE:
            raise Refused(_("This request is already closed."))
        request = _move(actor, request, Request.State.WITHDRAWN)
        cancel_withdrawn(actor, request)
        return request


def _locked(request: Request) -> Request:
    return (
        Request.objects.select_for_update(of=("self",)).select_related("forum").get(pk=request.pk)
    )


def _move(actor: User, request: Request, state: Request.State, **fields: str) -> Request:
    before = request.state
    request.state = state
    request.answered_at = timezone.now()
    for name, value in fields.items():
        setattr(request, name, value)
    request.save(update_fields=["state", "answered_at", *fields])
    note(actor, f"meetings.{state}", request, before=before)
    return request
