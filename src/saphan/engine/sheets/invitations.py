"""A list of people to invite, with everything that is wrong in it at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from .forum_sheets import OrganisationKind, Problem
from .headers import LISTS
from .reader import EMAIL, country_code
from .sources import Cell, read_list

MOST_INVITEES = 2_000
MOST_LETTERS = 200  # of a name
KINDS: dict[str, str] = {
    **{kind: kind for kind in get_args(OrganisationKind)},
    **dict.fromkeys(("บริษัท", "компания"), "company"),
    **dict.fromkeys(("หน่วยงาน", "ведомство"), "agency"),
    **dict.fromkeys(("มหาวิทยาลัย", "университет"), "university"),
    **dict.fromkeys(("สมาคม", "ассоциация"), "association"),
}


@dataclass(frozen=True)
class InviteeRow:
    """One person of the list; what it does not say is empty."""

    row: int
    email: str
    name: str = ""
    country: str = ""
    kind: str = ""
    language: str = ""


def read_invitations(
    name: str, content: bytes, languages: tuple[str, ...]
) -> tuple[list[InviteeRow], list[Problem]]:
    """Read and check a list of people to invite.

    Args:
        name: Of the file: a CSV, or a workbook (.xlsx) whose first sheet it is.
        content: What it holds.
        languages: In which letters can be written.

    Returns:
        The rows in which nothing is wrong, and all problems.
    """
    tables = read_list("invitations", name, content)
    problems = list(tables.problems)
    rows: list[InviteeRow] = []
    table = tables.sheets.get("invitations")
    seen: dict[str, int] = {}
    if table is None or "email" not in table.headers:
        return rows, problems
    for row in table.rows:
        cells = {column.name: Cell(table, row, column.name) for column in LISTS["invitations"]}
        before = len(problems)
        email = cells["email"].text.lower()
        if not EMAIL.fullmatch(email) or len(email) > 254:
            problems.append(cells["email"].problem("bad_email", "an address such as a@b.example"))
        elif email in seen:
            expected = f"each address once; row {seen[email]} has it too"
            problems.append(cells["email"].problem("twice", expected))
        seen.setdefault(email, row.number)
        country = cells["country"].text and (country_code(cells["country"].text) or "")
        if cells["country"].text and not country:
            problems.append(cells["country"].problem("unknown_country", "a code such as TH"))
        kind = KINDS.get(cells["kind"].text.casefold(), "")
        if cells["kind"].text and not kind:
            expected = ", ".join(get_args(OrganisationKind))
            problems.append(cells["kind"].problem("unknown_kind", expected))
        language = cells["language"].text.lower()
        if language and language not in languages:
            problems.append(cells["language"].problem("unknown_language", ", ".join(languages)))
        if len(cells["name"].text) > MOST_LETTERS:
            problems.append(cells["name"].problem("too_long", f"at most {MOST_LETTERS} letters"))
        if len(problems) == before:
            rows.append(InviteeRow(row.number, email, cells["name"].text, country, kind, language))
    if len(rows) > MOST_INVITEES:
        expected = f"at most {MOST_INVITEES} people a file"
        problems.append(Problem("too_many_rows", name, None, None, str(len(rows)), expected))
    return rows, problems
