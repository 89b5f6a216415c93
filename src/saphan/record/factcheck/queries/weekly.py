"""What was repeated most in a week, of that which has been checked and published.

Counted are the messages that a desk gets, whichever desk has checked what they say, and the places
in releases that name its own claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.db.models.functions import Coalesce, TruncWeek
from django.utils import timezone

from saphan.record.factcheck.models import Claim, Desk, Mention, Report, Verdict
from saphan.record.factcheck.weeks import Week, zone_of

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
class WeekLine:
    """A week in the list and the chart.

    Attributes:
        messages: That repeat something published.
        releases: Places in government releases that name it.
    """

    week: Week
    messages: int = 0
    releases: int = 0


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


def week_report(desk: Desk, week: Week) -> WeekReport:
    """Count a week of a desk, by what is published now.

    Args:
        desk: Whose.
        week: Which.
    """
    zone = zone_of(desk.country)
    begin, middle, end = (week.plus(n).begins(zone) for n in (-1, 0, 1))
    counted = {
        row["of"]: row
        for row in _reports(desk)
        .filter(at__gte=begin, at__lt=end)
        .values("of")
        .annotate(now=Count("pk", filter=Q(at__gte=middle)), before=Count("pk", Q(at__lt=middle)))
        .order_by()
    }
    named = {
        row["claim"]: row
        for row in _mentions(desk)
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
    times = {pk: _times(counted.get(pk, {}), named.get(pk, {})) for pk in told.in_bulk()}
    verdict_of = dict(told.values_list("pk", "verdict"))
    present = [pk for pk, one in times.items() if one.messages or one.releases]
    present.sort(key=lambda pk: _place(pk, times[pk], named.get(pk, {})))
    claims = told.select_related("desk").in_bulk(present[:TOP])
    return WeekReport(
        desk=desk,
        week=week,
        received=sum(row["now"] for row in counted.values()),
        received_before=sum(row["before"] for row in counted.values()),
        repeated=_sum(times),
        claims=len(present),
        top=tuple(
            Repeated(rank, claims[pk], times[pk]) for rank, pk in enumerate(present[:TOP], 1)
        ),
        verdicts=tuple(
            Share(one, len(held), sum(times[pk].messages for pk in held))
            for one in Verdict
            if (held := [pk for pk in present if verdict_of[pk] == one])
        ),
        weeks=_charted(desk, week),
        earlier=_neighbour(desk, week, later=False),
        later=_neighbour(desk, week, later=True),
        is_over=end <= timezone.now(),
    )


def weeks_of(desk: Desk) -> list[WeekLine]:
    """The weeks in which something published came, latest first."""
    return sorted(_lines(desk).values(), key=lambda one: one.week, reverse=True)


def _reports(desk: Desk) -> QuerySet[Any]:
    """A desk's messages, each with the claim that it repeats in `of`: what a person said of it
    outweighs what was recognised."""
    recognised = Case(When(answer=Report.Answer.CHECKED, then=F("claim")))
    return Report.objects.filter(desk=desk).annotate(of=Coalesce("cluster__claim", recognised))


def _repeating(desk: Desk) -> QuerySet[Any]:
    return _reports(desk).filter(of__in=published().order_by().values("pk"))


def _mentions(desk: Desk) -> QuerySet[Mention]:
    return Mention.objects.filter(claim__desk=desk, claim__state=Claim.State.PUBLISHED)


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
    found = _lines(desk, wanted[0], week)
    return tuple(found.get(one, WeekLine(one)) for one in wanted)


def _lines(desk: Desk, first: Week | None = None, last: Week | None = None) -> dict[Week, WeekLine]:
    """What came by week, from one week to another where they are said."""
    zone = zone_of(desk.country)
    reports, mentions = _repeating(desk), _mentions(desk)
    if first is not None and last is not None:
        reports = reports.filter(at__gte=first.begins(zone), at__lt=last.plus(1).begins(zone))
        mentions = mentions.filter(day__gte=first.monday, day__lte=last.sunday)
    sent = _by_week(reports, TruncWeek("at", tzinfo=zone))
    named = _by_week(mentions, TruncWeek("day"))
    return {week: WeekLine(week, sent.get(week, 0), named.get(week, 0)) for week in {*sent, *named}}


def _by_week(rows: QuerySet[Any], week: TruncWeek) -> dict[Week, int]:
    counted = rows.annotate(week_=week).values("week_").annotate(n=Count("pk")).order_by()
    return {Week(_day(row["week_"])): row["n"] for row in counted}


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _neighbour(desk: Desk, week: Week, *, later: bool) -> Week | None:
    """The nearest week before or after in which something published came."""
    zone = zone_of(desk.country)
    if later:
        reports = _repeating(desk).filter(at__gte=week.plus(1).begins(zone)).order_by("at")
        mentions = _mentions(desk).filter(day__gt=week.sunday).order_by("day")
    else:
        reports = _repeating(desk).filter(at__lt=week.begins(zone)).order_by("-at")
        mentions = _mentions(desk).filter(day__lt=week.monday).order_by("-day")
    days = [at.astimezone(zone).date() for at in reports.values_list("at", flat=True)[:1]]
    days += mentions.values_list("day", flat=True)[:1]
    weeks = [Week.of(one) for one in days]
    return (min if later else max)(weeks, default=None)
