"""Messages that people send to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from saphan.engine.language import identify
from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.factcheck.models import Cluster, Desk, Report, Submitter
from saphan.record.factcheck.pictures import cleaned
from saphan.record.factcheck.queries import Told, answer
from saphan.record.factcheck.texts import digest_of, storable

MOST_TEXT = 1_000_000
MOST_A_DAY = 200
"""Messages of one sender a day; who sends more is a machine, and machines use the API."""


@dataclass(frozen=True)
class Sent:
    """What somebody sent.

    Attributes:
        text: What is to be checked, or what stands in the picture.
        link: Where it stands.
        picture: The picture's bytes.
        channel: A `Report.Channel`.
        external: Its number in the channel.
        handle: Who sent it, in the channel; empty for nobody known.
        email: Where to write what the desk found; empty for nowhere.
        language: Of the sender.
    """

    text: str
    link: str = ""
    picture: bytes = b""
    channel: str = Report.Channel.FORM
    external: str = ""
    handle: str = ""
    email: str = ""
    language: str = ""


@dataclass(frozen=True)
class Received:
    """The report, and whether this very message was here already."""

    report: Report
    again: bool


def receive(desk: Desk, sent: Sent) -> Received:
    """Keep a message and answer it; one that its channel delivers twice is kept once.

    Args:
        desk: Who checks it.
        sent: The message.

    Raises:
        Refused: It says nothing, is too long, its picture is none, or its sender floods.
    """
    text, link = storable(sent.text).strip(), storable(sent.link).strip()
    if not text and not link:
        raise Refused(_("Please send a text or a link."))
    if len(text) > MOST_TEXT or len(link) > 2000:
        raise Refused(_("This is too long to be checked. Please send the part that matters."))
    if sent.picture:
        picture, suffix = cleaned(sent.picture)
        sent = replace(sent, picture=picture)
    else:
        suffix = ""
    if known := _delivered(desk, sent):
        return Received(known, True)
    told = answer(text or link)
    try:
        with transaction.atomic():
            return _keep(desk, sent, text, link, suffix, told)
    except IntegrityError:
        if known := _delivered(desk, sent):  # the same, at the same time, by another process
            return Received(known, True)
        raise


def receive_all(desk: Desk, sent: Iterable[Sent]) -> int:
    """Keep messages of a file; those that are refused are left out.

    Returns:
        How many are new.
    """
    new = 0
    for one in sent:
        try:
            new += not receive(desk, one).again
        except Refused:
            continue
    return new


def _delivered(desk: Desk, sent: Sent) -> Report | None:
    if not sent.external:
        return None
    return Report.objects.filter(
        desk=desk, channel=sent.channel, external=sent.external[:254]
    ).first()


def _keep(desk: Desk, sent: Sent, text: str, link: str, suffix: str, told: Told) -> Received:
    now = timezone.now()
    digest = digest_of(text or link)
    submitter = _submitter(desk, sent)
    if submitter is not None:
        today = submitter.reports.filter(at__gt=now - timedelta(days=1))
        same = today.filter(digest=digest).first()
        if same is not None:
            Report.objects.filter(pk=same.pk).update(times=F("times") + 1)
            return Received(same, True)
        if today.count() >= MOST_A_DAY:
            raise Refused(_("Too many messages in a day. Please go on tomorrow."))
    language = identify(text) if text else ""
    cluster = _cluster(desk, text or link, digest, language, told)
    report = Report(
        desk=desk,
        channel=sent.channel,
        external=sent.external[:254],
        text=text,
        link=link,
        language=language,
        digest=digest,
        submitter=submitter,
        cluster=cluster,
        answer=told.answer,
        claim=told.claim,
        probability=told.probability,
    )
    if sent.picture:
        report.picture = ContentFile(sent.picture, name=f"picture{suffix}")
    report.save()
    return Received(report, False)


def _submitter(desk: Desk, sent: Sent) -> Submitter | None:
    handle = (sent.handle or sent.email.lower())[:254]
    if not handle:
        return None
    found, _created = Submitter.objects.select_for_update().get_or_create(
        desk=desk,
        channel=sent.channel,
        handle=handle,
        defaults={"email": sent.email.lower(), "language": sent.language[:8]},
    )
    return found


def _cluster(desk: Desk, text: str, digest: str, language: str, told: Told) -> Cluster:
    """The cluster of this wording, with one message more."""
    now = timezone.now()
    known = told.claim if told.answer == Report.Answer.CHECKED else None
    joined = Cluster.objects.filter(desk=desk, reports__digest=digest).order_by("pk").first()
    if joined is not None:
        Cluster.objects.filter(pk=joined.pk).update(size=F("size") + 1, last_at=now)
        return joined
    made, created = Cluster.objects.get_or_create(
        desk=desk,
        digest=digest,
        defaults={
            "text": text,
            "language": language,
            "size": 1,
            "first_at": now,
            "last_at": now,
            "claim": known,
        },
    )
    if not created:
        Cluster.objects.filter(pk=made.pk).update(size=F("size") + 1, last_at=now)
    return made


@transaction.atomic
def erase_submitter(actor: User | None, submitter: Submitter) -> None:
    """Forget who sent reports; the reports stay, as nobody's.

    Args:
        actor: Who does it; None for the sender's own wish.
        submitter: The sender.
    """
    note(actor, "factcheck.erase_submitter", submitter.desk, reports=submitter.reports.count())
    submitter.delete()
