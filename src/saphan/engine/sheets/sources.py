"""From a folder, a zip or a workbook to tables of text: nothing is judged here but the form."""

from __future__ import annotations

import csv
import io
import tomllib
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import Any

from charset_normalizer import from_bytes
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .forum_sheets import Problem
from .headers import REQUIRED_SHEETS, SHEETS, WORKBOOK_SHEETS, known_headers

MOST_BYTES = 40 * 1024 * 1024
MOST_ROWS = 200_000
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@dataclass(frozen=True)
class Row:
    """A row's cells by column name, and where it stands."""

    number: int
    cells: dict[str, str]


@dataclass
class Table:
    """One sheet: its file, the headers as spelled by column name, and its rows."""

    file: str
    headers: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


@dataclass
class Tables:
    """All sheets by name, the contents of `forum.toml` if there is one, and what was wrong."""

    sheets: dict[str, Table] = field(default_factory=dict)
    toml: dict[str, Any] | None = None
    problems: list[Problem] = field(default_factory=list)


def read_tables(path: Path) -> Tables:
    """Read every sheet that the path holds."""
    tables = Tables()
    if path.is_dir():
        _read_files(tables, lambda name: _from_folder(path, name, tables))
    elif path.suffix.lower() == ".xlsx":
        _read_workbook(tables, path)
    elif path.suffix.lower() == ".zip":
        _read_zip(tables, path)
    else:
        tables.problems.append(
            _about(path.name, "unknown_form", "a folder, a .zip or a .xlsx workbook")
        )
    return tables


def _about(file: str, code: str, expected: str, value: str | None = None) -> Problem:
    return Problem(code, file, None, None, value, expected)


def _from_folder(folder: Path, name: str, tables: Tables) -> bytes | None:
    path = folder / name
    if not path.is_file():
        return None
    if path.stat().st_size > MOST_BYTES:
        tables.problems.append(_too_large(name, path.stat().st_size))
        return None
    return path.read_bytes()


def _too_large(name: str, size: int) -> Problem:
    return _about(
        name,
        "file_too_large",
        f"at most {MOST_BYTES // 1024**2} MB; split the forum or remove what is not its own",
        f"{size / 1024**2:.0f} MB",
    )


