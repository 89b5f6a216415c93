"""The slots that hours give, and the breaks between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from saphan.engine.sheets.forum_sheets import SessionRow
from saphan.engine.sheets.grid import session_times, slot_code
from saphan.record.errors import Refused

from ..checks import require_years
from ..models import Day, Forum

MOST_SLOTS = 200  # of a day


@dataclass(frozen=True)
class GridRow:
    """A slot of a day, or the break before one."""

    start: datetime
    end: datetime
    session: str
    is_break: bool = False

    @property
    def minutes(self) -> int:
        return int((self.end - self.start) / timedelta(minutes=1))


def slots_of(
    forum: Forum, day: date, sessions: Iterable[SessionRow]
) -> dict[str, tuple[datetime, datetime, str]]:
    """Start, end and session of each slot that sessions give on a day, by its code.

    Raises:
        Refused: There is no slot or there are too many, or the sessions overlap or pass midnight.
    """
    require_years("dates", day)
    midnight = datetime(day.year, day.month, day.day) + timedelta(days=1)
    times = sorted(
        (*both, session.name) for session in sessions for both in session_times(day, session)
    )
    if not times:
        raise Refused(
            _("No slot fits between these times. Give more time, or shorter slots."), "sessions"
        )
    if len(times) > MOST_SLOTS:
        raise Refused(_("A day has at most %(n)s slots.") % {"n": MOST_SLOTS}, "sessions")
    for (_start, end, _name), (start, _end, _other) in itertools.pairwise(times):
        if start < end:
            raise Refused(_("Sessions of a day cannot overlap."), "sessions")
    if times[-1][1] > midnight:
        raise Refused(_("A session ends by midnight."), "sessions")
    zone = forum.zone
    return {
        slot_code(start): (start.replace(tzinfo=zone), end.replace(tzinfo=zone), name)
        for start, end, name in times
    }


def grid_rows(forum: Forum, day: date, sessions: Iterable[SessionRow]) -> list[GridRow]:
    """The slots that sessions would give on a day, and the breaks between them."""
    rows = list(sessions)
    zone = forum.zone
    times = (
        (start.replace(tzinfo=zone), end.replace(tzinfo=zone), session.name)
        for session in rows
        for start, end in session_times(day, session)
    )
    return _with_breaks(times, (session.gap for session in rows))


def day_rows(day: Day) -> list[GridRow]:
    """The slots of a day, and the breaks between them."""
    times = ((slot.start, slot.end, slot.session) for slot in day.slots.all())
    return _with_breaks(times, (session["gap"] for session in day.sessions))


def _with_breaks(
    slots: Iterable[tuple[datetime, datetime, str]], gaps: Iterable[int]
) -> list[GridRow]:
    usual = timedelta(minutes=max(gaps, default=0))  # between two slots, and no break
    rows: list[GridRow] = []
    for start, end, session in sorted(slots):
        if rows and start - rows[-1].end > usual:
            rows.append(GridRow(rows[-1].end, start, "", is_break=True))
        rows.append(GridRow(start, end, session))
    return rows
