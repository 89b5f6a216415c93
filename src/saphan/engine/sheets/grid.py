"""From the sessions of a day to its slots, and from opening hours with breaks to sessions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from .forum_sheets import SessionRow


def session_times(day: date, session: SessionRow) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of each slot of a session, by the venue's clock, without a zone."""
    hour, minute = map(int, session.start.split(":"))
    start = datetime(day.year, day.month, day.day, hour, minute)
    for _ in range(session.slots):
        end = start + timedelta(minutes=session.minutes)
        yield start, end
        start = end + timedelta(minutes=session.gap)


def slot_code(start: datetime) -> str:
    """The id of the slot that starts then, by the venue's clock."""
    return f"{start:%Y-%m-%d/%H:%M}"


def cut_by_breaks(
    name: str,
    start: time,
    end: time,
    minutes: int,
    gap: int,
    breaks: Iterable[tuple[time, time]] = (),
) -> tuple[SessionRow, ...]:
    """As many slots as fit between two times, none of them in a break.

    Each slot begins as early as it can: the gap after the one before it, or at the end of a break.

    Args:
        name: Of the session.
        start, end: Its first and last moment, by the venue's clock; midnight as an end is the
            end of the day.
        minutes: Length of a slot.
        gap: Minutes between two slots.
        breaks: Times in which no slot lies.

    Returns:
        Sessions of slots on end: one, or one more for each break that cuts it.
    """
    last = _minute(end) or 24 * 60
    pauses = sorted((_minute(one), _minute(other) or 24 * 60) for one, other in breaks)
    pieces: list[list[int]] = []  # start and number of slots
    expected = -1
    at = _minute(start)
    while (at := _free_from(at, minutes, pauses)) + minutes <= last:
        if at == expected:
            pieces[-1][1] += 1
        else:
            pieces.append([at, 1])
        expected = at = at + minutes + gap
    return tuple(
        SessionRow(name, f"{first // 60:02}:{first % 60:02}", slots, minutes, gap)
        for first, slots in pieces
    )


def _free_from(at: int, minutes: int, pauses: Sequence[tuple[int, int]]) -> int:
    """The first minute from which a slot lies in no break."""
    for first, last in pauses:
        if at < last and first < at + minutes:
            at = last
    return at


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def ends_later(start: time, end: time) -> bool:
    """Whether hours end after they start; midnight as an end is the end of the day."""
    return end > start or end == time(0)


def span(session: SessionRow) -> tuple[str, str]:
    """When a session begins and ends by the venue's clock; `24:00` is the end of the day."""
    hour, minute = map(int, session.start.split(":"))
    end = hour * 60 + minute + session.slots * (session.minutes + session.gap) - session.gap
    return session.start, f"{end // 60:02}:{end % 60:02}"
