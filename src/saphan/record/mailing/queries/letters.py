"""Letters, and what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from saphan.record.forum.models import Forum

from ..models import Delivery, Letter

State = Delivery.State


def letters(forum: Forum, countries: Iterable[str] | None) -> QuerySet[Letter]:
    """A forum's letters, newest first, each with the numbers `sent`, `failed` and `of`.

    Args:
        forum: The forum.
        countries: Whose people the reader looks after, of whom alone the numbers are; None for
            all.
    """
    own = Q() if countries is None else Q(deliveries__country__in=countries)
    return (
        forum.letters.select_related("created_by")
        .annotate(
            of=Count("deliveries", filter=own),
            sent=Count("deliveries", filter=own & Q(deliveries__state="sent")),
            failed=Count("deliveries", filter=own & Q(deliveries__state="failed")),
        )
        .order_by("-created_at", "-id")
    )


def deliveries_of(letter: Letter, countries: Iterable[str] | None) -> QuerySet[Delivery]:
    """To whom a letter went, of those whom a reader may see; see `letters`."""
    found = letter.deliveries.all()
    return found if countries is None else found.filter(country__in=countries)


def progress(deliveries: QuerySet[Delivery]) -> dict[str, int]:
    """How many deliveries are in each state."""
    states = Counter(deliveries.values_list("state", flat=True))
    return {state: states[state] for state in State.values}


def due(now: datetime) -> QuerySet[Letter]:
    """Letters whose time has come."""
    return Letter.objects.filter(state=Letter.State.SCHEDULED, send_at__lte=now)


def waiting() -> QuerySet[Letter]:
    """Letters of which something is yet to be sent."""
    return Letter.objects.filter(state=Letter.State.SENDING)
