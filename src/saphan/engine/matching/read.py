"""Organisations from whatever kind of file they stand in."""

from __future__ import annotations

from pathlib import Path

from saphan.engine.sheets.reader import read_forum_sheets

from .formats.forum import profiles_from_sheets
from .formats.jsonl import read_organisations
from .problem import Profile


def read_profiles(path: Path | str) -> tuple[Profile, ...]:
    """Read organisations from JSON Lines, or from the files of a forum.

    Args:
        path: A forum's folder, `.zip` or `.xlsx`; any other file is taken for JSON Lines.

    Returns:
        The profiles, in the order of the files.

    Raises:
        UnusableFiles: The files cannot be used; its `problems` say where and why.
        OSError: The path cannot be read.
    """
    path = Path(path)
    if path.is_file() and path.suffix.lower() not in (".zip", ".xlsx"):
        return read_organisations(path)
    return profiles_from_sheets(read_forum_sheets(path))
