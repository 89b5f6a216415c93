"""What was changed of a timetable, as people are told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from saphan.record.forum.models import Interpreter, Place

from ..models import Batch, Change, Meeting, Timetable
from .timetables import with_people

MOST_SHOWN = 12
"""Changes of a batch that a page names one by one."""


@dataclass(frozen=True)
class Stand:
    """How a meeting stood: its time as it was then, in the forum's zone."""

    start: datetime
    end: datetime
    place: Place
    interpreter: Interpreter | None
    off: bool
    people: tuple[int, ...]


@dataclass(frozen=True)
class ToldChange:
    """A meeting before and after a change."""

    change: Change
    meeting: Meeting
    before: Stand
    after: Stand

    @property
    def moved(self) -> bool:
        """Whether its time or place is another."""
        return (self.before.start, self.before.place) != (self.after.start, self.after.place)

    @property
    def other_day(self) -> bool:
        """Whether it is on another day, in the forum's zone."""
        return self.before.start.date() != self.after.start.date()


@dataclass(frozen=True)
class ToldBatch:
    """A batch of changes, and whether it can still be undone."""

    batch: Batch
    changes: list[ToldChange] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many changes are too many to be shown."""
        return max(len(self.changes) - MOST_SHOWN, 0)

    @property
    def can_be_undone(self) -> bool:
        return self.batch.kind != Batch.Kind.WITHDRAW and not hasattr(self.batch, "undone_by")


def told_batches(timetable: Timetable, *, most: int = 8) -> list[ToldBatch]:
    """The last batches of changes of a version, newest first."""
    batches = timetable.batches.select_related("forum", "by", "undone_by")[:most]
    return tell_batches(list(batches))


def told_changes_of(meeting: Meeting) -> list[ToldBatch]:
    """What was changed of one meeting, newest first; of it alone."""
    batches = Batch.objects.filter(changes__meeting=meeting).select_related(
        "forum", "by", "undone_by"
    )
    found = tell_batches(list(batches))
    return [
        ToldBatch(one.batch, [c for c in one.changes if c.meeting.pk == meeting.pk])
        for one in found
    ]


def tell_batches(batches: list[Batch]) -> list[ToldBatch]:
    """Batches with what changed in them, looked up."""
    changes = Change.objects.filter(batch__in=batches).select_related("meeting__request")
    zone = batches[0].forum.zone if batches else UTC
    told = tell_changes(list(changes.order_by("pk")), zone)
    return [
        ToldBatch(batch, [one for one in told if one.change.batch_id == batch.pk])
        for batch in batches
    ]


def tell_changes(changes: list[Change], zone: tzinfo) -> list[ToldChange]:
    """Changes, kept or proposed, looked up.

    Args:
        changes: The changes, in order.
        zone: The forum's zone.
    """
    meetings = {
        m.pk: m
        for m in Meeting.objects.filter(pk__in={c.meeting_id for c in changes})
        .select_related("slot", "place", "request")
        .prefetch_related(with_people())
    }
    stands = [stand for change in changes for stand in (change.before, change.after)]
    places = Place.objects.in_bulk({stand["place"] for stand in stands})
    interpreters = Interpreter.objects.in_bulk(
        {stand["interpreter"] for stand in stands if stand["interpreter"]}
    )

    def stand(kept: dict[str, Any]) -> Stand:
        return Stand(
            datetime.fromisoformat(kept["start"]).astimezone(zone),
            datetime.fromisoformat(kept["end"]).astimezone(zone),
            places[kept["place"]],
            interpreters.get(kept["interpreter"]),
            kept["state"] == Meeting.State.CANCELLED,
            tuple(kept["people"]),
        )

    return [
        ToldChange(one, meetings[one.meeting_id], stand(one.before), stand(one.after))
        for one in changes
        if one.meeting_id in meetings
    ]
