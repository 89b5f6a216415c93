"""Claims and messages in JSON Lines in, answers and known claims in JSON Lines out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from saphan.engine.sheets.jsonl import LineReader, printable, read_lines

from ..known import KnownClaim
from ..problem import Claim, Id, Message
from ..result import Answer

MAX_BYTES = 2_000_000_000
_Made = TypeVar("_Made")


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

    def claim(reader: _Line, row: dict[str, Any]) -> Claim:
        return Claim(
            id=reader.id(row),
            text=reader.text(row, "text", required=True, filled=True),
            language=reader.text(row, "language"),
            verdict=reader.text(row, "verdict"),
        )

    return _read(path, claim, "a claim a line")


def read_messages(path: Path) -> tuple[Message, ...]:
    """Read messages, one JSON object a line with `id` and `text`; text and file may be empty.

    Arguments, return value and errors are as those of `read_claims`.
    """

    def message(reader: _Line, row: dict[str, Any]) -> Message:
        return Message(id=reader.id(row), text=reader.text(row, "text", required=True))

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


def _read(
    path: Path, make: Callable[[_Line, dict[str, Any]], _Made], expected: str = ""
) -> tuple[_Made, ...]:
    return read_lines(path, _Line, make, most_bytes=MAX_BYTES, expected=expected)


class _Line(LineReader):
    """Reads the fields of claims and messages."""

    def id(self, row: dict[str, Any]) -> Id:
        value = row.get("id")
        if value is None:
            self.wrong("missing", "id", None, "a text or a whole number")
        elif isinstance(value, bool) or not isinstance(value, str | int):
            self.wrong("not_an_id", "id", value, "a text or a whole number")
        elif not str(value).strip():
            self.wrong("empty", "id", value, "a text that is not empty")
        elif self.once("id", value, str(value)):
            return value
        return ""

    def text(
        self, row: dict[str, Any], field: str, *, required: bool = False, filled: bool = False
    ) -> str:
        value = row.get(field)
        if value is None:
            if required:
                self.wrong("missing", field, None, "a text")
            return ""
        if not isinstance(value, str):
            self.wrong("not_a_text", field, value, "a text")
            return ""
        if filled and not value.strip():
            self.wrong("empty", field, value, "a text that is not empty")
        # Half of a pair of surrogates is no character: no file can be written with it.
        return printable(value)
