"""Counts of weeks are kept until something changes that they are counted from."""

from __future__ import annotations

from django.db.models import F

from saphan.record.factcheck.models import Desk, Tally


def weeks_change(desk: Desk) -> None:
    """Say that weeks have to be counted anew: what is published, what messages repeat or what
    releases name has changed.

    The last thing in a transaction: until its end, others who say the same wait.

    Args:
        desk: Whose claim or messages they are.
    """
    Tally.objects.get_or_create(desk=desk)
    Tally.objects.filter(desk=desk).update(number=F("number") + 1)