def _read_zip(tables: Tables, path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {
                PurePosixPath(info.filename).name: info
                for info in archive.infolist()
                if not info.is_dir()
                and len(PurePosixPath(info.filename).parts) <= 2
                and not info.filename.startswith("__MACOSX")
            }

            def member(name: str) -> bytes | None:
                info = members.get(name)
                if info is None:
                    return None
                # The size a member declares may lie; what is unpacked is limited too.
                with archive.open(info) as stream:
                    content = stream.read(MOST_BYTES + 1)
                if len(content) > MOST_BYTES:
                    tables.problems.append(_too_large(name, max(info.file_size, len(content))))
                    return None
                return content

            _read_files(tables, member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        tables.problems.append(
            _about(path.name, "unreadable_zip", "a zip archive without password", str(error)[:80])
        )


def _read_files(tables: Tables, content: Callable[[str], bytes | None]) -> None:
    before = len(tables.problems)
    raw = content("forum.toml")
    if raw is not None:
        text = _decoded(raw, "forum.toml", tables)
        if text is not None:
            try:
                tables.toml = tomllib.loads(text)
            except tomllib.TOMLDecodeError as error:
                tables.problems.append(
                    _about("forum.toml", "bad_toml", "TOML as in the reference", str(error)[:80])
                )
    elif len(tables.problems) == before:
        tables.problems.append(
            _about("forum.toml", "missing_file", "the file that describes the forum")
        )
    for sheet in SHEETS:
        name = f"{sheet}.csv"
        before = len(tables.problems)
        raw = content(name)
        if raw is None:
            if sheet in REQUIRED_SHEETS and len(tables.problems) == before:
                tables.problems.append(_about(name, "missing_file", f"the sheet of {sheet}"))
            continue
        text = _decoded(raw, name, tables)
        if text is not None:
            _read_csv(tables, sheet, name, text)


def _decoded(raw: bytes, name: str, tables: Tables) -> str | None:
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        tables.problems.append(_about(name, "empty_file", "a header and at least one row"))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        guess = from_bytes(raw[:20_000]).best()
        looks = f"it looks like {guess.encoding}; " if guess else ""
        tables.problems.append(
            Problem(
                "not_utf8",
                name,
                row,
                None,
                raw[error.start : error.start + 8].hex(" "),
                f"UTF-8; {looks}save it again as “CSV UTF-8”",
            )
        )
        return None
    if "\x00" in text:
        tables.problems.append(_about(name, "not_text", "text, without null characters"))
        return None
    return text


def _read_csv(tables: Tables, sheet: str, name: str, text: str) -> None:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def rows() -> Iterator[tuple[int, list[str]]]:
        start = 1
        try:
            for cells in reader:
                yield start, cells
                start = reader.line_num + 1
        except csv.Error as error:
            tables.problems.append(
                Problem("bad_csv", name, start, None, None, f"well-formed CSV: {error}")
            )

    _add_table(tables, sheet, name, rows())


def _read_workbook(tables: Tables, path: Path) -> None:
    if path.stat().st_size > MOST_BYTES:
        tables.problems.append(_too_large(path.name, path.stat().st_size))
        return
    if path.stat().st_size == 0:
        tables.problems.append(_about(path.name, "empty_file", "an Excel workbook"))
        return
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > 10 * MOST_BYTES:
            tables.problems.append(_too_large(path.name, unpacked))
            return
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        tables.problems.append(
            _about(path.name, "unreadable_workbook", "an Excel workbook (.xlsx)", str(error)[:80])
        )
        return
    by_name = {name.strip().casefold(): name for name in workbook.sheetnames}
    for sheet in (*WORKBOOK_SHEETS, *SHEETS):
        where = f"{path.name}[{sheet}]"
        if sheet not in by_name:
            if sheet in (*WORKBOOK_SHEETS, *REQUIRED_SHEETS):
                tables.problems.append(_about(where, "missing_file", f"the sheet of {sheet}"))
            continue
        rows = (
            (number, [_cell_text(value) for value in values])
            for number, values in enumerate(
                workbook[by_name[sheet]].iter_rows(values_only=True), start=1
            )
        )
        _add_table(tables, sheet, where, rows)
    workbook.close()


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _add_table(
    tables: Tables, sheet: str, file: str, rows: Iterable[tuple[int, list[str]]]
) -> None:
    table = Table(file)
    known = known_headers(sheet)
    columns: list[str | None] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = _read_header(tables, sheet, table, number, cells, known)
            if not columns:
                return
            continue
        if len(table.rows) >= MOST_ROWS:
            tables.problems.append(
                Problem("too_many_rows", file, number, None, None, f"at most {MOST_ROWS:,} rows")
            )
            return
        if any(cell.strip() for cell in cells[len(columns) :]):
            tables.problems.append(
                Problem(
                    "too_many_cells",
                    file,
                    number,
                    None,
                    cells[len(columns)][:80],
                    f"{len(columns)} cells, as in the header; quote a cell that has a separator",
                )
            )
            continue
        values = {
            column: unicodedata.normalize("NFC", cell).strip()
            for column, cell in zip(columns, cells, strict=False)
            if column
        }
        table.rows.append(Row(number, values))
    if not columns:
        tables.problems.append(_about(file, "empty_file", "a header and at least one row"))
        return
    if not table.rows and sheet in REQUIRED_SHEETS:
        tables.problems.append(_about(file, "empty_file", "at least one row under the header"))
    tables.sheets[sheet] = table


def _read_header(
    tables: Tables, sheet: str, table: Table, number: int, cells: list[str], known: dict[str, str]
) -> list[str | None]:
    from difflib import get_close_matches

    from .headers import fold

    columns: list[str | None] = []
    for cell in cells:
        name = known.get(fold(cell))
        if name is None and sheet == "agenda" and cell.strip().lower().startswith("title_"):
            name = cell.strip().lower()
        if name is None and cell.strip():
            near = get_close_matches(fold(cell), known, n=1)
            hint = f"; did you mean “{known[near[0]]}”?" if near else ""
            tables.problems.append(
                Problem(
                    "unknown_column",
                    table.file,
                    number,
                    cell.strip()[:80],
                    None,
                    f"one of {', '.join(dict.fromkeys(known.values()))}{hint}",
                )
            )
        elif name in columns and name is not None:
            tables.problems.append(
                Problem(
                    "column_twice", table.file, number, cell.strip()[:80], None, "each column once"
                )
            )
            name = None
        if name is not None:
            table.headers[name] = cell.strip()
        columns.append(name)
    for column in (*SHEETS.get(sheet, ()), *WORKBOOK_SHEETS.get(sheet, ())):
        if column.required and column.name not in columns:
            tables.problems.append(
                Problem(
                    "missing_column",
                    table.file,
                    number,
                    column.name,
                    None,
                    f"a column “{column.name}” (Thai “{column.th}”, Russian “{column.ru}”)",
                )
            )
    return columns
