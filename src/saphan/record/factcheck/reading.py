"""Messages out of files: e-mail, CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from django.utils.translation import gettext as _

from saphan.engine.language import plain
from saphan.record.errors import Refused

from .actions.intake import MOST_TEXT, Sent
from .models import Report
from .pictures import cleaned

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 5000


@dataclass(frozen=True)
class Read:
    """What is in a file.

    Attributes:
        sent: The messages that can be kept.
        problems: What is wrong, each with its line or message; such ones are left out.
    """

    sent: tuple[Sent, ...]
    problems: tuple[str, ...]


def read_messages(name: str, data: bytes) -> Read:
    """Read the messages of a file by its kind: `.eml`, `.csv` or `.jsonl`.

    Args:
        name: Of the file.
        data: All of it.

    Raises:
        Refused: It is none of these, too large, or not UTF-8.
    """
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is too large: at most 20 MB."))
    kind = name.lower().rpartition(".")[2]
    if kind == "eml":
        return _email(data)
    if kind not in ("csv", "jsonl"):
        raise Refused(_("Please choose an .eml, .csv or .jsonl file."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("The file is not in UTF-8.")) from error
    sent: list[Sent] = []
    problems: list[str] = []
    for line, row in _csv(text) if kind == "csv" else _jsonl(text):
        said, link = _text(row, "text").strip(), _text(row, "link").strip()
        if len(sent) == MOST_ROWS:
            problems.append(
                _("line %(line)s: only the first %(n)s are read") % {"line": line, "n": MOST_ROWS}
            )
            break
        if not said and not link:
            problems.append(_("line %(line)s: no text and no link") % {"line": line})
        elif len(said) > MOST_TEXT or len(link) > 2000:
            problems.append(_("line %(line)s: too long") % {"line": line})
        else:
            sent.append(
                Sent(said, link, channel=Report.Channel.FILE, external=_text(row, "id")[:254])
            )
    return Read(tuple(sent), tuple(problems))


_HEADS = ("from", "subject", "date", "message-id")
"""A letter has one of these at least; what has none is another kind of file."""

Row = tuple[int, dict[str, Any]]


def _text(row: dict[str, Any], field: str) -> str:
    value = row.get(field)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _csv(text: str) -> Iterator[Row]:
    csv.field_size_limit(MOST_BYTES)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    heads = {name.strip().lower() for name in rows.fieldnames or ()}
    if not heads & {"text", "link"}:
        raise Refused(_("The first line has to name a column “text” or “link”."))
    try:
        for row in rows:
            yield rows.line_num, {str(key).strip().lower(): value for key, value in row.items()}
    except csv.Error as error:
        raise Refused(_("This is no readable CSV file.")) from error


def _jsonl(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        yield number, row if isinstance(row, dict) else {}


def _email(data: bytes) -> Read:
    letter = message_from_bytes(data, policy=policy.default)
    assert isinstance(letter, EmailMessage)
    if not any(letter.get_all(name) for name in _HEADS):
        return Read((), (_("This letter cannot be read."),))
    try:
        body = letter.get_body(("plain", "html"))
        words = body.get_content() if body is not None else ""
        subject = str(letter.get("subject", ""))
        address = parseaddr(str(letter.get("from", "")))[1]
        number = str(letter.get("message-id", ""))
    except (LookupError, ValueError, AttributeError, IndexError):
        return Read((), (_("This letter cannot be read."),))
    if body is not None and body.get_content_subtype() == "html":
        words = plain(words)
    text = "\n".join(part for part in (subject.strip(), str(words).strip()) if part)[:MOST_TEXT]
    picture, problems = _picture(letter)
    if not text:
        return Read((), (_("This letter says nothing."), *problems))
    email = address if address.count("@") == 1 and len(address) <= 254 else ""
    sent = Sent(
        text,
        picture=picture,
        channel=Report.Channel.EMAIL,
        external=number.strip()[:254],
        email=email,
    )
    return Read((sent,), problems)


def _picture(letter: EmailMessage) -> tuple[bytes, tuple[str, ...]]:
    """The first attachment that is a picture, and what is wrong with others."""
    problems: list[str] = []
    for part in letter.walk():
        if part.get_content_maintype() != "image":
            continue
        found = part.get_payload(decode=True)
        try:
            cleaned(found if isinstance(found, bytes) else b"")
        except Refused as error:
            problems.append(str(error.message))
            continue
        return bytes(found), tuple(problems)
    return b"", tuple(problems)
