"""What one delegate sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q, prefetch_related_objects

from saphan.record.directory.models import Listing, Organisation, Person
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
    for match, theirs in _matches(delegate):
        other = theirs.organisation
        if own.code in hidden and other.code in hidden:
            continue
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


def _matches(delegate: Delegate) -> Iterator[tuple[Match, Listing]]:
    """The pairs in which the delegate's organisation has a part, best first, each with the listing
    of the other side.

    By keys, and each listing once: the server finds keys by an index, but an organisation that
    needs or offers only by reading every match of the forum.
    """
    listings = {one.pk: one for one in Listing.objects.filter(organisation=delegate.organisation)}
    for one in listings.values():
        one.organisation = delegate.organisation
    own = list(listings)
    matches = list(
        Match.objects.filter(Q(need__in=own) | Q(offer__in=own), forum=delegate.forum_id).defer(
            "parts"
        )
    )
    others = {key for match in matches for key in (match.need_id, match.offer_id)} - set(own)
    if others:
        listings |= Listing.objects.select_related("organisation").in_bulk(others)
    for match in matches:
        match.need, match.offer = listings[match.need_id], listings[match.offer_id]
        yield match, match.offer if match.need_id in own else match.need


def _contacts(delegate: Delegate, organisations: Iterable[int]) -> dict[int, list[Delegate]]:
    """Whom of each organisation the delegate can ask, best first."""
    contacts: dict[int, list[Delegate]] = defaultdict(list)
    candidates = list(
        Delegate.objects.filter(
            still_here(), forum=delegate.forum_id, organisation__in=set(organisations)
        ).select_related("person", "organisation")
    )
    asked: dict[int, int] = {}
    if len(candidates) > len({one.organisation_id for one in candidates}):
        live = Request.objects.filter(
            receiver__in=[one.pk for one in candidates], state__in=Request.LIVE
        )
        counted = live.order_by().values("receiver").annotate(n=Count("pk"))
        asked = dict(counted.values_list("receiver", "n"))
    alike = [one for one in candidates if set(one.modes) & set(delegate.modes)]
    if len(alike) < len(candidates) and not delegate.forum.days.filter(mode=DayMode.BOTH).exists():
        candidates = alike
    for one in sorted(
        candidates, key=lambda d: (not _common(delegate, d), asked.get(d.pk, 0), d.code)
    ):
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
    asked, further = Request.objects.order_by(), RequestSide.objects.order_by()
    # A union, not one condition of many parts: each part is found by an index of its own.
    own = (
        asked.filter(sender=delegate)
        .values("pk")
        .union(
            asked.filter(receiver=delegate).values("pk"),
            asked.filter(receiver_organisation=delegate.organisation_id).values("pk"),
            further.filter(delegate=delegate).values("request"),
            further.filter(organisation=delegate.organisation_id).values("request"),
        )
    )
    found = list(
        Request.objects.filter(pk__in=own, forum=delegate.forum_id).select_related(
            "fixed_slot", "place"
        )
    )
    keys = {key for request in found for key in (request.sender_id, request.receiver_id) if key}
    people = Delegate.objects.select_related("person", "organisation").in_bulk(keys)
    for request in found:
        request.forum = delegate.forum
        request.sender = people[request.sender_id]
        if request.receiver_id:
            request.receiver = people[request.receiver_id]
    prefetch_related_objects(
        [request for request in found if request.sides],
        "receiver_organisation",
        "others__delegate__person",
        "others__delegate__organisation",
        "others__organisation",
    )
    return found


def sides_of(request: Request) -> list[Side]:
    """All sides of a request: who asked, who is asked, and who else takes part."""
    # Of a pair of delegates there is nobody else to ask the record for.
    others = request.others.all() if request.sides else ()
    named = [request.sender, request.asked, *(side.of for side in others)]
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
