"""Somebody's meetings as iCalendar (RFC 5545, RFC 7986)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, timedelta

from babel import Locale
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Conference, Event, Timezone, vText, vUri

from saphan.record.forum.links import join_link
from saphan.record.forum.models import Delegate, Interpreter, Mode
from saphan.record.meetings.queries import Shown
from saphan.record.reader import reader_language

REFRESH = timedelta(minutes=15)
COLOURS = {Mode.FACE_TO_FACE: "teal", Mode.ONLINE: "darkslateblue"}  # names of CSS 3
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar_of(
    one: Delegate | Interpreter, shown: Iterable[Shown], site: str, source: str = ""
) -> bytes:
    """The meetings as a calendar that phones and mail programs take in.

    Args:
        one: Whose calendar.
        shown: Their meetings, those that no longer stand too: they are told as cancelled.
        site: The address of the site, with a slash at the end.
        source: The address from which this calendar is read again and again; empty for a file
            that is taken in once.

    Returns:
        An iCalendar object, times in UTC, the same bytes as long as nothing changes. A meeting
        keeps its UID from version to version and its SEQUENCE grows, so that a newer file moves
        it instead of doubling it. There is no METHOD: nobody is invited, and none has to answer.
    """
    forum = one.forum
    root = site.rstrip("/")
    calendar = Calendar()
    calendar.add("prodid", "-//Saphan//Saphan//EN")
    calendar.add("version", "2.0")
    for name in ("name", "x-wr-calname"):
        # Said to be text: icalendar does not know these names, and would not escape them.
        calendar.add(name, vText(_clean(forum.title)))
    calendar.add("x-wr-timezone", forum.timezone)
    calendar.add("url", root + reverse("my_timetable", args=[forum.code]))
    calendar.add("color", COLOURS[Mode.FACE_TO_FACE])
    if source:
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT15M")  # the same for programs older than RFC 7986
        calendar.add("source", vUri(source), parameters={"VALUE": "URI"})
    for item in shown:
        calendar.add_component(_event(one, item, root))
    if not calendar.subcomponents:
        # A calendar has at least one component; this one tells nothing that is not so.
        calendar.add_component(Timezone.from_tzid(forum.timezone))
    return bytes(calendar.to_ical())


def _event(one: Delegate | Interpreter, shown: Shown, root: str) -> Event:
    meeting, forum = shown.meeting, one.forum
    names = ", ".join(dict.fromkeys(partner.organisation.name for partner in shown.people))
    event = Event()
    event.add("uid", _clean(f"{meeting.request.code}@{forum.code}.saphan"))
    event.add("dtstamp", shown.changed_at)
    event.add("last-modified", shown.changed_at)
    event.add("sequence", shown.sequence)
    event.add("dtstart", meeting.start.astimezone(UTC))
    event.add("dtend", meeting.end.astimezone(UTC))
    event.add("summary", _clean(_("Meeting with %(name)s") % {"name": names}))
    event.add("status", "CONFIRMED" if shown.stands else "CANCELLED")
    event.add("transp", "OPAQUE" if shown.stands else "TRANSPARENT")
    place = ", ".join(filter(None, (meeting.place.name, meeting.place.hall)))
    event.add("location", _clean(place))
    event.add("color", COLOURS[Mode(meeting.place.mode)])
    event.add("url", root + reverse("today", args=[forum.code]))
    lines = [_line(one, partner) for partner in shown.people]
    if meeting.interpreter and meeting.interpreter != one:
        lines.append(_("interpreter:") + f" {meeting.interpreter.name}")
    if shown.stands and join_link(forum, meeting):
        # The page and not the room: it lets in only those of the meeting.
        address = root + reverse("meeting_room", args=[forum.code, meeting.request_id])
        event.conferences = [Conference(address, ["VIDEO", "AUDIO"], _("Join the meeting"))]
        lines.append(f"{_('Join the meeting')}: {address}")
    event.add("description", _clean("\n".join(lines)))
    return event


def _line(one: Delegate | Interpreter, partner: Delegate) -> str:
    """A person of a meeting; for an interpreter with the languages they speak."""
    person = partner.person
    parts = [person.name, person.title]
    if isinstance(one, Interpreter):
        known = Locale(reader_language()).languages
        parts += [partner.organisation.name, *(known.get(code, code) for code in person.languages)]
    return ", ".join(filter(None, parts))


def _clean(text: str) -> str:
    """A text without the control characters that iCalendar does not allow."""
    return CONTROLS.sub(" ", text.replace("\r\n", "\n"))
