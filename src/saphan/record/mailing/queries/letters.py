"""Letters, and what came of them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from saphan.record.forum.models import Forum

from ..models import Delivery, Letter

State = Delivery.State


def letters(forum: Forum) -> QuerySet[Letter]:
    """A forum's letters, newest first, each with the numbers `sent`, `failed` and `of`."""
    return (
        forum.letters.select_related("created_by")
        .annotate(
            of=Count("deliveries"),
            sent=Count("deliveries", filter=Q(deliveries__state="sent")),
            failed=Count("deliveries", filter=Q(deliveries__state="failed")),
        )
        .order_by("-created_at", "-id")
    )


def progress(letter: Letter) -> dict[str, int]:
    """How many deliveries are in each state."""
    states = Counter(letter.deliveries.values_list("state", flat=True))
    return {state: states[state] for state in State.values}


def due(now: datetime) -> QuerySet[Letter]:
    """Letters whose time has come."""
    return Letter.objects.filter(state=Letter.State.SCHEDULED, send_at__lte=now)


def waiting() -> QuerySet[Letter]:
    """Letters of which something is yet to be sent."""
    return Letter.objects.filter(state=Letter.State.SENDING)
