"""Taking names and addresses out of what others wrote, and out of the trail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from saphan.record.audit.models import AuditEntry

from ..queries import WRITTEN, Somebody
from ..queries.erasing import any_address

SHORTEST = 6
"""Letters of a name that is looked for within longer texts; a shorter one is a word by chance."""
GONE = "…"


def scrub(somebody: Somebody) -> None:
    """Take somebody's addresses out of all texts that people write, and their names out of those
    of their own forums; at other forums somebody else may be called the same.

    Args:
        somebody: Who is erased, as they were before.
    """
    forums = somebody.forums
    emails = frozenset(somebody.emails)
    names = frozenset(name for name in somebody.names if len(name) >= SHORTEST)
    for one in WRITTEN:
        _clean(one.table, one.fields, Q(), emails)
        if one.forum:
            _clean(one.table, one.fields, Q(**{f"{one.forum}__in": forums}), names)
        if one.by and somebody.user is not None:
            _clean(one.table, one.fields, Q(**{one.by: somebody.user}), names)
    here = Q(forum__in=forums) | Q(forum=None)
    _clean("audit.AuditEntry", ("data",), Q(), emails)
    _clean("audit.AuditEntry", ("data",), here, names)
    _clean(LogEntry._meta.label, ("object_repr", "change_message"), Q(), emails | names)


def empty_entries(somebody: Somebody) -> None:
    """Take all that the trail says besides out of entries about somebody: when and what stays."""
    about = Q(pk__in=())
    for kind, keys in _subjects(somebody).items():
        about |= Q(subject_kind=kind, subject_id__in=[str(key) for key in keys])
    AuditEntry.objects.filter(about).exclude(data={}).update(data={})


def _subjects(somebody: Somebody) -> dict[str, list[int]]:
    registrations = apps.get_model("forum.Registration").objects.filter(
        Q(delegate__in=somebody.delegates) | any_address("email", somebody.emails)
    )
    return {
        "directory.user": [somebody.user.pk] if somebody.user else [],
        "directory.person": [somebody.person.pk] if somebody.person else [],
        "forum.delegate": [one.pk for one in somebody.delegates],
        "forum.interpreter": [one.pk for one in somebody.interpreters],
        "forum.registration": list(registrations.values_list("pk", flat=True)),
    }


def _clean(table: str, fields: Iterable[str], where: Q, terms: frozenset[str]) -> None:
    if not terms:
        return
    clean = cleaner(terms)
    model = apps.get_model(table)
    for name in fields:
        named = Q()
        for term in terms:
            # JSON text has its letters as they are, and quotes escaped.
            named |= Q(as_text__icontains=term)
            named |= Q(as_text__contains=json.dumps(term, ensure_ascii=False)[1:-1])
        rows = model._base_manager.annotate(as_text=Cast(name, TextField()))
        for row in rows.filter(named, where):
            setattr(row, name, clean(getattr(row, name)))
            row.save(update_fields=[name])


def cleaner(terms: Iterable[str]) -> Callable[[Any], Any]:
    """What takes these terms out of a text, or of all texts of a JSON value."""
    longest = sorted(terms, key=len, reverse=True)
    # An address is one only where no letter goes on before or after it.
    within = re.compile(
        "|".join(rf"(?<![\w.+-]){re.escape(term)}(?!\w)" for term in longest), re.IGNORECASE
    )

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {clean(key): clean(one) for key, one in value.items()}
        if isinstance(value, list):
            return [clean(one) for one in value]
        return within.sub(GONE, value) if isinstance(value, str) else value

    return clean
