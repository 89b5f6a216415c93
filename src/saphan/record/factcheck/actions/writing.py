"""Writing claims, and what is said about them inside the desk."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from saphan.engine.language import identify
from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.factcheck.models import (
    Claim,
    ClaimVersion,
    Cluster,
    Comment,
    Conflict,
    Desk,
    Evidence,
)
from saphan.record.factcheck.pictures import copy_kind_of
from saphan.record.factcheck.rules import Duty, may
from saphan.record.factcheck.texts import WRITTEN, digest_of, latest, snapshot, storable

from .tallying import weeks_change

State = Claim.State
MOST_CLAIM = 2000


@transaction.atomic
def start_claim(actor: User, desk: Desk, text: str, cluster: Cluster | None = None) -> Claim:
    """Begin a draft, of messages or of a text of one's own; it is the actor's to work on.

    Args:
        actor: Who begins it.
        desk: Where.
        text: What is claimed.
        cluster: The messages that claim it.

    Raises:
        Refused: There is no text, or the messages have a claim already.
    """
    text = " ".join(storable(text).split())[:MOST_CLAIM]
    if not text:
        raise Refused(_("Please say what is claimed."))
    if cluster is not None:
        cluster = Cluster.objects.select_for_update().get(pk=cluster.pk)
        if cluster.claim_id is not None:
            raise Refused(_("These messages have a claim already."))
    claim = Claim.objects.create(
        desk=desk,
        text=text,
        digest=digest_of(text),
        language=identify(text),
        assigned_to=actor,
        number=1,
    )
    ClaimVersion.objects.create(claim=claim, number=1, by=actor, data=snapshot(claim))
    if cluster is not None:
        cluster.claim = claim
        cluster.save(update_fields=["claim"])
    note(actor, "factcheck.start_claim", claim)
    if cluster is not None:
        weeks_change(desk)
    return claim


@transaction.atomic
def write_claim(
    actor: User, claim: Claim, fields: dict[str, Any], number: int, undoes: int | None = None
) -> ClaimVersion:
    """Keep a new version of a claim. What is published stays as it is until a second person
    publishes the change; one in review or withdrawn becomes a draft again.

    Args:
        actor: Who writes.
        claim: What.
        fields: Those of `texts.WRITTEN` that change.
        number: Of the version that the writer saw.
        undoes: The number of an earlier version that is put back.

    Raises:
        Refused: Somebody wrote meanwhile, or the writer has a conflict of interest.
    """
    claim = locked(claim)
    keep_off_conflict(actor, claim)
    if claim.number != number:
        raise Refused(_("Somebody has changed it meanwhile. Please look at the new version first."))
    before = latest(claim)
    data = {**before, **{name: fields[name] for name in WRITTEN if name in fields}}
    if not str(data["text"]).strip():
        raise Refused(_("Please say what is claimed."))
    if data == before and undoes is None:
        return claim.versions.get(number=number)
    claim.number += 1
    version = ClaimVersion.objects.create(
        claim=claim, number=claim.number, by=actor, data=data, undoes=undoes
    )
    if claim.state != State.PUBLISHED:
        put(claim, data)
        claim.state = State.DRAFT
    claim.save()
    changed = sorted(name for name in WRITTEN if data[name] != before.get(name))
    note(actor, "factcheck.write_claim", claim, version=claim.number, changed=changed)
    return version


def undo(actor: User, claim: Claim, number: int) -> ClaimVersion:
    """Put an earlier version back, as a new one that a second person publishes.

    Raises:
        Refused: As `write_claim`.
    """
    earlier = claim.versions.get(number=number)
    return write_claim(actor, claim, earlier.data, claim.number, undoes=number)


def put(claim: Claim, data: dict[str, Any]) -> None:
    """Set the fields of a claim to those of a version."""
    for name in WRITTEN:
        setattr(claim, name, data[name])
    claim.digest = digest_of(claim.text)


def locked(claim: Claim) -> Claim:
    """The claim as it is now, held until the transaction ends."""
    return Claim.objects.select_for_update().get(pk=claim.pk)


def keep_off_conflict(actor: User, claim: Claim) -> None:
    """Refuse who has declared a conflict of interest."""
    if claim.conflicts.filter(user=actor).exists():
        raise Refused(_("You have declared a conflict of interest: others work on this claim."))


@transaction.atomic
def assign(actor: User, claim: Claim, to: User | None) -> None:
    """Say who works on a claim.

    Raises:
        Refused: They do not work at the desk, or have a conflict of interest.
    """
    if to is not None:
        if not may(to, claim.desk, Duty.WRITE):
            raise Refused(_("They do not work at this desk."))
        keep_off_conflict(to, claim)
    Claim.objects.filter(pk=claim.pk).update(assigned_to=to)
    note(actor, "factcheck.assign", claim, to=to.pk if to else None)


@transaction.atomic
def set_deadline(actor: User, claim: Claim, deadline: datetime | None) -> None:
    """Say when the desk wants to have answered."""
    Claim.objects.filter(pk=claim.pk).update(deadline=deadline)
    note(actor, "factcheck.set_deadline", claim, to=deadline.isoformat() if deadline else None)


@transaction.atomic
def comment(actor: User, claim: Claim, text: str) -> Comment:
    """Say something to the others of the desk.

    Raises:
        Refused: There is nothing said.
    """
    text = storable(text).strip()[:5000]
    if not text:
        raise Refused(_("Please write something."))
    made = Comment.objects.create(claim=claim, by=actor, text=text)
    note(actor, "factcheck.comment", claim)
    return made


@transaction.atomic
def add_evidence(
    actor: User, claim: Claim, title: str, source_url: str, archived: str, copy: bytes = b""
) -> Evidence:
    """Keep what a verdict stands on, with a copy of what it said.

    Args:
        actor: Who adds it.
        claim: To what.
        title: What it is.
        source_url: Where it stands; empty where nowhere.
        archived: What it said.
        copy: The same as a file, a paper or a picture, kept byte for byte.

    Raises:
        Refused: The actor has a conflict of interest, or the file is of another kind.
    """
    keep_off_conflict(actor, claim)
    archived = storable(archived).strip()
    told = copy or archived.encode()
    digest = hashlib.sha256(told).hexdigest() if told else ""
    made = Evidence(
        claim=claim,
        title=storable(title)[:300],
        source_url=source_url[:1000],
        archived=archived,
        digest=digest,
        by=actor,
    )
    if copy:
        made.copy = ContentFile(copy, name=f"copy{copy_kind_of(copy)}")
    made.save()
    note(actor, "factcheck.add_evidence", claim, digest=digest)
    return made


@transaction.atomic
def declare_conflict(actor: User, claim: Claim, text: str) -> Conflict:
    """Say that one has a conflict of interest, and leave the claim to others.

    Raises:
        Refused: It is not said which.
    """
    text = storable(text).strip()[:500]
    if not text:
        raise Refused(_("Please say what the conflict is."))
    made, _created = Conflict.objects.update_or_create(
        claim=claim, user=actor, defaults={"text": text}
    )
    Claim.objects.filter(pk=claim.pk, assigned_to=actor).update(assigned_to=None)
    note(actor, "factcheck.declare_conflict", claim)
    return made
