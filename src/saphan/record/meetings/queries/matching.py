"""What is matched, what was decided, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from saphan.engine.matching import Decision, MatchingProblem, Profile, best_parts
from saphan.engine.matching.formats.forum import profiles_from_sheets
from saphan.record.directory.models import Organisation
from saphan.record.forum.models import Forum
from saphan.record.forum.queries import sheets_of

from ..models import Match, MatchingRun, Request, SetAside

Pair = tuple[str, str]
MOST_SHOWN = 30


@dataclass(frozen=True)
class Standing:
    """How the organisations of a forum stand to each other; all by their codes.

    Attributes:
        wishes: Who has a live request to whom.
        accepted: Who have agreed to meet, in order of code.
        declined: Who had a request that was declined, in order of code.
        aside: Who has set aside whom.
    """

    wishes: frozenset[Pair]
    accepted: frozenset[Pair]
    declined: frozenset[Pair]
    aside: frozenset[Pair]

    @property
    def apart(self) -> frozenset[Pair]:
        """Who are not for each other, in order of code: set aside, or declined and not asked
        again since."""
        live = {_pair(*wish) for wish in self.wishes}
        return frozenset({_pair(*one) for one in self.aside} | (self.declined - live))

    @property
    def decided(self) -> dict[Pair, bool]:
        """What came of each pair of which something came: whether the two agreed to meet."""
        no = {_pair(*one) for one in self.aside} | self.declined
        return {pair: pair in self.accepted for pair in sorted(no | self.accepted)}


def standing(forum: Forum, of: Organisation | None = None) -> Standing:
    """How the organisations of the forum stand to each other.

    Args:
        forum: The forum.
        of: Tell only how this one stands to the others.
    """
    found: dict[str, set[Pair]] = defaultdict(set)
    requests, asides = forum.requests.all(), forum.set_aside.all()
    if of is not None:
        people = forum.delegates.filter(organisation=of).order_by().values("pk")
        asked = forum.requests.order_by().values("pk")
        requests = requests.filter(
            pk__in=asked.filter(sender__in=people).union(
                asked.filter(receiver__in=people), asked.filter(receiver_organisation=of)
            )
        )
        asides = asides.filter(Q(organisation=of) | Q(other=of))
    rows = requests.values_list(
        "state",
        "sender__organisation__code",
        "receiver__organisation__code",
        "receiver_organisation__code",
    )
    for state, sender, one, any_of in rows:
        found[state].add((sender, one or any_of))
    aside = asides.values_list("organisation__code", "other__code")
    return Standing(
        wishes=frozenset(pair for state in Request.LIVE for pair in found[state]),
        accepted=frozenset(_pair(*pair) for pair in found[Request.State.ACCEPTED]),
        declined=frozenset(_pair(*pair) for pair in found[Request.State.DECLINED]),
        aside=frozenset(aside),
    )


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def profiles_of(forum: Forum) -> tuple[Profile, ...]:
    """The forum's organisations as they are matched, with wishes and exclusions."""
    now = standing(forum)
    wishes, exclusions = (_others(pairs) for pairs in (now.wishes, now.apart))
    return tuple(
        replace(
            profile, wishes=wishes.get(profile.id, ()), exclusions=exclusions.get(profile.id, ())
        )
        for profile in profiles_from_sheets(sheets_of(forum))
    )


def _others(pairs: frozenset[Pair]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(pairs):
        found[one].append(other)
    return {one: tuple(others) for one, others in found.items()}


def decisions_of(forum: Forum) -> list[Decision]:
    """What came of the forum's pairs, with what they had in common.

    One decision a pair of organisations: a yes when they agreed to meet, a no when a request was
    declined or one set the other aside. Pairs without a subject in common tell nothing of
    matching and are left out. No decision has a wish: who is set aside was mostly not asked, so
    that the wish would tell of how people decide, and not of whom they want to meet.
    """
    decided = standing(forum).decided
    if not decided:
        return []
    problem = MatchingProblem(
        profiles_from_sheets(sheets_of(forum)), cross_border=forum.cross_border
    )
    return [
        Decision({**parts, "wish": 0.0}, decided[pair])
        for pair, parts in best_parts(problem, decided).items()
    ]


def latest_matching(forum: Forum) -> MatchingRun | None:
    """The renewal of the forum's suggestions ordered last."""
    return forum.matching_runs.select_related("forum").first()


def learned(forum: Forum) -> MatchingRun | None:
    """The renewal from which the forum's suggestions of now come."""
    return forum.matching_runs.filter(state=MatchingRun.State.DONE).first()


def set_aside_by(forum: Forum, organisation_id: int) -> QuerySet[SetAside]:
    """What an organisation has set aside: for its own people alone."""
    return all_set_aside(forum).filter(organisation=organisation_id)


def all_set_aside(forum: Forum) -> QuerySet[SetAside]:
    """What all organisations have set aside, newest first: for organisers alone."""
    return forum.set_aside.select_related("forum", "organisation", "other", "by__person")


def declined_with_reason(forum: Forum) -> QuerySet[Request]:
    """Declined requests whose reason was said, newest first: for organisers alone."""
    return (
        forum.requests.exclude(reason="")
        .select_related("sender__organisation", "receiver__organisation", "receiver_organisation")
        .order_by("-answered_at")
    )


def best_matches(forum: Forum) -> list[Match]:
    """The likeliest pairs of the forum that are not apart, one a pair of organisations."""
    apart = standing(forum).apart
    best: dict[Pair, Match] = {}
    for match in forum.matches.select_related("need__organisation", "offer__organisation"):
        pair = _pair(match.need.organisation.code, match.offer.organisation.code)
        if pair not in apart:
            best.setdefault(pair, match)
        if len(best) == MOST_SHOWN:
            break
    return list(best.values())
