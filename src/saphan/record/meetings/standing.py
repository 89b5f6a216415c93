"""How a meeting stands, as `Change` keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .models import Meeting


def standing_of(meeting: Meeting, people: Iterable[int] | None = None) -> dict[str, Any]:
    """How a meeting stands.

    Args:
        meeting: The meeting.
        people: Keys of its delegates where they are known; otherwise the seats are read.
    """
    if people is None:
        people = meeting.seats.values_list("delegate", flat=True)
    return {
        "slot": meeting.slot_id,
        "last_slot": meeting.last_slot_id,
        "place": meeting.place_id,
        "interpreter": meeting.interpreter_id,
        "state": str(meeting.state),
        "people": sorted(people),
        "start": meeting.start.isoformat(),
        "end": meeting.end.isoformat(),
    }


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two standings are equal; a slot may have another time by now."""
    fields = ("slot", "last_slot", "place", "interpreter", "state", "people")
    return all(one[field] == other[field] for field in fields)
