"""Reading the audit trail."""

from __future__ import annotations

from django.db.models import Max

from .models import AuditEntry


def newest_entry(forum: int) -> int:
    """The key of the newest entry of a forum; 0 where there is none."""
    return AuditEntry.objects.filter(forum=forum).aggregate(Max("pk"))["pk__max"] or 0


def actions_since(forum: int, entry: int, most: int = 500) -> list[str]:
    """The names of what was done at a forum after an entry, the newest `most` of them."""
    rows = AuditEntry.objects.filter(forum=forum, pk__gt=entry).order_by("-pk")
    return list(rows.values_list("action", flat=True)[:most])
