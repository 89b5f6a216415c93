"""RESULT.json: a scheduler's result as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast, get_args

from saphan.engine.scheduling.formats.dzn import UnusableInput
from saphan.engine.scheduling.problem import Scheduled
from saphan.engine.scheduling.result import Goal, Reason, Result, Status


def write_result(result: Result, path: Path) -> None:
    """Write a result; slots of a .dzn instance are numbers, those of a forum names.

    Args:
        result: The result.
        path: Where to.
    """
    entry: dict[str, Any] = {
        "status": result.status,
        "seconds": round(result.seconds, 3),
        "goals": [{"name": g.name, "value": g.value, "bound": g.bound} for g in result.goals],
        "meetings": [meeting_entry(item) for item in result.meetings],
    }
    if result.reasons:
        entry["reasons"] = [
            {"code": r.code, "params": r.params, "text": r.text} for r in result.reasons
        ]
    path.write_text(json.dumps(entry, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def slot_entry(slot: str) -> int | str:
    """A slot as it stands in a file: a number in a .dzn instance."""
    return int(slot) if slot.isdigit() else slot


def meeting_entry(item: Scheduled) -> dict[str, Any]:
    """A meeting of a timetable as it stands in a file."""
    entry: dict[str, Any] = {
        "id": item.id,
        "slot": slot_entry(item.slot),
        "place": item.place,
        "interpreter": item.interpreter,
    }
    if item.chosen:
        entry["chosen"] = list(item.chosen)
    return entry


def read_result(path: Path) -> Result:
    """Read a result.

    Raises:
        UnusableInput: The file is no JSON of this form; the message names the field.
    """
    entry = read_object(path)
    status = entry.get("status")
    if status not in get_args(Status):
        raise UnusableInput(
            path.name, "status", f"expected one of {', '.join(get_args(Status))}, found {status!r}"
        )
    return Result(
        status=cast(Status, status),
        seconds=float(_number(path, "seconds", entry.get("seconds", 0))),
        goals=tuple(
            Goal(
                item["name"],
                int(_number(path, f"goals[{number}].value", item["value"])),
                int(_number(path, f"goals[{number}].bound", item["bound"])),
            )
            for number, item in enumerate(
                _objects(path, entry, "goals", ("name", "value", "bound")), start=1
            )
        ),
        meetings=tuple(
            Scheduled(
                str(item["id"]),
                str(item["slot"]),
                item.get("place"),
                item.get("interpreter"),
                _names(path, f"meetings[{number}].chosen", item.get("chosen", [])),
            )
            for number, item in enumerate(
                _objects(path, entry, "meetings", ("id", "slot")), start=1
            )
        ),
        reasons=tuple(
            Reason(item["code"], item.get("params") or {}, item["text"])
            for item in _objects(path, entry, "reasons", ("code", "text"))
        ),
    )


def read_object(path: Path) -> dict[str, Any]:
    """Read a file that holds one JSON object.

    Raises:
        UnusableInput: It does not.
    """
    try:
        entry = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnusableInput(path.name, None, f"expected JSON ({error})") from error
    if not isinstance(entry, dict):
        raise UnusableInput(path.name, None, "expected a JSON object")
    return entry


def _names(path: Path, field: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise UnusableInput(path.name, field, f"expected a list of ids, found {value!r}")
    return tuple(value)


def _number(path: Path, field: str, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnusableInput(path.name, field, f"expected a number, found {value!r}")
    return value


def _objects(
    path: Path, entry: dict[str, Any], field: str, needed: tuple[str, ...]
) -> list[dict[str, Any]]:
    items = entry.get(field, [])
    if not isinstance(items, list):
        raise UnusableInput(path.name, field, "expected a list")
    for number, item in enumerate(items, start=1):
        for name in needed:
            if not isinstance(item, dict) or item.get(name) is None:
                raise UnusableInput(path.name, f"{field}[{number}].{name}", "is missing")
    return items
