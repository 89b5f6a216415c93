"""A proposed replan as people look at it: what moves, what is called off, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from saphan.record.forum.models import Forum, Mode

from ..models import Batch, Change, Incident, Meeting, Replanning
from ..standing import same, standing_of
from .changes import ToldChange, tell_changes
from .incidents import in_force, last_undone, with_of
from .timetables import with_people


def replannings(forum: Forum) -> QuerySet[Replanning]:
    """All replannings of a forum, newest first."""
    return forum.replannings.select_related("forum", "timetable", "by", "batch")


def open_replanning(forum: Forum) -> Replanning | None:
    """What waits to be worked out or decided on, if anything does."""
    return replannings(forum).filter(state__in=Replanning.OPEN).first()


def incidents_of(replanning: Replanning) -> list[Incident]:
    """What happened, in the order in which it was reported."""
    return list(with_of(replanning.incidents.all()))


@dataclass(frozen=True)
class Row:
    """A meeting of a proposal.

    Attributes:
        told: How it stands, and how it would.
        room_for: The meeting that it makes room for; None where it is hit itself.
        lack: Of one that cannot be held: `time` that all of them have, a free `place`, `room`
            without giving up others. Else empty.
    """

    told: ToldChange
    room_for: Meeting | None
    lack: str

    @property
    def off(self) -> bool:
        return self.told.after.off

    @property
    def other_time(self) -> bool:
        return not self.off and self.told.before.start != self.told.after.start

    @property
    def goes_online(self) -> bool:
        return not self.off and (
            self.told.after.place.mode == Mode.ONLINE != self.told.before.place.mode
        )

    @property
    def other_people(self) -> bool:
        """Whether somebody takes part instead of a colleague."""
        return not self.off and self.told.before.people != self.told.after.people


@dataclass(frozen=True)
class Group:
    """What leads to changes, and these: those that it hits, then those that make room."""

    incident: Incident
    hit: list[Row] = field(default_factory=list)
    room: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Proposal:
    """A proposed replan.

    Attributes:
        groups: One for each incident, in the order of the reports.
        wrong: Meetings that broke a rule before anything happened and are put right, and those
            that make room for them.
        kept: How many meetings stay exactly as they are.
        proven: Whether nothing better is possible.
        fits: Whether the timetable is still what it was made for.
    """

    groups: list[Group]
    wrong: list[Row]
    kept: int
    proven: bool
    fits: bool

    @property
    def rows(self) -> list[Row]:
        return [*self.wrong, *(row for g in self.groups for row in (*g.hit, *g.room))]

    @property
    def moved(self) -> int:
        return sum(row.other_time for row in self.rows)

    @property
    def elsewhere(self) -> int:
        """How many stay in their time, and have another place, interpreter or person."""
        return sum(not row.off and not row.other_time for row in self.rows)

    @property
    def online(self) -> int:
        return sum(row.goes_online for row in self.rows)

    @property
    def off(self) -> int:
        return sum(row.off for row in self.rows)

    @property
    def people(self) -> int:
        """How many people have a meeting that changes."""
        rows = self.rows
        return len({pk for r in rows for pk in (*r.told.before.people, *r.told.after.people)})


def proposal_of(replanning: Replanning, now: datetime) -> Proposal:
    """What is proposed.

    Args:
        replanning: One that is proposed.
        now: The present moment: what has begun no longer changes.
    """
    kept = replanning.proposal
    changes = [
        Change(meeting_id=one["meeting"], **{k: one[k] for k in ("before", "after", "why")})
        for one in kept["changes"]
    ]
    told = tell_changes(changes, replanning.forum.zone)
    others = Meeting.objects.filter(pk__in={c.why["for"] for c in changes if c.why["for"]})
    named = {m.pk: m for m in others.prefetch_related(with_people())}
    groups = {one.pk: Group(one) for one in incidents_of(replanning)}
    wrong: list[Row] = []
    for change in told:
        why = change.change.why
        row = Row(change, named.get(why["for"]), why["lack"])
        group = groups.get(why["incident"])
        if group is None:
            wrong.append(row)
        else:
            (group.room if why["for"] else group.hit).append(row)
    return Proposal(
        list(groups.values()),
        wrong,
        kept["kept"],
        kept["proven"],
        _fits(replanning, changes, now),
    )


def _fits(replanning: Replanning, changes: Iterable[Change], now: datetime) -> bool:
    if replanning.timetable.state != "published":
        return False
    if any(
        datetime.fromisoformat(stand["start"]) <= now
        for change in changes
        for stand in (change.before, change.after)
        if stand["state"] == Meeting.State.SCHEDULED
    ):
        return False
    meetings = Meeting.objects.filter(pk__in=[change.meeting_id for change in changes])
    stands = {
        meeting.pk: standing_of(meeting, [seat.delegate_id for seat in meeting.seats.all()])
        for meeting in meetings.prefetch_related("seats")
    }
    return all(
        change.meeting_id in stands and same(stands[change.meeting_id], change.before)
        for change in changes
    )


@dataclass(frozen=True)
class Holding:
    """What happened and holds, and the batch that is to be undone to have it no longer."""

    incidents: list[Incident]
    batch: Batch


def holding(forum: Forum) -> list[Holding]:
    """What happened on the days of a forum and still holds, newest first."""
    found: dict[int, list[Incident]] = defaultdict(list)
    batches: dict[int, Batch] = {}
    for one in in_force(forum):
        batch = one.replanning.batch
        assert batch is not None, "the constraint applied_is_a_batch is gone"
        last, _holds = last_undone(batch)
        # Undoing the first of three undoes nothing that the third has not done again.
        found[last.pk].append(one)
        batches[last.pk] = last
    return [Holding(found[pk], batches[pk]) for pk in reversed(found)]
