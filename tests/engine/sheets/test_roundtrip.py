"""Whatever forum is written, as a folder, a zip or a workbook, is read as the same."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.thorough import examples

from saphan.engine.sheets.forum_sheets import (
    AgendaRow,
    AvailabilityRow,
    DayRow,
    DelegateRow,
    ForumSheets,
    InterpreterRow,
    ListingRow,
    OrganisationRow,
    PlaceRow,
    RequestRow,
    Rules,
    SessionRow,
    SiteRules,
    SlotRow,
    TravelRow,
)
from saphan.engine.sheets.reader import read_forum_sheets
from saphan.engine.sheets.sources import clean
from saphan.engine.sheets.writer import write_folder, write_workbook

BANGKOK = ZoneInfo("Asia/Bangkok")
DAY = date(2027, 2, 17)
CODES = ["sale", "purchase", "research", "pilot"]

texts = st.text(
    st.one_of(
        st.sampled_from("=+-@;|,\"'\t\n\\#0อมรйё́ \u00a0\u200b<&"),
        st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\ufffe\uffff"),
    ),
    max_size=12,
).map(clean)
filled = texts.filter(bool)
languages = st.lists(st.sampled_from(["th", "ru", "en", "kk"]), min_size=1, unique=True).map(tuple)
modes = st.lists(
    st.sampled_from(["face_to_face", "online"]), min_size=1, max_size=2, unique=True
).map(tuple)
numbers = st.one_of(st.none(), st.integers(1, 30))


@st.composite
def windows(draw):
    """A stretch of time within one day of some zone."""
    zone = ZoneInfo(draw(st.sampled_from(["Asia/Bangkok", "Europe/Moscow", "America/New_York"])))
    first = draw(st.integers(0, 24 * 60 - 1))
    last = draw(st.integers(first + 1, 24 * 60))
    midnight = datetime(2027, 2, 17, tzinfo=zone)
    return midnight + timedelta(minutes=first), midnight + timedelta(minutes=last)


moments = st.none() | st.datetimes(datetime(2027, 1, 1), datetime(2027, 2, 1)).map(
    lambda moment: moment.replace(tzinfo=BANGKOK)
)
kinds = st.builds(
    "{}:{}".format, st.sampled_from(["TH", "RU"]), st.sampled_from(["company", "university"])
)


@st.composite
def sites(draw):
    """What the site lets people do."""
    requests, answers = draw(moments), draw(moments)
    if requests and answers:
        requests, answers = sorted((requests, answers))
    several = st.lists(kinds, min_size=1, unique=True).map(sorted).map(tuple)
    return SiteRules(
        is_open=draw(st.booleans()),
        asking=draw(st.sampled_from(["participants", "organisers"])),
        may_ask=draw(st.dictionaries(kinds, several)),
        registration_closes=draw(moments),
        profiles_close=draw(moments),
        requests_close=requests,
        answers_close=answers,
        join_template=draw(
            st.sampled_from(["", 'https://meet.example/{forum}-{meeting}?a="b"&c=1'])
        ),
    )


@st.composite
def forums(draw):
    session = SessionRow(draw(texts), "09:30", 2, 25, draw(st.integers(0, 30)))
    first = datetime(2027, 2, 17, 9, 30, tzinfo=BANGKOK)
    starts = [first, first + timedelta(minutes=25 + session.gap)]
    organisations = tuple(
        OrganisationRow(
            id=f"O{number}",
            country=country,
            kind=draw(st.sampled_from(["company", "agency", "university", "association"])),
            name=draw(filled),
            language=draw(st.sampled_from(["th", "ru"])),
            about=draw(texts),
            name_en=draw(texts),
            languages=draw(languages),
            isic=draw(st.sampled_from([(), ("6201",), ("62", "J")])),
            website=draw(st.sampled_from(["", "https://o.example/"])),
            city=draw(texts),
            sample=draw(st.booleans()),
            source=draw(texts),
        )
        for number, country in enumerate(("TH", "RU", "TH"))
    )
    delegates = tuple(
        DelegateRow(
            id=f"D{number}",
            organisation=f"O{number}",
            name=draw(filled),
            email=f"d{number}@o.example",
            languages=draw(languages),
            modes=draw(modes),
            name_latin=draw(texts),
            title=draw(texts),
            zone=draw(st.sampled_from(["", "Europe/Moscow"])),
            max_meetings=(most := draw(numbers)),
            min_meetings=draw(st.sampled_from([None, 0, most])),
            max_breaks=draw(numbers),
        )
        for number in range(3)
    )
    listings = tuple(
        ListingRow(
            id=f"L{number}",
            organisation="O1",
            side=draw(st.sampled_from(["offer", "need"])),
            title=draw(filled),
            text=draw(texts),
            cooperation=tuple(draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))),
        )
        for number in range(draw(st.integers(1, 2)))
    )
    interpreters = (
        InterpreterRow(
            "I1",
            draw(filled),
            ("th", "ru"),
            draw(modes),
            "i@o.example",
            "",
            draw(numbers),
            draw(numbers),
        ),
    )
    availability = [
        AvailabilityRow(draw(st.sampled_from(["D0", "I1"])), "away", *draw(windows()))
        for _ in range(draw(st.integers(0, 3)))
    ]
    title = {language: draw(filled) for language in draw(languages)}
    agenda = AgendaRow(
        "A1",
        datetime(2027, 2, 17, 22, 0, tzinfo=BANGKOK),
        datetime(2027, 2, 17, 22, 0, tzinfo=BANGKOK) + timedelta(minutes=draw(st.integers(1, 120))),
        draw(st.sampled_from(["opening", "lunch"])),
        title,
        draw(texts),
        *draw(st.sampled_from([(("D0",), False), ((), False), ((), True)])),
    )
    request = RequestRow(
        "R1",
        "D0",
        "D1",
        draw(st.sampled_from(["asked", "accepted", "declined", "withdrawn"])),
        draw(st.sampled_from(["must", "may"])),
        draw(texts),
        fixed := draw(st.sampled_from([None, "2027-02-17/09:30"])),
        draw(st.sampled_from([(), ("D2",), ("O2",)])),
        1 if fixed is None else draw(st.integers(1, 2)),
    )
    later = RequestRow("R2", "D2", draw(st.sampled_from(["D1", "O1"])), "declined", after=("R1",))
    halls = draw(st.lists(filled, min_size=2, max_size=2, unique=True))
    return ForumSheets(
        id="F.1",
        name={"th": draw(filled), "ru": draw(filled)},
        summary=draw(st.dictionaries(st.sampled_from(["th", "en"]), filled)),
        timezone="Asia/Bangkok",
        zones=("Asia/Bangkok", "Europe/Moscow"),
        languages=("th", "ru"),
        countries=("TH", "RU"),
        sample=draw(st.booleans()),
        rules=Rules(
            most := draw(numbers),
            draw(st.sampled_from([None, 0, 2])),
            draw(st.booleans()),
            draw(st.integers(0, most or 3)),
            draw(numbers),
        ),
        site=draw(st.none() | sites()),
        days=(DayRow(DAY, "both", draw(texts), (session,)),),
        slots=tuple(
            SlotRow(
                f"{start:%Y-%m-%d/%H:%M}",
                DAY,
                "both",
                session.name,
                start,
                start + timedelta(minutes=25),
            )
            for start in starts
        ),
        places=(
            PlaceRow("P1", draw(filled), "face_to_face", halls[0], ("O0", "O1")),
            PlaceRow("P2", draw(filled), "face_to_face", halls[1]),
            PlaceRow("R1", draw(filled), "online"),
        ),
        travel=(TravelRow(halls[0], halls[1], draw(st.integers(1, 60))),),
        organisations=organisations,
        delegates=delegates,
        listings=listings,
        availability=tuple(sorted(availability, key=lambda r: (r.person, r.start, r.status))),
        interpreters=interpreters,
        agenda=(agenda,),
        requests=(request, later),
    )


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(forums())
def test_what_is_written_is_read_as_the_same(sheets):
    with tempfile.TemporaryDirectory() as folder:
        write_folder(sheets, Path(folder) / "forum")
        write_workbook(sheets, Path(folder) / "forum.xlsx")
        shutil.make_archive(f"{folder}/forum", "zip", Path(folder) / "forum")
        for path in (Path(folder) / name for name in ("forum", "forum.xlsx", "forum.zip")):
            assert dataclasses.asdict(read_forum_sheets(path)) == dataclasses.asdict(sheets)
