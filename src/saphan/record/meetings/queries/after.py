"""What became of meetings: for the people of one organisation, and who has yet to tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import Delegate, Forum

from ..models import Came, Feedback, HeldMark, Meeting, Outcome, Request, Seat, Timetable
from .timetables import published_meetings, with_people

HELD, NO_SHOW, UNTOLD = "held", "no_show", "untold"
TELL_WITHIN = timedelta(days=14)
"""How long after the last day people are still asked to tell of their meetings."""


def meetings_with_standing(forum: Forum) -> QuerySet[Meeting]:
    """The meetings of the published timetable, each with its `standing`.

    This is the one rule of what counts as held. A meeting is

    - what the organisers marked it, if they did;
    - else `held`, if anybody with a seat says so: who was there knows, and who missed it, or left
      early, may not;
    - else a `no_show`, if anybody says that one side did not come;
    - else `untold`. A person checked in at the door is at the forum, not yet at the table, so
      that a check-in tells nothing here.
    """
    said = Feedback.objects.filter(request=OuterRef("request"))
    marked = HeldMark.objects.filter(request=OuterRef("request"))
    return (
        published_meetings(forum.pk)
        .annotate(
            is_marked=Exists(marked),
            standing=Case(
                When(Exists(marked.filter(held=True)), then=Value(HELD)),
                When(Exists(marked), then=Value(NO_SHOW)),
                When(Exists(said.filter(came=Came.HELD)), then=Value(HELD)),
                When(Exists(said), then=Value(NO_SHOW)),
                default=Value(UNTOLD),
                output_field=CharField(),
            ),
        )
        .order_by("start", "place__code")
    )


@dataclass(frozen=True)
class OwnMeeting:
    """A meeting as one organisation looks back at it.

    Attributes:
        others: The organisations of the other sides.
        ours: The people of the own organisation who had a seat.
        seated: Whether the reader had a seat.
        feedback: What the reader said; None so far.
        said: What all of the own organisation said.
        outcome: What the own organisation says came of it; None so far.
    """

    meeting: Meeting
    others: list[Organisation]
    ours: list[Delegate]
    seated: bool
    feedback: Feedback | None
    said: list[Feedback]
    outcome: Outcome | None

    @property
    def standing(self) -> str:
        """What the own side knows of it: held, no-show or untold."""
        if any(one.came == Came.HELD for one in self.said):
            return HELD
        return NO_SHOW if self.said else UNTOLD

    @property
    def to_tell(self) -> bool:
        """Whether something is left for the reader to tell."""
        if not self.seated:
            return False
        if self.feedback is None:
            return True
        return self.feedback.came == Came.HELD and self.outcome is None

    @property
    def open_follow_up(self) -> date | None:
        """When the own organisation sees to what is open; None where nothing has a date."""
        if self.outcome is None or self.outcome.state != Outcome.State.OPEN:
            return None
        return self.outcome.follow_up

    @property
    def rating(self) -> float | None:
        """How the own people found it on average."""
        given = [one.rating for one in self.said if one.rating is not None]
        return sum(given) / len(given) if given else None


@dataclass(frozen=True)
class Partner:
    """Another organisation, with every meeting with it."""

    organisation: Organisation
    meetings: list[OwnMeeting] = field(default_factory=list)


def own_meetings(delegate: Delegate, now: datetime | None = None) -> list[OwnMeeting]:
    """The meetings of the delegate's organisation that have begun, in order of time."""
    return [_own(meeting, delegate) for meeting in _begun(delegate, now or timezone.now())]


def own_meeting(delegate: Delegate, request_id: int) -> OwnMeeting | None:
    """One of `own_meetings`, by its request; None when it is not there for this delegate."""
    found = _begun(delegate, timezone.now()).filter(request=request_id).first()
    return _own(found, delegate) if found is not None else None


def _begun(delegate: Delegate, now: datetime) -> QuerySet[Meeting]:
    organisation = delegate.organisation_id
    return (
        published_meetings(delegate.forum_id)
        .filter(
            start__lte=now,
            pk__in=Seat.objects.filter(delegate__organisation=organisation).values("meeting"),
        )
        .select_related("timetable", "place", "slot__day", "request__forum")
        .prefetch_related(
            with_people(),
            Prefetch(
                "request__feedback",
                Feedback.objects.filter(delegate__organisation=organisation),
                to_attr="own_feedback",
            ),
            Prefetch(
                "request__outcomes",
                Outcome.objects.filter(organisation=organisation).select_related("owner__person"),
                to_attr="own_outcomes",
            ),
        )
        .order_by("start", "pk")
    )


def _own(meeting: Meeting, delegate: Delegate) -> OwnMeeting:
    people = [seat.delegate for seat in meeting.seats.all()]
    others = {
        one.organisation_id: one.organisation
        for one in people
        if one.organisation_id != delegate.organisation_id
    }
    said: list[Feedback] = meeting.request.own_feedback  # type: ignore[attr-defined]
    outcomes: list[Outcome] = meeting.request.own_outcomes  # type: ignore[attr-defined]
    return OwnMeeting(
        meeting=meeting,
        others=list(others.values()),
        ours=[one for one in people if one.organisation_id == delegate.organisation_id],
        seated=any(one.pk == delegate.pk for one in people),
        feedback=next((one for one in said if one.delegate_id == delegate.pk), None),
        said=said,
        outcome=next(iter(outcomes), None),
    )


def partners_met(own: Iterable[OwnMeeting]) -> list[Partner]:
    """The meetings by the organisation they were with, in order of its name."""
    found: dict[int, Partner] = {}
    for one in own:
        for other in one.others:
            found.setdefault(other.pk, Partner(other)).meetings.append(one)
    return sorted(found.values(), key=lambda partner: partner.organisation.name)


def follow_ups_due(today: date) -> QuerySet[Outcome]:
    """Open outcomes whose date has come and of which nobody was reminded since it was set."""
    return (
        Outcome.objects.filter(state=Outcome.State.OPEN, follow_up__lte=today)
        .filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=F("follow_up")))
        .select_related("forum", "organisation", "owner__person__user")
        .order_by("follow_up", "pk")
    )


def people_of(outcome: Outcome) -> list[Delegate]:
    """Who is reminded of an outcome: its owner, or else those of its side who had a seat."""
    if outcome.owner is not None:
        return [outcome.owner]
    return list(
        Delegate.objects.filter(
            organisation=outcome.organisation_id,
            seats__meeting__request=outcome.request_id,
            seats__timetable__state=Timetable.State.PUBLISHED,
        )
        .distinct()
        .select_related("person__user", "organisation", "forum")
    )


def to_be_asked(today: date) -> QuerySet[Delegate]:
    """Delegates with a meeting at a forum that is over, who have told of none and were not asked.

    Forums that were over more than `TELL_WITHIN` ago are let be.
    """
    over = (
        Forum.objects.annotate(last_day=Max("days__date"))
        .filter(last_day__lt=today, last_day__gte=today - TELL_WITHIN)
        .values("pk")
    )
    return (
        Delegate.objects.filter(
            forum__in=over,
            seats__timetable__state=Timetable.State.PUBLISHED,
            seats__meeting__request__state=Request.State.ACCEPTED,
            feedback__isnull=True,
            telling_reminder__isnull=True,
        )
        .distinct()
        .select_related("person__user", "organisation", "forum")
        .order_by("forum", "code")
    )
