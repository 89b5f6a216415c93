"""From a draft to what everybody sees, by two people."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.factcheck.models import Claim, Cluster, Comment, HandOver
from saphan.record.factcheck.texts import latest, storable
from saphan.record.factcheck.weeks import zone_of

from .tallying import weeks_change
from .writing import keep_off_conflict, locked, put

State = Claim.State


@transaction.atomic
def submit(actor: User, claim: Claim) -> None:
    """Ask a second person to publish a draft.

    Raises:
        Refused: It is no draft, has no verdict or no explanation, or the actor has a conflict.
    """
    claim = locked(claim)
    keep_off_conflict(actor, claim)
    _state(claim, State.DRAFT)
    _complete(claim)
    claim.state = State.IN_REVIEW
    claim.save()
    note(actor, "factcheck.submit", claim, version=claim.number)


@transaction.atomic
def give_back(actor: User, claim: Claim, words: str) -> None:
    """Send what is in review back to who writes, with the reason.

    Raises:
        Refused: It is not in review, or the actor has a conflict.
    """
    claim = locked(claim)
    keep_off_conflict(actor, claim)
    _state(claim, State.IN_REVIEW)
    claim.state = State.DRAFT
    claim.save()
    _say(actor, claim, words)
    note(actor, "factcheck.give_back", claim)


@transaction.atomic
def publish(actor: User, claim: Claim) -> None:
    """Show everybody the latest version. Who has written anything of it since the last
    publication cannot: a second person does.

    Raises:
        Refused: The actor wrote it, or has a conflict; there is nothing new to publish, or it is
            not in review, or not complete.
    """
    claim = locked(claim)
    keep_off_conflict(actor, claim)
    if not claim.has_change:
        _state(claim, State.IN_REVIEW)
    if claim.versions.filter(number__gt=claim.published_number or 0, by=actor).exists():
        raise Refused(_("You wrote it: a second person has to publish it."))
    put(claim, latest(claim))
    _complete(claim)
    claim.state = State.PUBLISHED
    claim.published_number = claim.number
    claim.published_at = timezone.now()
    claim.checked = claim.published_at.astimezone(zone_of(claim.desk.country)).date()
    claim.published_by = actor
    claim.save()
    claim.versions.filter(number=claim.number).update(published=True)
    note(actor, "factcheck.publish", claim, version=claim.number, verdict=claim.verdict)
    weeks_change(claim.desk)


@transaction.atomic
def withdraw(actor: User, claim: Claim, words: str) -> None:
    """Show a published claim no longer, and say why.

    Raises:
        Refused: It is not published, no reason is given, or the actor has a conflict.
    """
    claim = locked(claim)
    keep_off_conflict(actor, claim)
    _state(claim, State.PUBLISHED)
    if not words.strip():
        raise Refused(_("Please say why."))
    put(claim, latest(claim))
    claim.state = State.WITHDRAWN
    claim.shared_at = None
    claim.published_number = None
    claim.save()
    _say(actor, claim, words)
    note(actor, "factcheck.withdraw", claim)
    weeks_change(claim.desk)


@transaction.atomic
def join_claim(actor: User, cluster: Cluster, claim: Claim) -> None:
    """Say that messages repeat a claim of the same desk.

    Raises:
        Refused: It is another desk's.
    """
    if claim.desk_id != cluster.desk_id:
        raise Refused(_("This claim is another desk's."))
    Cluster.objects.filter(pk=cluster.pk).update(claim=claim, set_aside_at=None)
    note(actor, "factcheck.join_claim", claim, cluster=cluster.pk)
    weeks_change(claim.desk)


@transaction.atomic
def set_aside(actor: User, cluster: Cluster, aside: bool = True) -> None:
    """Take messages with nothing to check out of the queue, or put them back."""
    Cluster.objects.filter(pk=cluster.pk).update(set_aside_at=timezone.now() if aside else None)
    note(actor, "factcheck.set_aside", cluster, aside=aside)


@transaction.atomic
def hand_over(
    actor: User, claim: Claim, agency: str, email: str, language: str, question: str, days: int
) -> HandOver:
    """Ask the responsible agency, which answers by a link.

    Args:
        actor: Who asks.
        claim: About what.
        agency: Its name.
        email: Where the link goes.
        language: Of the letter.
        question: What is asked.
        days: How long the link is good.

    Raises:
        Refused: The actor has a conflict.
    """
    keep_off_conflict(actor, claim)
    made = HandOver.objects.create(
        claim=claim,
        agency=storable(agency)[:300],
        email=email,
        language=language,
        question=storable(question),
        by=actor,
        expires_at=timezone.now() + timedelta(days=days),
    )
    note(actor, "factcheck.hand_over", claim, agency=made.agency)
    return made


@transaction.atomic
def reply(asked: HandOver, name: str, text: str) -> None:
    """Keep what the agency answers, once.

    Raises:
        Refused: It has answered, the link is too old, or nothing is said.
    """
    asked = HandOver.objects.select_for_update().get(pk=asked.pk)
    if asked.replied_at is not None:
        raise Refused(_("This question has been answered. Thank you."))
    if asked.expires_at <= timezone.now():
        raise Refused(_("This link is too old. Please ask the desk for a new one."))
    text = storable(text).strip()
    if not text:
        raise Refused(_("Please write something."))
    asked.reply, asked.replied_by = text[:20_000], storable(name)[:200]
    asked.replied_at = timezone.now()
    asked.save()
    note(None, "factcheck.reply", asked.claim, hand_over=asked.pk)


def _state(claim: Claim, wanted: str) -> None:
    if claim.state != wanted:
        raise Refused(_("This claim is “%(state)s” by now.") % {"state": claim.get_state_display()})


def _complete(claim: Claim) -> None:
    if not claim.verdict:
        raise Refused(_("There is no verdict yet."))
    if not any(claim.explanations.values()) and not claim.mentions.exists():
        raise Refused(_("There is no explanation yet."))


def _say(actor: User, claim: Claim, words: str) -> None:
    if text := storable(words).strip()[:5000]:
        Comment.objects.create(claim=claim, by=actor, text=text)
