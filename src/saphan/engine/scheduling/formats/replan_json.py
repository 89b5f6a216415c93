"""NEW.json: a replanned timetable as a file, with what happened and what changed.

It is a RESULT.json with the replannings of the day so far, from which the problem of the day can
be made again, and the changes of the last of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from saphan.engine.scheduling.formats.dzn import UnusableInput
from saphan.engine.scheduling.formats.result_json import meeting_entry, read_object, slot_entry
from saphan.engine.scheduling.problem import Forum, Meeting, Scheduled
from saphan.engine.scheduling.replan import (
    Cancelled,
    Disconnected,
    Incident,
    Late,
    LeavesEarly,
    LostInterpreter,
    LostPlace,
    NoShow,
    Replan,
    Step,
    TurnedOnline,
    UrgentRequest,
)

KINDS: dict[str, type[Incident]] = {
    "no_show": NoShow,
    "late": Late,
    "leaves_early": LeavesEarly,
    "disconnected": Disconnected,
    "turned_online": TurnedOnline,
    "lost_place": LostPlace,
    "lost_interpreter": LostInterpreter,
    "urgent": UrgentRequest,
    "cancelled": Cancelled,
}
"""Incidents by the name they have in files."""

SLOTS = ("start", "until", "deadline")
"""Fields of incidents that name a slot."""


def write_replan(forum: Forum, found: Replan, path: Path) -> None:
    """Write a replanned timetable.

    Args:
        forum: The problem as it was planned.
        found: The replanning.
        path: Where to.
    """
    entry = {
        "status": found.status,
        "seconds": round(found.seconds, 3),
        "goals": [{"name": g.name, "value": g.value, "bound": g.bound} for g in found.goals],
        "before": found.before,
        "meetings": [meeting_entry(item) for item in found.meetings],
        "replans": [
            {
                "now": None if step.now < 0 else slot_entry(forum.slots[step.now].id),
                "incidents": [incident_entry(forum, incident) for incident in step.incidents],
                "given_up": sorted(step.given_up),
            }
            for step in found.steps
        ],
        "changes": [
            {
                "meeting": change.meeting,
                "kind": change.kind,
                "from": _place_entry(change.before),
                "to": _place_entry(change.after),
                "cause": change.cause,
                "code": change.reason.code,
                "params": change.reason.params,
                "text": change.reason.text,
            }
            for change in found.changes
        ],
    }
    path.write_text(json.dumps(entry, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _place_entry(item: Scheduled | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {key: value for key, value in meeting_entry(item).items() if key != "id"}


def incident_entry(forum: Forum, incident: Incident) -> dict[str, Any]:
    """An incident as it stands in a file."""
    kind = next(name for name, made in KINDS.items() if isinstance(incident, made))
    entry: dict[str, Any] = {"kind": kind}
    for field in fields(incident):
        value = getattr(incident, field.name)
        if isinstance(value, Meeting):
            value = {
                "id": value.id,
                "participants": list(value.participants),
                "value": value.value,
                "length": value.length,
                "needs_interpreter": [sorted(side) for side in value.needs_interpreter],
            }
        elif field.name in SLOTS:
            if value is None or (field.name == "start" and value == 0):
                continue
            value = slot_entry(forum.slots[value].id)
        entry[field.name] = value
    return entry


def read_steps(path: Path, forum: Forum) -> tuple[Step, ...]:
    """Read the replannings that a timetable has seen; none in a plain RESULT.json.

    Raises:
        UnusableInput: The file is not of this form; the message names the field.
    """
    entry = read_object(path)
    steps = []
    for number, item in enumerate(_list(path, "replans", entry.get("replans", [])), start=1):
        field = f"replans[{number}]"
        if not isinstance(item, dict):
            raise UnusableInput(path.name, field, "expected an object")
        now = item.get("now")
        steps.append(
            Step(
                -1 if now is None else _slot(path, f"{field}.now", forum, now),
                _incidents(path, f"{field}.incidents", forum, item.get("incidents", [])),
                frozenset(map(str, _list(path, f"{field}.given_up", item.get("given_up", [])))),
            )
        )
    return tuple(steps)


def read_incidents(path: Path, forum: Forum) -> tuple[Incident, ...]:
    """Read a file of incidents: a JSON object with the list `incidents`.

    Raises:
        UnusableInput: The file is not of this form; the message names the field.
    """
    return _incidents(path, "incidents", forum, read_object(path).get("incidents", []))


def _incidents(path: Path, field: str, forum: Forum, items: object) -> tuple[Incident, ...]:
    return tuple(
        _incident(path, f"{field}[{number}]", forum, item)
        for number, item in enumerate(_list(path, field, items), start=1)
    )


def _incident(path: Path, field: str, forum: Forum, item: object) -> Incident:
    if not isinstance(item, dict):
        raise UnusableInput(path.name, field, "expected an object")
    kind = item.get("kind")
    if kind not in KINDS:
        raise UnusableInput(
            path.name, f"{field}.kind", f"expected one of {', '.join(KINDS)}, found {kind!r}"
        )
    known = {one.name: one for one in fields(KINDS[kind])}
    for name in item.keys() - known.keys() - {"kind"}:
        raise UnusableInput(
            path.name, f"{field}.{name}", f"is unknown; a {kind} has {', '.join(known)}"
        )
    given: dict[str, Any] = {}
    for name in known:
        value = item.get(name)
        if value is None:
            continue
        if name in SLOTS:
            given[name] = _slot(path, f"{field}.{name}", forum, value)
        elif isinstance(value, dict):
            given[name] = _meeting(path, f"{field}.{name}", value)
        else:
            given[name] = str(value)
    try:
        return KINDS[kind](**given)
    except TypeError as error:
        missing = [name for name in known if name not in given and name not in ("start",)]
        raise UnusableInput(path.name, f"{field}.{missing[0]}", "is missing") from error


def _meeting(path: Path, field: str, value: dict[str, Any]) -> Meeting:
    try:
        return Meeting(
            str(value["id"]),
            tuple(map(str, value["participants"])),
            value=int(value.get("value", 1)),
            length=int(value.get("length", 1)),
            needs_interpreter=tuple(map(frozenset, value.get("needs_interpreter", ()))),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableInput(path.name, field, f"is no meeting ({error!r})") from error


def _slot(path: Path, field: str, forum: Forum, value: object) -> int:
    number = {slot.id: index for index, slot in enumerate(forum.slots)}
    if str(value) not in number:
        raise UnusableInput(path.name, field, f"there is no slot {value!r}")
    return number[str(value)]


def _list(path: Path, field: str, value: object) -> Iterable[Any]:
    if not isinstance(value, list):
        raise UnusableInput(path.name, field, "expected a list")
    return value
