"""Reading instances of the B2B Meeting Scheduling Problem in MiniZinc's data format (.dzn).

The problem and its instances: Bofill et al., "Constraint Solving Approaches to the
Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from saphan.engine.scheduling.problem import (
    Forum,
    Meeting,
    Participant,
    Place,
    Precedence,
    Slot,
)

DIFFERENCE = 2
"""The published instances leave out d, the largest difference of breaks; it is 2 in all."""

Value = int | frozenset[int] | list["Value"]


class UnusableInput(ValueError):
    """A file cannot be used as a problem or as a result.

    Attributes:
        file: Name of the file.
        field: The field that is wrong, or None when it is the whole file.
        problem: What is wrong with it.
    """

    def __init__(self, file: str, field: str | None, problem: str) -> None:
        super().__init__(f"{file}: {problem}" if field is None else f"{file}: {field}: {problem}")
        self.file = file
        self.field = field
        self.problem = problem


class _Wrong(ValueError):
    """What is wrong with one field; the reader adds the file."""

    def __init__(self, field: str | None, problem: str) -> None:
        super().__init__(problem)
        self.field = field


def read_dzn(path: Path, *, difference: int | None = DIFFERENCE) -> Forum:
    """Read a B2B instance.

    Participants and meetings are named by their number from 1 (meetings in the order of
    `requested`), slots by their number from 1, places T1, T2, …; all meetings must be held and
    breaks are the only goal.

    Args:
        path: The file.
        difference: Largest difference between two participants' numbers of breaks; None for
            no limit.

    Returns:
        The problem.

    Raises:
        UnusableInput: The file cannot be read, a field is missing, or one contradicts another.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInput(path.name, None, f"cannot be read as text: {error}") from error
    try:
        return _forum(_fields(text), difference)
    except _Wrong as wrong:
        raise UnusableInput(path.name, wrong.field, str(wrong)) from wrong
    except ValueError as error:
        raise UnusableInput(path.name, None, str(error)) from error


TOKEN = re.compile(
    r"\s+|%[^\n]*|(?P<name>[A-Za-z_]\w*)|(?P<int>-?\d+)|(?P<mark>\.\.|\[\||\|\]|[\[\]{},;=|])"
)


def _tokens(text: str) -> list[str]:
    found, position = [], 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            line = text.count("\n", 0, position) + 1
            raise _Wrong(
                None, f"line {line}: {text[position : position + 20]!r} is no MiniZinc data"
            )
        if match.lastgroup:
            found.append(match.group())
        position = match.end()
    return found


def _fields(text: str) -> dict[str, Value]:
    tokens = _tokens(text)
    if not tokens:
        raise _Wrong(None, "is empty")
    fields: dict[str, Value] = {}
    stream = _Stream(tokens)
    while not stream.done():
        name = stream.take()
        if not re.fullmatch(r"[A-Za-z_]\w*", name):
            raise _Wrong(None, f"{name!r} stands where the name of a field is expected")
        if name in fields:
            raise _Wrong(name, "stands twice")
        stream.field = name
        stream.expect("=")
        fields[name] = stream.value()
        if not stream.done():
            stream.expect(";")
    return fields


