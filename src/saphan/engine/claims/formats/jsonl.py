"""Claims and messages in JSON Lines in, answers and known claims in JSON Lines out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from saphan.engine.sheets.forum_sheets import Problem, UnusableFiles

from ..known import KnownClaim
from ..problem import Claim, Id, Message
from ..result import Answer

MAX_BYTES = 2_000_000_000
_MOST_PROBLEMS = 200
_Read = TypeVar("_Read")


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Read claims, one JSON object a line.

    Args:
        path: A UTF-8 file (a byte order mark is allowed). Each line has `id` (a text or a whole
            number) and `text`; `language` and `verdict` may be missing or empty, other fields are
            left alone. Empty lines are skipped.

    Returns:
        The claims in the file's order.

    Raises:
        UnusableFiles: Something is wrong; every problem names the file, line and field.
    """

    def claim(reader: _Line) -> Claim:
        return Claim(
            id=reader.id(),
            text=reader.text("text", required=True, filled=True),
            language=reader.text("language"),
            verdict=reader.text("verdict"),
        )

    return _read(path, claim, "a claim a line")


def read_messages(path: Path) -> tuple[Message, ...]:
    """Read messages, one JSON object a line with `id` and `text`; text and file may be empty.

    Arguments, return value and errors are as those of `read_claims`.
    """

    def message(reader: _Line) -> Message:
        return Message(id=reader.id(), text=reader.text("text", required=True))

    return _read(path, message)


def lines(answers: Iterable[Answer]) -> Iterator[str]:
    """Answers as lines of JSON with `message`, `answer` and `claims`.

    Each claim has its `id`, its `probability` and the `words` of the message that it shares.
    """
    for answer in answers:
        claims = [
            {"id": one.claim, "probability": one.probability, "words": list(one.words)}
            for one in answer.claims
        ]
        row = {"message": answer.message, "answer": answer.answer, "claims": claims}
        yield json.dumps(row, ensure_ascii=False) + "\n"


def write_answers(answers: Iterable[Answer], path: Path) -> None:
    """Write answers, one JSON object a line, as they come."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(lines(answers))


def write_known(claims: Iterable[KnownClaim], path: Path) -> None:
    """Write known claims, one JSON object a line that `read_claims` reads.

    Beside `id`, `text`, `language` and `verdict` it has `first` and `last` (days), `texts` (other
    wordings) and `mentions`, each with `day`, `rank`, `verdict`, `source`, `release`, `start`,
    `end` and `text`.
    """
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for claim in claims:
            mentions = [
                {
                    "day": seen.day.isoformat(),
                    "rank": seen.rank,
                    "verdict": seen.verdict,
                    "source": seen.source,
                    "release": seen.release,
                    "start": seen.start,
                    "end": seen.end,
                    "text": seen.text,
                }
                for seen in claim.mentions
            ]
            row = {
                "id": claim.id,
                "text": claim.text,
                "language": claim.language,
                "verdict": claim.verdict,
                "first": claim.first.isoformat(),
                "last": claim.last.isoformat(),
                "texts": list(claim.texts),
                "mentions": mentions,
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _read(path: Path, make: Callable[[_Line], _Read], expected: str = "") -> tuple[_Read, ...]:
    file = path.name
    if path.stat().st_size > MAX_BYTES:
        raise UnusableFiles([_whole(file, "too_large", f"at most {MAX_BYTES // 10**6} MB")])
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFiles(
            [_whole(file, "not_utf8", f"UTF-8 text; byte {error.start} is not")]
        ) from error
    found: list[_Read] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, line in _lines(text):
        reader = _Line(file, number, seen, problems)
        before = len(problems)
        if reader.parse(line):
            made = make(reader)
            if len(problems) == before:
                found.append(made)
        if len(problems) >= _MOST_PROBLEMS:
            break
    if expected and not found and not problems:
        problems.append(_whole(file, "empty", expected))
    if problems:
        raise UnusableFiles(problems)
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def _whole(file: str, code: str, expected: str) -> Problem:
    return Problem(code, file, None, None, None, expected)


class _Line:
    """Reads one line and adds what is wrong with it to the file's problems."""

    def __init__(
        self, file: str, number: int, seen: dict[str, int], problems: list[Problem]
    ) -> None:
        self._file, self._number, self._seen, self._problems = file, number, seen, problems
        self._row: dict[str, Any] = {}

    def parse(self, line: str) -> bool:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            return self._wrong("not_json", None, line, "one JSON object a line")
        if not isinstance(row, dict):
            return self._wrong("not_an_object", None, line, "a JSON object")
        self._row = row
        return True

    def id(self) -> Id:
        value = self._row.get("id")
        if value is None:
            self._wrong("missing", "id", None, "a text or a whole number")
        elif isinstance(value, bool) or not isinstance(value, str | int):
            self._wrong("not_an_id", "id", value, "a text or a whole number")
        elif not str(value).strip():
            self._wrong("empty", "id", value, "a text that is not empty")
        elif str(value) in self._seen:
            first = self._seen[str(value)]
            self._wrong("duplicate_id", "id", value, f"an id not used before (line {first})")
        else:
            self._seen[str(value)] = self._number
            return value
        return ""

    def text(self, field: str, *, required: bool = False, filled: bool = False) -> str:
        value = self._row.get(field)
        if value is None:
            if required:
                self._wrong("missing", field, None, "a text")
            return ""
        if not isinstance(value, str):
            self._wrong("not_a_text", field, value, "a text")
            return ""
        if filled and not value.strip():
            self._wrong("empty", field, value, "a text that is not empty")
        # Half of a pair of surrogates is no character: no file can be written with it.
        return value.encode("utf-8", "replace").decode("utf-8")

    def _wrong(self, code: str, field: str | None, value: Any, expected: str) -> bool:
        shown = None if value is None else ascii_safe(str(value)[:80])
        self._problems.append(Problem(code, self._file, self._number, field, shown, expected))
        return False


def ascii_safe(text: str) -> str:
    """A text that can be printed: halves of surrogate pairs become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
