"""The command line on files, as a user and a program see it: exit status and files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from saphan.cli import app
from saphan.cli.record import stand_at

FORUM = Path(__file__).resolve().parents[2] / "examples" / "forum"
SMALL = """
nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = {slots}; nMorningSlots = {slots};
requested = [|1,2,3,|1,3,3|];
forbidden = [{{0}},{{0}},{{0}}];
"""


PROGRAM = str(Path(sys.executable).with_name("saphan"))


def saphan(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def status_of(*arguments: object) -> int:
    """With what status the program itself ends."""
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True).returncode


def test_an_instance_is_scheduled_and_judged(tmp_path):
    source, target = tmp_path / "small.dzn", tmp_path / "result.json"
    source.write_text(SMALL.format(slots=2))
    assert status_of("schedule", source, "--out", target) == 0
    result = json.loads(target.read_text())
    assert result["status"] == "optimal"
    assert result["goals"] == [{"name": "breaks", "value": 0, "bound": 0}]
    assert sorted((m["id"], m["slot"]) for m in result["meetings"]) in (
        [("1", 1), ("2", 2)],
        [("1", 2), ("2", 1)],
    )
    assert saphan("check", source, target).exit_code == 0


def test_a_broken_timetable_is_judged_so(tmp_path):
    source, target = tmp_path / "small.dzn", tmp_path / "result.json"
    source.write_text(SMALL.format(slots=2))
    meetings = [{"id": name, "slot": 1, "place": None, "interpreter": None} for name in "12"]
    target.write_text(
        json.dumps({"status": "optimal", "seconds": 0, "goals": [], "meetings": meetings})
    )
    assert saphan("check", source, target).exit_code == 1


def test_the_impossible_is_explained_with_status_3(tmp_path):
    source, target = tmp_path / "small.dzn", tmp_path / "result.json"
    source.write_text(SMALL.format(slots=1))
    assert status_of("schedule", source, "--out", target) == 3
    result = json.loads(target.read_text())
    assert result["status"] == "infeasible"
    assert "1 asks for 2 meetings and is free in 1 slots." in [r["text"] for r in result["reasons"]]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "1 asks for 2 meetings and is free in 1 slots.",
                "Any one of these changes would remove this:",
                "+ These meetings need not be held: 1 (1, 2).",
                "With these changes together, the fewest that will do, there is a timetable.",
                "+ These meetings need not be held: 1 (1, 2).",
            ],
        ),
        (
            "ru",
            [
                "1: встреч — 2, свободных слотов — 1.",
                "Любое из этих изменений устранит эту причину:",
                "+ Эти встречи перестают быть обязательными: 1 (1, 2).",
                "Если сделать все эти изменения, расписание возможно; меньшим числом изменений не "
                "обойтись.",
                "+ Эти встречи перестают быть обязательными: 1 (1, 2).",
            ],
        ),
    ],
)
def test_the_impossible_is_explained_in_the_language_asked_for(tmp_path, language, lines):
    source, target = tmp_path / "small.dzn", tmp_path / "result.json"
    source.write_text(SMALL.format(slots=1).replace("nTables = 1", "nTables = 2"))
    done = saphan("schedule", source, "--out", target, "--quiet", "--language", language)
    told = " ".join(done.stdout.split())
    assert told == " ".join(["infeasible in", told.split()[2], "s: 0 meetings", *lines])


@pytest.mark.parametrize("content", ["", "nBusiness = ;", "\x00\x01", "requested = [|1,2|];"])
def test_unusable_input_has_status_2_and_writes_nothing(tmp_path, content):
    source, target = tmp_path / "bad.dzn", tmp_path / "result.json"
    source.write_text(content)
    done = saphan("schedule", source, "--out", target)
    assert (done.exit_code, target.exists()) == (2, False)
    assert done.stderr != ""


def test_a_forums_folder_is_matched(tmp_path):
    target = tmp_path / "matches.jsonl"
    assert saphan("match", FORUM, "--out", target, "--top", 3, "--cross-border").exit_code == 0
    matches = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert all(list(m) == ["need", "offer", "score", "parts", "why"] for m in matches)
    first = next(m for m in matches if m["need"].startswith("TH-001-"))
    assert first["offer"].split("-")[:2] == ["RU", "001"]


def organisations(tmp_path: Path, text: str) -> Path:
    source = tmp_path / "organisations.jsonl"
    rows = [
        {"id": "T", "country": "TH", "needs": [{"id": "N", "title": "ข่าวปลอม", "text": text}]},
        {"id": "R", "country": "RU", "offers": [{"id": "O", "title": "Фейковые новости"}]},
    ]
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return source


def test_a_text_that_is_cut_is_named_once(tmp_path):
    source = organisations(tmp_path, "ก" * 1_000_000)
    done = saphan("match", source, "--out", tmp_path / "matches.jsonl")
    said = " ".join(done.stderr.split())
    assert said == "T, N: the text has 1,000,000 characters; the first 200,000 are read"
    assert done.exit_code == 0


def test_work_kept_gives_the_same_matches_and_is_of_one_problem(tmp_path):
    source, kept = organisations(tmp_path, ""), tmp_path / "kept"
    for name in ("first.jsonl", "again.jsonl"):
        assert saphan("match", source, "--out", tmp_path / name, "--keep", kept).exit_code == 0
    assert (tmp_path / "first.jsonl").read_bytes() == (tmp_path / "again.jsonl").read_bytes()
    other = saphan("match", source, "--out", tmp_path / "x", "--keep", kept, "--top", 2)
    assert (other.exit_code, "pieces of other" in " ".join(other.stderr.split())) == (2, True)


def test_bad_files_are_refused_before_the_record_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("saphan.cli.record.open_record", None)
    done = saphan("import", tmp_path)
    assert done.exit_code == 2
    assert "forum.toml" in done.stderr


def test_ctrl_c_ends_the_search_and_keeps_the_best_so_far(tmp_path):
    target = tmp_path / "result.json"
    running = subprocess.Popen(
        [PROGRAM, "schedule", str(FORUM), "--out", str(target), "--time-limit", "300"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    # Moves are sought last, and to the end of the time.
    while not (line := running.stderr.readline()).startswith("moves"):
        assert line
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert said.startswith("feasible in ")
    assert len(json.loads(target.read_text())["meetings"]) == 118
    assert saphan("check", FORUM, target).exit_code == 0


def test_letters_name_the_port_that_is_served_unless_the_site_has_an_address(monkeypatch):
    monkeypatch.delenv("SAPHAN_SITE", raising=False)
    stand_at(8433)
    assert os.environ["SAPHAN_SITE"] == "http://127.0.0.1:8433"
    monkeypatch.setenv("SAPHAN_SITE", "https://forum.example")
    stand_at(9000)
    assert os.environ["SAPHAN_SITE"] == "https://forum.example"
