"""What an organiser can propose, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from saphan.record.forum.models import Delegate, Forum
from saphan.record.forum.queries import can_be_together, may_ask
from saphan.record.holding import still_here

from ..models import Block, Match, Request
from .matching import standing

MOST = 40


@dataclass(frozen=True)
class Pair:
    """Two delegates who could be proposed to each other.

    Attributes:
        one, other: The two; who needs comes first.
        match: The best pair of a need and an offer between their organisations.
        meetings: How many each has agreed to or waits for, in their order.
    """

    one: Delegate
    other: Delegate
    match: Match
    meetings: tuple[int, int]


def pairs_to_propose(
    forum: Forum, countries: frozenset[str] | None = None, most: int = MOST
) -> list[Pair]:
    """The likeliest pairs of organisations without a request between them.

    For each organisation stands the delegate with the fewest meetings.

    Args:
        forum: The forum.
        countries: Only pairs of which one side is of these; None for all.
        most: How many.

    Returns:
        Likeliest first.
    """
    now = standing(forum)
    taken = {frozenset(pair) for pair in now.wishes} | {frozenset(pair) for pair in now.apart}
    people, busy = _people(forum)
    blocked = set(
        Block.objects.filter(delegate__forum=forum).values_list("delegate", "organisation")
    )
    found: list[Pair] = []
    seen: set[frozenset[str]] = set()
    matches = forum.matches.select_related("need__organisation", "offer__organisation")
    for match in matches.iterator(chunk_size=500):
        one, other = match.need.organisation, match.offer.organisation
        key = frozenset((one.code, other.code))
        if key in seen or key in taken:
            continue
        seen.add(key)
        if countries is not None and not countries & {one.country, other.country}:
            continue
        if not (may_ask(forum, one, other) or may_ask(forum, other, one)):
            continue
        pair = next(
            (
                (a, b)
                for a in people[one.pk]
                for b in people[other.pk]
                if can_be_together(a, b)
                and (a.pk, other.pk) not in blocked
                and (b.pk, one.pk) not in blocked
            ),
            None,
        )
        if pair is not None:
            found.append(Pair(*pair, match, (busy[pair[0].pk], busy[pair[1].pk])))
        if len(found) == most:
            break
    return found


def _people(forum: Forum) -> tuple[dict[int, list[Delegate]], dict[int, int]]:
    """The delegates of each organisation, those with the fewest meetings first; and how many."""
    busy: dict[int, int] = defaultdict(int)
    live = forum.requests.filter(state__in=Request.LIVE).values_list("sender", "receiver")
    for pair in live:
        for person in pair:
            if person is not None:
                busy[person] += 1
    people: dict[int, list[Delegate]] = defaultdict(list)
    delegates = forum.delegates.filter(still_here())
    delegates = delegates.select_related("person", "organisation", "forum")
    for one in sorted(delegates, key=lambda one: (busy[one.pk], one.code)):
        people[one.organisation_id].append(one)
    return people, busy


def proposals_of(forum: Forum, countries: frozenset[str] | None = None) -> QuerySet[Request]:
    """What organisers have proposed, open ones first, then the newest.

    Args:
        forum: The forum.
        countries: Only those of which one side is of these; None for all.
    """
    found = (
        forum.requests.filter(is_proposal=True)
        .select_related(
            "forum",
            "sender__person",
            "sender__organisation",
            "receiver__person",
            "receiver__organisation",
        )
        .prefetch_related("others")
    )
    if countries is not None:
        found = found.filter(
            Q(sender__organisation__country__in=countries)
            | Q(receiver__organisation__country__in=countries)
        )
    return found.order_by("answered_at", "-created_at")


def blocks_of(delegate: Delegate) -> QuerySet[Block]:
    """Whom the delegate has blocked: for their own eyes alone."""
    return delegate.blocks.select_related("organisation", "delegate__forum", "delegate__person")
