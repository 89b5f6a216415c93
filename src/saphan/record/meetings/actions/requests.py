"""Asking for a meeting, and answering."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import Organisation, User
from saphan.record.errors import Refused
from saphan.record.forum.models import Asking, Delegate
from saphan.record.forum.rules import delegate_of
from saphan.record.holding import still_here

from ..models import Request, sides_key
from ..rules import (
    can_answer,
    can_hand_over,
    can_withdraw,
    declined_it,
    has_to_answer,
    is_person_of,
    require,
)
from .changes import cancel_withdrawn
from .pairing import in_time, message_of, new_code, require_pair
from .reasons import words_of

ALREADY_ASKED = _("One of you has already asked the other.")
Waits = Request.Waits


def ask(
    actor: User, sender: Delegate, receiver: Delegate | Organisation, message: str = ""
) -> Request:
    """Ask another delegate, or an organisation of which anybody will do, for a meeting.

    Raises:
        PermissionDenied: The actor is not the sender.
        Refused: The forum's rules or deadline do not let them ask, the two cannot meet at this
            forum, or one of them has already asked.
    """
    require(is_person_of(actor, sender))
    forum = sender.forum
    if forum.asking == Asking.ORGANISERS:
        raise Refused(_("At this forum the organisers propose the meetings."))
    in_time(forum.requests_close, _("The time for asking is over."))
    if isinstance(receiver, Delegate):
        people, organisation = [receiver], receiver.organisation
    else:
        organisation = receiver
        people = list(forum.delegates.filter(still_here(), organisation=organisation))
    require_pair(sender, people, organisation)
    message = message_of(message)
    try:
        with transaction.atomic():
            request = Request.objects.create(
                forum=forum,
                code=new_code(),
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
        raise Refused(ALREADY_ASKED) from error
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
    """Agree to meet; who has declined may still change their mind.

    A proposal of an organiser is agreed once both have said yes. Raises as `decline` does.
    """
    with transaction.atomic():
        request, delegate = _to_answer(actor, request)
        if request.state == Request.State.DECLINED and declined_it(delegate, request):
            return _accept_after_all(actor, request)
        _require_open(delegate, request)
        if request.waits_for != Waits.BOTH:
            return _move(actor, request, Request.State.ACCEPTED)
        first = delegate.pk == request.sender_id
        request.waits_for = Waits.RECEIVER if first else Waits.SENDER
        request.save(update_fields=["waits_for"])
        note(actor, "meetings.agree", request)
        return request


def _accept_after_all(actor: User, request: Request) -> Request:
    try:
        with transaction.atomic():
            return _move(actor, request, Request.State.ACCEPTED, reason="", reason_words="")
    except IntegrityError as error:
        raise Refused(ALREADY_ASKED) from error


def decline(actor: User, request: Request, reason: str = "", words: str = "") -> Request:
    """Say no to a request.

    Args:
        actor: Who answers.
        request: The request.
        reason: One of `Reason`; empty when the actor gives none. Who asked does not learn it.
        words: The reason in a few words.

    Raises:
        PermissionDenied: The actor is not the one asked, or of the organisation asked.
        Refused: The request is no longer open, the time for answering is over, or something else
            is the reason and no words say what.
    """
    given = {"reason": reason, "reason_words": words_of(reason, words)} if reason else {}
    with transaction.atomic():
        request, delegate = _to_answer(actor, request)
        _require_open(delegate, request)
        return _move(actor, request, Request.State.DECLINED, **given)


def _to_answer(actor: User, request: Request) -> tuple[Request, Delegate]:
    request = _locked(request)
    require(can_answer(actor, request))
    in_time(request.forum.answers_close, _("The time for answering is over."))
    delegate = delegate_of(actor, request.forum)
    assert delegate is not None, "only a delegate can answer"
    return request, delegate


def _require_open(delegate: Delegate, request: Request) -> None:
    if not has_to_answer(delegate, request):
        raise Refused(_("This request has already been answered or withdrawn."))


def hand_over(actor: User, request: Request, colleague: Delegate) -> Request:
    """Name a colleague who is to be asked instead.

    Raises:
        PermissionDenied: The actor is not the very delegate asked.
        Refused: The other is no colleague at this forum, the two cannot meet, or a request
            between them is open already.
    """
    with transaction.atomic():
        request = _locked(request)
        require(can_hand_over(actor, request))
        in_time(request.forum.answers_close, _("The time for answering is over."))
        asked = request.receiver
        assert asked is not None, "a delegate can hand over what a delegate was asked"
        if colleague.organisation_id != asked.organisation_id or colleague == asked:
            raise Refused(_("Choose a colleague of your own organisation."))
        if request.sides:
            raise Refused(_("A meeting of three and more cannot be handed over."))
        require_pair(
            request.sender, [colleague], colleague.organisation, either_way=request.is_proposal
        )
        request.receiver = colleague
        try:
            with transaction.atomic():
                request.save(update_fields=["receiver"])
        except IntegrityError as error:
            raise Refused(_("Your colleague has a request with them already.")) from error
        note(actor, "meetings.hand_over", request, before=asked.pk, receiver=colleague.pk)
    return request


def withdraw(actor: User, request: Request) -> Request:
    """Take back a request, or a meeting agreed, which is then cancelled in every timetable.

    There is no deadline: that somebody will not come is worth knowing until the last moment.

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