class _Stream:
    """The tokens of a file, read one by one."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.field: str | None = None

    def done(self) -> bool:
        return self.at >= len(self.tokens)

    def peek(self) -> str:
        return self.tokens[self.at] if not self.done() else ""

    def take(self) -> str:
        if self.done():
            raise _Wrong(self.field, "the file ends in the middle of it")
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, mark: str) -> None:
        got = self.take()
        if got != mark:
            raise _Wrong(self.field, f"{got!r} stands where {mark!r} is expected")

    def number(self) -> int:
        got = self.take()
        if not re.fullmatch(r"-?\d+", got):
            raise _Wrong(self.field, f"{got!r} stands where a number is expected")
        return int(got)

    def value(self) -> Value:
        if self.peek() == "{":
            return self.braces()
        if self.peek() == "[":
            return self.array()
        if self.peek() == "[|":
            return self.table()
        first = self.number()
        if self.peek() == "..":
            self.take()
            return self.range(first)
        return first

    def range(self, first: int) -> frozenset[int]:
        last = self.number()
        if last - first > 100_000:
            raise _Wrong(self.field, f"the range {first}..{last} is too long")
        return frozenset(range(first, last + 1))

    def braces(self) -> frozenset[int]:
        self.expect("{")
        found: set[int] = set()
        while self.peek() != "}":
            found.add(self.number())
            if self.peek() == ",":
                self.take()
            elif self.peek() != "}":
                self.expect("}")
        self.take()
        return frozenset(found)

    def array(self) -> list[Value]:
        self.expect("[")
        found: list[Value] = []
        while self.peek() != "]":
            found.append(self.value())
            if self.peek() == ",":
                self.take()
            elif self.peek() != "]":
                self.expect("]")
        self.take()
        return found

    def table(self) -> list[Value]:
        self.expect("[|")
        rows: list[Value] = []
        row: list[Value] = []
        while True:
            if self.peek() in ("|", "|]"):
                if row:
                    rows.append(row)
                row = []
                if self.take() == "|]":
                    return rows
                continue
            row.append(self.number())
            if self.peek() == ",":
                self.take()
            elif self.peek() not in ("|", "|]"):
                self.expect("|]")


def _number(fields: dict[str, Value], name: str, least: int, most: int = 100_000) -> int:
    if name not in fields:
        raise _Wrong(name, "is missing")
    value = fields[name]
    if not isinstance(value, int):
        raise _Wrong(name, "is no number")
    if not least <= value <= most:
        raise _Wrong(name, f"is {value}, expected {least} to {most}")
    return value


def _list(fields: dict[str, Value], name: str, length: int) -> list[Value]:
    value = fields[name]
    if not isinstance(value, list):
        raise _Wrong(name, "is no list")
    if len(value) != length:
        raise _Wrong(name, f"has {len(value)} entries, expected {length}")
    return value


def _sets(fields: dict[str, Value], name: str, length: int, most: int) -> Iterator[frozenset[int]]:
    """Sets of numbers from 1 to `most`, 0 standing for nothing; all empty where left out."""
    if name not in fields:
        yield from [frozenset()] * length
        return
    for number, entry in enumerate(_list(fields, name, length), start=1):
        if not isinstance(entry, frozenset):
            raise _Wrong(name, f"entry {number} is no set")
        for element in sorted(entry):
            if not 0 <= element <= most:
                raise _Wrong(name, f"entry {number} holds {element}, expected 1 to {most}")
        yield entry - {0}


def _requested(
    fields: dict[str, Value], length: int, people: int
) -> Iterator[tuple[int, int, int]]:
    if "requested" not in fields:
        raise _Wrong("requested", "is missing")
    for number, row in enumerate(_list(fields, "requested", length), start=1):
        if not isinstance(row, list) or len(row) != 3:
            raise _Wrong("requested", f"row {number} is not two participants and a session")
        one, two, session = (cell if isinstance(cell, int) else -1 for cell in row)
        for name in (one, two):
            if not 1 <= name <= people:
                raise _Wrong("requested", f"row {number} names {name}, expected 1 to {people}")
        if one == two:
            raise _Wrong("requested", f"row {number}: participant {one} asks to meet itself")
        if session not in (1, 2, 3):
            raise _Wrong("requested", f"row {number} has session {session}, expected 1, 2 or 3")
        yield one, two, session


def _fixed(fields: dict[str, Value], meetings: int, slots: int) -> list[int]:
    if "fixed" not in fields:
        return [0] * meetings
    found = []
    for number, slot in enumerate(_list(fields, "fixed", meetings), start=1):
        if not isinstance(slot, int) or not 0 <= slot <= slots:
            raise _Wrong("fixed", f"entry {number} is {slot}, expected 0 to {slots}")
        found.append(slot)
    return found


def _forum(fields: dict[str, Value], difference: int | None) -> Forum:
    people = _number(fields, "nBusiness", 1)
    asked = _number(fields, "nMeetings", 0)
    tables = _number(fields, "nTables", 0)
    slots = _number(fields, "nTotalSlots", 1, 10_000)
    # Where the file leaves the border out, the whole day is the morning.
    mornings = _number(fields, "nMorningSlots", 0, slots) if "nMorningSlots" in fields else slots
    every = frozenset(range(slots))
    sessions = {1: frozenset(range(mornings)), 2: frozenset(range(mornings, slots)), 3: None}
    fixed = _fixed(fields, asked, slots)
    return Forum(
        participants=tuple(
            Participant(str(number), every - {slot - 1 for slot in forbidden})
            for number, forbidden in enumerate(_sets(fields, "forbidden", people, slots), start=1)
        ),
        slots=tuple(
            Slot(str(i + 1), session="morning" if i < mornings else "afternoon", start=i)
            for i in range(slots)
        ),
        places=tuple(Place(f"T{number + 1}", every) for number in range(tables)),
        meetings=tuple(
            Meeting(
                id=str(number),
                participants=(str(one), str(two)),
                must=True,
                allowed=sessions[session],
                fixed=slot - 1 if slot else None,
            )
            for number, ((one, two, session), slot) in enumerate(
                zip(_requested(fields, asked, people), fixed, strict=True), start=1
            )
        ),
        precedences=tuple(
            Precedence(before=str(before), after=str(after))
            for after, earlier in enumerate(_sets(fields, "precedences", asked, asked), start=1)
            for before in sorted(earlier)
        ),
        fairness=difference,
        goals=("breaks",),
    )
