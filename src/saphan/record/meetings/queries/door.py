"""What the door and the screens of the hall ask about meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from saphan.record.forum.models import Delegate, Forum, Mode, Place
from saphan.record.forum.queries import day_around

from ..models import Meeting
from .timetables import published_meetings, with_people


def _today(forum: Forum, now: datetime) -> QuerySet[Meeting]:
    """The meetings at tables on the venue's day that are not over, in order of time."""
    _begin, end = day_around(forum, now)
    return (
        published_meetings(forum.pk)
        .filter(place__mode=Mode.FACE_TO_FACE, end__gt=now, start__lt=end)
        .select_related("place", "interpreter")
        .prefetch_related(with_people())
        .order_by("start", "place__code")
    )


def next_meeting(delegate: Delegate, now: datetime) -> Meeting | None:
    """The delegate's meeting at a table that goes on or comes next today."""
    return _today(delegate.forum, now).filter(seats__delegate=delegate).first()


@dataclass(frozen=True)
class Awaited:
    """Somebody who has a meeting soon and has not come in."""

    delegate: Delegate
    meeting: Meeting


def awaited(
    forum: Forum, inside: frozenset[int], countries: frozenset[str] | None, now: datetime
) -> list[Awaited]:
    """Who is expected at the next meetings of today, and at those going on, and is not there.

    Each is told once, with the first of the meetings.

    Args:
        forum: The forum.
        inside: Badges that have come in today.
        countries: Whose people the reader looks after; None for all.
        now: The moment.
    """
    meetings = list(_today(forum, now))
    coming = next((meeting.start for meeting in meetings if meeting.start > now), None)
    delegates = dict(forum.badges.filter(pk__in=inside).values_list("delegate", "pk"))
    found: dict[int, Awaited] = {}
    for meeting in meetings:
        if meeting.start > now and meeting.start != coming:
            continue
        for seat in meeting.seats.all():
            country = seat.delegate.organisation.country
            if seat.delegate_id not in delegates and (countries is None or country in countries):
                found.setdefault(seat.delegate_id, Awaited(seat.delegate, meeting))
    return list(found.values())


@dataclass(frozen=True)
class AtPlace:
    """What goes on at a table, and what comes next there today."""

    place: Place
    now: Meeting | None
    next: Meeting | None


def now_and_next(forum: Forum, places: Iterable[Place], now: datetime) -> list[AtPlace]:
    """What a screen of the hall shows of these tables, in their order."""
    by_place: dict[int, list[Meeting]] = {}
    for meeting in _today(forum, now):
        by_place.setdefault(meeting.place_id, []).append(meeting)
    told = []
    for place in places:
        meetings = by_place.get(place.pk, [])
        going = next((one for one in meetings if one.start <= now), None)
        coming = next((one for one in meetings if one.start > now), None)
        told.append(AtPlace(place, going, coming))
    return told
