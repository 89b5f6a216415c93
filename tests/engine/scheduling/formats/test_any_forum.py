"""Whatever requests the reader lets pass, their timetable keeps every rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.thorough import examples

from saphan.engine.scheduling import check, solve
from saphan.engine.scheduling.formats.forum import forum_from_sheets
from saphan.engine.sheets.forum_sheets import (
    DayRow,
    DelegateRow,
    ForumSheets,
    InterpreterRow,
    OrganisationRow,
    PlaceRow,
    RequestRow,
    Rules,
    SessionRow,
    SlotRow,
    TravelRow,
)
from saphan.engine.sheets.request_checks import check_requests
from saphan.engine.sheets.sources import Row, Table

BANGKOK = ZoneInfo("Asia/Bangkok")
ORGANISATIONS = ("T0", "T1", "R0", "R1")
few = st.sampled_from([None, 1, 2])


@st.composite
def days(draw):
    """Days of two unnamed sessions each, with their slots."""
    rows, slots = [], []
    for number, mode in enumerate(draw(st.sampled_from([["both"], ["both", "online"]]))):
        day = date(2027, 2, 17 + number)
        sessions = tuple(SessionRow("", start, 2, 25, 5) for start in ("09:00", "13:00"))
        rows.append(DayRow(day, mode, "", sessions))
        for hour in (9, 13):
            for minute in (0, 30):
                start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=BANGKOK)
                end = start + timedelta(minutes=25)
                slots.append(SlotRow(f"{start:%Y-%m-%d/%H:%M}", day, mode, "", start, end))
    return tuple(rows), tuple(slots)


@st.composite
def delegates(draw):
    return tuple(
        DelegateRow(
            f"{organisation}-{number}",
            organisation,
            "x",
            f"{organisation}-{number}@x.example",
            draw(st.sampled_from([("th",), ("th", "en"), ("ru",), ("ru", "en")])),
            draw(st.sampled_from([("face_to_face",), ("online",), ("face_to_face", "online")])),
            max_meetings=draw(few),
            min_meetings=draw(st.sampled_from([None, 0])),
            max_breaks=draw(few),
        )
        for organisation in ORGANISATIONS
        for number in range(draw(st.integers(1, 3)))
    )


@st.composite
def forums(draw):
    rows, slots = draw(days())
    people = draw(delegates())
    names = [person.id for person in people]
    requests = []
    for number in range(draw(st.integers(2, 7))):
        earlier = [request.id for request in requests]
        requests.append(
            RequestRow(
                f"q{number}",
                draw(st.sampled_from(names)),
                draw(st.sampled_from([*names, *ORGANISATIONS])),
                draw(st.sampled_from(["accepted", "accepted", "asked"])),
                fixed_slot=draw(st.sampled_from([None, None, None, slots[0].id, slots[3].id])),
                others=draw(st.sampled_from([(), (), ("T1",), (names[0],)])),
                length=draw(st.sampled_from([1, 1, 2])),
                after=tuple(draw(st.sets(st.sampled_from(earlier), max_size=1)) if earlier else ()),
                place=draw(st.sampled_from([None, None, None, "A", "B", "W"])),
            )
        )
    return ForumSheets(
        id="f",
        name={},
        summary={},
        timezone="Asia/Bangkok",
        zones=(),
        languages=(),
        countries=("TH", "RU"),
        sample=True,
        rules=Rules(draw(few), draw(few), draw(st.booleans()), draw(st.integers(0, 1)), draw(few)),
        days=rows,
        slots=slots,
        places=(
            PlaceRow("A", "A", "face_to_face", "hall A", draw(st.sampled_from([(), ("T0",)]))),
            PlaceRow("B", "B", "face_to_face", "hall B"),
            PlaceRow("W", "W", "online"),
        ),
        travel=(TravelRow("hall A", "hall B", draw(st.sampled_from([3, 10, 40]))),),
        organisations=tuple(
            OrganisationRow(name, "TH" if name[0] == "T" else "RU", "company", name, "en", "")
            for name in ORGANISATIONS
        ),
        delegates=people,
        interpreters=(
            InterpreterRow("I", "I", ("th", "ru"), ("online",), "", "", draw(few), draw(few)),
        ),
        requests=tuple(requests),
    )


def without_mistakes(sheets: ForumSheets) -> ForumSheets:
    """The forum without the requests that the reader complains of."""
    while True:
        lines = [Row(number, {"id": r.id}) for number, r in enumerate(sheets.requests)]
        wrong = {problem.row for problem in check_requests(sheets, Table("requests", {}, lines))}
        if not wrong:
            return sheets
        kept = [r for number, r in enumerate(sheets.requests) if number not in wrong]
        ids = {request.id for request in kept}
        requests = (replace(r, after=tuple(ids & set(r.after))) for r in kept)
        sheets = replace(sheets, requests=tuple(requests))


@settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
@given(forums())
def test_a_timetable_of_any_forum_keeps_every_rule(sheets):
    forum = forum_from_sheets(without_mistakes(sheets))
    result = solve(forum, time_limit=10, workers=1)
    assert result.status in ("optimal", "feasible")
    assert check(forum, result.meetings).broken == []
