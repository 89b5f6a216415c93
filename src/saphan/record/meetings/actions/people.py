"""Taking somebody out of a forum."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.actions import refresh_search
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.actions import withdraw_registration
from saphan.record.forum.models import Delegate, Registration

from ..models import Seat, Timetable


@transaction.atomic
def withdraw_person(actor: User, delegate: Delegate, words: str = "") -> None:
    """Let a delegate no longer take part; what they asked and were asked goes with them.

    Args:
        actor: Who organises the forum.
        delegate: The delegate.
        words: Why.

    Raises:
        Refused: The published timetable has meetings of theirs.
    """
    delegate = (
        Delegate.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=delegate.pk)
    )
    seats = Seat.objects.filter(delegate=delegate)
    if seats.filter(timetable__state=Timetable.State.PUBLISHED).exists():
        raise Refused(
            _(
                "The published timetable has meetings of this person. Have them called off first, "
                "or make a timetable without them."
            )
        )
    registration = Registration.objects.filter(delegate=delegate).first()
    code = delegate.organisation.code
    note(actor, "meetings.withdraw_person", delegate, name=delegate.person.name)
    if registration is not None:
        registration.delegate = None
        registration.save(update_fields=["delegate"])
        withdraw_registration(actor, registration, words)
    delegate.delete()
    refresh_search([code])
