"""`saphan replan` as a user and a program see it: exit status, words and files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from saphan.cli import app

SMALL = """
nBusiness = 3; nMeetings = 2; nTables = 2; nTotalSlots = 3; nMorningSlots = 3;
requested = [|1,2,3,|1,3,3|];
forbidden = [{0},{0},{0}];
"""
TIMETABLE = [
    {"id": "1", "slot": 1, "place": "T1", "interpreter": None},
    {"id": "2", "slot": 2, "place": "T1", "interpreter": None},
]


def saphan(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """An instance, a timetable of it, and where the new one goes."""
    source, result = tmp_path / "small.dzn", tmp_path / "result.json"
    source.write_text(SMALL)
    write(result, TIMETABLE)
    return source, result, tmp_path / "new.json"


def write(path: Path, meetings: list[dict[str, object]]) -> None:
    path.write_text(
        json.dumps({"status": "optimal", "seconds": 0, "goals": [], "meetings": meetings})
    )


def test_a_lost_table_and_a_late_arrival_are_mended_and_judged(files):
    source, result, new = files
    done = saphan(
        "replan", source, result, "--now", 1, "--lost-place", "T1", "--late", "3=3", "--out", new
    )
    assert (done.exit_code, done.stderr) == (0, "")
    entry = json.loads(new.read_text())
    assert entry["meetings"] == [
        {"id": "1", "slot": 1, "place": "T1", "interpreter": None},
        {"id": "2", "slot": 3, "place": "T2", "interpreter": None},
    ]
    assert entry["replans"] == [
        {
            "now": 1,
            "incidents": [
                {"kind": "late", "participant": "3", "until": 3},
                {"kind": "lost_place", "place": "T1"},
            ],
            "given_up": [],
        }
    ]
    assert [(c["meeting"], c["kind"], c["code"], c["text"]) for c in entry["changes"]] == [
        ("2", "moved", "moves", "2 (1 and 3) moves from 2 to 3, because 3 comes only at 3")
    ]
    assert saphan("check", source, new, "--before", result).exit_code == 0


def test_a_file_of_incidents_says_the_same(files):
    source, result, new = files
    listed = result.with_name("incidents.json")
    listed.write_text(json.dumps({"incidents": [{"kind": "no_show", "participant": "3"}]}))
    assert saphan("replan", source, result, "--incidents", listed, "--out", new).exit_code == 0
    entry = json.loads(new.read_text())
    assert [item["id"] for item in entry["meetings"]] == ["1"]
    assert entry["replans"][0]["given_up"] == ["2"]
    judged = saphan("check", source, new)
    assert (judged.exit_code, judged.stdout.splitlines()[0]) == (0, "given up on the day: 2")


def test_a_replanned_day_is_replanned_again(files):
    source, result, new = files
    again = new.with_name("again.json")
    assert saphan("replan", source, result, "--urgent", "2+3", "--out", new).exit_code == 0
    assert saphan("replan", source, new, "--now", 1, "--online", "1", "--out", again).exit_code == 0
    assert len(json.loads(again.read_text())["replans"]) == 2
    assert saphan("check", source, again, "--before", new).exit_code == 0


def test_the_past_touched_is_judged_so(files):
    source, result, new = files
    saphan("replan", source, result, "--now", 1, "--lost-place", "T1", "--out", new)
    write(result, [dict(TIMETABLE[0], place="T2"), TIMETABLE[1]])
    judged = saphan("check", source, new, "--before", result)
    assert judged.exit_code == 1
    assert "1 has begun at 1 and is not as it was" in judged.stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "Nothing has happened: name an incident"),
        (["--no-show", "9"], "There is no delegate '9'."),
        (["--late", "1"], "--late 1: a slot is missing"),
        (["--late", "1=9"], "There is no slot '9'; slots go from 1 to 3."),
        (["--no-show", "1", "--now", "7"], "There is no slot '7'"),
        (["--lost-place", "T9"], "There is no place 'T9'."),
        (["--lost-interpreter", "I1"], "There is no interpreter 'I1'."),
        (["--urgent", "1+2"], "1 and 2 meet already: 1 at 1."),
        (["--urgent", "R9"], "There is no request 'R9'."),
        (["--cancelled", "1", "--now", "1"], "meeting '1' has begun"),
    ],
)
def test_what_cannot_be_is_refused_with_status_2_and_writes_nothing(files, arguments, complaint):
    source, result, new = files
    done = saphan("replan", source, result, "--out", new, *arguments)
    assert (done.exit_code, new.exists()) == (2, False)
    assert complaint in " ".join(done.stderr.split())


def test_a_timetable_that_breaks_a_rule_is_refused(files):
    source, result, new = files
    write(result, [TIMETABLE[0], dict(TIMETABLE[1], slot=1)])
    done = saphan("replan", source, result, "--no-show", "2", "--out", new)
    assert (done.exit_code, new.exists()) == (2, False)
    assert "1 is in 1 and 2 in slot 1" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("incident", "complaint"),
    [
        ({"kind": "flood"}, "incidents[1].kind: expected one of no_show"),
        ({"kind": "late", "participant": "1"}, "incidents[1].until: is missing"),
        ({"kind": "late", "participant": "1", "until": 9}, "there is no slot 9"),
        ({"kind": "no_show", "who": "1"}, "incidents[1].who: is unknown"),
    ],
)
def test_a_wrong_file_of_incidents_is_refused(files, incident, complaint):
    source, result, new = files
    listed = result.with_name("incidents.json")
    listed.write_text(json.dumps({"incidents": [incident]}))
    done = saphan("replan", source, result, "--incidents", listed, "--out", new)
    assert (done.exit_code, new.exists()) == (2, False)
    assert complaint in " ".join(done.stderr.split())
