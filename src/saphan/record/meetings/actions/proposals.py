"""Meetings that an organiser proposes to two delegates."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate

from ..models import Request
from ..rules import can_propose, require
from .pairing import in_time, message_of, new_code, require_pair


def propose(actor: User, one: Delegate, other: Delegate, message: str = "") -> Request:
    """Propose that two delegates meet: agreed once both have said yes.

    Raises:
        PermissionDenied: The actor does not make the timetable of the forum, or is the
            co-organiser of a country that neither of the two is of.
        Refused: The rules of the forum let neither ask the other, the time for asking is over,
            one has blocked the other, or a request between them is open already.
    """
    require(can_propose(actor, one, other))
    in_time(one.forum.requests_close, _("The time for asking is over."))
    require_pair(one, [other], other.organisation, either_way=True)
    try:
        with transaction.atomic():
            request = Request.objects.create(
                forum=one.forum,
                code=new_code(),
                sender=one,
                receiver=other,
                message=message_of(message),
                is_proposal=True,
                waits_for=Request.Waits.BOTH,
            )
            note(actor, "meetings.propose", request, sender=one.pk, receiver=other.pk)
    except IntegrityError as error:
        raise Refused(_("One of you has already asked the other.")) from error
    return request


def propose_all(actor: User, pairs: Iterable[tuple[Delegate, Delegate]]) -> tuple[int, list[str]]:
    """Propose many meetings at once, all in one transaction.

    Returns:
        How many were proposed, and for each of the others who and why not.

    Raises:
        PermissionDenied: As `propose` does, for any of them; then none is proposed.
    """
    made, refused = 0, []
    with transaction.atomic():
        for one, other in pairs:
            try:
                propose(actor, one, other)
                made += 1
            except Refused as error:
                names = f"{one.organisation.name} – {other.organisation.name}"
                refused.append(f"{names}: {error.message}")
    return made, refused


def withdraw_proposal(actor: User, request: Request) -> Request:
    """Take back a proposal that is not agreed yet.

    Raises:
        PermissionDenied: The actor could not have proposed it.
        Refused: It is no proposal, agreed already or closed.
    """
    with transaction.atomic():
        request = (
            Request.objects.select_for_update(of=("self",))
            .select_related("forum", "sender__organisation", "sender__forum")
            .get(pk=request.pk)
        )
        if request.receiver is None or not request.is_proposal:
            raise Refused(_("A delegate asked for this meeting: only they can withdraw it."))
        require(can_propose(actor, request.sender, request.receiver))
        if request.state != Request.State.ASKED:
            raise Refused(_("This request has already been answered or withdrawn."))
        request.state = Request.State.WITHDRAWN
        request.answered_at = timezone.now()
        request.save(update_fields=["state", "answered_at"])
        note(actor, "meetings.withdrawn", request, before=Request.State.ASKED)
    return request
