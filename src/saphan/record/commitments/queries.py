"""Reading commitments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from saphan.record.audit.models import AuditEntry
from saphan.record.register.models import Fact, Release
from saphan.record.register.queries import held

from .models import Commitment

AHEAD = timedelta(days=14)
"""How long before its day whoever looks after a commitment is reminded."""
MOST_PROMISES = 20
"""Open ones that a dossier shows."""
State = Commitment.State


@dataclass(frozen=True)
class Columns:
    """The board of commitments: late first by day, open by day, done with the newest first."""

    late: list[Commitment] = field(default_factory=list)
    open: list[Commitment] = field(default_factory=list)
    done: list[Commitment] = field(default_factory=list)
    dropped: list[Commitment] = field(default_factory=list)


@dataclass(frozen=True)
class Promises:
    """Promises of releases: those open, the latest first, and how many were kept and dropped."""

    open: list[Fact]
    done: int
    dropped: int


def commitments(countries: Iterable[str] = (), agency: int | None = None) -> QuerySet[Commitment]:
    """Commitments of which all these countries, or this organisation, are a side."""
    found = Commitment.objects.select_related(
        "release", "fact", "agency", "owner__person", "forum", "agreement__release"
    ).order_by(F("due").asc(nulls_last=True), "pk")
    if wanted := list(countries):
        found = found.filter(countries__contains=wanted)
    return found.filter(agency=agency) if agency is not None else found


def columns(found: QuerySet[Commitment], today: date) -> Columns:
    """The board of these."""
    board = Columns()
    for one in found:
        if one.is_late(today):
            board.late.append(one)
        else:
            {
                State.OPEN: board.open,
                State.DONE: board.done,
                State.DROPPED: board.dropped,
            }[State(one.state)].append(one)
    board.done.sort(key=lambda one: one.done_on or today, reverse=True)
    return board


def to_remind(today: date) -> QuerySet[Commitment]:
    """Open commitments that somebody looks after and that are due within two weeks, or late: once
    before their day, and once after."""
    soon = Q(due__gte=today, due__lte=today + AHEAD, reminded_on__isnull=True)
    late = Q(due__lt=today) & (Q(reminded_on__isnull=True) | Q(reminded_on__lte=F("due")))
    return (
        commitments()
        .filter(state=State.OPEN, owner__isnull=False, owner__is_active=True)
        .filter(soon | late)
    )


def history(commitment: Commitment) -> QuerySet[AuditEntry]:
    """What was done to it, newest first."""
    return AuditEntry.objects.filter(
        subject_kind="commitments.commitment", subject_id=str(commitment.pk)
    ).select_related("actor__person")


def promises_in(releases: QuerySet[Release]) -> Promises:
    """What releases promise, and what came of it.

    A promise is open until the commitment that was made of it is done or dropped; most have none.
    """
    made = held(Fact.Kind.PROMISE, releases)
    settled = made.filter(commitment__state__in=(State.DONE, State.DROPPED))
    latest = made.exclude(pk__in=settled.values("pk")).select_related("release", "commitment")
    return Promises(
        list(latest.order_by("-release__published", "-release_id", "start")[:MOST_PROMISES]),
        settled.filter(commitment__state=State.DONE).count(),
        settled.filter(commitment__state=State.DROPPED).count(),
    )


def promises_waiting(countries: Iterable[str] = ()) -> QuerySet[Fact]:
    """Promises in releases that nobody looks after yet, newest first."""
    found = Fact.objects.filter(
        kind=Fact.Kind.PROMISE, commitment__isnull=True, release__twin_of__isnull=True
    ).exclude(state=Fact.State.REJECTED)
    if wanted := list(countries):
        found = found.filter(release__countries__contains=wanted)
    return found.select_related("release").order_by("-release__published", "start")
