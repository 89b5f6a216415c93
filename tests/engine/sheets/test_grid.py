"""Opening hours and breaks become slots."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saphan.engine.sheets.forum_sheets import SessionRow
from saphan.engine.sheets.grid import cut_by_breaks, session_times, span

DAY = date(2027, 2, 17)


def at(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def minutes_of(moment: datetime) -> int:
    return int((moment - datetime(2027, 2, 17)).total_seconds()) // 60


@st.composite
def stretches(draw):
    first = draw(st.integers(0, 24 * 60 - 1))
    return first, draw(st.integers(first + 1, 24 * 60))


def by_trying(first, last, minutes, gap, breaks):
    """Starts of slots, each the first minute at which nothing is in the way."""
    starts, now = [], first
    while now + minutes <= last:
        if any(now < end and begin < now + minutes for begin, end in breaks):
            now += 1
        else:
            starts.append(now)
            now += minutes + gap
    return starts


@given(stretches(), st.integers(1, 90), st.integers(0, 30), st.lists(stretches(), max_size=3))
def test_slots_are_those_that_trying_every_minute_gives(hours, minutes, gap, breaks):
    sessions = cut_by_breaks(
        "s", at(hours[0]), at(hours[1]), minutes, gap, [(at(a), at(b)) for a, b in breaks]
    )
    slots = [one for session in sessions for one in session_times(DAY, session)]
    assert [minutes_of(start) for start, _end in slots] == by_trying(*hours, minutes, gap, breaks)
    assert {end - start for start, end in slots} <= {timedelta(minutes=minutes)}
    # A session is slots on end: where two could be joined, they are one.
    for one, other in itertools.pairwise(sessions):
        assert span(one)[1] != minus(other.start, gap)


def minus(clock: str, gap: int) -> str:
    hour, minute = map(int, clock.split(":"))
    return f"{(hour * 60 + minute - gap) // 60:02}:{(hour * 60 + minute - gap) % 60:02}"


def test_a_break_cuts_a_morning_in_two():
    cut = cut_by_breaks("morning", time(9, 30), time(12), 25, 5, [(time(10, 45), time(11))])
    assert cut == (
        SessionRow("morning", "09:30", 2, 25, 5),
        SessionRow("morning", "11:00", 2, 25, 5),
    )
    assert [span(session) for session in cut] == [("09:30", "10:25"), ("11:00", "11:55")]


def test_an_evening_may_end_with_the_day():
    assert cut_by_breaks("", time(23), time(0), 30, 0) == (SessionRow("", "23:00", 2, 30, 0),)


def test_where_nothing_fits_there_is_no_session():
    assert cut_by_breaks("", time(9), time(9, 20), 25, 0) == ()
