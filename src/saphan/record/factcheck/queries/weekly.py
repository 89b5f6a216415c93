"""What was repeated most in a week, of that which has been checked and published.

Counted are the messages that a desk gets, whichever desk has checked what they say, and the places
in releases that name its own claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from saphan.record.factcheck.models import Claim, Desk, Verdict
from saphan.record.factcheck.weeks import Week, zone_of

from .counting import WeekLine, last_settled, lines_of, mentions_of, neighbour, reports_of
from .kept import kept
from .matching import published

TOP = 10
CHARTED = 12
"""Weeks of the chart, the last of which is the report's own."""


@dataclass(frozen=True)
class Times:
    """How often something came in a week, and in the week before.

    Attributes:
        messages: That people sent; the very same of one sender counts once a day.
        releases: Places in government releases.
    """

    messages: int = 0
    messages_before: int = 0
    releases: int = 0
    releases_before: int = 0

    @property
    def is_new(self) -> bool:
        """Whether it did not come in the week before."""
        return not self.messages_before and not self.releases_before

    @property
    def change(self) -> int:
        """How many more than in the week before: messages, or releases where nobody sent any."""
        if self.messages or self.messages_before:
            return self.messages - self.messages_before
        return self.releases - self.releases_before


@dataclass(frozen=True)
class Repeated:
    """A claim of the top ten."""

    rank: int
    claim: Claim
    times: Times


@dataclass(frozen=True)
class Share:
    """The claims of one verdict in a week.

    Attributes:
        claims: How many different ones were repeated.
        messages: That repeat them.
    """

    verdict: Verdict
    claims: int
    messages: int


@dataclass(frozen=True)
class WeekReport:
    """A desk's week.

    Attributes:
        received: Messages of all kinds that the desk got in this week and the one before.
        repeated: What came of published claims in all.
        claims: How many different ones.
        top: At most `TOP`, the most repeated first.
        verdicts: In the order of `Verdict`, those that came alone.
        weeks: `CHARTED` of them, without a gap.
        earlier, later: The next weeks in which something came; None where there is none.
        is_over: False while more may come.
    """

    desk: Desk
    week: Week
    received: int
    received_before: int
    repeated: Times
    claims: int
    top: tuple[Repeated, ...]
    verdicts: tuple[Share, ...]
    weeks: tuple[WeekLine, ...]
    earlier: Week | None
    later: Week | None
    is_over: bool


@dataclass(frozen=True)
class _Counts:
    """What is counted for a report, as it is kept: claims by their keys in the database, since
    their words are read anew each time."""

    received: int
    received_before: int
    repeated: Times
    claims: int
    top: tuple[tuple[int, Times], ...]
    verdicts: tuple[Share, ...]
    earlier: Week | None
    later: Week | None


def week_report(desk: Desk, week: Week) -> WeekReport:
    """Count a week of a desk, by what is published now. Of a week that is over, it is kept how it
    was counted, until something changes that it is counted from.

    Args:
        desk: Whose.
        week: Which.
    """
    count = partial(_counted, desk, week)
    settled = week <= last_settled(desk)
    counts = kept(desk, week.name, count) if settled else count()
    claims = published().select_related("desk").in_bulk([pk for pk, _times in counts.top])
    top = [(claims[pk], times) for pk, times in counts.top if pk in claims]
    return WeekReport(
        desk=desk,
        week=week,
        received=counts.received,
        received_before=counts.received_before,
        repeated=counts.repeated,
        claims=counts.claims,
        top=tuple(Repeated(rank, *one) for rank, one in enumerate(top, 1)),
        verdicts=counts.verdicts,
        weeks=_charted(desk, week),
        earlier=counts.earlier,
        # The first message of a later week may have come since it was kept: that changes nothing
        # else here.
        later=counts.later or (neighbour(desk, week, later=True) if settled else None),
        is_over=week.plus(1).begins(zone_of(desk.country)) <= timezone.now(),
    )


def weeks_of(desk: Desk) -> list[WeekLine]:
    """The weeks in which something published came, latest first."""
    return sorted(lines_of(desk).values(), key=lambda one: one.week, reverse=True)


def _counted(desk: Desk, week: Week) -> _Counts:
    zone = zone_of(desk.country)
    begin, middle, end = (week.plus(n).begins(zone) for n in (-1, 0, 1))
    counted = {
        row["of"]: row
        for row in reports_of(desk)
        .filter(at__gte=begin, at__lt=end)
        .values("of")
        .annotate(now=Count("pk", filter=Q(at__gte=middle)), before=Count("pk", Q(at__lt=middle)))
        .order_by()
    }
    named = {
        row["claim"]: row
        for row in mentions_of(desk)
        .filter(day__gte=week.plus(-1).monday, day__lte=week.sunday)
        .values("claim")
        .annotate(
            now=Count("pk", filter=Q(day__gte=week.monday)),
            before=Count("pk", filter=Q(day__lt=week.monday)),
            best=Min("rank", filter=Q(day__gte=week.monday)),
        )
        .order_by()
    }
    told = published().filter(pk__in={*counted, *named} - {None})
    verdict_of = dict(told.values_list("pk", "verdict"))
    times = {pk: _times(counted.get(pk, {}), named.get(pk, {})) for pk in verdict_of}
    present = [pk for pk, one in times.items() if one.messages or one.releases]
    present.sort(key=lambda pk: _place(pk, times[pk], named.get(pk, {})))
    return _Counts(
        received=sum(row["now"] for row in counted.values()),
        received_before=sum(row["before"] for row in counted.values()),
        repeated=_sum(times),
        claims=len(present),
        top=tuple((pk, times[pk]) for pk in present[:TOP]),
        verdicts=tuple(
            Share(one, len(held), sum(times[pk].messages for pk in held))
            for one in Verdict
            if (held := [pk for pk in present if verdict_of[pk] == one])
        ),
        earlier=neighbour(desk, week, later=False),
        later=neighbour(desk, week, later=True),
    )


def _times(counted: Mapping[str, Any], named: Mapping[str, Any]) -> Times:
    return Times(
        counted.get("now", 0),
        counted.get("before", 0),
        named.get("now", 0),
        named.get("before", 0),
    )


def _place(pk: int, times: Times, named: Mapping[str, Any]) -> tuple[int, int, int, int]:
    """What claims are sorted by: messages, releases, and the place in the releases' own lists."""
    return (-times.messages, -times.releases, named.get("best") or 99, pk)


def _sum(times: Mapping[int, Times]) -> Times:
    every = times.values()
    return Times(
        sum(one.messages for one in every),
        sum(one.messages_before for one in every),
        sum(one.releases for one in every),
        sum(one.releases_before for one in every),
    )


def _charted(desk: Desk, week: Week) -> tuple[WeekLine, ...]:
    wanted = [week.plus(n) for n in range(1 - CHARTED, 1)]
    found = lines_of(desk, wanted[0], week)
    return tuple(found.get(one, WeekLine(one)) for one in wanted)
