"""Timetables as they are printed: of delegates, tables and interpreters."""

from __future__ import annotations

from django.db.models import Q

from saphan.record.forum.models import Forum

from ..models import Meeting
from .timetables import published_meetings, with_people


def meetings_on_paper(forum: Forum, countries: frozenset[str] | None) -> list[Meeting]:
    """The published meetings, in order of time and table, with all who sit in them.

    Args:
        forum: The forum.
        countries: Only meetings of people of these; None for all meetings.
    """
    found = published_meetings(forum.pk).select_related("place", "interpreter", "slot__day")
    if countries is not None:
        found = found.filter(Q(seats__delegate__organisation__country__in=countries)).distinct()
    return list(found.prefetch_related(with_people()).order_by("start", "place__code"))
