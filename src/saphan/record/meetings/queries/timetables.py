from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet

from saphan.record.forum.models import Forum

from ..models import Meeting, Request, SchedulingRun, Seat, Timetable


def timetables(forum: Forum) -> QuerySet[Timetable]:
    """All versions, newest first, each with `held`, its number of meetings."""
    # A grouped query forgets the model's own order.
    return (
        forum.timetables.select_related("created_by")
        .annotate(held=Count("meetings", filter=Q(meetings__state=Meeting.State.SCHEDULED)))
        .order_by("-version")
    )


def published_timetable(forum: Forum) -> Timetable | None:
    """The version that everybody sees, if one is published."""
    return forum.timetables.filter(state=Timetable.State.PUBLISHED).first()


def count_held(timetable: Timetable) -> int:
    """How many meetings of a version are not cancelled."""
    return timetable.meetings.filter(state=Meeting.State.SCHEDULED).count()


def runs(forum: Forum) -> QuerySet[SchedulingRun]:
    """All runs of the scheduler, newest first."""
    return forum.runs.select_related("timetable", "created_by")


def latest_run(forum: Forum) -> SchedulingRun | None:
    """The run that an organiser watches, or last watched."""
    return runs(forum).first()


def published_meetings(forum_id: int) -> QuerySet[Meeting]:
    """The meetings of the published version that stand: not cancelled, nor withdrawn from."""
    return every_published_meeting(forum_id).filter(
        state=Meeting.State.SCHEDULED, request__state=Request.State.ACCEPTED
    )


def every_published_meeting(forum_id: int) -> QuerySet[Meeting]:
    """The meetings of the published version, the cancelled ones too, as calendars tell them."""
    return Meeting.objects.filter(
        timetable__forum=forum_id, timetable__state=Timetable.State.PUBLISHED
    )


def with_people() -> Prefetch:
    """The seats of meetings, with who sits in them."""
    seats = Seat.objects.select_related("delegate__person", "delegate__organisation")
    return Prefetch("seats", seats)


def with_people_of(meeting: Meeting) -> list[Seat]:
    """The seats of one meeting, with who sits in them."""
    return list(
        meeting.seats.select_related("delegate__person", "delegate__organisation").order_by("pk")
    )


def named_briefly(timetable: Timetable, meetings: list[int]) -> list[Meeting]:
    """These meetings of a version, in order of time, with what names them."""
    return list(
        timetable.meetings.filter(pk__in=meetings)
        .select_related("slot", "place")
        .prefetch_related(with_people())
    )
