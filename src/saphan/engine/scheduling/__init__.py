"""Meetings in, a checked timetable out, as good as can be proven in the time given."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .check import Report, check
from .formats.dzn import UnusableInput
from .problem import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    Scheduled,
    Slot,
    Travel,
)
from .result import Goal, Progress, Reason, Result

if TYPE_CHECKING:
    from .solver import solve

__all__ = [
    "Forum",
    "Goal",
    "Interpreter",
    "Meeting",
    "Participant",
    "Place",
    "Precedence",
    "Progress",
    "Reason",
    "Report",
    "Result",
    "Scheduled",
    "Slot",
    "Travel",
    "UnusableInput",
    "check",
    "read_input",
    "solve",
]


def __getattr__(name: str) -> Any:
    """Load the solvers with the first use of `solve`: reading and judging do without (PEP 562).

    They take seconds to load, and a file that cannot be used is to be named at once.
    """
    if name != "solve":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .solver import solve

    globals()[name] = solve
    return solve


def read_input(path: Path) -> Forum:
    """Read a problem from a .dzn instance, or from a forum's folder, zip or workbook.

    Raises:
        UnusableInput: The .dzn file cannot be used.
        UnusableFiles: The forum's files cannot be used.
    """
    from saphan.engine.sheets.reader import read_forum_sheets

    from .formats.dzn import read_dzn
    from .formats.forum import forum_from_sheets

    if path.is_dir() or path.suffix.lower() in (".xlsx", ".zip"):
        return forum_from_sheets(read_forum_sheets(path))
    if path.suffix.lower() == ".dzn":
        return read_dzn(path)
    raise UnusableInput(path.name, None, "expected a .dzn file, a forum's folder, .zip or .xlsx")
