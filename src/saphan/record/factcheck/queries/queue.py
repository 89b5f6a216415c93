"""What waits for the desk, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import (
    Case,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Extract, Least, Ln, Now
from django.utils import timezone

from saphan.record.directory.models import User
from saphan.record.factcheck.models import Claim, Cluster, Desk

SHOWN = 50
DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Waiting:
    """Messages that nobody has taken up yet, or a claim that is worked on.

    Attributes:
        priority: By spread, harm, age, deadline and alarm.
    """

    priority: float
    cluster: Cluster | None = None
    claim: Claim | None = None


def _age(since: str) -> ExpressionWrapper:
    """Days since a moment, at most ten."""
    passed = ExpressionWrapper(Now() - F(since), output_field=DurationField())
    days = Extract(passed, "epoch") / Value(float(DAY))
    return ExpressionWrapper(Least(days, Value(10.0)), output_field=FloatField())


def open_clusters(desk: Desk) -> QuerySet[Cluster]:
    """Messages that nobody has taken up, most pressing first."""
    alarm = Case(
        When(alarmed_at__gt=timezone.now() - timedelta(days=2), then=Value(6.0)),
        default=Value(0.0),
    )
    return (
        Cluster.objects.filter(desk=desk, claim=None, set_aside_at=None)
        .annotate(priority=Ln(F("size") + 1.0) * 2 + _age("first_at") * 0.5 + alarm)
        .order_by("-priority", "id")
    )


def open_claims(desk: Desk) -> QuerySet[Claim]:
    """Claims that are worked on, most pressing first."""
    soon = timezone.now() + timedelta(days=1)
    return (
        Claim.objects.filter(desk=desk)
        .filter(
            Q(state__in=[Claim.State.DRAFT, Claim.State.IN_REVIEW])
            | Q(state=Claim.State.PUBLISHED) & ~Q(number=F("published_number"))
        )
        .select_related("assigned_to")
        .annotate(
            messages=Coalesce(Sum("clusters__size"), 0),
            due=Case(When(deadline__lt=soon, then=Value(5.0)), default=Value(0.0)),
        )
        .annotate(
            priority=F("harm") * 3.0
            + Ln(F("messages") + 1.0) * 2
            + _age("created_at") * 0.5
            + F("due")
        )
        .order_by("-priority", "id")
    )


def queue(desk: Desk, *, mine: User | None = None) -> list[Waiting]:
    """Everything that waits, the most pressing first.

    Args:
        desk: Whose.
        mine: Only what is assigned to this person.
    """
    claims = open_claims(desk)
    if mine is not None:
        claims = claims.filter(assigned_to=mine)
    found = [Waiting(_priority(one), claim=one) for one in claims[:SHOWN]]
    if mine is None:
        found += [Waiting(_priority(one), cluster=one) for one in open_clusters(desk)[:SHOWN]]
    return sorted(found, key=lambda one: -one.priority)[:SHOWN]


def _priority(one: Claim | Cluster) -> float:
    """What the query has counted for it."""
    return float(one.priority)  # type: ignore[union-attr]


def claims_of(desk: Desk, state: str, words: str = "") -> QuerySet[Claim]:
    """The claims of a desk in a state, latest first.

    Args:
        desk: Whose.
        state: A `Claim.State`; empty for all.
        words: Which their text has.
    """
    found = Claim.objects.filter(desk=desk).select_related("assigned_to")
    if state:
        found = found.filter(state=state)
    for word in words.split()[:8]:
        found = found.filter(Q(text__icontains=word) | Q(key=word))
    return found


def counts(desk: Desk) -> dict[str, int]:
    """How many wait in each part of the desk."""
    claims = Claim.objects.filter(desk=desk)
    states = {state: claims.filter(state=state).count() for state in Claim.State.values}
    return {
        "new": Cluster.objects.filter(desk=desk, claim=None, set_aside_at=None).count(),
        **states,
    }
