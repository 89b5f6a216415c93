"""Writing what people agree to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from saphan.record.audit.actions import note

from ..consents import current
from ..models import Consent, User


@transaction.atomic
def set_consents(actor: User | None, user: User, purposes: Iterable[str], language: str) -> None:
    """Make these the purposes that somebody agrees to, in the wordings in use.

    What holds already in the same wording is left as it is; what is no longer agreed to, or was
    agreed to in other words, is dated as taken back.

    Args:
        actor: Who says so: the person, if not for a good reason.
        user: Who agrees.
        purposes: Values of `Consent.Purpose`.
        language: In which the wordings were read.
    """
    wordings = current()
    wanted = {purpose: wordings[purpose].version for purpose in purposes}
    User.objects.select_for_update().get(pk=user.pk)
    holding = {one.purpose: one for one in user.consents.filter(withdrawn_at=None)}
    for purpose, consent in holding.items():
        if wanted.get(purpose) == consent.version:
            del wanted[purpose]
            continue
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
        if purpose not in wanted:
            note(actor, "directory.withdraw_consent", user, purpose=purpose)
    for purpose, version in wanted.items():
        Consent.objects.create(user=user, purpose=purpose, version=version, language=language)
        note(actor, "directory.give_consent", user, purpose=purpose, version=version)


@transaction.atomic
def withdraw_consent(actor: User | None, user: User, purpose: str) -> bool:
    """Take one consent back and leave the others.

    Args:
        actor: Who says so.
        user: Who agreed.
        purpose: A value of `Consent.Purpose`.

    Returns:
        Whether it held.
    """
    User.objects.select_for_update().get(pk=user.pk)
    held = user.consents.filter(purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    if held:
        note(actor, "directory.withdraw_consent", user, purpose=purpose)
    return bool(held)
