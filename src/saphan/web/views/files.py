"""Files that a reader downloads."""

from __future__ import annotations

from typing import TypeVar

from django.http import Http404, HttpResponse, HttpResponseBase

from saphan.web.report.files import XLSX, csv_of, xlsx_of
from saphan.web.report.tables import Table

Answer = TypeVar("Answer", bound=HttpResponseBase)


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Bytes as a file of this media type and name."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def sealed(response: Answer) -> Answer:
    """A file of strangers: what is in it loads and runs nothing, and no browser keeps it."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


def table_file(table: Table, kind: str, name: str) -> HttpResponse:
    """A table as `csv` or `xlsx`.

    Args:
        table: The table.
        kind: The ending of the file's name.
        name: The name without it.

    Raises:
        Http404: For any other kind.
    """
    if kind == "csv":
        return download(csv_of(table), "text/csv; charset=utf-8", f"{name}.csv")
    if kind == "xlsx":
        return download(xlsx_of([table]), XLSX, f"{name}.xlsx")
    raise Http404
