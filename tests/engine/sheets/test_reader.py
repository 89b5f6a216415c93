"""What an organiser can get right or wrong in a forum's files."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from saphan.engine.sheets.forum_sheets import Problem, RequestRow, UnusableFiles
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
    from openpyxl import load_workbook

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
    assert "past_midnight" in {p.code for p in problems(folder)}


def test_another_encoding_is_named_with_the_way_out(folder):
    text = SHEETS["organisations"].replace("บริษัท ก", "Фирма").replace("ขายซอฟต์แวร์", "Продажи")
    (folder / "organisations.csv").write_bytes(text.encode("cp1251"))
    (problem, *_rest) = problems(folder)
    assert (problem.code, problem.file, problem.row) == ("not_utf8", "organisations.csv", 2)
    assert problem.expected.startswith("UTF-8; it looks like ")


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
