"""What the partner country's desk gets: claims chosen one by one."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.factcheck.models import Claim, Desk

from .writing import keep_off_conflict, locked


@transaction.atomic
def share(actor: User, claim: Claim, shared: bool = True) -> None:
    """Give a published claim to the partner's desk, or no longer.

    Raises:
        Refused: It is not published, or the actor has a conflict of interest.
    """
    claim = locked(claim)
    keep_off_conflict(actor, claim)
    if shared and claim.state != Claim.State.PUBLISHED:
        raise Refused(_("Only what is published is shared."))
    if shared:
        key_of(claim.desk)
    claim.shared_at = timezone.now() if shared else None
    claim.save(update_fields=["shared_at", "changed_at"])
    note(actor, "factcheck.share", claim, shared=shared)


def key_of(desk: Desk) -> Ed25519PrivateKey:
    """The key with which a desk signs, made when it first shares something."""
    held = Desk.objects.select_for_update().get(pk=desk.pk)
    if not held.signing_key:
        made = Ed25519PrivateKey.generate().private_bytes_raw()
        held.signing_key = base64.b64encode(made).decode()
        held.save(update_fields=["signing_key"])
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(held.signing_key))
