"""Writing somebody's account."""

from __future__ import annotations

from django.db import transaction

from saphan.record.audit.actions import note

from ..models import User


@transaction.atomic
def change_account(user: User, *, language: str, zone: str) -> None:
    """Set the language of an account's pages and mail, and the zone of its times."""
    before = {"language": user.language, "zone": user.zone}
    after = {"language": language, "zone": zone}
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        user.language, user.zone = language, zone
        user.save(update_fields=["language", "zone"])
        note(user, "account.change", user, **changed)


@transaction.atomic
def note_security(user: User, what: str, **data: str | int) -> None:
    """Keep that a way of signing in was added, changed or removed.

    Args:
        user: Whose account it is.
        what: Such as `password_changed`.
        data: More about it; never a secret.
    """
    note(user, f"account.{what}", user, **data)
