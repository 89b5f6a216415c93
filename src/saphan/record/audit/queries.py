"""Reading the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db.models import Max, QuerySet

from .models import AuditEntry

OPINIONS = frozenset(
    {"meetings.block", "meetings.unblock", "meetings.set_aside", "meetings.take_back"}
)
"""What people think of each other: neither who did it nor about whom is told."""

ITSELF = "site"
"""For `Wanted.actor`: what the site did by itself."""


@dataclass(frozen=True)
class Wanted:
    """Which entries; empty for all.

    Attributes:
        kind: The first part of the names of the actions.
        actor: Key of a user, or `ITSELF`.
        day: By the clock of `zone`.
    """

    kind: str = ""
    actor: str = ""
    day: date | None = None
    zone: str = "UTC"


def trail(forum: int | None, wanted: Wanted) -> QuerySet[AuditEntry]:
    """Entries, newest first.

    Args:
        forum: Key of the forum they belong to; None for those of the whole site.
        wanted: Which of them. Opinions have no actor here: by person they are not found.
    """
    found = AuditEntry.objects.select_related("actor").order_by("-id")
    if forum is not None:
        found = found.filter(forum=forum)
    if wanted.kind:
        found = found.filter(action__startswith=f"{wanted.kind}.")
    if wanted.actor:
        key = None if wanted.actor == ITSELF else int(wanted.actor)
        found = found.filter(actor=key).exclude(action__in=OPINIONS)
    if wanted.day is not None:
        begin = datetime.combine(wanted.day, time(), ZoneInfo(wanted.zone))
        found = found.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    return found


def actors(forum: int | None) -> QuerySet[Any]:
    """Users who did something that the trail tells of them."""
    own = AuditEntry.objects.exclude(action__in=OPINIONS).exclude(actor=None)
    if forum is not None:
        own = own.filter(forum=forum)
    users = apps.get_model(settings.AUTH_USER_MODEL)._default_manager
    return users.filter(pk__in=own.order_by().values("actor").distinct()).order_by("email")


def newest_entry(forum: int) -> int:
    """The key of the newest entry of a forum; 0 where there is none."""
    return AuditEntry.objects.filter(forum=forum).aggregate(Max("pk"))["pk__max"] or 0


def actions_since(forum: int, entry: int, most: int = 500) -> list[str]:
    """The names of what was done at a forum after an entry, the newest `most` of them."""
    rows = AuditEntry.objects.filter(forum=forum, pk__gt=entry).order_by("-pk")
    return list(rows.values_list("action", flat=True)[:most])
