"""Counts of weeks that are over, kept until something that they are counted from changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from saphan.record.factcheck.models import Desk, Tally

SECONDS = 24 * 60 * 60
FORM = 1
"""Goes up when what is kept gets another form."""

Counted = TypeVar("Counted")


def kept(desk: Desk, name: str, count: Callable[[], Counted]) -> Counted:
    """What was counted before, if nothing has changed since; else it is counted now.

    Which state of the record a count is of is read before counting: if something changes meanwhile,
    the count is kept under a state that nobody asks for again.

    Args:
        desk: Whose weeks.
        name: Of what is counted.
        count: Counts it.
    """
    # What one desk publishes is counted at every desk.
    states = Tally.objects.order_by("desk").values_list("desk", "number")
    state = ",".join(f"{one}:{number}" for one, number in states)
    key = f"factcheck.weeks:{FORM}:{state}:{desk.pk}:{name}"
    found: Counted | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, SECONDS)
    return found
