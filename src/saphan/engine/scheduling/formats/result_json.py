"""Writing and reading RESULT.json, the file a timetable is handed on in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from saphan.engine.scheduling.formats.dzn import UnusableInput
from saphan.engine.scheduling.problem import GOALS, Scheduled
from saphan.engine.scheduling.result import Goal, Reason, Result, Status


def to_json(result: Result) -> dict[str, Any]:
    """The result as RESULT.json tells it.

    Args:
        result: What a solve found.

    Returns:
        `status`, `seconds`, `goals` and `meetings`, and `reasons` when infeasible. A slot whose
        name is a number (a .dzn instance) is written as that number.
    """
    data: dict[str, Any] = {
        "status": result.status,
        "seconds": round(result.seconds, 3),
        "goals": [
            {"name": goal.name, "value": goal.value, "bound": goal.bound} for goal in result.goals
        ],
        "meetings": [
            {
                "id": meeting.id,
                "slot": int(meeting.slot) if meeting.slot.isdecimal() else meeting.slot,
                "place": meeting.place,
                "interpreter": meeting.interpreter,
            }
            for meeting in result.meetings
        ],
    }
    if result.status == "infeasible":
        data["reasons"] = [
            {"code": reason.code, "params": reason.params, "text": reason.text}
            for reason in result.reasons
        ]
    return data


def write_result(result: Result, path: Path) -> None:
    """Write RESULT.json.

    Args:
        result: What a solve found.
        path: Where it goes; a file that is there is replaced.

    Raises:
        OSError: The file cannot be written.
    """
    text = json.dumps(to_json(result), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def read_result(path: Path) -> Result:
    """Read RESULT.json, from here or from elsewhere.

    Args:
        path: The file; `goals`, `seconds`, `place` and `interpreter` may be missing.

    Returns:
        The result; its slots are names, numbers included.

    Raises:
        UnusableInput: The file is no such result; the message names the field.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UnusableInput(path.name, None, f"cannot be read as JSON: {error}") from error
    if not isinstance(data, dict):
        raise UnusableInput(path.name, None, "is no JSON object")
    status = data.get("status")
    if status not in get_args(Status):
        raise UnusableInput(path.name, "status", f"is {status!r}")
    seconds = data.get("seconds", 0.0)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise UnusableInput(path.name, "seconds", f"is {seconds!r}")
    return Result(
        status=status,
        seconds=float(seconds),
        goals=tuple(_goal(path.name, *row) for row in _rows(path.name, data, "goals")),
        meetings=tuple(_meeting(path.name, *row) for row in _rows(path.name, data, "meetings")),
        reasons=tuple(_reason(path.name, *row) for row in _rows(path.name, data, "reasons")),
    )


def _rows(file: str, data: dict[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnusableInput(file, name, "is no list of objects")
    return [(f"{name}[{number}]", row) for number, row in enumerate(rows)]


def _name(file: str, where: str, row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnusableInput(file, f"{where}.{key}", f"is {value!r}, expected a name or a number")
    return str(value)


def _goal(file: str, where: str, row: dict[str, Any]) -> Goal:
    if row.get("name") not in GOALS:
        raise UnusableInput(file, f"{where}.name", f"is {row.get('name')!r}")
    for key in ("value", "bound"):
        if isinstance(row.get(key), bool) or not isinstance(row.get(key), int):
            raise UnusableInput(file, f"{where}.{key}", f"is {row.get(key)!r}, expected a number")
    return Goal(row["name"], row["value"], row["bound"])


def _meeting(file: str, where: str, row: dict[str, Any]) -> Scheduled:
    optional = {
        key: None if row.get(key) is None else _name(file, where, row, key)
        for key in ("place", "interpreter")
    }
    return Scheduled(_name(file, where, row, "id"), _name(file, where, row, "slot"), **optional)


def _reason(file: str, where: str, row: dict[str, Any]) -> Reason:
    params = row.get("params", {})
    if not isinstance(params, dict):
        raise UnusableInput(file, f"{where}.params", "is no object")
    return Reason(_name(file, where, row, "code"), params, _name(file, where, row, "text"))
