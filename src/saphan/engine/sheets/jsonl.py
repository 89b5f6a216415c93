"""JSON Lines in: one object a line, everything that is wrong named by file, line and field."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from .forum_sheets import Problem, UnusableFiles

MOST_PROBLEMS = 200
Read = TypeVar("Read")
Line = TypeVar("Line", bound="LineReader")


class LineReader:
    """Reads one line and collects what is wrong with it.

    Args:
        file: Name of the file.
        number: Of the line, from 1.
        seen: What has to be unique in the file, with the line that has it.
    """

    def __init__(self, file: str, number: int, seen: dict[str, int]) -> None:
        self.file, self.number, self.seen = file, number, seen
        self.problems: list[Problem] = []

    def parse(self, line: str) -> dict[str, Any] | None:
        """The object of the line; None where there is none."""
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            self.wrong("not_json", None, line, "one JSON object a line")
            return None
        if not isinstance(row, dict):
            self.wrong("not_an_object", None, line, "a JSON object")
            return None
        return row

    def once(self, field: str, value: str | int, key: str) -> bool:
        """Whether nothing before in the file has this key; else the value is a problem."""
        if key in self.seen:
            expected = f"an id not used before (line {self.seen[key]})"
            self.wrong("duplicate_id", field, value, expected)
            return False
        self.seen[key] = self.number
        return True

    def wrong(self, code: str, field: str | None, value: Any, expected: str) -> None:
        """Add a problem of this line."""
        shown = None if value is None else printable(str(value)[:80])
        self.problems.append(Problem(code, self.file, self.number, field, shown, expected))


def printable(text: str) -> str:
    """A text that can be written: halves of surrogate pairs become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def read_lines(
    path: Path,
    reader: Callable[[str, int, dict[str, int]], Line],
    read: Callable[[Line, dict[str, Any]], Read | None],
    *,
    most_bytes: int,
    expected: str = "",
) -> tuple[Read, ...]:
    """Read a file of JSON Lines; empty lines are skipped.

    Args:
        path: A UTF-8 file; a byte order mark is allowed.
        reader: Makes the reader of a line.
        read: Reads a line's object; of None, or where the reader found a problem, nothing is kept.
        most_bytes: How large the file may be.
        expected: What a file without a line lacks; nothing where it may be empty.

    Returns:
        What was read, in the file's order.

    Raises:
        UnusableFiles: Something is wrong.
    """
    file = path.name
    if path.stat().st_size > most_bytes:
        raise UnusableFiles([_whole(file, "too_large", f"at most {most_bytes // 10**6} MB")])
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFiles(
            [_whole(file, "not_utf8", f"UTF-8 text; byte {error.start} is not")]
        ) from error
    found: list[Read] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        of_line = reader(file, number, seen)
        row = of_line.parse(line)
        made = None if row is None else read(of_line, row)
        if made is not None and not of_line.problems:
            found.append(made)
        problems += of_line.problems
        if len(problems) >= MOST_PROBLEMS:
            break
    if expected and not found and not problems:
        problems.append(_whole(file, "empty", expected))
    if problems:
        raise UnusableFiles(problems)
    return tuple(found)


def _whole(file: str, code: str, expected: str) -> Problem:
    return Problem(code, file, None, None, None, expected)
