"""What one delegate sees."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from saphan.record.directory.models import Organisation, Person
from saphan.record.forum.models import DayMode, Delegate

from ..models import Match, Meeting, Request, RequestSide, Seat, Timetable
from ..rules import is_asked

PEOPLE = ("delegate__person", "delegate__organisation")


@dataclass
class Suggestion:
    """An organisation worth meeting, with every reason why."""

    organisation: Organisation
    contact: Delegate | None
    score: float
    matches: list[Match] = field(default_factory=list)
    request: Request | None = None


@dataclass(frozen=True)
class Side:
    """One side of a meeting asked for: a delegate, or an organisation of which anybody will do."""

    organisation: Organisation
    delegate: Delegate | None = None

    @property
    def person(self) -> Person | None:
        return self.delegate.person if self.delegate else None


@dataclass(frozen=True)
class RequestLists:
    """A delegate's requests by what they ask of the delegate now."""

    received: list[Request]
    sent: list[Request]
    accepted: list[Request]
    closed: list[Request]


def suggestions_for(delegate: Delegate, *, most: int = 20) -> list[Suggestion]:
    """Organisations of the other side whose offers meet this one's needs, or the reverse.

    Returns:
        Best first; each with the delegate to ask (sharing a way to meet, least asked first)
        and the live request between the two organisations' people, if there is one.
    """
    own = delegate.organisation_id
    suggestions: dict[int, Suggestion] = {}
    matches = (
        Match.objects.filter(forum=delegate.forum_id)
        .filter(Q(need__organisation=own) | Q(offer__organisation=own))
        .select_related("need__organisation", "offer__organisation")
    )
    for match in matches:
        other = (
            match.offer.organisation
            if match.need.organisation_id == own
            else match.need.organisation
        )
        suggestion = suggestions.setdefault(other.pk, Suggestion(other, None, match.score))
        suggestion.matches.append(match)
    contacts: dict[int, list[Delegate]] = defaultdict(list)
    anyhow = delegate.forum.days.filter(mode=DayMode.BOTH).exists()
    for candidate in Delegate.objects.filter(
        forum=delegate.forum_id, organisation__in=suggestions
    ).select_related("person", "organisation"):
        if anyhow or set(candidate.modes) & set(delegate.modes):
            contacts[candidate.organisation_id].append(candidate)
    for request in _requests(delegate):
        for side in sides_of(request):
            if side.organisation.pk in suggestions:
                found = suggestions[side.organisation.pk]
                if request.state in Request.LIVE or found.request is None:
                    found.request, found.contact = request, side.delegate
    for suggestion in suggestions.values():
        suggestion.score = max(match.score for match in suggestion.matches)
        if suggestion.contact is None:
            suggestion.contact = next(iter(contacts[suggestion.organisation.pk]), None)
    ranked = sorted(suggestions.values(), key=lambda s: (-s.score, s.organisation.code))
    return ranked[:most]


def _requests(delegate: Delegate) -> list[Request]:
    own = RequestSide.objects.filter(
        Q(delegate=delegate) | Q(organisation=delegate.organisation_id)
    ).values("request")
    return list(
        Request.objects.filter(forum=delegate.forum_id)
        .filter(
            Q(sender=delegate)
            | Q(receiver=delegate)
            | Q(receiver_organisation=delegate.organisation_id)
            | Q(pk__in=own)
        )
        .select_related(
            "forum",
            "sender__person",
            "sender__organisation",
            "receiver__person",
            "receiver__organisation",
            "receiver_organisation",
            "fixed_slot",
            "place",
        )
        .prefetch_related(
            "others__delegate__person", "others__delegate__organisation", "others__organisation"
        )
    )


def sides_of(request: Request) -> list[Side]:
    """All sides of a request: who asked, who is asked, and who else takes part."""
    named = [request.sender, request.asked, *(side.of for side in request.others.all())]
    return [
        Side(one.organisation, one) if isinstance(one, Delegate) else Side(one) for one in named
    ]


def others_of(request: Request, delegate: Delegate) -> list[Side]:
    """The sides of a request that are not the delegate's own."""
    return [
        side
        for side in sides_of(request)
        if side.delegate != delegate
        and (side.delegate is not None or side.organisation.pk != delegate.organisation_id)
    ]


def requests_of(delegate: Delegate) -> RequestLists:
    """The delegate's requests, in four lists; one of which somebody else is asked waits, like
    one's own, for their answer."""
    requests = _requests(delegate)
    asked = [r for r in requests if r.state == Request.State.ASKED]
    return RequestLists(
        received=[r for r in asked if is_asked(delegate, r)],
        sent=[r for r in asked if not is_asked(delegate, r)],
        accepted=[r for r in requests if r.state == Request.State.ACCEPTED],
        closed=[r for r in requests if r.state not in Request.LIVE],
    )


def timetable_of(delegate: Delegate) -> list[Meeting]:
    """The delegate's meetings in the published version, in order of time.

    A meeting that somebody withdrew from after publishing is left out.
    """
    return list(
        Meeting.objects.filter(
            timetable__forum=delegate.forum_id,
            timetable__state=Timetable.State.PUBLISHED,
            request__state=Request.State.ACCEPTED,
            seats__delegate=delegate,
        )
        .select_related("timetable__forum", "slot__day", "place", "interpreter", "request")
        .prefetch_related(
            Prefetch("seats", Seat.objects.select_related(*PEOPLE)),
        )
        .order_by("start")
    )


def partners_of(meeting: Meeting, delegate: Delegate) -> list[Delegate]:
    """The other people of a meeting."""
    return [seat.delegate for seat in meeting.seats.all() if seat.delegate_id != delegate.pk]
