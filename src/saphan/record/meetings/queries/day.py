"""A day as a delegate or an interpreter goes through it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from saphan.record.forum.models import Delegate, Forum, Interpreter

from ..models import CalendarFeed, Change, Delay, Match, Meeting, Request, Seat, Timetable
from ..rules import is_oneself
from .people import Suggestion
from .timetables import published_meetings, with_people

Participant = Delegate | Interpreter
_FEW = 100  # meetings beyond which naming each takes longer than reading who is late at all


@dataclass(frozen=True)
class Stood:
    """When and where a meeting was to be before it changed."""

    start: datetime
    end: datetime
    place: str


@dataclass(frozen=True)
class Shown:
    """A meeting as one person is told of it.

    Attributes:
        meeting: As it stands or, where it no longer does, as it last stood.
        people: Everybody else who has a seat in it.
        current: Whether it is of the version that everybody sees.
        stands: Whether it takes place, and with this person.
        sequence: Grows with each change that calendars are to take over.
        changed_at: When it last changed.
        before: As the published version, or the one before it, had it, where that differs.
        delays: Who said that they come late.
        own_delay: What the person said; None for nothing.
    """

    meeting: Meeting
    people: list[Delegate]
    current: bool
    stands: bool
    sequence: int
    changed_at: datetime
    before: Stood | None
    delays: list[Delay]
    own_delay: Delay | None

    @property
    def others_late(self) -> list[Delay]:
        return [delay for delay in self.delays if delay != self.own_delay]

    @property
    def other_day(self) -> date | None:
        """The day from which it was moved, in the venue's zone, where that is another."""
        if self.before is None:
            return None
        day = self.before.start.astimezone(self.meeting.timetable.forum.zone).date()
        return day if day != self.meeting.slot.day.date else None


def shown_to(one: Participant) -> list[Shown]:
    """All meetings that the person has, and those that were published and no longer stand, in
    order of time."""
    if isinstance(one, Delegate):
        seated: QuerySet[Any, Any] = Seat.objects.filter(delegate=one).values("meeting")
        were = Q(before__people__contains=one.pk)
    else:
        seated = Meeting.objects.filter(interpreter=one).values("pk")
        were = Q(before__interpreter=one.pk)
    moved = Change.objects.filter(were, batch__forum=one.forum_id).values("meeting")
    changes = Change.objects.select_related("batch").order_by("pk")
    found = (
        # By their keys, so that the server sorts out the doubles among numbers, not whole rows.
        Meeting.objects.filter(pk__in=seated.union(moved, all=True))
        .filter(
            timetable__forum=one.forum_id,
            timetable__state__in=[Timetable.State.PUBLISHED, Timetable.State.SUPERSEDED],
        )
        .select_related("timetable", "slot__day", "place", "interpreter", "request")
        .prefetch_related(with_people(), Prefetch("changes", changes))
        .order_by("-timetable__version")
    )
    versions: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in found:
        meeting.timetable.forum = meeting.request.forum = one.forum
        versions[meeting.request_id].append(meeting)
    late = delays_of(meetings[0] for meetings in versions.values())
    places = _places(one.forum, found)
    shown = [
        _shown(one, meetings, late.get(meetings[0].pk, []), places)
        for meetings in versions.values()
    ]
    return sorted(shown, key=lambda s: (s.meeting.start, s.meeting.end, s.meeting.pk))


def _places(forum: Forum, meetings: Iterable[Meeting]) -> dict[int, str]:
    """Names of the places where meetings are and were before they changed, by key."""
    places = {meeting.place_id: meeting.place.name for meeting in meetings}
    left = {change.before["place"] for meeting in meetings for change in meeting.changes.all()}
    if elsewhere := left - places.keys():
        places |= dict(forum.places.filter(pk__in=elsewhere).values_list("pk", "name"))
    return places


