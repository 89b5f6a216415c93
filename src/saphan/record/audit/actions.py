"""Writing the audit trail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Model

from .models import AuditEntry

if TYPE_CHECKING:
    from saphan.record.directory.models import User

CHANNEL = "saphan_changes"
"""The channel of PostgreSQL on which every change of a forum is told once it is committed."""


def note(actor: User | None, action: str, subject: Model, **data: Any) -> AuditEntry:
    """Add an entry to the audit trail, inside the caller's transaction.

    A change of a forum is told on `CHANNEL` too, as `{"entry", "forum", "action"}`, when the
    transaction commits.

    Args:
        actor: Who did it; None for the command line and background jobs.
        action: Name of the action, such as `meetings.accept_request`.
        subject: The object written. It belongs to the forum that it is, or that its `forum_id`
            names.
        data: What changed, as JSON values.
    """
    is_forum = subject._meta.label_lower == "forum.forum"
    entry = AuditEntry.objects.create(
        actor=actor,
        action=action,
        forum=subject.pk if is_forum else getattr(subject, "forum_id", None),
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        data=data,
    )
    if entry.forum is not None:
        told = {"entry": entry.pk, "forum": entry.forum, "action": action}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(told)])
    return entry
