"""Clusters that mean the same become one, and those that grow fast raise an alarm."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from saphan.engine.claims import Claim as Said
from saphan.engine.claims import cluster, growth
from saphan.engine.language import MAX_TEXT
from saphan.record.audit.actions import note
from saphan.record.factcheck.models import Cluster, Desk, Report
from saphan.record.factcheck.weeks import zone_of

MOST = 1000
"""Clusters compared with each other: the latest ones."""
DAYS = 30
QUIET = timedelta(days=1)
"""A cluster raises no second alarm within this time."""


def join_alike(desk: Desk, now: datetime) -> int:
    """Join the open clusters of the last weeks that mean the same; the oldest keeps them all.

    Args:
        desk: Whose.
        now: The present moment.

    Returns:
        How many were joined to another.
    """
    recent = Cluster.objects.filter(
        desk=desk, claim=None, set_aside_at=None, last_at__gt=now - timedelta(days=DAYS)
    )
    if not recent.filter(compared_at=None).exists():
        return 0
    found = {one.pk: one for one in recent.order_by("-last_at")[:MOST] if one.text.strip()}
    order = sorted(found.values(), key=lambda one: (one.first_at, one.pk))
    joined = 0
    if len(order) > 1:
        said = [Said(one.pk, one.text[:MAX_TEXT], one.language) for one in order]
        for group in cluster(said):
            for other in group[1:]:
                joined += _join(found[int(group[0])], found[int(other)])
    recent.filter(compared_at=None).update(compared_at=now)
    return joined


@transaction.atomic
def _join(kept: Cluster, gone: Cluster) -> int:
    """Move the messages of one cluster to another; not when somebody has taken it up meanwhile."""
    rows = Cluster.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk], claim=None)
    both = {one.pk: one for one in rows}
    if len(both) < 2:
        return 0
    moved = both[gone.pk]
    Report.objects.filter(cluster=moved).update(cluster=kept)
    Cluster.objects.filter(pk=kept.pk).update(
        size=F("size") + moved.size, last_at=max(both[kept.pk].last_at, moved.last_at)
    )
    note(None, "factcheck.join_clusters", kept, of=moved.pk)
    moved.delete()
    return 1


@transaction.atomic
def raise_alarms(desk: Desk, now: datetime) -> list[Cluster]:
    """Mark the clusters that grow alarmingly today.

    Args:
        desk: Whose.
        now: The present moment.

    Returns:
        Those that were not marked within the last day.
    """
    zone = zone_of(desk.country)
    marked = []
    lately = Cluster.objects.filter(
        desk=desk, set_aside_at=None, last_at__gt=now - timedelta(days=1)
    ).exclude(alarmed_at__gt=now - QUIET)
    for one in lately:
        days = [at.astimezone(zone).date() for at in one.reports.values_list("at", flat=True)]
        told = growth(days, until=now.astimezone(zone).date())
        if told and told[-1].alarm:
            Cluster.objects.filter(pk=one.pk).update(alarmed_at=now)
            note(None, "factcheck.alarm", one, today=told[-1].count)
            marked.append(one)
    return marked