def _shown(
    one: Participant, versions: list[Meeting], late: list[Delay], places: dict[int, str]
) -> Shown:
    meeting = versions[0]
    published_at = meeting.timetable.published_at or meeting.timetable.created_at
    changes = [change for change in meeting.changes.all() if change.batch.at >= published_at]
    people = [seat.delegate for seat in meeting.seats.all()]
    part = one in people if isinstance(one, Delegate) else meeting.interpreter_id == one.pk
    current = meeting.timetable.state == Timetable.State.PUBLISHED
    scheduled = (
        meeting.state == Meeting.State.SCHEDULED and meeting.request.state == Request.State.ACCEPTED
    )
    stands = current and scheduled and part
    return Shown(
        meeting=meeting,
        people=[person for person in people if person != one],
        current=current,
        stands=stands,
        # A version that leaves it out has no meeting that could be numbered on.
        sequence=meeting.sequence if current else meeting.sequence + 1,
        changed_at=max([published_at, *(change.batch.at for change in changes)]),
        before=_before(versions, changes, places) if stands else None,
        delays=late if stands else [],
        own_delay=next((delay for delay in late if _is_of(delay, one)), None),
    )


def _before(versions: list[Meeting], changes: list[Change], places: dict[int, str]) -> Stood | None:
    """How it stood when this version was published; if it has not changed since, how it stood in
    the version before."""
    now, *earlier = versions
    if changes:
        was = changes[0].before
        start, end, place = (was["start"], was["end"], was["place"])
        stood = datetime.fromisoformat(start), datetime.fromisoformat(end), place
    elif earlier:
        stood = earlier[0].start, earlier[0].end, earlier[0].place_id
    else:
        return None
    if stood == (now.start, now.end, now.place_id):
        return None
    return Stood(stood[0], stood[1], places.get(stood[2], ""))


def _is_of(delay: Delay, one: Participant) -> bool:
    return one in (delay.delegate, delay.interpreter)


def delays_of(meetings: Iterable[Meeting]) -> dict[int, list[Delay]]:
    """Who comes late to which of these meetings, by the key of the meeting.

    What was said of a meeting that has moved since is left out.
    """
    at = {(meeting.request_id, meeting.start): meeting.pk for meeting in meetings}
    found: dict[int, list[Delay]] = defaultdict(list)
    told = Delay.objects.filter(start__in={start for _request, start in at})
    if len(at) <= _FEW:
        told = told.filter(request__in={request for request, _start in at})
    for delay in told.select_related("delegate__person", "interpreter"):
        key = at.get((delay.request_id, delay.start))
        if key is not None:
            found[key].append(delay)
    return dict(found)


def fits_with(delegate: Delegate, people: Iterable[Delegate]) -> dict[int, Suggestion]:
    """What the delegate's organisation and those of other people need and offer each other, by
    the other organisation's key."""
    own = delegate.organisation_id
    others = {one.organisation_id: one for one in people}
    found: dict[int, Suggestion] = {}
    for match in Match.objects.filter(
        Q(need__organisation=own, offer__organisation__in=others)
        | Q(offer__organisation=own, need__organisation__in=others),
        forum=delegate.forum_id,
    ).select_related("need__organisation", "offer__organisation"):
        theirs = match.offer if match.need.organisation_id == own else match.need
        key = theirs.organisation_id
        fit = found.setdefault(key, Suggestion(theirs.organisation, others[key], match.score))
        fit.matches.append(match)
    return found


def published_meeting(forum: Forum, request_id: int) -> Meeting | None:
    """The meeting of a request that everybody sees; None where there is none."""
    return (
        published_meetings(forum.pk)
        .filter(request=request_id)
        .select_related("timetable", "place", "slot__day", "request__forum")
        .prefetch_related(with_people())
        .first()
    )


def feed_of(one: Participant) -> CalendarFeed | None:
    """The person's calendar address, if one was made."""
    return CalendarFeed.objects.filter(
        Q(delegate=one) if isinstance(one, Delegate) else Q(interpreter=one)
    ).first()


def feed_with(forum: Forum, token: str) -> CalendarFeed | None:
    """The feed of this secret; None for anything else, and once who made it cannot sign in or is
    no longer the person whose meetings they are."""
    feed = (
        CalendarFeed.objects.filter(forum=forum, token=token, user__is_active=True)
        .select_related(
            "user",
            "delegate__person",
            "delegate__forum",
            "delegate__organisation",
            "interpreter__forum",
        )
        .first()
    )
    return feed if feed is not None and is_oneself(feed.user, feed.of) else None
