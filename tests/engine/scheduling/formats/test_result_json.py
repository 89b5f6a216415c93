"""RESULT.json, written and read back."""

import json
from pathlib import Path

import pytest

from saphan.engine.scheduling import Goal, Reason, Result, Scheduled, UnusableInput
from saphan.engine.scheduling.formats.result_json import read_result, write_result
from saphan.engine.scheduling.result import Sentence


def test_slots_of_an_instance_are_numbers(tmp_path: Path):
    path = tmp_path / "result.json"
    result = Result("feasible", 1.25, (Goal("breaks", 5, 4),), (Scheduled("1", "3", "T1"),))
    write_result(result, path)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "status": "feasible",
        "seconds": 1.25,
        "goals": [{"name": "breaks", "value": 5, "bound": 4}],
        "meetings": [{"id": "1", "slot": 3, "place": "T1", "interpreter": None}],
    }
    assert read_result(path) == result


def test_slots_of_a_forum_are_names(tmp_path: Path):
    path = tmp_path / "result.json"
    result = Result("optimal", 2.0, (), (Scheduled("R-1", "2027-02-17/09:30", "T01", "I-1"),))
    write_result(result, path)
    assert json.loads(path.read_text(encoding="utf-8"))["meetings"] == [
        {"id": "R-1", "slot": "2027-02-17/09:30", "place": "T01", "interpreter": "I-1"}
    ]
    assert read_result(path) == result


def test_who_was_chosen_of_a_group_goes_along(tmp_path: Path):
    path = tmp_path / "result.json"
    result = Result("optimal", 2.0, (), (Scheduled("1", "2", "T1", None, ("B", "C")),))
    write_result(result, path)
    assert json.loads(path.read_text(encoding="utf-8"))["meetings"] == [
        {"id": "1", "slot": 2, "place": "T1", "interpreter": None, "chosen": ["B", "C"]}
    ]
    assert read_result(path) == result


def test_reasons_go_along(tmp_path: Path):
    path = tmp_path / "result.json"
    change = Sentence("free_in", {"slots": ["8"]}, "ว่าง")
    reason = Reason("over_asked", {"slots": 7}, "ไม่พอ", because=(change,), help=(change,))
    write_result(Result("infeasible", 0.5, reasons=(reason,)), path)
    assert json.loads(path.read_text(encoding="utf-8"))["reasons"] == [
        {
            "code": "over_asked",
            "params": {"slots": 7},
            "text": "ไม่พอ",
            "because": [{"code": "free_in", "params": {"slots": ["8"]}, "text": "ว่าง"}],
            "help": [{"code": "free_in", "params": {"slots": ["8"]}, "text": "ว่าง"}],
        }
    ]
    assert read_result(path) == Result("infeasible", 0.5, reasons=(reason,))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", None),
        ("[]", None),
        ("{}", "status"),
        ('{"status": "fine"}', "status"),
        ('{"status": "optimal", "meetings": {}}', "meetings"),
        ('{"status": "optimal", "meetings": [1]}', "meetings[1].id"),
        ('{"status": "optimal", "meetings": [{"id": "1"}]}', "meetings[1].slot"),
        (
            '{"status": "optimal", "meetings": [{"id": "1", "slot": 1, "chosen": "B"}]}',
            "meetings[1].chosen",
        ),
        ('{"status": "optimal", "seconds": "long"}', "seconds"),
        (
            '{"status": "optimal", "goals": [{"name": "breaks", "value": "x", "bound": 1}]}',
            "goals[1].value",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, field: str | None):
    path = tmp_path / "result.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput) as refusal:
        read_result(path)
    assert (refusal.value.file, refusal.value.field) == ("result.json", field)
