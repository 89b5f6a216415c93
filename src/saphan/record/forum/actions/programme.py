"""Interpreters and the agenda of a forum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.reader import is_zone
from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.checks import require_address, require_languages, require_years
from saphan.record.forum.models import AgendaItem, Availability, Forum, Interpreter


def _next_code(letter: str, rows: QuerySet[Any], taken: set[str] | None = None) -> str:
    """A code that no row has: the letter and the number after the highest."""
    codes = set(rows.values_list("code", flat=True)) | (taken or set())
    numbers = (int(found[1]) for code in codes if (found := re.fullmatch(rf"{letter}(\d+)", code)))
    return f"{letter}{max(numbers, default=0) + 1:02}"


@dataclass(frozen=True)
class Window:
    """When somebody can work, or cannot; `status` is one of `Availability.Status`."""

    status: str
    start: datetime
    end: datetime


@transaction.atomic
def save_interpreter(
    actor: User,
    forum: Forum,
    interpreter: Interpreter | None,
    *,
    windows: Iterable[Window] | None = None,
    **fields: Any,
) -> Interpreter:
    """Add an interpreter, or change one.

    Args:
        actor: Who does it.
        forum: The forum.
        interpreter: Whom to change; None adds one.
        windows: When they can work and cannot, all of it; None leaves what there is.
        fields: Columns of `Interpreter`, `languages` and `zone` among them.

    Raises:
        Refused: They would join fewer than two languages, or one that the forum does not have; or
            an address, a zone or a window cannot be.
    """
    created = interpreter is None
    languages = list(dict.fromkeys(fields["languages"]))
    if len(languages) < 2:
        raise Refused(_("Choose two languages at least."), "languages")
    spoken = interpreter.languages if interpreter else ()
    known = [*forum.languages, *dict(settings.LANGUAGES), *spoken]
    require_languages("languages", languages, known)
    email = fields.get("email", "")
    if email and not (interpreter and interpreter.email == email):
        require_address("email", email)
    if not is_zone(fields["zone"]):
        raise Refused(_("Not a time zone. Choose one of the list, such as Asia/Bangkok."), "zone")
    # Delegates and interpreters share their codes.
    one = interpreter or Interpreter(
        forum=forum,
        code=_next_code(
            "I", forum.interpreters.all(), set(forum.delegates.values_list("code", flat=True))
        ),
    )
    for name, value in (fields | {"languages": languages}).items():
        setattr(one, name, value)
    one.save()
    if windows is not None:
        _save_windows(one, list(windows))
    note(actor, "forum.add_interpreter" if created else "forum.change_interpreter", one)
    return one


def _save_windows(interpreter: Interpreter, windows: list[Window]) -> None:
    for number, window in enumerate(windows):
        require_years(f"availability.{number}", window.start, window.end)
        if window.end <= window.start:
            raise Refused(_("It ends after it starts."), f"availability.{number}.end")
    interpreter.availability.all().delete()
    Availability.objects.bulk_create(
        Availability(forum=interpreter.forum, interpreter=interpreter, **asdict(window))
        for window in windows
    )


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
        Refused: It would end before it starts, or has no title in a language of the forum.
    """
    require_years("start", start)
    require_years("end", end)
    if end <= start:
        raise Refused(_("It ends after it starts."), "end")
    if not set(forum.languages) <= titles.keys():
        raise Refused(_("The title is not given in every language."), "titles")
    require_languages("titles", titles, [*forum.languages, *(item.titles if item else ())])
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
