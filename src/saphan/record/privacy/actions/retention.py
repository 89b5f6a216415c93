"""Dropping what has been kept for long enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When

from saphan.record.audit.actions import note
from saphan.record.directory.models import Person, User
from saphan.record.errors import Refused
from saphan.record.factcheck.actions import erase_submitter
from saphan.record.forum.models import Interpreter
from saphan.record.meetings.models import Request

from ..queries.erasing import find_somebody
from ..queries.retention import (
    BESIDE,
    TITLES,
    old_rows,
    people_due,
)
from .erasing import Gone, erase, last_letter, nobody


def expire(now: datetime) -> tuple[dict[str, int], list[Gone]]:
    """Drop what has been kept for longer than its time, each kind in a transaction of its own.

    Args:
        now: The moment.

    Returns:
        How many rows of each kind went, and whom a last letter goes to.
    """
    done = {kind: _drop(kind, now) for kind in TITLES if kind != "people"}
    gone = _people(now)
    return {**done, "people": len(gone)}, gone


@transaction.atomic
def _drop(kind: str, now: datetime) -> int:
    dropped = _DROP.get(kind, _delete)(old_rows(kind, now))
    if beside := BESIDE.get(kind):
        dropped += _delete(beside(now))
    if dropped:
        note(None, "privacy.retention", nobody(), kind=kind, rows=dropped)
    return dropped


def _delete(rows: QuerySet[Any]) -> int:
    keys = list(rows.values_list("pk", flat=True))
    rows.model._base_manager.filter(pk__in=keys).delete()
    return len(keys)


def _blank_letters(rows: QuerySet[Any]) -> int:
    return rows.update(name="", email="", values={}, error="", person=None)


def _blank_messages(rows: QuerySet[Request]) -> int:
    keys = list(rows.values_list("pk", flat=True))
    # Something else as a reason is nothing without its words.
    reason = Case(When(reason="else", then=Value("")), default="reason")
    Request.objects.filter(pk__in=keys).update(message="", reason=reason, reason_words="")
    return len(keys)


def _forget_senders(rows: QuerySet[Any]) -> int:
    found = list(rows)
    for submitter in found:
        erase_submitter(None, submitter)
    return len(found)


_DROP: dict[str, Callable[[QuerySet[Any]], int]] = {
    "letters": _blank_letters,
    "messages": _blank_messages,
    "submitters": _forget_senders,
}
"""Of kinds that are not simply deleted."""


def _people(now: datetime) -> list[Gone]:
    gone = []
    for email in people_due(now):
        try:
            gone.append(erase(None, email, "privacy.expire"))
        except Refused:
            continue  # somebody has needed them since they were looked for
    return gone


@transaction.atomic
def note_warned(email: str) -> Gone | None:
    """Keep that somebody is told that their data goes soon.

    Returns:
        Where and in which language to tell it; None where they are gone.
    """
    somebody = find_somebody(email)
    if somebody is None:
        return None
    subject: User | Person | Interpreter | None = (
        somebody.user or somebody.person or next(iter(somebody.interpreters), None)
    )
    if subject is None:
        return None
    note(None, "privacy.warn", subject)
    return last_letter(somebody, email)
