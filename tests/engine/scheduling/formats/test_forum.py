"""A forum's rows become the problem that its organiser means."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from saphan.engine.scheduling import Precedence, Travel
from saphan.engine.scheduling.formats.forum import forum_from_sheets
from saphan.engine.sheets.forum_sheets import (
    AgendaRow,
    AvailabilityRow,
    DayMode,
    DayRow,
    DelegateRow,
    ForumSheets,
    InterpreterRow,
    Mode,
    PlaceRow,
    RequestRow,
    Rules,
    SessionRow,
    SlotRow,
    TravelRow,
)

BANGKOK, MOSCOW = ZoneInfo("Asia/Bangkok"), ZoneInfo("Europe/Moscow")
MEET, ONLINE = date(2027, 2, 17), date(2027, 2, 18)


def slot(day: date, hour: int, mode: DayMode) -> SlotRow:
    start = datetime(day.year, day.month, day.day, hour, tzinfo=BANGKOK)
    return SlotRow(f"{day}/{hour}:00", day, mode, "s", start, start + timedelta(minutes=25))


def delegate(
    name: str,
    *languages: str,
    modes: tuple[Mode, ...] = ("face_to_face", "online"),
    organisation: str = "",
):
    organisation = organisation or f"O{name}"
    return DelegateRow(name, organisation, name, f"{name}@example.org", languages, modes)


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


def test_moscow_from_nine_to_one_is_bangkok_from_one_to_five():
    grid = tuple(slot(ONLINE, hour, "online") for hour in range(9, 20))
    window = AvailabilityRow(
        "R",
        "available",
        datetime(2027, 2, 18, 9, tzinfo=MOSCOW),
        datetime(2027, 2, 18, 13, tzinfo=MOSCOW),
    )
    sheets = replace(SHEETS, slots=grid, availability=(window,))
    free = [grid[index].id for index in sorted(available(sheets)["R"])]
    assert free == [f"2027-02-18/{hour}:00" for hour in (13, 14, 15, 16)]


def test_slots_have_their_ends_and_sessions_their_own_names():
    day = DayRow(
        MEET,
        "face_to_face",
        "",
        (SessionRow("", "10:00", 1, 25, 0), SessionRow("", "13:00", 1, 25, 0)),
    )
    one, two, *_online = forum_from_sheets(replace(SHEETS, days=(day,))).slots
    assert (one.start, one.end, one.session) == (600, 625, "10:00")
    assert (two.start, two.end, two.session) == (780, 805, "13:00")


def test_a_slot_may_end_at_midnight():
    late = SlotRow(
        f"{MEET}/23:30",
        MEET,
        "online",
        "s",
        datetime(2027, 2, 17, 23, 30, tzinfo=BANGKOK),
        datetime(2027, 2, 18, 0, 0, tzinfo=BANGKOK),
    )
    assert forum_from_sheets(replace(SHEETS, slots=(late,), requests=())).slots[0].end == 1440


def test_tables_and_rooms_serve_a_day_of_both_modes_and_people_are_there_in_theirs():
    both = replace(SHEETS, slots=(slot(MEET, 10, "both"), slot(ONLINE, 13, "online")))
    forum = forum_from_sheets(both)
    assert {place.id: (place.mode, place.slots) for place in forum.places} == {
        "T1": ("face_to_face", {0}),
        "R1": ("online", {0, 1}),
    }
    assert {person.id: (person.modes, person.available) for person in forum.participants} == {
        "T": ({"face_to_face", "online"}, {0, 1}),
        "R": ({"online"}, {0, 1}),
        "S": ({"face_to_face", "online"}, {0, 1}),
    }


def test_halls_ways_and_kept_tables():
    places = (
        PlaceRow("T1", "Table", "face_to_face", "A", ("OT", "OS")),
        PlaceRow("T2", "Table", "face_to_face", "B"),
    )
    forum = forum_from_sheets(replace(SHEETS, places=places, travel=(TravelRow("A", "B", 10),)))
    assert [(place.hall, place.kept_by) for place in forum.places] == [
        ("A", {"T", "S"}),
        ("B", set()),
    ]
    assert forum.travel == (Travel("A", "B", 10),)


def test_ones_own_guarantee_and_breaks_win_over_the_rules():
    own = replace(SHEETS.delegates[0], min_meetings=0, max_breaks=3, max_meetings=9)
    capped = replace(SHEETS.delegates[1], max_meetings=1)
    sheets = replace(
        SHEETS,
        delegates=(own, capped, SHEETS.delegates[2]),
        rules=Rules(max_meetings=8, min_meetings=2, max_breaks=1),
    )
    limits = [
        (p.min_meetings, p.max_breaks, p.max_meetings)
        for p in forum_from_sheets(sheets).participants
    ]
    assert limits == [(0, 3, 8), (1, 1, 1), (2, 1, 8)]


def test_interpreters_have_their_rests_and_limits():
    (interpreter,) = SHEETS.interpreters
    sheets = replace(SHEETS, interpreters=(replace(interpreter, max_run=2, max_meetings=5),))
    found = forum_from_sheets(sheets).interpreters[0]
    assert (found.max_run, found.max_meetings) == (2, 5)


def meeting_of(*rows: RequestRow, delegates: tuple[DelegateRow, ...], **changes: object):
    sheets = replace(SHEETS, delegates=delegates, requests=rows, **changes)
    return forum_from_sheets(sheets).meetings[0]


def test_an_organisation_splits_among_its_delegates():
    met = meeting_of(
        RequestRow("q", "T", "B", "accepted"),
        delegates=(
            delegate("T", "th", "en"),
            delegate("R", "ru", "en", organisation="B"),
            delegate("S", "en", organisation="B"),
        ),
    )
    assert (met.participants, met.any_of, met.needs_interpreter) == (("T",), (("R", "S"),), ())


def test_who_shares_a_language_goes_where_some_do():
    people = (
        delegate("T", "th", "en"),
        delegate("R", "ru", organisation="B"),
        delegate("S", "ru", "en", organisation="B"),
    )
    met = meeting_of(RequestRow("q", "T", "B", "accepted"), delegates=people)
    assert (met.participants, met.any_of, met.needs_interpreter) == (("T", "S"), (), ())


def test_whoever_is_free_goes_with_an_interpreter_where_those_who_share_one_are_not():
    people = (
        delegate("T", "th", "en"),
        delegate("R", "ru", organisation="B"),
        delegate("S", "ru", "en", organisation="B"),
    )
    away = AvailabilityRow(
        "S",
        "away",
        datetime(2027, 2, 17, 0, tzinfo=BANGKOK),
        datetime(2027, 2, 19, 0, tzinfo=BANGKOK),
    )
    asked = RequestRow("q", "T", "B", "accepted")
    met = meeting_of(asked, delegates=people, availability=(away,))
    assert met.any_of == (("R", "S"),)
    assert met.needs_interpreter == ({"th", "en"}, {"ru"})


def test_the_interpreter_speaks_what_all_of_an_organisation_do():
    people = (
        delegate("T", "th"),
        delegate("R", "ru", organisation="B"),
        delegate("S", "en", organisation="B"),
        delegate("U", "en", "ru", organisation="B"),
    )
    met = meeting_of(RequestRow("q", "T", "B", "accepted"), delegates=people)
    # Nobody speaks what all of B do, so those go who speak what the interpreters do.
    assert (met.any_of, met.needs_interpreter) == ((("R", "U"),), ({"th"}, {"ru"}))


def test_of_an_organisation_go_those_who_speak_what_is_interpreted():
    people = (
        delegate("T", "th"),
        delegate("R", "kk", organisation="B"),
        delegate("S", "kk", "ru", organisation="B"),
    )
    met = meeting_of(RequestRow("q", "T", "B", "accepted"), delegates=people)
    assert (met.participants, met.needs_interpreter) == (("T", "S"), ({"th"}, {"kk", "ru"}))


def test_three_sides_meet_in_one_language_or_with_an_interpreter_for_all():
    people = (
        delegate("T", "th", "en"),
        delegate("R", "ru", "en", organisation="B"),
        delegate("S", "ru", organisation="B"),
        delegate("V", "en", "ru", organisation="C"),
        delegate("W", "ru", organisation="C"),
    )
    asked = RequestRow("q", "T", "B", "accepted", others=("C",))
    met = meeting_of(asked, delegates=people)
    assert (met.participants, met.any_of, met.needs_interpreter) == (("T", "R", "V"), (), ())
    apart = meeting_of(asked, delegates=(delegate("T", "th"), *people[1:]))
    assert (apart.participants, apart.any_of) == (("T",), (("R", "S"), ("V", "W")))
    assert apart.needs_interpreter == ({"th"}, {"ru"}, {"ru"})


def test_length_place_and_order_of_requests():
    rows = (
        RequestRow("q1", "T", "R", "accepted", place="R1"),
        RequestRow("q2", "T", "S", "accepted", length=2, after=("q1", "q3")),
        RequestRow("q3", "S", "R", "asked"),
    )
    forum = forum_from_sheets(replace(SHEETS, requests=rows))
    assert [(m.id, m.length, m.fixed_place) for m in forum.meetings] == [
        ("q1", 1, "R1"),
        ("q2", 2, None),
    ]
    # What is not agreed to is not held, and nobody waits for it.
    assert forum.precedences == (Precedence("q1", "q2"),)


def test_asking_the_only_delegate_or_the_organisation_is_one_meeting():
    rows = (
        RequestRow("q1", "T", "OS", "accepted"),
        RequestRow("q2", "S", "OT", "accepted", length=2, after=("q1",)),
    )
    forum = forum_from_sheets(replace(SHEETS, requests=rows))
    assert [(m.id, m.value, m.length) for m in forum.meetings] == [("q1", 15, 2)]
    assert forum.precedences == ()
