"""A delegate's meetings as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from saphan.record.forum.models import Delegate
from saphan.record.meetings.models import Meeting
from saphan.record.meetings.queries import partners_of


def calendar_of(delegate: Delegate, meetings: Iterable[Meeting]) -> bytes:
    """The meetings as a calendar that phones and mail programs take in.

    Args:
        delegate: Whose calendar.
        meetings: Of the published timetable.

    Returns:
        An iCalendar object, times in UTC. A meeting keeps its UID from version to version, so
        that a newer file moves it instead of doubling it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Saphan//Saphan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", delegate.forum.title)
    now = timezone.now()
    for meeting in meetings:
        partners = partners_of(meeting, delegate)
        names = ", ".join(dict.fromkeys(partner.organisation.name for partner in partners))
        event = Event()
        event.add("uid", f"{meeting.request.code}@{delegate.forum.code}.saphan")
        event.add("dtstamp", meeting.timetable.published_at or now)
        event.add("sequence", meeting.sequence)
        event.add("dtstart", meeting.start.astimezone(UTC))
        event.add("dtend", meeting.end.astimezone(UTC))
        event.add("summary", _("Meeting with %(name)s") % {"name": names})
        event.add("location", ", ".join(filter(None, (meeting.place.name, meeting.place.hall))))
        lines = [", ".join(filter(None, (p.person.name, p.person.title))) for p in partners]
        if meeting.interpreter:
            lines.append(_("interpreter:") + f" {meeting.interpreter.name}")
        event.add("description", "\n".join(lines))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
