"""Reading a problem from whatever file it comes in."""

from __future__ import annotations

from pathlib import Path

from saphan.engine.scheduling.formats.dzn import read_dzn
from saphan.engine.scheduling.formats.forum import forum_from_sheets
from saphan.engine.scheduling.problem import Forum


def read_input(path: Path) -> Forum:
    """Read a .dzn instance, or a forum's folder, .zip or .xlsx.

    Args:
        path: The file or folder.

    Returns:
        The problem.

    Raises:
        UnusableInput: A .dzn file cannot be used.
        UnusableFiles: A forum's files cannot be used; everything wrong is listed.
        ValueError: The forum's rows make no problem.
    """
    if path.suffix.lower() == ".dzn":
        return read_dzn(path)
    from saphan.engine.sheets.reader import read_forum_sheets

    return forum_from_sheets(read_forum_sheets(path))
