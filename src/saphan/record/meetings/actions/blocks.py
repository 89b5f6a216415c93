"""Wanting no requests from an organisation, and wanting them again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import Organisation, User
from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate

from ..models import Block, Request
from ..rules import is_person_of, require


@transaction.atomic
def block(actor: User, delegate: Delegate, organisation: Organisation) -> Block:
    """Take no further requests from anybody of an organisation; open ones are declined.

    Those blocked see a request declined, as any other: who blocked whom is told to nobody, and
    the audit trail, which organisers read, does not name the organisation.

    Raises:
        PermissionDenied: The actor is not the delegate.
        Refused: The organisation is the delegate's own, does not take part or is blocked
            already, or the two have agreed to meet.
    """
    require(is_person_of(actor, delegate))
    forum = delegate.forum
    if organisation.pk == delegate.organisation_id:
        raise Refused(_("You are of the same organisation."))
    if not forum.delegates.filter(organisation=organisation).exists():
        raise Refused(_("Nobody of this organisation takes part."))
    between = forum.requests.select_for_update(of=("self",)).filter(
        Q(receiver=delegate, sender__organisation=organisation)
        | Q(sender=delegate, receiver__organisation=organisation)
    )
    if between.filter(state=Request.State.ACCEPTED).exists():
        raise Refused(_("You have agreed to meet them. Withdraw the meeting first."))
    made, created = Block.objects.get_or_create(delegate=delegate, organisation=organisation)
    if not created:
        raise Refused(_("You have blocked this organisation already."))
    note(actor, "meetings.block", made)
    for request in between.filter(state=Request.State.ASKED):
        asked_of_us = request.receiver_id == delegate.pk or request.is_proposal
        request.state = Request.State.DECLINED if asked_of_us else Request.State.WITHDRAWN
        request.answered_at = timezone.now()
        request.save(update_fields=["state", "answered_at"])
        note(actor, f"meetings.{request.state}", request, before=Request.State.ASKED)
    return made


@transaction.atomic
def unblock(actor: User, made: Block) -> None:
    """Take requests from the organisation again.

    Raises:
        PermissionDenied: The actor is not the delegate who blocked it.
    """
    require(is_person_of(actor, made.delegate))
    note(actor, "meetings.unblock", made)
    made.delete()
