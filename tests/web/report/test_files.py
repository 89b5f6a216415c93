"""Tables become files that run nothing and keep their types."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from saphan.web.report.files import csv_of, xlsx_of
from saphan.web.report.tables import Table

FORMULAS = ['=HYPERLINK("http://x.example")', "+1", "-1", "@SUM(A1)", "\t=1"]
CELLS = [*FORMULAS, -5, 2.25, Decimal("2500.50"), date(2027, 2, 17), None, "ข้าว"]
TABLE = Table("t", "All: kinds/of cells?", [str(n) for n in range(len(CELLS))], [CELLS])


def test_csv_is_read_back_and_no_cell_is_a_formula():
    content = csv_of(TABLE)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1] == [
        *(f"'{formula}" for formula in FORMULAS),
        *["-5", "2.25", "2500.50", "2027-02-17", "", "ข้าว"],
    ]


def test_a_workbook_is_read_back_with_its_types():
    book = load_workbook(io.BytesIO(xlsx_of([TABLE, TABLE])))
    assert book.sheetnames == ["All  kinds of cells", "All  kinds of cells 2"]
    header, cells = book.worksheets[0].iter_rows()
    assert [cell.value for cell in header] == list(TABLE.columns)
    assert [cell.value for cell in cells] == [
        *FORMULAS,
        *[-5, 2.25, 2500.5, datetime(2027, 2, 17), None, "ข้าว"],
    ]
    assert {cell.data_type for cell in cells[: len(FORMULAS)]} == {"s"}
    assert cells[8].number_format == "yyyy-mm-dd"


def test_a_moment_stands_as_it_is_in_its_zone_and_signs_excel_refuses_are_dropped():
    table = Table(
        "t", "t", ["when", "what"], [[datetime(2027, 2, 17, 9, 30, tzinfo=UTC), "a\x00b"]]
    )
    assert csv_of(table).decode("utf-8-sig").splitlines()[1] == "2027-02-17 09:30,a\x00b"
    row = load_workbook(io.BytesIO(xlsx_of([table]))).active[2]
    assert [cell.value for cell in row] == [datetime(2027, 2, 17, 9, 30), "ab"]
