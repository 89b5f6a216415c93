"""A forum's rows become the problem that its organiser means."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from saphan.engine.scheduling.formats.forum import forum_from_sheets
from saphan.engine.sheets.forum_sheets import (
    AgendaRow,
    AvailabilityRow,
    DelegateRow,
    ForumSheets,
    InterpreterRow,
    Mode,
    PlaceRow,
    RequestRow,
    Rules,
    SlotRow,
)

BANGKOK, MOSCOW = ZoneInfo("Asia/Bangkok"), ZoneInfo("Europe/Moscow")
MEET, ONLINE = date(2027, 2, 17), date(2027, 2, 18)


def slot(day: date, hour: int, mode: Mode) -> SlotRow:
    start = datetime(day.year, day.month, day.day, hour, tzinfo=BANGKOK)
    return SlotRow(f"{day}/{hour}:00", day, mode, "s", start, start + timedelta(minutes=25))


def delegate(name: str, *languages: str, modes: tuple[Mode, ...] = ("face_to_face", "online")):
    return DelegateRow(name, "O", name, f"{name}@example.org", languages, modes)


SHEETS = ForumSheets(
    id="f",
    name={},
    summary={},
    timezone="Asia/Bangkok",
    zones=("Asia/Bangkok", "Europe/Moscow"),
    languages=("th", "ru", "en"),
    countries=("TH", "RU"),
    sample=True,
    rules=Rules(max_meetings=8, fairness=1),
    days=(),
    slots=(
        slot(MEET, 10, "face_to_face"),
        slot(MEET, 13, "face_to_face"),
        slot(ONLINE, 13, "online"),
        slot(ONLINE, 14, "online"),
    ),
    places=(PlaceRow("T1", "Table", "face_to_face"), PlaceRow("R1", "Room", "online")),
    delegates=(
        delegate("T", "th", "en"),
        delegate("R", "ru", modes=("online",)),
        delegate("S", "ru", "en"),
    ),
    interpreters=(InterpreterRow("I", "I", ("th", "ru"), ("online",)),),
    requests=(
        RequestRow("q1", "T", "R", "accepted", "must"),
        RequestRow("q2", "T", "S", "accepted"),
        RequestRow("q3", "S", "R", "asked"),
    ),
)


def available(sheets: ForumSheets) -> dict[str, frozenset[int]]:
    return {person.id: person.available for person in forum_from_sheets(sheets).participants}


def test_people_places_and_interpreters_serve_the_days_of_their_modes():
    forum = forum_from_sheets(SHEETS)
    assert available(SHEETS) == {"T": {0, 1, 2, 3}, "R": {2, 3}, "S": {0, 1, 2, 3}}
    assert {place.id: place.slots for place in forum.places} == {"T1": {0, 1}, "R1": {2, 3}}
    assert forum.interpreters[0].available == {2, 3}
    assert forum.fairness == 1
    assert forum.days() == ((0, 1), (2, 3))


def test_accepted_requests_are_the_meetings():
    one, two = forum_from_sheets(SHEETS).meetings
    assert (one.id, one.participants, one.must, one.value) == ("q1", ("T", "R"), True, 100)
    assert one.needs_interpreter == ({"th", "en"}, {"ru"})
    assert (two.id, two.must, two.value, two.needs_interpreter) == ("q2", False, 10, ())


def test_two_who_ask_each_other_have_one_meeting_worth_more():
    back = RequestRow("q4", "S", "T", "accepted", fixed_slot="2027-02-17/13:00")
    meetings = forum_from_sheets(replace(SHEETS, requests=(*SHEETS.requests, back))).meetings
    assert [(m.id, m.value, m.fixed) for m in meetings] == [("q1", 100, None), ("q2", 15, 1)]


def test_one_meeting_fixed_in_two_slots_is_refused():
    both = (
        RequestRow("q1", "T", "S", "accepted", fixed_slot="2027-02-17/10:00"),
        RequestRow("q2", "S", "T", "accepted", fixed_slot="2027-02-17/13:00"),
    )
    with pytest.raises(ValueError, match="requests q1 and q2 fix one meeting in two slots"):
        forum_from_sheets(replace(SHEETS, requests=both))


def test_windows_in_ones_own_zone_bind_on_their_day():
    # 9:00 to 10:00 in Moscow is 13:00 to 14:00 in Bangkok.
    window = AvailabilityRow(
        "R",
        "available",
        datetime(2027, 2, 18, 9, tzinfo=MOSCOW),
        datetime(2027, 2, 18, 10, tzinfo=MOSCOW),
    )
    assert available(replace(SHEETS, availability=(window,)))["R"] == {2}
    other = replace(window, person="T")
    assert available(replace(SHEETS, availability=(other,)))["T"] == {0, 1, 2}


def test_who_is_away_is_not_free():
    away = AvailabilityRow(
        "T",
        "away",
        datetime(2027, 2, 17, 10, 20, tzinfo=BANGKOK),
        datetime(2027, 2, 17, 11, tzinfo=BANGKOK),
    )
    assert available(replace(SHEETS, availability=(away,)))["T"] == {1, 2, 3}


def test_the_agenda_binds_who_attends():
    talk = AgendaRow(
        "a",
        datetime(2027, 2, 17, 12, 30, tzinfo=BANGKOK),
        datetime(2027, 2, 17, 13, 15, tzinfo=BANGKOK),
        "talk",
        {},
        attendees=("T",),
    )
    assert available(replace(SHEETS, agenda=(talk,))) == {
        "T": {0, 2, 3},
        "R": {2, 3},
        "S": {0, 1, 2, 3},
    }
    for_all = replace(talk, attendees=(), for_all=True)
    assert available(replace(SHEETS, agenda=(for_all,)))["S"] == {0, 2, 3}


def test_a_delegate_may_want_fewer_meetings_than_the_rules_allow():
    sheets = replace(SHEETS, delegates=(replace(SHEETS.delegates[0], max_meetings=3),), requests=())
    assert forum_from_sheets(sheets).participants[0].max_meetings == 3
    assert forum_from_sheets(SHEETS).participants[0].max_meetings == 8
