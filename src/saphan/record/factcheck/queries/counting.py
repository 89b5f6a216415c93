"""What weeks are counted from: messages that repeat something published, and places in releases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Case, Count, F, QuerySet, When
from django.db.models.functions import Coalesce, TruncWeek
from django.utils import timezone

from saphan.record.factcheck.models import Claim, Desk, Mention, Report
from saphan.record.factcheck.weeks import Week, zone_of

from .kept import kept
from .matching import published

SETTLED = timedelta(hours=1)
"""How long after its end a week is counted anew each time: what was under way then is in by now."""


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


def last_settled(desk: Desk) -> Week:
    """The latest week to which no message is added any more."""
    now = timezone.now() - SETTLED
    return Week.of(now.astimezone(zone_of(desk.country)).date()).plus(-1)


def reports_of(desk: Desk) -> QuerySet[Any]:
    """A desk's messages, each with the claim that it repeats in `of`: what a person said of it
    outweighs what was recognised."""
    recognised = Case(When(answer=Report.Answer.CHECKED, then=F("claim")))
    return Report.objects.filter(desk=desk).annotate(of=Coalesce("cluster__claim", recognised))


def _repeating(desk: Desk) -> QuerySet[Any]:
    return reports_of(desk).filter(of__in=published().order_by().values("pk"))


def mentions_of(desk: Desk) -> QuerySet[Mention]:
    return Mention.objects.filter(claim__desk=desk, claim__state=Claim.State.PUBLISHED)


def lines_of(
    desk: Desk, first: Week | None = None, last: Week | None = None
) -> dict[Week, WeekLine]:
    """The weeks in which something published came, from one to another where they are said.

    Of weeks that are over, it is kept how they were counted.
    """
    settled = last_settled(desk)
    found: dict[Week, WeekLine] = {}
    until = settled if last is None or last > settled else last
    if first is None or first <= settled:
        name = f"{first.name if first else ''}..{until.name}"
        found |= kept(desk, name, partial(_lines, desk, first, until))
    if last is None or last > settled:
        begun = settled.plus(1)
        found |= _lines(desk, begun if first is None or first < begun else first, last)
    return found


def _lines(desk: Desk, first: Week | None, last: Week | None) -> dict[Week, WeekLine]:
    zone = zone_of(desk.country)
    reports, mentions = _repeating(desk), mentions_of(desk)
    if first is not None:
        reports = reports.filter(at__gte=first.begins(zone))
        mentions = mentions.filter(day__gte=first.monday)
    if last is not None:
        reports = reports.filter(at__lt=last.plus(1).begins(zone))
        mentions = mentions.filter(day__lte=last.sunday)
    sent = _by_week(reports, TruncWeek("at", tzinfo=zone))
    named = _by_week(mentions, TruncWeek("day"))
    return {week: WeekLine(week, sent.get(week, 0), named.get(week, 0)) for week in {*sent, *named}}


def _by_week(rows: QuerySet[Any], week: TruncWeek) -> dict[Week, int]:
    counted = rows.annotate(week_=week).values("week_").annotate(n=Count("pk")).order_by()
    return {Week(_day(row["week_"])): row["n"] for row in counted}


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def neighbour(desk: Desk, week: Week, *, later: bool) -> Week | None:
    """The nearest week before or after in which something published came."""
    zone = zone_of(desk.country)
    if later:
        reports = _repeating(desk).filter(at__gte=week.plus(1).begins(zone)).order_by("at")
        mentions = mentions_of(desk).filter(day__gt=week.sunday).order_by("day")
    else:
        reports = _repeating(desk).filter(at__lt=week.begins(zone)).order_by("-at")
        mentions = mentions_of(desk).filter(day__lt=week.monday).order_by("-day")
    days = [at.astimezone(zone).date() for at in reports.values_list("at", flat=True)[:1]]
    days += mentions.values_list("day", flat=True)[:1]
    weeks = [Week.of(one) for one in days]
    return (min if later else max)(weeks, default=None)
