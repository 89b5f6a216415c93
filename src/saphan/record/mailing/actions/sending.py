"""What becomes of a letter that is sent: each address is written to once at most.

A delivery is marked before it is handed to the mail server and again after. Where a server dies
between the two it stays marked as being sent: better one letter that perhaps did not arrive, shown
as such to the organisers, than a hundred that arrive twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.rules import Duty, countries_of, require_duty

from ..models import Delivery, Letter
from ..queries import Receiver, deliveries_of

State = Delivery.State


@transaction.atomic
def begin(letter: Letter, receivers: Iterable[Receiver]) -> bool:
    """Settle whom a due letter goes to.

    Returns:
        Whether it was due still: of two servers that begin it, one does.
    """
    found = (
        Letter.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=letter.pk, state=Letter.State.SCHEDULED)
        .first()
    )
    if found is None:
        return False
    Delivery.objects.bulk_create(
        [
            Delivery(
                letter=found,
                person_id=one.person,
                name=one.name,
                email=one.email,
                language=one.language,
                country=one.country,
                values=one.values,
            )
            for one in receivers
        ],
        batch_size=500,
    )
    found.state, found.started_at = Letter.State.SENDING, timezone.now()
    found.save(update_fields=["state", "started_at"])
    note(found.created_by, "mailing.begin", found)
    return True


@transaction.atomic
def claim(letter: Letter, most: int = 50) -> list[Delivery]:
    """Mark some deliveries as being sent; no two servers get the same."""
    found = list(
        letter.deliveries.select_for_update(skip_locked=True)
        .filter(state=State.WAITING)
        .order_by("pk")[:most]
    )
    Delivery.objects.filter(pk__in=[one.pk for one in found]).update(
        state=State.SENDING, at=timezone.now()
    )
    return found


def note_sent(delivery: Delivery) -> None:
    """Say that the mail server took it."""
    delivery.state, delivery.error = State.SENT, ""
    delivery.save(update_fields=["state", "error", "at"])


def note_failed(delivery: Delivery, why: str) -> None:
    """Say that the mail server refused it, and why."""
    delivery.state, delivery.error = State.FAILED, why[:300]
    delivery.save(update_fields=["state", "error", "at"])


@transaction.atomic
def finish(letter: Letter) -> bool:
    """Close a letter of which nothing is left to send.

    Returns:
        Whether nothing is.
    """
    found = Letter.objects.select_for_update().get(pk=letter.pk)
    if found.state != Letter.State.SENDING:
        return True
    if found.deliveries.filter(state__in=(State.WAITING, State.SENDING)).exists():
        return False
    found.state, found.finished_at = Letter.State.SENT, timezone.now()
    found.save(update_fields=["state", "finished_at"])
    note(found.created_by, "mailing.sent", found, **_counted(found))
    return True


def _counted(letter: Letter) -> dict[str, int]:
    return {
        state: letter.deliveries.filter(state=state).count() for state in (State.SENT, State.FAILED)
    }


@transaction.atomic
def send_again(actor: User, letter: Letter) -> int:
    """Try again what failed, or was being sent when a server died.

    Args:
        actor: Who asks for it; a co-organiser for the people of the own country alone.
        letter: The letter.

    Returns:
        How many will be sent again.

    Raises:
        PermissionDenied: The actor does not look after the people of this forum.
        Refused: Nothing failed.
    """
    require_duty(actor, letter.forum, Duty.PEOPLE)
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    own = deliveries_of(letter, countries_of(actor, letter.forum))
    failed = own.filter(state__in=(State.FAILED, State.SENDING)).exclude(email="")
    number = failed.update(state=State.WAITING, error="")
    if not number:
        raise Refused(_("Nothing of this letter failed."))
    letter.state, letter.finished_at = Letter.State.SENDING, None
    letter.save(update_fields=["state", "finished_at"])
    note(actor, "mailing.send_again", letter, deliveries=number)
    return number
