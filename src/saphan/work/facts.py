"""Letters of a fact-check desk: to who asked, and to agencies."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from saphan.engine.language import day_in
from saphan.record.factcheck.actions import join_alike, raise_alarms
from saphan.record.factcheck.models import Claim, Cluster, Desk, DeskRole, HandOver, Report
from saphan.record.factcheck.rules import Duty, may

from .mail import address, write


def order_hand_over(asked: HandOver) -> None:
    """Hand the letter to an agency to the workers, in the caller's transaction."""
    write_hand_over.defer(hand_over_id=asked.pk)


def order_answered(asked: HandOver) -> None:
    """Let who asked an agency be told that it has answered, in the caller's transaction."""
    tell_of_answer.defer(hand_over_id=asked.pk)


def order_telling(claim: Claim) -> None:
    """Let those who asked be told what was found, in the caller's transaction."""
    tell_senders.defer(claim_id=claim.pk)


@app.periodic(cron="*/5 * * * *")
@app.task(name="watch_facts", queueing_lock="watch_facts", lock="watch_facts")
def watch_facts(timestamp: int | None = None) -> None:
    """Join messages that mean the same, and tell editors of those that grow fast."""
    now = timezone.now()
    for desk in Desk.objects.all():
        join_alike(desk, now)
        for grown in raise_alarms(desk, now):
            _alarm(desk, grown)


def _alarm(desk: Desk, grown: Cluster) -> None:
    to = DeskRole.objects.filter(desk=desk, user__is_active=True)
    for role in to.exclude(role=DeskRole.Role.CHECKER).select_related("user"):
        write(role.user.email, role.user.language, lambda: _growth(desk, grown))


def _growth(desk: Desk, grown: Cluster) -> tuple[str, str]:
    lines = [
        _("Messages that say the same come in unusually fast. Look at them here:"),
        address("fact_cluster", desk.country, grown.pk),
    ]
    return _("Messages grow fast"), "\n".join(lines) + "\n"


@app.task(name="write_hand_over")
def write_hand_over(hand_over_id: int) -> None:
    """Ask an agency, while its link is good."""
    asked = HandOver.objects.select_related("claim").filter(pk=hand_over_id).first()
    if asked is not None and asked.replied_at is None and asked.expires_at > timezone.now():
        write(asked.email, asked.language, lambda: _question(asked))


def _question(asked: HandOver) -> tuple[str, str]:
    until = day_in(asked.expires_at, get_language() or "en")
    lines = [
        _("A fact-check desk asks %(agency)s:") % {"agency": asked.agency},
        "",
        asked.question,
        "",
        _("It is about this claim:"),
        asked.claim.text,
        "",
        _("Please answer here; the link works once, and until %(date)s:") % {"date": until},
        address("fact_reply", asked.token),
    ]
    return _("A question about a claim"), "\n".join(lines) + "\n"


@app.task(name="tell_of_answer")
def tell_of_answer(hand_over_id: int) -> None:
    """Write to who asked an agency that the answer stands on the claim, while they work there."""
    asked = HandOver.objects.select_related("claim__desk", "by").filter(pk=hand_over_id).first()
    if asked is None or asked.by is None or not may(asked.by, asked.claim.desk, Duty.READ):
        return
    to = asked.by
    write(to.email, to.language, lambda: _answered(asked))


def _answered(asked: HandOver) -> tuple[str, str]:
    lines = [
        _("%(agency)s has answered:") % {"agency": asked.agency},
        "",
        asked.reply,
        "",
        _("It stands on the claim:"),
        address("fact_claim", asked.claim.desk.country, asked.claim_id),
    ]
    return _("An agency has answered"), "\n".join(lines) + "\n"


@app.task(name="tell_senders")
def tell_senders(claim_id: int) -> None:
    """Write to those who asked and left an address, each once, what was found."""
    claim = Claim.objects.filter(pk=claim_id, state=Claim.State.PUBLISHED).first()
    if claim is None:
        return
    waiting = Report.objects.filter(cluster__claim=claim, told_at=None).exclude(submitter__email="")
    for report in waiting.filter(submitter__isnull=False).select_related("submitter"):
        marked = Report.objects.filter(pk=report.pk, told_at=None).update(told_at=timezone.now())
        sender = report.submitter
        if marked and sender is not None:
            write(sender.email, sender.language, lambda report=report: _found(report))  # type: ignore[misc]


def _found(report: Report) -> tuple[str, str]:
    lines = [
        _("You asked whether something is true. Read here what the desk found:"),
        address("fact_asked", report.token),
        "",
        _("On that page you can also erase your address."),
    ]
    return _("What you asked about has been checked"), "\n".join(lines) + "\n"
