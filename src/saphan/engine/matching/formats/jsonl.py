"""Organisations in and matches out, as JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..problem import Listing, Profile
from ..result import MatchingResult


class UnusableOrganisations(ValueError):
    """The file cannot be used; the message names file, line and field."""


def read_organisations(path: Path) -> tuple[Profile, ...]:
    """Read organisations, one a line.

    Raises:
        UnusableOrganisations: A line is no JSON object, or a field is missing or of another type.
    """
    profiles = []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableOrganisations(f"{path.name}: expected UTF-8 text ({error})") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as error:
            raise UnusableOrganisations(f"{where}: expected a JSON object ({error})") from error
        profiles.append(_profile(entry, where))
    if not profiles:
        raise UnusableOrganisations(f"{path.name}: expected at least one organisation")
    return tuple(profiles)


def _profile(entry: object, where: str) -> Profile:
    if not isinstance(entry, dict):
        raise UnusableOrganisations(f"{where}: expected a JSON object")
    return Profile(
        **{name: _text(entry, name, where) for name in ("id", "country")},
        **{
            name: _text(entry, name, where, default="")
            for name in ("kind", "name", "language", "about")
        },
        offers=_listings(entry, "offers", where),
        needs=_listings(entry, "needs", where),
        languages=_texts(entry, "languages", where),
    )


def _listings(entry: dict[str, Any], field: str, where: str) -> tuple[Listing, ...]:
    items = entry.get(field) or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise UnusableOrganisations(f"{where}, {field}: expected a list of objects")
    return tuple(
        Listing(
            id=_text(item, "id", f"{where}, {field}"),
            title=_text(item, "title", f"{where}, {field}", default=""),
            text=_text(item, "text", f"{where}, {field}", default=""),
            isic=_texts(item, "isic", f"{where}, {field}"),
            cooperation=_texts(item, "cooperation", f"{where}, {field}"),
        )
        for item in items
    )


def _text(entry: dict[str, Any], field: str, where: str, *, default: str | None = None) -> str:
    value = entry.get(field)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or (default is None and not value):
        raise UnusableOrganisations(f"{where}, {field}: expected a text, found {value!r:.60}")
    return value


def _texts(entry: dict[str, Any], field: str, where: str) -> tuple[str, ...]:
    """A list of texts; a single text or number stands for a list of one."""
    value = entry.get(field)
    if value is None or value == "":
        return ()
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str | int) for item in values):
        raise UnusableOrganisations(f"{where}, {field}: expected texts, found {value!r:.60}")
    return tuple(str(item) for item in values)


def write_matches(result: MatchingResult, path: Path) -> None:
    """Write a match a line: need, offer, score, parts, why."""
    with path.open("w", encoding="utf-8") as file:
        for found in result.matches:
            entry = {name: getattr(found, name) for name in ("need", "offer", "score")}
            entry |= {"parts": found.parts, "why": found.why}
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
