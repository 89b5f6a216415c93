"""What an organiser can get right or wrong in a forum's files."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook, load_workbook

from saphan.engine.sheets import sources
from saphan.engine.sheets.forum_sheets import (
    Problem,
    RequestRow,
    SiteRules,
    TravelRow,
    UnusableFiles,
)
from saphan.engine.sheets.reader import parse_date, parse_time, read_forum_sheets
from saphan.engine.sheets.writer import write_folder, write_workbook

TOML = """
[forum]
id = "small"
timezone = "Asia/Bangkok"
zones = ["Asia/Bangkok", "Europe/Moscow"]
languages = ["th", "ru", "en"]
countries = ["TH", "RU"]
name = {th = "งานเล็ก", ru = "Малый форум", en = "Small forum"}
summary = {en = "A forum of two."}

[rules]
max_meetings = 4

[[days]]
date = 2027-02-17
mode = "face_to_face"
city = "Bangkok"
[[days.sessions]]
name = "morning"
start = "09:30"
slots = 3
minutes = 25
gap = 5

[[places]]
id = "T1"
name = "Table 1"
mode = "face_to_face"
"""
SHEETS = {
    "organisations": (
        "id,country,kind,name,language,about\n"
        'TH-1,TH,company,"บริษัท ก",th,ขายซอฟต์แวร์\n'
        "RU-1,Russia,agency,Агентство,ru,Связь\n"
    ),
    "delegates": (
        "id,organisation,name,email,languages,modes,zone\n"
        "TH-1-A,TH-1,ก ข,a@th.example,th;en,face_to_face,\n"
        "RU-1-A,RU-1,А Б,a@ru.example,ru,face_to_face|online,Europe/Moscow\n"
    ),
    "listings": (
        "id,organisation,side,title,text,cooperation,isic\n"
        "TH-1-O1,TH-1,offer,ซอฟต์แวร์,ระบบ,sale,6201\n"
    ),
    "availability": ("person,status,date,from,to,zone\nRU-1-A,away,17.02.2570,05:30,06:30,\n"),
    "agenda": (
        "id,date,start,end,kind,title_th,title_ru,title_en,attendees\n"
        "A1,2027-02-17,09:00,09:30,opening,เปิดงาน,Открытие,Opening,all\n"
    ),
    "requests": ("id,from,to,state,date,time\nR1,TH-1-A,RU-1-A,accepted,2027-02-17,10:00\n"),
}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "forum"
    made.mkdir()
    (made / "forum.toml").write_text(TOML, encoding="utf-8")
    for name, text in SHEETS.items():
        (made / f"{name}.csv").write_text(text, encoding="utf-8")
    return made


def problems(path: Path) -> list[Problem]:
    with pytest.raises(UnusableFiles) as caught:
        read_forum_sheets(path)
    return caught.value.problems


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_folder_is_read(folder):
    sheets = read_forum_sheets(folder)
    bangkok = ZoneInfo("Asia/Bangkok")
    assert [slot.id for slot in sheets.slots] == [
        "2027-02-17/09:30",
        "2027-02-17/10:00",
        "2027-02-17/10:30",
    ]
    assert sheets.slots[0].end == datetime(2027, 2, 17, 9, 55, tzinfo=bangkok)
    assert {o.id: o.country for o in sheets.organisations} == {"TH-1": "TH", "RU-1": "RU"}
    assert sheets.rules.max_meetings == 4
    assert sheets.requests == (
        RequestRow("R1", "TH-1-A", "RU-1-A", "accepted", fixed_slot="2027-02-17/10:00"),
    )


def test_availability_is_in_the_persons_zone_and_may_be_of_the_buddhist_era(folder):
    (row,) = read_forum_sheets(folder).availability
    assert row.start == datetime(2027, 2, 17, 9, 30, tzinfo=ZoneInfo("Asia/Bangkok"))


def test_byte_order_mark_semicolons_and_thai_and_russian_headers_are_understood(folder):
    plain = read_forum_sheets(folder)
    (folder / "organisations.csv").write_text(
        "รหัส;ประเทศ;ประเภท;ชื่อ;ภาษา;เกี่ยวกับ\n"
        "TH-1;ไทย;company;บริษัท ก;th;ขายซอฟต์แวร์\n"
        "RU-1;Россия;agency;Агентство;ru;Связь\n",
        encoding="utf-8-sig",
    )
    (folder / "requests.csv").write_text(
        "Код;От кого;Кому;Состояние;Дата;Время\nR1;TH-1-A;RU-1-A;accepted;17.02.2027;10:00\n",
        encoding="utf-8-sig",
    )
    assert read_forum_sheets(folder) == plain


def test_a_zip_with_or_without_its_folder_is_read_as_the_folder(folder, tmp_path):
    for prefix in ("", "forum/"):
        path = tmp_path / f"files{len(prefix)}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, prefix + file.name)
        assert read_forum_sheets(path) == read_forum_sheets(folder)


def test_what_is_written_is_read_as_the_same(folder, tmp_path):
    sheets = read_forum_sheets(folder)
    write_folder(sheets, tmp_path / "again")
    write_workbook(sheets, tmp_path / "again.xlsx")
    assert read_forum_sheets(tmp_path / "again") == sheets
    assert read_forum_sheets(tmp_path / "again.xlsx") == sheets


def test_real_dates_and_times_of_excel_are_understood(folder, tmp_path):
    sheets = read_forum_sheets(folder)
    path = tmp_path / "dates.xlsx"
    write_workbook(sheets, path)
    workbook = load_workbook(path)
    row = workbook["requests"][2]
    row[6].value = datetime(2027, 2, 17)
    row[7].value = datetime(2027, 2, 17, 10, 0).time()
    workbook.save(path)
    assert read_forum_sheets(path) == sheets


def test_all_problems_are_listed_at_once(folder):
    change(folder, "organisations.csv", "Russia", "Rusia")
    change(folder, "delegates.csv", "a@th.example", "a.th.example")
    change(folder, "listings.csv", "sale", "gift")
    assert [(p.code, p.file, p.row, p.column, p.value) for p in problems(folder)] == [
        ("unknown_country", "organisations.csv", 3, "country", "Rusia"),
        ("bad_email", "delegates.csv", 2, "email", "a.th.example"),
        ("bad_value", "listings.csv", 2, "cooperation", "gift"),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("organisations.csv", "RU-1,R", "TH-1,R", ("duplicate_id", 3, "id", "TH-1")),
        ("organisations.csv", "agency", "embassy", ("bad_value", 3, "kind", "embassy")),
        ("delegates.csv", "TH-1-A,TH-1", "TH-1-A,TH-9", ("unknown_id", 2, "organisation", "TH-9")),
        ("delegates.csv", "Europe/Moscow", "Moscow", ("bad_zone", 3, "zone", "Moscow")),
        (
            "delegates.csv",
            "a@ru.example",
            "A@th.example",
            ("duplicate_email", 3, "email", "A@th.example"),
        ),
        ("requests.csv", "10:00", "10:10", ("no_such_slot", 2, "time", "10:10")),
        ("requests.csv", "2027-02-17", "2027-02-30", ("bad_date", 2, "date", "2027-02-30")),
        ("requests.csv", "TH-1-A,RU-1-A", "TH-1-A,TH-1-A", ("asks_oneself", 2, "to", "TH-1-A")),
        (
            "availability.csv",
            "06:30",
            "05:00",
            ("ends_before_start", 2, "to", "05:00"),
        ),
    ],
)
def test_a_bad_cell_is_named(folder, file, old, new, expected):
    change(folder, file, old, new)
    found = [(p.code, p.row, p.column, p.value) for p in problems(folder) if p.file == file]
    assert found[0] == expected


def test_a_missing_column_says_its_names(folder):
    change(folder, "organisations.csv", "country", "land")
    assert [(p.code, p.file, p.row, p.column) for p in problems(folder)][:2] == [
        ("unknown_column", "organisations.csv", 1, "land"),
        ("missing_column", "organisations.csv", 1, "country"),
    ]


def test_overlapping_slots_are_named(folder):
    change(
        folder,
        "forum.toml",
        "[[places]]",
        '[[days.sessions]]\nname = "late"\nstart = "10:40"\nslots = 1\nminutes = 30\n\n[[places]]',
    )
    assert [(p.code, p.value) for p in problems(folder)] == [
        ("slots_overlap", "2027-02-17/10:30 and 2027-02-17/10:40")
    ]


def test_a_session_past_midnight_is_named(folder):
    change(folder, "forum.toml", 'start = "09:30"', 'start = "23:30"')
    (problem, *_slots_that_requests_miss) = problems(folder)
    assert problem == Problem(
        "past_midnight",
        "forum.toml",
        None,
        "days[1].sessions",
        "morning 23:30",
        "sessions that end by midnight",
    )


@pytest.mark.parametrize(
    ("encoding", "text", "first", "looks"),
    [
        ("cp1251", "Агентство связи", "c0 e3 e5 ed f2 f1 f2 e2", "Windows-1251 (Cyrillic)"),
        ("cp874", "กระทรวงดิจิทัล", "a1 c3 d0 b7 c3 c7 a7 b4", "Windows-874 or TIS-620 (Thai)"),
    ],
)
def test_another_encoding_is_named_with_the_way_out(folder, encoding, text, first, looks):
    rows = f"id,country,kind,name,language,about\nX,TH,agency,{text},th,\n"
    (folder / "organisations.csv").write_bytes(rows.encode(encoding))
    assert problems(folder)[0] == Problem(
        "not_utf8",
        "organisations.csv",
        2,
        None,
        first,
        f"UTF-8; it looks like {looks}; in Excel: Save As, “CSV UTF-8”",
    )


def test_an_empty_file_is_named(folder):
    (folder / "organisations.csv").write_text("")
    assert next((p.code, p.file) for p in problems(folder)) == ("empty_file", "organisations.csv")


def test_a_missing_sheet_is_named(folder):
    (folder / "listings.csv").unlink()
    assert [(p.code, p.file) for p in problems(folder)] == [("missing_file", "listings.csv")]


def test_a_file_of_50_mb_is_refused_unread(folder):
    with (folder / "organisations.csv").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    found = problems(folder)
    assert (found[0].code, found[0].file, found[0].value) == (
        "file_too_large",
        "organisations.csv",
        "50 MB",
    )


PROBLEMS = [
    # file, what stands there, what is put there, the problem: code, row, column, value, expected
    (
        "organisations.csv",
        "Russia",
        "Rusia",
        ("unknown_country", 3, "country", "Rusia"),
        "a code such as TH, or the name in English, Thai or Russian; did you mean RU?",
    ),
    (
        "organisations.csv",
        "Russia",
        "Laos",
        ("country_of_no_side", 3, "country", "Laos"),
        "a side of the forum: RU, TH",
    ),
    (
        "organisations.csv",
        "agency",
        "agncy",
        ("bad_value", 3, "kind", "agncy"),
        "one of company, agency, university, association; did you mean agency?",
    ),
    (
        "organisations.csv",
        ",ru,Связь",
        ",xx,Связь",
        ("bad_value", 3, "language", "xx"),
        "an ISO 639-1 code such as th",
    ),
    (
        "organisations.csv",
        "TH-1,TH",
        "TH 1,TH",
        ("bad_id", 2, "id", "TH 1"),
        "letters, digits, - _ . (at most 40)",
    ),
    (
        "delegates.csv",
        "a@th.example",
        "a.th.example",
        ("bad_email", 2, "email", "a.th.example"),
        "an e-mail address",
    ),
    (
        "delegates.csv",
        "Europe/Moscow",
        "Moscow",
        ("bad_zone", 3, "zone", "Moscow"),
        "an IANA zone such as Europe/Moscow",
    ),
    (
        "delegates.csv",
        "th;en,face_to_face",
        "th;en,in person",
        ("bad_value", 2, "modes", "in person"),
        "one or more of face_to_face, online, separated by ;",
    ),
    (
        "delegates.csv",
        "th;en,face_to_face",
        "th;en,online",
        ("no_day_for_mode", 2, "modes", "online"),
        "a mode of the forum's days: face_to_face",
    ),
    (
        "delegates.csv",
        "TH-1-A,TH-1,",
        "TH-1-A,TH-2,",
        ("unknown_id", 2, "organisation", "TH-2"),
        "an id of the sheet organisations; did you mean TH-1?",
    ),
    (
        "listings.csv",
        "ซอฟต์แวร์,ระบบ",
        ",ระบบ",
        ("missing_value", 2, "title", ""),
        "a text",
    ),
    (
        "listings.csv",
        "sale,6201",
        "sale,62.01",
        ("bad_value", 2, "isic", "62.01"),
        "ISIC Rev. 4 codes such as 6201, separated by ; or |",
    ),
    (
        "listings.csv",
        "sale,6201",
        "sale,6201,more",
        ("too_many_cells", 2, None, "more"),
        "7 cells, as in the header; quote a cell that has a separator",
    ),
    (
        "availability.csv",
        "05:30,06:30",
        "05:30,05:30",
        ("ends_before_start", 2, "to", "05:30"),
        "a time after 05:30, at most 24:00",
    ),
    (
        "availability.csv",
        "05:30",
        "noon",
        ("bad_time", 2, "from", "noon"),
        "a time such as 09:30",
    ),
    (
        "requests.csv",
        "10:00",
        "10:10",
        ("no_such_slot", 2, "time", "10:10"),
        "the date and start of a slot of the forum's grid",
    ),
    (
        "requests.csv",
        "accepted,2027-02-17,10:00",
        "accepted,,\nR2,RU-1-A,TH-1-A,asked,,",
        ("pair_twice", 3, "to", "TH-1-A"),
        "one open request a pair; row 2 has it",
    ),
    (
        "forum.toml",
        "max_meetings",
        "max_meeting",
        ("unknown_key", None, "rules.max_meeting", None),
        "one of max_meetings, min_meetings, max_breaks, fairness, cross_border; "
        "did you mean max_meetings?",
    ),
    (
        "forum.toml",
        "minutes = 25",
        "",
        ("missing_value", None, "days[1].sessions[1].minutes", None),
        "a whole number from 1 to 1440",
    ),
    (
        "forum.toml",
        'mode = "face_to_face"\ncity',
        'mode = "hybrid"\ncity',
        ("bad_value", None, "days[1].mode", "hybrid"),
        "one of face_to_face, online, both",
    ),
    (
        "forum.toml",
        "max_meetings = 4",
        "max_meetings = 4\nmin_meetings = 5",
        ("min_above_max", None, "rules.min_meetings", "5"),
        "at most max_meetings, 4",
    ),
    (
        "forum.toml",
        'name = "Table 1"',
        'name = "Table 1"\nkept_by = ["TH-9"]',
        ("unknown_id", None, "places[1].kept_by", "TH-9"),
        "an id of the sheet organisations; did you mean TH-1?",
    ),
    (
        "forum.toml",
        'mode = "face_to_face"\ncity',
        'mode = "both"\ncity',
        ("no_places", None, "places", None),
        "a place for online",
    ),
    (
        "requests.csv",
        "R1,TH-1-A,RU-1-A",
        "R1,TH-1-A,RU-9",
        ("unknown_id", 2, "to", "RU-9"),
        "an id of the sheet delegates or organisations; did you mean RU-1?",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "expected"), PROBLEMS)
def test_a_problem_says_where_what_and_what_was_expected(folder, file, old, new, where, expected):
    change(folder, file, old, new)
    code, row, column, value = where
    assert problems(folder)[0] == Problem(code, file, row, column, value, expected)


def test_delegates_of_one_country_do_not_meet_across_the_border(folder):
    with (folder / "delegates.csv").open("a", encoding="utf-8") as file:
        file.write("TH-1-B,TH-1,ค ง,b@th.example,th,face_to_face,\n")
    change(folder, "requests.csv", "TH-1-A,RU-1-A", "TH-1-A,TH-1-B")
    assert problems(folder) == [
        Problem(
            "same_country",
            "requests.csv",
            2,
            "to",
            "TH-1-B",
            "a delegate of another country than TH",
        )
    ]
    change(folder, "forum.toml", "[rules]", "[rules]\ncross_border = false")
    assert [request.receiver for request in read_forum_sheets(folder).requests] == ["TH-1-B"]


# What a request can say beyond who asked whom, what is wrong with it, and what was expected.
WRONG_REQUESTS = [
    (
        "TH-1-A,TH-1,accepted,,,,",
        ("asks_oneself", "to", "TH-1"),
        "another delegate or organisation",
    ),
    (
        "TH-1-A,RU-1,accepted,RU-1-B,,,",
        ("side_twice", "with", "RU-1-B"),
        "each person once; an organisation stands for one of its delegates",
    ),
    ("TH-1-A,RU-2,accepted,,,,", ("no_delegates", "to", "RU-2"), "an organisation that has a "),
    ("TH-1-A,TH-1-B,accepted,,,,", ("same_country", "to", "TH-1-B"), "a delegate of another "),
    (
        "TH-1-A,RU-1-A,accepted,,4,,",
        ("longer_than_session", "length", "4"),
        "at most 3, the slots of a session",
    ),
    (
        "TH-1-A,RU-1-A,accepted,,0,,",
        ("bad_number", "length", "0"),
        "a whole number from 1 to 9999, or nothing",
    ),
    (
        "TH-1-A,RU-1-A,accepted,,,R2,",
        ("unknown_id", "after", "R2"),
        "an id of the sheet requests",
    ),
    (
        "TH-1-A,RU-1-A,accepted,,,R1,",
        ("after_in_circle", "after", "R1"),
        "an order without the circle R1 after R1",
    ),
    (
        "TH-1-A,RU-1-A,accepted,,,,T9",
        ("unknown_id", "place", "T9"),
        "the id of a place",
    ),
    (
        "TH-1-A,RU-1-B,accepted,,,,T2",
        ("place_of_wrong_mode", "place", "T2"),
        "an online room: one of those who meet takes part online only",
    ),
    (
        "TH-1-A,RU-1-A,accepted,,,,W1",
        ("place_of_wrong_mode", "place", "W1"),
        "a table: nobody of those who meet takes part online",
    ),
    (
        "TH-2-A,RU-1-A,accepted,,,,T1",
        ("kept_by_others", "place", "T1"),
        "a place that others do not keep",
    ),
    (
        "TH-1-A,RU-1-A,accepted,,,,T2",
        ("keeps_another", "place", "T2"),
        "the table that one of those who meet keeps",
    ),
]


@pytest.fixture
def hybrid(folder):
    """The small forum with a day of both modes, a kept table, and more people."""
    change(folder, "forum.toml", 'mode = "face_to_face"\ncity', 'mode = "both"\ncity')
    with (folder / "forum.toml").open("a", encoding="utf-8") as file:
        file.write(
            'hall = "A"\nkept_by = ["TH-1"]\n'
            '[[places]]\nid = "T2"\nmode = "face_to_face"\nhall = "B"\n'
            '[[places]]\nid = "W1"\nmode = "online"\n'
            '[[travel]]\nfrom = "B"\nto = "A"\nminutes = 10\n'
        )
    with (folder / "organisations.csv").open("a", encoding="utf-8") as file:
        file.write("TH-2,TH,company,บริษัท ข,th,\nRU-2,RU,company,Пустая,ru,\n")
    change(folder, "delegates.csv", "face_to_face|online", "face_to_face")
    with (folder / "delegates.csv").open("a", encoding="utf-8") as file:
        file.write(
            "RU-1-B,RU-1,В Г,b@ru.example,ru,online,\n"
            "TH-1-B,TH-1,ค ง,b@th.example,th,face_to_face,\n"
            "TH-2-A,TH-2,จ ฉ,a@th2.example,th,face_to_face,\n"
        )
    return folder


def ask(folder: Path, *rows: str) -> None:
    lines = [f"R{number},{row}\n" for number, row in enumerate(rows, start=1)]
    text = "id,from,to,state,with,length,after,place\n" + "".join(lines)
    (folder / "requests.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("row", "where", "expected"), WRONG_REQUESTS)
def test_a_request_that_no_timetable_could_hold_is_named(hybrid, row, where, expected):
    ask(hybrid, row)
    first = problems(hybrid)[0]
    assert (first.file, first.row) == ("requests.csv", 2)
    assert (first.code, first.column, first.value) == where
    assert first.expected[: len(expected)] == expected


def test_organisations_further_people_and_their_table_are_read(hybrid):
    ask(
        hybrid,
        "TH-1-A,RU-1,accepted,TH-2-A,2,,T1",
        "TH-1-B,RU-1-A,accepted,,,R1,",
    )
    sheets = read_forum_sheets(hybrid)
    assert sheets.requests == (
        RequestRow("R1", "TH-1-A", "RU-1", "accepted", others=("TH-2-A",), length=2, place="T1"),
        RequestRow("R2", "TH-1-B", "RU-1-A", "accepted", after=("R1",)),
    )
    assert [(p.id, p.hall, p.kept_by) for p in sheets.places] == [
        ("T1", "A", ("TH-1",)),
        ("T2", "B", ()),
        ("W1", "", ()),
    ]
    assert sheets.travel == (TravelRow("B", "A", 10),)
    assert sheets.slots[0].mode == "both"


def test_an_organisation_with_one_delegate_is_that_delegate(hybrid):
    ask(hybrid, "RU-1-A,TH-2,accepted,,,,", "TH-2-A,RU-1-A,asked,,,,")
    assert [(p.code, p.row, p.column) for p in problems(hybrid)] == [("pair_twice", 3, "to")]


def test_an_id_of_a_delegate_and_an_organisation_means_the_delegate(hybrid):
    change(hybrid, "delegates.csv", "TH-1-B,TH-1", "RU-1,TH-1")
    ask(hybrid, "TH-1-A,RU-1,accepted,,,,")
    assert [p.code for p in problems(hybrid)] == ["same_country"]


def test_a_long_meeting_fits_from_its_fixed_slot(hybrid):
    (hybrid / "requests.csv").write_text(
        "id,from,to,state,date,time,length\nR1,TH-1-A,RU-1-A,accepted,2027-02-17,10:30,2\n",
        encoding="utf-8",
    )
    assert [(p.code, p.expected) for p in problems(hybrid)] == [
        ("longer_than_session", "at most 1, the slots of the session from there")
    ]


@pytest.mark.parametrize(
    ("old", "new", "where", "expected"),
    [
        ('to = "A"', 'to = "C"', ("bad_value", "travel[1].to", "C"), "a hall of the places: A, B"),
        ('to = "A"', 'to = "B"', ("same_hall", "travel[1].to", "B"), "another hall"),
        (
            "minutes = 10",
            'minutes = 10\n[[travel]]\nfrom = "A"\nto = "B"\nminutes = 5',
            ("way_twice", "travel[2].to", "B"),
            "each two halls once, either way",
        ),
        (
            'id = "W1"',
            'id = "W1"\nhall = "A"',
            ("hall_of_a_room", "places[3].hall", "A"),
            "nothing: a room is in no hall",
        ),
        (
            'kept_by = ["TH-1"]',
            'kept_by = ["RU-2"]',
            ("no_delegates", "places[1].kept_by", "RU-2"),
            "an organisation that has a delegate",
        ),
    ],
)
def test_halls_ways_and_keepers_agree(hybrid, old, new, where, expected):
    change(hybrid, "forum.toml", old, new)
    first = problems(hybrid)[0]
    assert (first.code, first.column, first.value) == where
    assert first.expected == expected


def test_own_limits_of_people_are_read(hybrid):
    change(hybrid, "delegates.csv", "modes,zone\n", "modes,zone,min_meetings,max_breaks\n")
    change(hybrid, "delegates.csv", "th;en,face_to_face,", "th;en,face_to_face,,๒,0")
    (hybrid / "interpreters.csv").write_text(
        "id,name,languages,modes,max_run,max_meetings\nI1,ล่าม,th;ru,online,2,6\n",
        encoding="utf-8",
    )
    sheets = read_forum_sheets(hybrid)
    delegate = next(d for d in sheets.delegates if d.id == "TH-1-A")
    assert (delegate.min_meetings, delegate.max_breaks) == (2, 0)
    assert (sheets.interpreters[0].max_run, sheets.interpreters[0].max_meetings) == (2, 6)


def test_new_headers_go_by_thai_and_russian_names(hybrid):
    ask(hybrid, "TH-1-A,RU-1,accepted,TH-2-A,2,,T1")
    plain = read_forum_sheets(hybrid)
    for header in (
        "รหัส,ผู้ขอ,ผู้รับคำขอ,สถานะ,ร่วมกับ,ความยาว,หลังจาก,สถานที่",
        "код,от кого,кому,состояние,вместе с,длительность,после,место",
    ):
        text = (hybrid / "requests.csv").read_text(encoding="utf-8").split("\n", 1)[1]
        (hybrid / "requests.csv").write_text(f"{header}\n{text}", encoding="utf-8")
        assert read_forum_sheets(hybrid) == plain


def test_a_sheet_almost_rightly_named_is_not_left_out_in_silence(folder):
    (folder / "requests.csv").rename(folder / "request.csv")
    assert problems(folder) == [
        Problem("unknown_file", "request.csv", None, None, None, "did you mean requests.csv?")
    ]


def test_null_bytes_are_named(folder):
    change(folder, "requests.csv", "accepted", "accep\0ted")
    assert problems(folder) == [
        Problem("not_text", "requests.csv", None, None, None, "text, without null characters")
    ]


def test_too_many_rows_are_refused_at_the_limit(folder, monkeypatch):
    monkeypatch.setattr(sources, "MOST_ROWS", 1)
    assert [(p.code, p.file, p.row) for p in problems(folder)][:2] == [
        ("too_many_rows", "organisations.csv", 3),
        ("too_many_rows", "delegates.csv", 3),
    ]


def test_a_zip_that_unpacks_to_too_much_is_refused(folder, tmp_path, monkeypatch):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
        archive.writestr("interpreters.csv", "x" * 2_000_000)
    monkeypatch.setattr(sources, "MOST_BYTES", 1024 * 1024)
    assert [(p.code, p.file, p.value) for p in problems(path)] == [
        ("file_too_large", "interpreters.csv", "2 MB")
    ]


def test_a_zip_with_two_files_of_a_name_is_refused(folder, tmp_path):
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"new/{file.name}")
        archive.write(folder / "forum.toml", "old/forum.toml")
    assert problems(path) == [
        Problem(
            "file_twice",
            "old/forum.toml",
            None,
            None,
            None,
            "one file of a name; new/forum.toml has it too",
        )
    ]


def test_a_workbooks_problem_names_sheet_and_row(folder, tmp_path):
    path = tmp_path / "forum.xlsx"
    write_workbook(read_forum_sheets(folder), path)
    workbook = load_workbook(path)
    workbook["days"]["B2"].value = "hybrid"
    workbook["forum"].append(["rules.fairnes", "1"])
    workbook["sessions"].append(["2027-02-18", "late", "09:00", 1, 25, 5])
    workbook.save(path)
    assert [(p.code, p.file, p.row, p.column, p.value) for p in problems(path)][:3] == [
        ("unknown_key", "forum.xlsx[forum]", 15, "rules.fairnes", None),
        ("no_such_day", "forum.xlsx[sessions]", 3, "date", "2027-02-18"),
        ("bad_value", "forum.xlsx[days]", 2, "mode", "hybrid"),
    ]


def test_text_that_begins_with_equals_is_no_formula(folder, tmp_path):
    change(folder, "listings.csv", "ระบบ", "=1+1")
    sheets = read_forum_sheets(folder)
    path = tmp_path / "forum.xlsx"
    write_workbook(sheets, path)
    assert [listing.text for listing in read_forum_sheets(path).listings] == ["=1+1"]


def test_a_day_ends_at_24_00_and_thai_digits_are_understood(folder):
    change(folder, "availability.csv", "17.02.2570,05:30,06:30", "๑๗/๒/๒๕๗๐,๐๕:๓๐,24:00")
    (row,) = read_forum_sheets(folder).availability
    assert (row.start, row.end) == (
        datetime(2027, 2, 17, 5, 30, tzinfo=ZoneInfo("Europe/Moscow")),
        datetime(2027, 2, 18, 0, 0, tzinfo=ZoneInfo("Europe/Moscow")),
    )


SITE = """
[site]
is_open = false
asking = "organisers"
registration_closes = 2027-02-01T18:00:00
profiles_close = "1.2.2570 18:00"
requests_close = 2027-02-08T14:00:00+03:00
answers_close = 2027-02-08T18:00:30
join_template = "https://meet.example/{forum}/{meeting}"
may_ask."TH:company" = ["RU:company", "RU:agency", "RU:company"]
may_ask."TH:agency" = []
"""


def test_what_the_site_lets_people_do(folder):
    assert read_forum_sheets(folder).site is None
    change(folder, "forum.toml", "[rules]", "[site]\n[rules]")
    assert read_forum_sheets(folder).site == SiteRules()
    change(folder, "forum.toml", "[site]\n", SITE)
    bangkok = ZoneInfo("Asia/Bangkok")
    assert read_forum_sheets(folder).site == SiteRules(
        is_open=False,
        asking="organisers",
        may_ask={"TH:company": ("RU:agency", "RU:company")},
        registration_closes=datetime(2027, 2, 1, 18, tzinfo=bangkok),
        profiles_close=datetime(2027, 2, 1, 18, tzinfo=bangkok),
        requests_close=datetime(2027, 2, 8, 18, tzinfo=bangkok),
        answers_close=datetime(2027, 2, 8, 18, 0, 30, tzinfo=bangkok),
        join_template="https://meet.example/{forum}/{meeting}",
    )


@pytest.mark.parametrize(
    ("old", "new", "column", "code"),
    [
        ('asking = "organisers"', 'asking = "nobody"', "asking", "bad_value"),
        ("asking", "askings", "askings", "unknown_key"),
        ("is_open = false", 'is_open = "perhaps"', "is_open", "bad_value"),
        ("2027-02-01T18:00:00", '"1.2.2027"', "registration_closes", "bad_moment"),
        ("2027-02-01T18:00:00", "2027-02-01", "registration_closes", "bad_moment"),
        ("1.2.2570 18:00", "soon", "profiles_close", "bad_moment"),
        ("18:00:30", "17:59:59", "answers_close", "answers_before_requests"),
        ("https://meet.example/{forum}/{meeting}", "https://a.b/", "join_template", "bad_value"),
        ("https://meet", "javascript://meet", "join_template", "bad_value"),
        ('"RU:agency"', '"RU"', "may_ask.TH:company", "bad_value"),
        ('"TH:agency"', '"TH:person"', "may_ask.TH:person", "bad_value"),
    ],
)
def test_rules_of_the_site_that_make_no_sense(folder, old, new, column, code):
    change(folder, "forum.toml", "[rules]", SITE + "[rules]")
    change(folder, "forum.toml", old, new)
    (problem,) = problems(folder)
    assert (problem.code, problem.file, problem.column) == (code, "forum.toml", f"site.{column}")


def test_fairness_can_be_turned_off(folder):
    change(folder, "forum.toml", "[rules]", "[rules]\nfairness = false")
    assert read_forum_sheets(folder).rules.fairness is None


def test_a_damaged_workbook_is_named(tmp_path):
    path = tmp_path / "forum.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    assert [p.code for p in problems(path)] == ["unreadable_workbook"]


def test_a_workbook_without_sheets_says_which_are_missing(tmp_path):
    path = tmp_path / "forum.xlsx"
    Workbook().save(path)
    assert [p.file for p in problems(path)] == [
        f"forum.xlsx[{name}]"
        for name in (
            "forum",
            "days",
            "sessions",
            "places",
            "organisations",
            "delegates",
            "listings",
        )
    ]


def test_a_folder_without_the_forum_says_so(folder, tmp_path):
    shutil.rmtree(folder)
    folder.mkdir()
    assert {p.file for p in problems(folder)} == {
        "forum.toml",
        "organisations.csv",
        "delegates.csv",
        "listings.csv",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-02-17", date(2027, 2, 17)),
        ("17.02.2027", date(2027, 2, 17)),
        ("17/2/2570", date(2027, 2, 17)),
        ("๑๗/๐๒/๒๕๗๐", date(2027, 2, 17)),
        ("2027-02-30", None),
        ("tomorrow", None),
    ],
)
def test_dates(text, expected):
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9:30", (9, 30)), ("09.30", (9, 30)), ("๐๙:๓๐", (9, 30)), ("24:00", None)],
)
def test_times(text, expected):
    found = parse_time(text)
    assert (found and (found.hour, found.minute)) == expected
