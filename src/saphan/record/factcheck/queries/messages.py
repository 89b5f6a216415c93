"""The messages of a cluster, each wording once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Sum

from saphan.record.factcheck.models import Cluster, Report


@dataclass(frozen=True)
class Wording:
    """One message, however often it was sent.

    Attributes:
        report: The first that said it.
        times: How often it came, from whomever.
        last_at: When it came last.
        one_way: Whether it came by the channel of the first alone.
    """

    report: Report
    times: int
    last_at: datetime
    one_way: bool


def wordings_of(cluster: Cluster, most: int) -> list[Wording]:
    """The different messages of a cluster, the most repeated first.

    Args:
        cluster: Whose.
        most: How many at most.
    """
    rows = list(
        cluster.reports.values("digest", "link", "picture")
        .annotate(
            first=Min("pk"),
            n=Sum("times"),
            last_at=Max("at"),
            ways=Count("channel", distinct=True),
        )
        .order_by("-n", "first")[:most]
    )
    reports = Report.objects.defer("token").in_bulk([row["first"] for row in rows])
    return [
        Wording(reports[row["first"]], row["n"], row["last_at"], row["ways"] == 1) for row in rows
    ]
