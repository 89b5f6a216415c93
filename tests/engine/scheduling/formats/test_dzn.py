"""Instances in MiniZinc's data format, good and bad."""

from pathlib import Path

import pytest

from saphan.engine.scheduling import Forum, Precedence, UnusableInput, check, read_input, solve

SMALL = """
% four meet, two tables, a morning of two slots and an afternoon of one
nBusiness = 4; nMeetings = 3; nTables = 2; nTotalSlots = 3; nMorningSlots = 2;
requested = [|1, 2, 1,
|1, 3, 2,
|3, 4, 3, |];
forbidden = [{0}, {}, 1..2, {3}];
fixed = [0, 3, 0];
precedences = [{}, {1}, {}];
"""
SMALL_FEASIBLE = SMALL.replace("1..2", "{1}")


def write(folder: Path, text: str) -> Path:
    path = folder / "small.dzn"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_instance_is_read_as_it_stands(tmp_path: Path):
    forum = read_input(write(tmp_path, SMALL))
    assert [p.available for p in forum.participants] == [{0, 1, 2}, {0, 1, 2}, {2}, {0, 1}]
    assert [m.participants for m in forum.meetings] == [("1", "2"), ("1", "3"), ("3", "4")]
    assert [m.allowed for m in forum.meetings] == [{0, 1}, {2}, None]
    assert [m.fixed for m in forum.meetings] == [None, 2, None]
    assert [m.must for m in forum.meetings] == [True] * 3
    assert forum.precedences == (Precedence("1", "2"),)
    assert [slot.id for slot in forum.slots] == ["1", "2", "3"]
    assert [place.id for place in forum.places] == ["T1", "T2"]
    assert (forum.fairness, forum.goals) == (2, ("breaks",))


def test_an_instance_is_solved(tmp_path: Path):
    forum = read_input(write(tmp_path, SMALL_FEASIBLE))
    result = solve(forum, workers=1)
    assert result.status == "optimal"
    assert {m.id: m.slot for m in result.meetings} == {"1": "2", "2": "3", "3": "2"}
    assert [(g.name, g.value, g.bound) for g in result.goals] == [("breaks", 0, 0)]
    assert check(forum, result.meetings).ok


def test_fields_that_are_left_out_bind_nothing(tmp_path: Path):
    text = "nBusiness=2; nMeetings=1; nTables=1; nTotalSlots=2; requested=[|1,2,3|]"
    forum = read_input(write(tmp_path, text))
    assert [p.available for p in forum.participants] == [{0, 1}, {0, 1}]
    assert (forum.meetings[0].fixed, forum.precedences) == (None, ())


def test_a_byte_order_mark_and_line_ends_of_windows_are_read(tmp_path: Path):
    path = tmp_path / "small.dzn"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    forum = read_input(path)
    assert isinstance(forum, Forum)
    assert len(forum.meetings) == 3


@pytest.mark.parametrize(
    ("old", "new", "field", "problem"),
    [
        (SMALL, "", None, "is empty"),
        ("nTables = 2;", "", "nTables", "is missing"),
        ("nTables = 2;", "nTables = -2;", "nTables", "is -2, expected 0 to 100000"),
        ("nTables = 2;", "nTables = {2};", "nTables", "is no number"),
        ("nTables = 2;", "nTables = 2; nTables = 3;", "nTables", "stands twice"),
        ("|1, 3, 2,\n", "", "requested", "has 2 entries, expected 3"),
        ("|1, 3, 2", "|1, 9, 2", "requested", "row 2 names 9, expected 1 to 4"),
        ("|1, 3, 2", "|1, 1, 2", "requested", "row 2: participant 1 asks to meet itself"),
        ("|1, 3, 2", "|1, 3, 4", "requested", "row 2 has session 4, expected 1, 2 or 3"),
        ("|1, 3, 2", "|1, 3", "requested", "row 2 is not two participants and a session"),
        ("{3}]", "{4}]", "forbidden", "entry 4 holds 4, expected 1 to 3"),
        ("{3}]", "3]", "forbidden", "entry 4 is no set"),
        ("fixed = [0, 3, 0]", "fixed = [0, 4, 0]", "fixed", "entry 2 is 4, expected 0 to 3"),
        ("fixed = [0, 3, 0]", "fixed = 3", "fixed", "is no list"),
        ("{1}, {}];", "{7}, {}];", "precedences", "entry 2 holds 7, expected 1 to 3"),
        ("{1}, {}];\n", "{1}, {", "precedences", "the file ends in the middle of it"),
        ("1..2", "1..999999999", "forbidden", "the range 1..999999999 is too long"),
        ("nBusiness", "n Business", "n", "'Business' stands where '=' is expected"),
        ("nBusiness", '"x', None, "line 3: '\"x = 4; nMeetings = ' is no MiniZinc data"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, field: str, problem: str):
    assert old in SMALL
    with pytest.raises(UnusableInput) as refusal:
        read_input(write(tmp_path, SMALL.replace(old, new)))
    assert (refusal.value.file, refusal.value.field) == ("small.dzn", field)
    assert refusal.value.problem == problem


def test_bytes_that_are_no_text_are_refused(tmp_path: Path):
    path = tmp_path / "small.dzn"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnusableInput, match=r"^small.dzn: cannot be read as text"):
        read_input(path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path):
    path = tmp_path / "small.txt"
    path.write_text(SMALL, encoding="utf-8")
    with pytest.raises(UnusableInput) as refusal:
        read_input(path)
    assert refusal.value.file == "small.txt"
