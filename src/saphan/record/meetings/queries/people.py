"""What one delegate sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from saphan.record.directory.models import Organisation, Person
from saphan.record.forum.models import DayMode, Delegate
from saphan.record.holding import still_here

from ..models import Match, Meeting, Request, RequestSide
from ..rules import has_to_answer
from .matching import standing
from .timetables import published_meetings, with_people

GOOD_FIT = 0.5
"""Probability from which two would rather agree to meet than not."""
WORTH_A_LOOK = 0.1
"""Probability below which a suggestion is shown only to who asks for more."""
MOST_PAIRS = 3


@dataclass(frozen=True)
class MatchGroup:
    """The pairs of two organisations in which one of them needs and the other offers.

    Attributes:
        ours: Whether the need is the reader's own.
        matches: Best first.
    """

    ours: bool
    matches: list[Match]


@dataclass
class Suggestion:
    """An organisation worth meeting, with every reason why."""

    organisation: Organisation
    contact: Delegate | None
    score: float
    matches: list[Match] = field(default_factory=list)
    request: Request | None = None
    common_languages: list[str] = field(default_factory=list)

    @property
    def likely(self) -> bool:
        return self.score >= WORTH_A_LOOK

    @property
    def needs_interpreter(self) -> bool:
        return self.contact is not None and not self.common_languages

    @property
    def groups(self) -> list[MatchGroup]:
        """The pairs by who needs; the way round with the best pair first.

        Where a pair is likely, the unlikely ones beside it are left out.
        """
        found: dict[bool, list[Match]] = {}
        for match in self.matches:
            if self.likely and match.score < WORTH_A_LOOK:
                continue
            ours = match.offer.organisation_id == self.organisation.pk
            found.setdefault(ours, []).append(match)
        return [MatchGroup(ours, matches[:MOST_PAIRS]) for ours, matches in found.items()]


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

    Organisations that either has set aside, or of which a request was declined and none is open,
    are left out.

    Returns:
        Best first; each with the delegate to ask (sharing a way to meet; who speaks a language of
        the reader's first, then the least asked) and the request between the two, if there is one:
        the live one, or else the last.
    """
    own = delegate.organisation
    hidden = {code for pair in standing(delegate.forum, own).apart for code in pair}
    suggestions: dict[int, Suggestion] = {}
    matches = (
        Match.objects.filter(forum=delegate.forum_id)
        .filter(Q(need__organisation=own) | Q(offer__organisation=own))
        .exclude(Q(need__organisation__code__in=hidden) & Q(offer__organisation__code__in=hidden))
        .select_related("need__organisation", "offer__organisation")
    )
    for match in matches:
        theirs = match.offer if match.need.organisation_id == own.pk else match.need
        other = theirs.organisation
        suggestion = suggestions.setdefault(other.pk, Suggestion(other, None, match.score))
        suggestion.matches.append(match)
    contacts = _contacts(delegate, suggestions)
    for request in _requests(delegate):
        for side in sides_of(request):
            if side.organisation.pk in suggestions:
                found = suggestions[side.organisation.pk]
                if found.request is None or found.request.state not in Request.LIVE:
                    found.request, found.contact = request, side.delegate
    for suggestion in suggestions.values():
        if suggestion.contact is None:
            suggestion.contact = next(iter(contacts[suggestion.organisation.pk]), None)
        if suggestion.contact is not None:
            suggestion.common_languages = _common(delegate, suggestion.contact)
    ranked = sorted(suggestions.values(), key=lambda s: (-s.score, s.organisation.code))
    return ranked[:most]


def _contacts(delegate: Delegate, organisations: Iterable[int]) -> dict[int, list[Delegate]]:
    """Whom of each organisation the delegate can ask, best first."""
    contacts: dict[int, list[Delegate]] = defaultdict(list)
    anyhow = delegate.forum.days.filter(mode=DayMode.BOTH).exists()
    live = Q(requests_received__state__in=Request.LIVE)
    candidates = (
        Delegate.objects.filter(
            still_here(), forum=delegate.forum_id, organisation__in=organisations
        )
        .select_related("person", "organisation")
        .annotate(asked=Count("requests_received", filter=live))
    )
    for one in sorted(candidates, key=lambda d: (not _common(delegate, d), d.asked, d.code)):
        if anyhow or set(one.modes) & set(delegate.modes):
            contacts[one.organisation_id].append(one)
    return contacts


def _common(one: Delegate, other: Delegate) -> list[str]:
    """Languages that both speak, in the one's order."""
    return [code for code in one.person.languages if code in other.person.languages]


def live_request_with(delegate: Delegate, organisation: Organisation) -> Request | None:
    """The delegate's own open or agreed request with an organisation."""
    for request in _requests(delegate):
        if request.state in Request.LIVE and any(
            side.organisation == organisation for side in sides_of(request)
        ):
            return request
    return None


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
        received=[r for r in asked if has_to_answer(delegate, r)],
        sent=[r for r in asked if not has_to_answer(delegate, r)],
        accepted=[r for r in requests if r.state == Request.State.ACCEPTED],
        closed=[r for r in requests if r.state not in Request.LIVE],
    )


def timetable_of(delegate: Delegate) -> list[Meeting]:
    """The delegate's meetings in the published version, in order of time.

    A meeting that somebody withdrew from after publishing is left out.
    """
    return list(
        published_meetings(delegate.forum_id)
        .filter(seats__delegate=delegate)
        .select_related("timetable__forum", "slot__day", "place", "interpreter", "request")
        .prefetch_related(with_people())
        .order_by("start")
    )


def partners_of(meeting: Meeting, delegate: Delegate) -> list[Delegate]:
    """The other people of a meeting."""
    return [seat.delegate for seat in meeting.seats.all() if seat.delegate_id != delegate.pk]
