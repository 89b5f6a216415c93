"""Tables as files: CSV and XLSX that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .tables import Cell, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NAME = 31  # characters of a sheet's name, at most
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
WIDEST = 60


def csv_of(table: Table) -> bytes:
    """A table as CSV in UTF-8, with the mark by which Excel knows it.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([_harmless(column) for column in table.columns])
    rows.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(tables: Iterable[Table]) -> bytes:
    """Tables as one workbook, a sheet each; numbers and dates are typed, text stays text."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    taken: set[str] = set()
    for table in tables:
        _fill(book.create_sheet(_sheet_name(table.title, taken)), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table) -> None:
    widths = [len(column) for column in table.columns]
    for number, row in enumerate((table.columns, *table.rows), 1):
        for index, value in enumerate(row, 1):
            cell = sheet.cell(number, index)
            if isinstance(value, str):
                # The type says text: a cell that begins with “=” is no formula of ours.
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(FORMULA)
            elif isinstance(value, datetime):
                cell.value, cell.number_format = value.replace(tzinfo=None), "yyyy-mm-dd hh:mm"
            elif isinstance(value, date):
                cell.value, cell.number_format = value, "yyyy-mm-dd"
            else:
                cell.value = value
                if isinstance(value, float | Decimal):
                    cell.number_format = "#,##0.00"
            if number == 1:
                cell.font = Font(bold=True)
            widths[index - 1] = max(widths[index - 1], len(str("" if value is None else value)))
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = min(width, WIDEST) + 2
    sheet.freeze_panes = "A2"


def _sheet_name(title: str, taken: set[str]) -> str:
    """The title as a sheet may be called: short, without some signs, once in the workbook."""
    name = title.translate(FORBIDDEN).strip("' ")[:NAME]
    number = 2
    while name.casefold() in taken:
        end = f" {number}"
        name, number = f"{name[: NAME - len(end)]}{end}", number + 1
    taken.add(name.casefold())
    return name


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, str):
        return _harmless(cell)
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
