"""A forum's files become its record: preview first, then one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace as with_fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.forum_sheets import ForumSheets, Problem, RequestRow
from saphan.engine.sheets.sides import Sides
from saphan.record.audit.actions import note
from saphan.record.directory.models import Organisation, User
from saphan.record.errors import ImportRefused
from saphan.record.forum.actions import save_forum
from saphan.record.forum.models import Forum

from ..models import Request, RequestSide, sides_key
from ..queries import forum_sheets

SHEETS = (
    "days",
    "slots",
    "places",
    "travel",
    "organisations",
    "delegates",
    "listings",
    "availability",
    "interpreters",
    "agenda",
    "requests",
)


@dataclass(frozen=True)
class SheetChanges:
    """What an import would do to one sheet, in numbers of rows."""

    sheet: str
    new: int
    changed: int
    unchanged: int
    kept: int  # in the record but not in the files, or already decided on the site


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do, before it does it."""

    forum: str
    is_new: bool
    sheets: tuple[SheetChanges, ...]
    problems: tuple[Problem, ...]
    forum_changed: bool = False

    @property
    def changes_anything(self) -> bool:
        return self.forum_changed or any(sheet.new or sheet.changed for sheet in self.sheets)


def preview_import(sheets: ForumSheets) -> ImportPreview:
    """Compare the files with the record, writing nothing.

    Returns:
        Numbers of rows a sheet, and the conflicts that would stop the import.
    """
    forum = Forum.objects.filter(code=sheets.id).first()
    recorded = forum_sheets(forum) if forum else None
    problems = _conflicts(recorded, sheets) if recorded else []
    changes = tuple(
        _changes(name, _comparable(name, sheets), _comparable(name, recorded) if recorded else {})
        for name in SHEETS
    )
    head_changed = recorded is not None and (
        _head(sheets) != _head(recorded) or sheets.site not in (None, recorded.site)
    )
    return ImportPreview(sheets.id, forum is None, changes, tuple(problems), head_changed)


def import_forum(sheets: ForumSheets, actor: User | None = None) -> tuple[Forum, ImportPreview]:
    """Write a forum's files to the record, all of them or nothing.

    An import that would change nothing writes nothing. Requests already answered, asked or
    withdrawn on the site keep their state: people's answers win over the files.

    Raises:
        ImportRefused: The files contradict what is recorded; `problems` says each.
    """
    with transaction.atomic():
        preview = preview_import(sheets)
        if preview.problems:
            raise ImportRefused(
                _("The files contradict what is already recorded; nothing was written."),
                preview.problems,
            )
        if not preview.is_new and not preview.changes_anything:
            return Forum.objects.get(code=sheets.id), preview
        forum = save_forum(actor, sheets)
        _add_requests(forum, sheets.requests)
        note(
            actor,
            "forum.import",
            forum,
            rows={c.sheet: [c.new, c.changed] for c in preview.sheets if c.new or c.changed},
        )
    return forum, preview


def _head(sheets: ForumSheets) -> tuple[Any, ...]:
    return (
        sheets.name,
        sheets.summary,
        sheets.timezone,
        sheets.zones,
        sheets.languages,
        sheets.countries,
        sheets.sample,
        sheets.rules,
    )


def _comparable(name: str, sheets: ForumSheets) -> dict[Any, Any]:
    """Rows of a sheet by what identifies them, in a form that two sources share."""
    rows: Iterable[Any] = getattr(sheets, name)
    if name == "days":
        return {row.date: row for row in rows}
    if name == "travel":
        return {frozenset((row.one, row.other)): row.minutes for row in rows}
    if name == "availability":
        return {(row.person, row.status, row.start, row.end): True for row in rows}
    if name == "agenda":
        return {
            row.id: with_fields(row, attendees=tuple(sorted(set(row.attendees)))) for row in rows
        }
    if name == "delegates":
        return {
            row.id: with_fields(row, email=row.email.lower(), zone=row.zone or sheets.timezone)
            for row in rows
        }
    if name == "interpreters":
        return {row.id: with_fields(row, zone=row.zone or sheets.timezone) for row in rows}
    return {row.id: row for row in rows}


def _changes(name: str, new: dict[Any, Any], old: dict[Any, Any]) -> SheetChanges:
    added = sum(key not in old for key in new)
    shared = [key for key in new if key in old]
    # A request once recorded belongs to the two people; the files only add new ones.
    changed = 0 if name == "requests" else sum(new[key] != old[key] for key in shared)
    gone = sum(key not in new for key in old)
    if name in ("slots", "days", "places", "travel", "availability"):
        changed, gone = changed + gone, 0  # these vanish from the record with the files
    return SheetChanges(name, added, changed, max(0, len(shared) - changed), gone)


def _conflicts(recorded: ForumSheets, sheets: ForumSheets) -> list[Problem]:
    """New requests of sides that already have one under another id."""
    delegates = {row.id: row for row in (*recorded.delegates, *sheets.delegates)}
    behind = Sides(delegates.values())
    known = {row.id for row in recorded.requests}
    live = {behind.key(row): row.id for row in recorded.requests if row.state in Request.LIVE}
    problems = []
    for row in sheets.requests:
        other = live.get(behind.key(row))
        if row.id not in known and other and row.state in Request.LIVE:
            problems.append(
                Problem(
                    "request_already_recorded",
                    "requests",
                    None,
                    "id",
                    row.id,
                    f"no second request of {' and '.join(row.sides)}: "
                    f"{other} is already recorded; remove the row or use its id",
                )
            )
    return problems


def _add_requests(forum: Forum, rows: Iterable[RequestRow]) -> None:
    known = set(forum.requests.values_list("code", flat=True))
    new = [row for row in rows if row.id not in known]
    delegates = dict(forum.delegates.values_list("code", "pk"))
    organisations = dict(
        Organisation.objects.filter(delegates__forum=forum).values_list("code", "pk")
    )
    slots = dict(forum.slots.values_list("code", "pk"))
    places = dict(forum.places.values_list("code", "pk"))

    def side(code: str) -> dict[str, int | None]:
        # An id that a delegate and an organisation share means the delegate.
        one = delegates.get(code)
        return {"delegate_id": one, "organisation_id": None if one else organisations[code]}

    def request(row: RequestRow) -> Request:
        receiver = side(row.receiver)
        return Request(
            forum=forum,
            code=row.id,
            sender_id=delegates[row.sender],
            receiver_id=receiver["delegate_id"],
            receiver_organisation_id=receiver["organisation_id"],
            sides=sides_key(
                [delegates[code] for code in row.sides if code in delegates],
                [organisations[code] for code in row.sides if code not in delegates],
            ),
            state=row.state,
            priority=row.priority,
            message=row.message,
            fixed_slot_id=slots[row.fixed_slot] if row.fixed_slot else None,
            length=row.length,
            place_id=places[row.place] if row.place else None,
        )

    Request.objects.bulk_create(map(request, new))
    made = dict(forum.requests.values_list("code", "pk"))
    RequestSide.objects.bulk_create(
        RequestSide(request_id=made[row.id], **side(code)) for row in new for code in row.others
    )
    Request.after.through.objects.bulk_create(
        Request.after.through(from_request_id=made[row.id], to_request_id=made[code])
        for row in new
        for code in row.after
    )
