from pathlib import Path

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
