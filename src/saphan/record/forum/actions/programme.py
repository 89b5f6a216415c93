"""Interpreters and the agenda of a forum."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import AgendaItem, Forum, Interpreter


def _next_code(letter: str, rows: QuerySet[Any], taken: set[str] | None = None) -> str:
    """A code that no row has: the letter and the number after the highest."""
    codes = set(rows.values_list("code", flat=True)) | (taken or set())
    numbers = (int(found[1]) for code in codes if (found := re.fullmatch(rf"{letter}(\d+)", code)))
    return f"{letter}{max(numbers, default=0) + 1:02}"


@transaction.atomic
def save_interpreter(
    actor: User, forum: Forum, interpreter: Interpreter | None, **fields: Any
) -> Interpreter:
    """Add an interpreter, or change one.

    Args:
        actor: Who does it.
        forum: The forum.
        interpreter: Whom to change; None adds one.
        fields: Columns of `Interpreter`.
    """
    created = interpreter is None
    # Delegates and interpreters share their codes.
    one = interpreter or Interpreter(
        forum=forum,
        code=_next_code(
            "I", forum.interpreters.all(), set(forum.delegates.values_list("code", flat=True))
        ),
    )
    for name, value in fields.items():
        setattr(one, name, value)
    one.save()
    note(actor, "forum.add_interpreter" if created else "forum.change_interpreter", one)
    return one


@transaction.atomic
def delete_interpreter(actor: User, interpreter: Interpreter) -> None:
    """Take an interpreter out.

    Raises:
        Refused: A timetable gives them meetings.
    """
    if interpreter.meetings.exists():
        raise Refused(
            _("A timetable gives %(name)s meetings. Who interprets in it stays.")
            % {"name": interpreter.name}
        )
    note(actor, "forum.delete_interpreter", interpreter, name=interpreter.name)
    interpreter.delete()


@transaction.atomic
def save_agenda_item(
    actor: User,
    forum: Forum,
    item: AgendaItem | None,
    *,
    kind: str,
    titles: Mapping[str, str],
    start: datetime,
    end: datetime,
    place: str = "",
    for_all: bool = False,
) -> AgendaItem:
    """Add an item of the agenda, or change one; those who attend it stay.

    Raises:
        Refused: It would end before it starts.
    """
    if end <= start:
        raise Refused(_("It ends after it starts."))
    created = item is None
    one = item or AgendaItem(forum=forum, code=_next_code("A", forum.agenda.all()))
    one.kind, one.titles, one.start, one.end = kind, dict(titles), start, end
    one.place, one.for_all = place, for_all
    one.save()
    note(actor, "forum.add_agenda_item" if created else "forum.change_agenda_item", one)
    return one


@transaction.atomic
def delete_agenda_item(actor: User, item: AgendaItem) -> None:
    """Take an item out of the agenda."""
    note(actor, "forum.delete_agenda_item", item, title=item.title)
    item.delete()
