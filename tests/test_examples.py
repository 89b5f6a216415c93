import time
from dataclasses import fields
from pathlib import Path

from saphan.engine.scheduling import check, solve
from saphan.engine.scheduling.formats.forum import forum_from_sheets
from saphan.engine.scheduling.formats.result_json import read_result, write_result
from saphan.engine.sheets.reader import read_forum_sheets

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def test_the_workbook_tells_the_same_forum_as_the_folder():
    folder = read_forum_sheets(EXAMPLES / "forum")
    workbook = read_forum_sheets(EXAMPLES / "forum.xlsx")
    assert workbook.organisations == folder.organisations
    assert workbook.requests == folder.requests
    assert workbook.slots == folder.slots
    assert workbook.agenda == folder.agenda


def test_the_sample_is_as_large_as_a_real_forum():
    sheets = read_forum_sheets(EXAMPLES / "forum")
    sides = [o.country for o in sheets.organisations]
    assert (sides.count("TH"), sides.count("RU")) == (42, 42)
    assert (len(sheets.requests), len(sheets.interpreters)) == (150, 6)
    assert {day.mode for day in sheets.days} == {"face_to_face", "online"}


def test_the_hybrid_sample_uses_everything_the_files_can_say():
    sheets = read_forum_sheets(EXAMPLES / "hybrid")
    for rows in (
        sheets.days,
        sheets.places,
        sheets.travel,
        sheets.delegates,
        sheets.interpreters,
        sheets.requests,
        (sheets.rules,),
    ):
        for field in fields(rows[0]):
            assert any(getattr(row, field.name) != field.default for row in rows), field.name
    assert {day.mode for day in sheets.days} == {"both", "online"}


def test_the_hybrid_sample_is_scheduled_and_judged_from_its_file(tmp_path):
    forum = forum_from_sheets(read_forum_sheets(EXAMPLES / "hybrid"))
    assert any(meeting.any_of for meeting in forum.meetings)
    began = time.process_time()
    result = solve(forum, time_limit=30, workers=1)
    assert time.process_time() - began < 5
    write_result(result, tmp_path / "result.json")
    report = check(forum, read_result(tmp_path / "result.json").meetings)
    assert report.broken == []
    assert len(result.meetings) == len(forum.meetings)


def test_windows_of_the_hybrid_sample_are_of_ones_own_zone():
    forum = forum_from_sheets(read_forum_sheets(EXAMPLES / "hybrid"))
    buyer = next(person for person in forum.participants if person.id == "RU-2-A")
    # 09:00 to 11:30 and 09:00 to 13:00 in Moscow, four hours behind.
    assert [forum.slots[index].id for index in sorted(buyer.available)] == [
        *(f"2027-03-10/{clock}" for clock in ("13:00", "13:30", "14:00", "14:30", "15:00")),
        *(f"2027-03-11/{clock}" for clock in ("13:00", "13:30", "14:00", "14:30")),
    ]
