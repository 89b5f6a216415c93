"""What a partner's desk has found becomes proposals, and own drafts once somebody takes them up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.factcheck.models import Claim, ClaimVersion, Desk, FeedRead, Proposal
from saphan.record.factcheck.partner import Offered, PartnerFeed, spelled
from saphan.record.factcheck.texts import digest_of, latest, snapshot

from .writing import keep_off_conflict, locked, put

State = Claim.State


@dataclass(frozen=True)
class Comparison:
    """What a feed would change.

    Attributes:
        new: Claims that become proposals.
        changed: Newer versions of what was taken in.
        gone: What stands in the feed no longer.
        known: Claims that the desk has itself.
        same: How many are as they were.
    """

    new: tuple[Offered, ...]
    changed: tuple[tuple[Proposal, Offered], ...]
    gone: tuple[Proposal, ...]
    known: tuple[Offered, ...]
    same: int


def compare(desk: Desk, feed: PartnerFeed) -> Comparison:
    """Tell what a feed would change, and change nothing.

    Args:
        desk: Which would take it in.
        feed: Of `read_feed`.

    Raises:
        Refused: It is the desk's own feed, or older than the latest that was taken in.
    """
    if feed.country == desk.country:
        raise Refused(_("This is the feed of the desk itself."))
    latest_read = FeedRead.objects.filter(desk=desk, country=feed.country).first()
    if latest_read is not None and feed.made < latest_read.made:
        raise Refused(
            _("This feed was made at %(made)s; one that was made at %(later)s is taken in already.")
            % {"made": spelled(feed.made), "later": spelled(latest_read.made)}
        )
    held = {
        one.key: one
        for one in Proposal.objects.filter(desk=desk, country=feed.country).select_related("claim")
    }
    own = set(
        Claim.objects.filter(desk=desk, digest__in={digest_of(one.text) for one in feed.claims})
        .exclude(state=State.WITHDRAWN)
        .values_list("digest", flat=True)
    )
    new, known, changed = [], [], []
    for one in feed.claims:
        if (before := held.get(one.key)) is not None:
            if one.version > before.version or before.gone_at is not None:
                changed.append((before, one))
        elif (digest := digest_of(one.text)) in own:
            known.append(one)
        else:
            own.add(digest)
            new.append(one)
    offered = {one.key for one in feed.claims}
    gone = [one for key, one in held.items() if key not in offered and one.gone_at is None]
    same = len(feed.claims) - len(new) - len(known) - len(changed)
    return Comparison(tuple(new), tuple(changed), tuple(gone), tuple(known), same)


@transaction.atomic
def take_in(actor: User | None, desk: Desk, feed: PartnerFeed) -> Comparison:
    """Make proposals of what a partner shares. Nothing of it is published by that: somebody of
    the desk takes a proposal up, and a second person publishes it.

    What nobody has taken up follows the partner; of the rest it is noted that the partner has
    changed or withdrawn it. The same feed again changes nothing.

    Args:
        actor: Who does it; None for the command line.
        desk: Which takes it in.
        feed: Of `read_feed`.

    Raises:
        Refused: As of `compare`.
    """
    Desk.objects.select_for_update().get(pk=desk.pk)  # one feed at a time
    told = compare(desk, feed)
    now = timezone.now()
    FeedRead.objects.update_or_create(
        desk=desk, country=feed.country, defaults={"made": feed.made, "at": now}
    )
    for one in told.new:
        claim = Claim(desk=desk, state=State.PARTNER, number=0)
        _rewrite(claim, one)
        Proposal.objects.create(
            claim=claim,
            desk=desk,
            country=feed.country,
            key=one.key,
            version=one.version,
            data=one.data(),
        )
    for before, one in told.changed:
        _follow(before, one, now)
    for before in told.gone:
        _go(before, now)
    if told.new or told.changed or told.gone:
        note(
            actor,
            "factcheck.take_in",
            desk,
            partner=feed.country,
            new=len(told.new),
            changed=len(told.changed),
            gone=len(told.gone),
        )
    return told


@transaction.atomic
def take_up(actor: User, claim: Claim) -> ClaimVersion:
    """Make a partner's proposal a draft of one's own, which a second person publishes.

    Raises:
        Refused: It is no proposal by now, or the actor has a conflict of interest.
    """
    claim = locked(claim)
    keep_off_conflict(actor, claim)
    if claim.state != State.PARTNER:
        raise Refused(_("This claim is “%(state)s” by now.") % {"state": claim.get_state_display()})
    claim.number += 1
    # A version of the actor's own: it is theirs now, so that they cannot publish it themselves.
    version = ClaimVersion.objects.create(
        claim=claim, number=claim.number, by=actor, data=latest(claim)
    )
    claim.state, claim.assigned_to = State.DRAFT, actor
    claim.save()
    note(actor, "factcheck.take_up", claim, version=claim.number)
    return version


def _rewrite(claim: Claim, one: Offered) -> None:
    """Write what a partner tells as a new version that nobody of the desk wrote."""
    told: dict[str, Any] = {
        "text": one.text,
        "language": one.language,
        "texts": one.texts,
        "verdict": one.verdict,
        "explanations": one.explanations,
    }
    put(claim, {**snapshot(claim), **told})
    claim.number += 1
    claim.save()
    ClaimVersion.objects.create(claim=claim, number=claim.number, data=snapshot(claim))


def _follow(before: Proposal, one: Offered, now: datetime) -> None:
    claim = locked(before.claim)
    if _is_untouched(claim):
        claim.state = State.PARTNER
        _rewrite(claim, one)
    elif one.version > before.version:
        before.changed_at = now
    before.version, before.data, before.gone_at = one.version, one.data(), None
    before.save()


def _go(before: Proposal, now: datetime) -> None:
    claim = locked(before.claim)
    if _is_untouched(claim):
        claim.state = State.WITHDRAWN
        claim.save()
    before.gone_at = now
    before.save()


def _is_untouched(claim: Claim) -> bool:
    """Whether nobody of the desk has taken it up: what is withdrawn without having been public
    was withdrawn by the partner."""
    withdrawn_there = claim.state == State.WITHDRAWN and claim.published_at is None
    return claim.state == State.PARTNER or withdrawn_there
