"""From a folder, a zip or a workbook to tables of text: nothing is judged here but the form."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree.ElementTree import ParseError

from charset_normalizer import from_bytes
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .forum_sheets import Problem
from .headers import (
    OPTIONAL_WORKBOOK_SHEETS,
    REQUIRED_SHEETS,
    SHEETS,
    WORKBOOK_SHEETS,
    columns_of,
    fold,
    known_headers,
)

MOST_BYTES = 40 * 1024 * 1024
MOST_UNPACKED = 4 * MOST_BYTES  # of a whole workbook, whose XML is larger than its text
MOST_ROWS = 200_000
MOST_CHARACTERS = 20_000  # of a cell: well within what a cell of Excel holds
MOST_CELLS = 64  # of a row: no sheet has more than a dozen columns
# Encodings that Thai and Russian office programs write; a free guess strays among a hundred.
LIKELY_ENCODINGS = {
    "cp1251": "Windows-1251 (Cyrillic)",
    "tis_620": "Windows-874 or TIS-620 (Thai)",
    "utf_16": "UTF-16 (Excel's “Unicode text”)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp866": "DOS 866 (Cyrillic)",
    "cp1252": "Windows-1252 (Western)",
}
SHOWN = 80  # characters of a value in a complaint
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


# What reading an archive raises when it is damaged, locked or packed in some unknown way.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)
# The same of a workbook; a damaged sheet shows itself only while its rows are read.
DAMAGED = (
    *UNREADABLE,
    InvalidFileException,
    LookupError,
    TypeError,
    AttributeError,
    ParseError,
)


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


@dataclass(frozen=True)
class Cell:
    """One cell, and how to complain of it."""

    table: Table
    row: Row
    column: str

    @property
    def text(self) -> str:
        return self.row.cells.get(self.column, "")

    def problem(self, code: str, expected: str, value: str | None = None) -> Problem:
        """Complain of the cell, or of one value of those in it."""
        return Problem(
            code,
            self.table.file,
            self.row.number,
            self.table.headers.get(self.column, self.column),
            (self.text if value is None else value)[:SHOWN],
            expected,
        )


@dataclass
class Tables:
    """All sheets by name, the contents of `forum.toml` if there is one, and what was wrong."""

    sheets: dict[str, Table] = field(default_factory=dict)
    toml: dict[str, Any] | None = None
    problems: list[Problem] = field(default_factory=list)


def clean(text: str) -> str:
    """Text as it is kept: composed (NFC), lines ended by \\n, no control characters, no margins."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL_CHARACTERS.sub(" ", text).strip()


def read_tables(path: Path) -> Tables:
    """Read every sheet that the path holds."""
    tables = Tables()
    if path.is_dir():
        _notice_misnamed(tables, [file.name for file in path.iterdir()])
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


def read_list(sheet: str, name: str, content: bytes) -> Tables:
    """Read a table that comes alone: a CSV, or the first sheet of a workbook.

    Args:
        sheet: Which one of `headers.LISTS` it is.
        name: Of the file.
        content: What it holds.
    """
    tables = Tables()
    if len(content) > MOST_BYTES:
        tables.problems.append(_too_large(name, len(content)))
    elif not name.lower().endswith(".xlsx"):
        text = _decoded(content, name, tables)
        if text is not None:
            _read_csv(tables, sheet, name, text)
    else:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                unpacked = sum(info.file_size for info in archive.infolist())
            if unpacked > MOST_UNPACKED:
                tables.problems.append(_too_large(name, unpacked))
            else:
                workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
                _read_sheet(tables, sheet, name, workbook[workbook.sheetnames[0]])
        except DAMAGED as error:
            tables.problems.append(_unreadable_workbook(name, error))
    return tables


def _about(file: str, code: str, expected: str, value: str | None = None) -> Problem:
    return Problem(code, file, None, None, value, expected)


def _notice_misnamed(tables: Tables, files: Iterable[str]) -> None:
    """Complain of files whose names are almost those of a sheet: they would be left out."""
    known = ["forum.toml", *(f"{sheet}.csv" for sheet in SHEETS)]
    for name in sorted(set(files) - set(known)):
        near = get_close_matches(name.casefold(), known, n=1, cutoff=0.85)
        if near:
            tables.problems.append(_about(name, "unknown_file", f"did you mean {near[0]}?"))


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
            members: dict[str, zipfile.ZipInfo] = {}
            for info in archive.infolist():
                *folders, name = PurePosixPath(info.filename).parts or ("",)
                if info.is_dir() or len(folders) > 1 or folders == ["__MACOSX"]:
                    continue
                if name in members:
                    expected = f"one file of a name; {members[name].filename} has it too"
                    tables.problems.append(_about(info.filename, "file_twice", expected))
                members.setdefault(name, info)
            _notice_misnamed(tables, members)

            def member(name: str) -> bytes | None:
                info = members.get(name)
                if info is None:
                    return None
                # The size a member declares may lie; what is unpacked is limited too.
                try:
                    with archive.open(info) as stream:
                        content = stream.read(MOST_BYTES + 1)
                except UNREADABLE as error:
                    expected = "a file that unpacks without error or password"
                    tables.problems.append(
                        _about(name, "unreadable_zip", expected, str(error)[:80])
                    )
                    return None
                if len(content) > MOST_BYTES:
                    tables.problems.append(_too_large(name, max(info.file_size, len(content))))
                    return None
                return content

            _read_files(tables, member)
    except UNREADABLE as error:
        tables.problems.append(
            _about(path.name, "unreadable_zip", "a zip archive", str(error)[:80])
        )


