"""What the audit trail is about, by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps

from saphan.record.audit.models import AuditEntry
from saphan.record.audit.queries import OPINIONS
from saphan.record.directory.models import User
from saphan.record.holding import is_erased
from saphan.record.meetings.models import Request


def _request(one: Request) -> str:
    return f"{one.sender.organisation.name} – {one.asked_organisation.name}"


NAMES: dict[str, tuple[tuple[str, ...], Callable[[Any], str]]] = {
    "directory.organisation": ((), lambda one: one.name),
    "directory.user": ((), lambda one: "" if is_erased(one.email) else one.email),
    "forum.forum": ((), lambda one: one.title),
    "forum.delegate": (("person",), lambda one: one.person.name),
    "forum.interpreter": ((), lambda one: one.name),
    "forum.registration": ((), lambda one: one.name or one.email),
    "forum.joinlink": ((), lambda one: one.label),
    "forum.agendaitem": ((), lambda one: one.title),
    "forum.place": ((), lambda one: one.name),
    "forum.screen": ((), lambda one: one.name),
    "hooks.endpoint": ((), lambda one: one.url),
    "mailing.letter": ((), str),
    "meetings.timetable": ((), lambda one: f"{one.version}"),
    "meetings.request": (
        ("sender__organisation", "receiver__organisation", "receiver_organisation"),
        _request,
    ),
    "register.release": ((), lambda one: one.title),
}
"""By the kind of a subject: what is read along, and its name. Others have none."""


def subjects_of(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """What each entry is about, where that still exists and may be told; by the entry's key."""
    wanted: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        if entry.subject_kind in NAMES and entry.action not in OPINIONS:
            wanted[entry.subject_kind][entry.subject_id].append(entry.pk)
    found: dict[int, str] = {}
    for kind, keys in wanted.items():
        along, name = NAMES[kind]
        rows = (
            apps.get_model(kind)
            ._default_manager.select_related(*along)
            .in_bulk([int(key) for key in keys])
        )
        for key, entry_keys in keys.items():
            if int(key) in rows:
                found |= dict.fromkeys(entry_keys, name(rows[int(key)]))
    return found


def names_of(users: Iterable[User]) -> dict[int, str]:
    """How each user is called: by name where that is known, else by address; the erased by
    nothing."""
    addresses = {one.pk: one.email for one in users}
    known = User.objects.filter(pk__in=addresses, person__isnull=False)
    named = {**addresses, **dict(known.values_list("pk", "person__name"))}
    return {pk: "" if is_erased(addresses[pk]) else name for pk, name in named.items()}
