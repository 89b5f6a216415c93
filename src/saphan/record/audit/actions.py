"""Writing the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model

from .models import AuditEntry

if TYPE_CHECKING:
    from saphan.record.directory.models import User


def note(actor: User | None, action: str, subject: Model, **data: Any) -> AuditEntry:
    """Add an entry to the audit trail, inside the caller's transaction.

    Args:
        actor: Who did it; None for the command line and background jobs.
        action: Name of the action, such as `meetings.accept_request`.
        subject: The object written.
        data: What changed, as JSON values.
    """
    return AuditEntry.objects.create(
        actor=actor,
        action=action,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        data=data,
    )