def _read_files(tables: Tables, content: Callable[[str], bytes | None]) -> None:
    before = len(tables.problems)
    raw = content("forum.toml")
    if raw is not None:
        text = _decoded(raw, "forum.toml", tables)
        if text is not None:
            try:
                tables.toml = _clean_values(tomllib.loads(text))
            except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
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


def _clean_values(value: Any) -> Any:
    """The same, with every text in it clean."""
    if isinstance(value, dict):
        return {clean(key): _clean_values(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean_values(inner) for inner in value]
    return clean(value) if isinstance(value, str) else value


def _decoded(raw: bytes, name: str, tables: Tables) -> str | None:
    if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
        tables.problems.append(_about(name, "empty_file", "a header and at least one row"))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        guess = from_bytes(raw[:20_000], cp_isolation=list(LIKELY_ENCODINGS), threshold=0.5).best()
        looks = f"it looks like {LIKELY_ENCODINGS[guess.encoding]}; " if guess else ""
        tables.problems.append(
            Problem(
                "not_utf8",
                name,
                row,
                None,
                raw[error.start : error.start + 8].hex(" "),
                f"UTF-8; {looks}in Excel: Save As, “CSV UTF-8”",
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
        if unpacked > MOST_UNPACKED:
            tables.problems.append(_too_large(path.name, unpacked))
            return
        _read_sheets(tables, path)
    except DAMAGED as error:
        tables.problems.append(_unreadable_workbook(path.name, error))


def _unreadable_workbook(name: str, error: Exception) -> Problem:
    return _about(name, "unreadable_workbook", "an Excel workbook (.xlsx)", str(error)[:80])


def _read_sheets(tables: Tables, path: Path) -> None:
    workbook = load_workbook(path, read_only=True, data_only=True)
    by_name = {name.strip().casefold(): name for name in workbook.sheetnames}
    known = (*WORKBOOK_SHEETS, *SHEETS)
    for name in sorted(set(by_name) - set(known)):
        if near := get_close_matches(name, known, n=1, cutoff=0.85):
            where, expected = f"{path.name}[{by_name[name]}]", f"did you mean {near[0]}?"
            tables.problems.append(_about(where, "unknown_file", expected))
    for sheet in known:
        where = f"{path.name}[{sheet}]"
        if sheet not in by_name:
            needed = (*WORKBOOK_SHEETS, *REQUIRED_SHEETS)
            if sheet in needed and sheet not in OPTIONAL_WORKBOOK_SHEETS:
                tables.problems.append(_about(where, "missing_file", f"the sheet of {sheet}"))
            continue
        _read_sheet(tables, sheet, where, workbook[by_name[sheet]])
    workbook.close()


def _read_sheet(tables: Tables, sheet: str, where: str, source: Any) -> None:
    # The extent that a sheet declares may be all of a million rows; its cells tell the truth.
    source.reset_dimensions()
    rows = (
        (number, [_cell_text(value) for value in values])
        for number, values in enumerate(
            source.iter_rows(values_only=True, max_col=MOST_CELLS), start=1
        )
    )
    _add_table(tables, sheet, where, rows)


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
    before = len(tables.problems)
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
            column: clean(cell) for column, cell in zip(columns, cells, strict=False) if column
        }
        for column, text in values.items():
            if len(text) > MOST_CHARACTERS:
                expected = f"at most {MOST_CHARACTERS:,} characters"
                header = table.headers[column]
                tables.problems.append(
                    Problem("too_long", file, number, header, text[:80], expected)
                )
        table.rows.append(Row(number, values))
    if not columns:
        tables.problems.append(_about(file, "empty_file", "a header and at least one row"))
        return
    if not table.rows and sheet in REQUIRED_SHEETS and len(tables.problems) == before:
        tables.problems.append(_about(file, "empty_file", "at least one row under the header"))
    tables.sheets[sheet] = table


def _read_header(
    tables: Tables, sheet: str, table: Table, number: int, cells: list[str], known: dict[str, str]
) -> list[str | None]:
    columns: list[str | None] = []
    if len(cells) > MOST_CELLS:
        tables.problems.append(
            Problem(
                "too_many_columns", table.file, number, None, None, f"at most {MOST_CELLS} columns"
            )
        )
        return []
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
    for column in columns_of(sheet):
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
