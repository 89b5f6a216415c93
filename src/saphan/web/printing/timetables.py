"""Timetables on paper: a sheet for each delegate, table or interpreter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from saphan.engine.language import city_in, day_in, identify
from saphan.record.forum.models import AgendaItem, Delegate, Forum, Interpreter, Place
from saphan.record.meetings.models import Meeting, Timetable
from saphan.record.meetings.queries import partners_of

from . import pdf


@dataclass(frozen=True)
class Sheet:
    """One reader's timetable.

    Attributes:
        title: Whose it is.
        about: What stands below, such as an organisation.
        language: Of who reads it.
        zone: The reader's own; each time is told in the venue's too.
        meetings: In order of time.
        agenda: What else the reader attends.
        reader: The delegate, who is not told as a partner.
        of_place: Whether it is a table's or room's own, which need not say where it is.
    """

    title: str
    about: str
    language: str
    zone: str
    meetings: Sequence[Meeting]
    agenda: Sequence[AgendaItem] = field(default=())
    reader: Delegate | None = None
    of_place: bool = False


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else "en"


def sheets_of_delegates(
    delegates: Iterable[Delegate], meetings: Iterable[Meeting], agenda: Iterable[AgendaItem]
) -> list[Sheet]:
    """A sheet for each delegate, in the language that they chose, else their organisation's."""
    by_delegate: dict[int, list[Meeting]] = {}
    for meeting in meetings:
        for seat in meeting.seats.all():
            by_delegate.setdefault(seat.delegate_id, []).append(meeting)
    duties = [(item, {one.pk for one in item.attendees.all()}) for item in agenda]
    return [
        Sheet(
            one.person.name,
            one.organisation.name,
            _known(getattr(one.person.user, "language", "") or one.organisation.language),
            one.person.zone,
            by_delegate.get(one.pk, []),
            [item for item, who in duties if item.for_all or one.pk in who],
            one,
        )
        for one in delegates
    ]


def sheets_of_places(
    places: Iterable[Place], meetings: Iterable[Meeting], language: str
) -> list[Sheet]:
    """A sheet for each table and room, in one language."""
    meetings = list(meetings)
    return [
        Sheet(
            one.name,
            one.hall,
            language,
            "",
            [meeting for meeting in meetings if meeting.place_id == one.pk],
            of_place=True,
        )
        for one in places
    ]


def sheets_of_interpreters(
    interpreters: Iterable[Interpreter], meetings: Iterable[Meeting]
) -> list[Sheet]:
    """A sheet for each interpreter, in the language of the name."""
    meetings = list(meetings)
    return [
        Sheet(
            one.name,
            "",
            _known(identify(one.name)),
            one.zone,
            [meeting for meeting in meetings if meeting.interpreter_id == one.pk],
        )
        for one in interpreters
    ]


def timetables_of(timetable: Timetable, sheets: Iterable[Sheet], language: str = "") -> bytes:
    """The sheets as PDF, each beginning a page.

    Args:
        timetable: What they are of; each sheet says which version, and when it was printed.
        sheets: Whose.
        language: For all of them; empty for that of each sheet.
    """
    forum = timetable.forum
    told = [_told(timetable, one, language or one.language) for one in sheets]
    return pdf("timetable", {"title": forum.title, "sheets": told})


def _told(timetable: Timetable, sheet: Sheet, language: str) -> dict[str, Any]:
    forum = timetable.forum
    with override(language):
        printed = timezone.now().astimezone(forum.zone)
        made = _("Version %(version)s, printed on %(day)s at %(time)s") % {
            "version": timetable.version,
            "day": day_in(printed.date(), language),
            "time": f"{printed:%H:%M} {city_in(forum.timezone, language)}",
        }
        zones = list(dict.fromkeys(filter(None, [forum.timezone, sheet.zone])))
        return {
            "language": language,
            "forum": forum.title,
            "title": sheet.title,
            "about": sheet.about,
            "cities": [city_in(zone, language) for zone in zones],
            "time": _("Time"),
            "what": _("Meeting"),
            "where": "" if sheet.of_place else _("Place"),
            "made": made,
            "nothing": _("There are no meetings in this timetable."),
            "days": _days(forum, sheet, zones, language),
        }


def _days(forum: Forum, sheet: Sheet, zones: list[str], language: str) -> list[dict[str, Any]]:
    rows: list[tuple[Any, Any, dict[str, Any]]] = [
        (one.start, one.end, _meeting(one, sheet)) for one in sheet.meetings
    ]
    rows += [
        (
            item.start,
            item.end,
            {"what": [item.title], "more": "", "where": item.place, "met": False},
        )
        for item in sheet.agenda
    ]
    days: dict[Any, list[dict[str, Any]]] = {}
    for start, end, row in sorted(rows, key=lambda one: (one[0], one[1])):
        times = [
            f"{start.astimezone(ZoneInfo(zone)):%H:%M}–{end.astimezone(ZoneInfo(zone)):%H:%M}"
            for zone in zones
        ]
        day = start.astimezone(forum.zone).date()
        days.setdefault(day, []).append({**row, "times": times})
    return [{"name": day_in(day, language), "rows": told} for day, told in days.items()]


def _meeting(meeting: Meeting, sheet: Sheet) -> dict[str, Any]:
    people = (
        partners_of(meeting, sheet.reader)
        if sheet.reader
        else [seat.delegate for seat in meeting.seats.all()]
    )
    place = ", ".join(filter(None, [meeting.place.name, meeting.place.hall]))
    if sheet.of_place:
        place = ""
    interpreter = meeting.interpreter
    return {
        "met": True,
        "what": [f"{one.organisation.name} – {one.person.name}" for one in people],
        "more": f"{_('interpreter:')} {interpreter.name}" if interpreter else "",
        "where": place,
    }
