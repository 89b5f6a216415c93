from __future__ import annotations

from django.db.models import Count, QuerySet

from saphan.record.forum.models import Forum

from ..models import SchedulingRun, Timetable


def timetables(forum: Forum) -> QuerySet[Timetable]:
    """All versions, newest first, each with `held`, its number of meetings."""
    # A grouped query forgets the model's own order.
    return (
        forum.timetables.select_related("created_by")
        .annotate(held=Count("meetings"))
        .order_by("-version")
    )


def published_timetable(forum: Forum) -> Timetable | None:
    """The version that everybody sees, if one is published."""
    return timetables(forum).filter(state=Timetable.State.PUBLISHED).first()


def runs(forum: Forum) -> QuerySet[SchedulingRun]:
    """All runs of the scheduler, newest first."""
    return forum.runs.select_related("timetable", "created_by")


def latest_run(forum: Forum) -> SchedulingRun | None:
    """The run that an organiser watches, or last watched."""
    return runs(forum).first()
