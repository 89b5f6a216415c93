"""How commands speak: tables for people on standard output, complaints on standard error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.table import Table

from saphan.engine.sheets.forum_sheets import Problem

UNUSABLE_INPUT = 2
INFEASIBLE = 3
SHOWN_PROBLEMS = 200

out = Console()
err = Console(stderr=True)


def refuse(message: str) -> NoReturn:
    """Say why the input cannot be used, and leave with the status that tells programs so."""
    err.print(message, style="red", markup=False, highlight=False)
    raise typer.Exit(UNUSABLE_INPUT)


def refuse_files(path: Path, problems: Sequence[Problem]) -> NoReturn:
    """List everything wrong in the files, and leave."""
    table = Table("file", "row", "column", "value", "expected", title=f"Cannot use {path}")
    for problem in problems[:SHOWN_PROBLEMS]:
        table.add_row(
            problem.file,
            "" if problem.row is None else str(problem.row),
            problem.column or "",
            "" if problem.value is None else problem.value,
            problem.expected,
        )
    err.print(table, markup=False)
    if len(problems) > SHOWN_PROBLEMS:
        err.print(f"… and {len(problems) - SHOWN_PROBLEMS} more.")
    refuse(f"{len(problems)} problem(s) in {path}. Nothing was written.")


def existing(path: Path) -> Path:
    """The path itself, if something is there."""
    if not path.exists():
        refuse(f"{path}: there is no such file or folder.")
    return path
