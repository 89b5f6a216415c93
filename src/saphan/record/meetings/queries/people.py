"""What one delegate sees."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import Delegate

from ..models import Match, Meeting, Request, Seat, Timetable


@dataclass
class Suggestion:
    """An organisation worth meeting, with every reason why."""

    organisation: Organisation
    contact: Delegate | None
    score: float
    matches: list[Match] = field(default_factory=list)
    request: Request | None = None


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
    for candidate in Delegate.objects.filter(
        forum=delegate.forum_id, organisation__in=suggestions
    ).select_related("person", "organisation"):
        if set(candidate.modes) & set(delegate.modes):
            contacts[candidate.organisation_id].append(candidate)
    for request in _requests(delegate):
        for side in (request.sender, request.receiver):
            if side.organisation_id in suggestions:
                found = suggestions[side.organisation_id]
                if request.state in Request.LIVE or found.request is None:
                    found.request, found.contact = request, side
    for suggestion in suggestions.values():
        suggestion.score = max(match.score for match in suggestion.matches)
        if suggestion.contact is None:
            suggestion.contact = next(iter(contacts[suggestion.organisation.pk]), None)
    ranked = sorted(suggestions.values(), key=lambda s: (-s.score, s.organisation.code))
    return ranked[:most]


def _requests(delegate: Delegate) -> list[Request]:
    return list(
        Request.objects.filter(Q(sender=delegate) | Q(receiver=delegate)).select_related(
            "forum",
            "sender__person",
            "sender__organisation",
            "receiver__person",
            "receiver__organisation",
            "fixed_slot",
        )
    )


def requests_of(delegate: Delegate) -> RequestLists:
    """The delegate's requests, in four lists."""
    requests = _requests(delegate)
    asked = [r for r in requests if r.state == Request.State.ASKED]
    return RequestLists(
        received=[r for r in asked if r.receiver_id == delegate.pk],
        sent=[r for r in asked if r.sender_id == delegate.pk],
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
        .select_related(
            "timetable__forum",
            "slot__day",
            "place",
            "interpreter",
            "request__sender__person",
            "request__sender__organisation",
            "request__receiver__person",
            "request__receiver__organisation",
        )
        .prefetch_related(Prefetch("seats", Seat.objects.order_by("pk")))
        .order_by("slot__start")
    )


def partner_of(meeting: Meeting, delegate: Delegate) -> Delegate:
    """The other person of a meeting."""
    request = meeting.request
    return request.receiver if request.sender_id == delegate.pk else request.sender
