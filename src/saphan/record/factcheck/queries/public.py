"""What everybody may see of a published claim, and nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from saphan.record.audit.models import AuditEntry
from saphan.record.factcheck.models import Claim, ClaimVersion, Evidence, Mention, Verdict

from .matching import published

SOURCES = 20
"""How many releases and how many pieces of evidence are told of one claim."""
LATEST_FIRST = ("-checked", "-published_at", "-id")
"""What published claims are sorted by."""
COMPARED = ("verdict", "text", "texts", "explanations")
"""What a reader is told has changed."""


@dataclass(frozen=True)
class Source:
    """What a verdict stands on.

    Attributes:
        title: Of evidence; of a release, the words with which it names the claim.
        url: Where it can be read; empty where nowhere, or at no address for browsers.
        at: The day of the release, or when the evidence was looked at.
        is_release: Of a government, and not what the desk found.
    """

    title: str
    url: str
    at: Any
    is_release: bool


@dataclass(frozen=True)
class Change:
    """A published version, and in what it differs from the one before.

    Attributes:
        at: When it was published; the day of the release, where a release said it.
        verdict: Of this version, in the reader's language.
        fields: Which of `COMPARED` changed; none in the first version.
    """

    at: date
    verdict: str
    fields: tuple[str, ...]


def public_claims() -> QuerySet[Claim]:
    """Published claims with what their pages and files tell, latest first."""
    return (
        published()
        .select_related("desk", "agency")
        .prefetch_related(
            Prefetch("mentions", queryset=Mention.objects.order_by("-day", "rank", "id")),
            Prefetch("evidence", queryset=Evidence.objects.defer("archived").order_by("at", "id")),
        )
        .order_by(*LATEST_FIRST)
    )


def sources_of(claim: Claim) -> list[Source]:
    """What the published verdict stands on: releases, and the evidence there was by then.

    Evidence that was added later waits for the next publication, since no second person has
    seen it.

    Args:
        claim: One of `public_claims`.
    """
    releases = [
        Source(one.text, _link(one.source_url), one.day, True)
        for one in list(claim.mentions.all())[:SOURCES]
    ]
    found = [
        Source(one.title, _link(one.source_url), one.at, False)
        for one in claim.evidence.all()
        if claim.published_at is not None and one.at <= claim.published_at
    ]
    return found[:SOURCES] + releases


def _link(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


def history_of(claim: Claim) -> list[Change]:
    """The published versions, latest first, without who wrote them and what they said."""
    versions = list(
        ClaimVersion.objects.filter(
            claim=claim, published=True, number__lte=claim.published_number or 0
        ).order_by("number")
    )
    times = {
        data.get("version"): at
        for at, data in AuditEntry.objects.filter(
            subject_kind=claim._meta.label_lower,
            subject_id=str(claim.pk),
            action="factcheck.publish",
        ).values_list("at", "data")
    }
    labels = dict(Verdict.choices)
    changes = []
    before: dict[str, Any] | None = None
    for one in versions:
        fields = [name for name in COMPARED if before and before.get(name) != one.data.get(name)]
        verdict = str(labels.get(one.data.get("verdict", ""), ""))
        at = times.get(one.number) or _said(claim, one) or one.at
        changes.append(Change(at, verdict, tuple(fields)))
        before = one.data
    return changes[::-1]


def _said(claim: Claim, version: ClaimVersion) -> date | None:
    """The day of the release that first said what a version says."""
    found = version.data.get("verdict")
    return min((one.day for one in claim.mentions.all() if one.verdict == found), default=None)
