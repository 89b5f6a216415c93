"""Saying that an organisation is not for one's own, and taking it back."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import Organisation, User
from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate

from ..models import Request, SetAside
from ..queries import live_request_with
from ..rules import can_take_back, is_person_of, require
from .reasons import words_of


def set_aside(
    actor: User, delegate: Delegate, other: Organisation, reason: str, words: str = ""
) -> SetAside:
    """Say that an organisation is not for the delegate's own: neither is suggested to the other.

    The audit entry names neither the reason nor its words: what people think of each other is
    gone when they take it back.

    Raises:
        PermissionDenied: The actor is not the delegate.
        Refused: The organisation does not take part, is the delegate's own or set aside already;
            the delegate has a request with it; or the reason is not said.
    """
    require(is_person_of(actor, delegate))
    words = words_of(reason, words)
    forum = delegate.forum
    if other.pk == delegate.organisation_id:
        raise Refused(_("You are of the same organisation."))
    if not forum.delegates.filter(organisation=other).exists():
        raise Refused(_("Nobody of this organisation takes part."))
    request = live_request_with(delegate, other)
    if request is not None:
        raise Refused(
            _("You have agreed to meet them. Withdraw the meeting first.")
            if request.state == Request.State.ACCEPTED
            else _("There is an open request between you. Answer or withdraw it first.")
        )
    try:
        with transaction.atomic():
            aside = SetAside.objects.create(
                forum=forum,
                organisation=delegate.organisation,
                other=other,
                reason=reason,
                words=words,
                by=actor,
            )
            note(actor, "meetings.set_aside", aside, other=other.pk)
    except IntegrityError as error:
        raise Refused(_("Your organisation has set them aside already.")) from error
    return aside


@transaction.atomic
def take_back(actor: User, aside: SetAside) -> None:
    """Let the two be suggested to each other again.

    Raises:
        PermissionDenied: The actor is not a delegate of the organisation that said it.
        Refused: Somebody has taken it back already.
    """
    require(can_take_back(actor, aside))
    found = SetAside.objects.select_for_update().filter(pk=aside.pk).first()
    if found is None:
        raise Refused(_("It has been taken back already."))
    note(actor, "meetings.take_back", found, other=found.other_id)
    found.delete()
