"""Keeping what changed of a timetable: each batch can be told, and undone."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.forum.models import Forum

from ..models import Batch, Change, Meeting, Request, Timetable
from ..standing import standing_of

LIVE = (Timetable.State.DRAFT, Timetable.State.PUBLISHED)
"""The versions that can still change."""


def one_at_a_time(forum_id: int) -> None:
    """Let nobody else change this forum's timetables until the transaction ends.

    Rows that refer to the forum can be added meanwhile.
    """
    Forum.objects.select_for_update(no_key=True).get(pk=forum_id)


def keep(
    actor: User | None,
    timetable: Timetable,
    kind: Batch.Kind,
    changed: list[tuple[Meeting, dict[str, Any], dict[str, Any]]],
    *,
    words: str = "",
    undoes: Batch | None = None,
) -> Batch:
    """Write down what has just been changed, and tell of it on the trail.

    Args:
        actor: Who did it.
        timetable: The version.
        kind: What was done.
        changed: Each meeting as it is now, how it stood before, and why where that is known.
        words: Why, in the actor's words.
        undoes: The batch that this one takes back.
    """
    batch = Batch.objects.create(
        forum_id=timetable.forum_id,
        timetable=timetable,
        kind=kind,
        words=words,
        by=actor,
        undoes=undoes,
    )
    Change.objects.bulk_create(
        Change(batch=batch, meeting=meeting, before=before, after=standing_of(meeting), why=why)
        for meeting, before, why in changed
    )
    note(
        actor,
        f"meetings.{kind}_live",
        batch,
        version=timetable.version,
        meetings=[meeting.request_id for meeting, _before, _why in changed],
    )
    return batch


def cancel_withdrawn(actor: User | None, request: Request) -> None:
    """Free the table and the people of a meeting that somebody has withdrawn from."""
    one_at_a_time(request.forum_id)
    meetings = (
        Meeting.objects.filter(
            request=request, state=Meeting.State.SCHEDULED, timetable__state__in=LIVE
        )
        .select_related("timetable")
        .order_by("pk")
    )
    for meeting in meetings:
        before = standing_of(meeting)
        meeting.state = Meeting.State.CANCELLED
        meeting.sequence += 1
        meeting.save(update_fields=["state", "sequence"])
        keep(actor, meeting.timetable, Batch.Kind.WITHDRAW, [(meeting, before, {})])


def carry_sequences(timetable: Timetable) -> None:
    """Number the meetings of a version about to be published on from those before it.

    A meeting that stands as it did in the version published until now keeps its number, so that
    no calendar is told of it again.
    """
    earlier = Meeting.objects.filter(timetable__forum=timetable.forum_id).exclude(
        timetable__state=Timetable.State.DRAFT
    )
    last = dict(
        earlier.order_by()
        .values_list("request")
        .annotate(Max("sequence"))
        .values_list("request", "sequence__max")
    )
    published = earlier.filter(timetable__state=Timetable.State.PUBLISHED)
    stood = {meeting.request_id: _seen(meeting) for meeting in _with_seats(published)}
    numbered = []
    for meeting in _with_seats(timetable.meetings.all()):
        number = last.get(meeting.request_id)
        if number is None:
            continue
        same = stood.get(meeting.request_id) == _seen(meeting)
        meeting.sequence = number if same else number + 1
        numbered.append(meeting)
    Meeting.objects.bulk_update(numbered, ["sequence"], batch_size=1000)


def _with_seats(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.prefetch_related("seats")


def _seen(meeting: Meeting) -> tuple[Any, ...]:
    """What those who take part see of a meeting."""
    people = frozenset(seat.delegate_id for seat in meeting.seats.all())
    return (
        meeting.start,
        meeting.end,
        meeting.place_id,
        meeting.interpreter_id,
        meeting.state,
        people,
    )
