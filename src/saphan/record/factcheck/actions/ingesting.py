"""Checked claims of releases into the record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min, OuterRef, Subquery
from django.utils import timezone

from saphan.engine.claims import KnownClaim, Seen, key
from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.factcheck.models import Claim, ClaimVersion, Desk, Mention
from saphan.record.factcheck.texts import digest_of, snapshot
from saphan.record.register.models import Release

from .tallying import weeks_change

_AT_ONCE = 1000


@dataclass(frozen=True)
class Ingested:
    """What was new."""

    claims: int
    mentions: int


@transaction.atomic
def ingest(
    actor: User | None, desk: Desk, known: Sequence[KnownClaim], digests: dict[str, str]
) -> Ingested:
    """Record claims that releases say were checked; what is recorded already is left as it is.

    A claim with a verdict is published, since the government has; one without waits as a draft.

    Args:
        actor: Who does it; None for the command line.
        desk: Whose claims they become.
        known: The claims.
        digests: Of the releases by their names, as the register has them
            (`register.actions.digest_of`).

    Returns:
        How many claims and mentions were not known before.
    """
    now = timezone.now()
    keys = [one.id for one in known]
    before = set(Claim.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [one for one in known if one.id not in before]
    made = Claim.objects.bulk_create([_claim(desk, one, now) for one in fresh], batch_size=_AT_ONCE)
    ClaimVersion.objects.bulk_create(
        [
            ClaimVersion(claim=claim, number=1, data=snapshot(claim), published=bool(claim.verdict))
            for claim in made
        ],
        batch_size=_AT_ONCE,
    )
    ids = dict(Claim.objects.filter(key__in=keys).values_list("key", "pk"))
    releases = dict(
        Release.objects.filter(digest__in=set(digests.values())).values_list("digest", "pk")
    )
    rows = [
        Mention(
            claim_id=ids[one.id],
            place=_place(seen),
            day=seen.day,
            rank=seen.rank,
            verdict=seen.verdict,
            release_id=releases.get(digests.get(seen.release, "")),
            name=seen.release[:300],
            source_url=seen.source[:1000],
            start=seen.start,
            end=seen.end,
            text=seen.text,
        )
        for one in known
        for seen in one.mentions
    ]
    held = Mention.objects.count()
    Mention.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    mentions = Mention.objects.count() - held
    if made or mentions:
        _dates(list(ids.values()))
        note(actor, "factcheck.ingest", desk, claims=len(made), mentions=mentions)
        weeks_change(desk)
    return Ingested(len(made), mentions)


def _claim(desk: Desk, one: KnownClaim, now: datetime) -> Claim:
    state = Claim.State.PUBLISHED if one.verdict else Claim.State.DRAFT
    return Claim(
        desk=desk,
        key=one.id,
        digest=digest_of(one.text),
        language=one.language,
        text=one.text,
        wordings=list(one.texts),
        verdict=one.verdict,
        state=state,
        number=1,
        published_number=1 if one.verdict else None,
        published_at=now if one.verdict else None,
    )


def _place(seen: Seen) -> str:
    told = "\n".join([seen.source or seen.release, seen.day.isoformat(), key(seen.text)])
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def _dates(ids: list[int]) -> None:
    """Set the first and the last day of claims from their mentions, and of those that nobody has
    published anew, the day of the release that first said what was found."""
    own = Mention.objects.filter(claim=OuterRef("pk")).order_by().values("claim")
    first = own.annotate(day_=Min("day")).values("day_")
    claims = Claim.objects.filter(pk__in=ids)
    claims.update(
        first=Subquery(first), last=Subquery(own.annotate(day_=Max("day")).values("day_"))
    )
    claims.filter(state=Claim.State.PUBLISHED, published_number=1).update(
        checked=Subquery(first.filter(verdict=OuterRef("verdict")))
    )
