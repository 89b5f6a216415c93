"""The report of a forum: figures for who organises it and for desk officers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, may
from saphan.record.meetings import actions, queries
from saphan.web.report.files import XLSX, csv_of, xlsx_of
from saphan.web.report.named import named_tables, sides_text
from saphan.web.report.paper import paper_of
from saphan.web.report.tables import Table, tables_of
from saphan.web.views.common import for_duty, show
from saphan.web.views.files import download, table_file

A_PAGE = 50  # meetings
MARKS = {"held": True, "no_show": False, "": None}


@for_duty(Duty.REPORT)
def report(request: HttpRequest, forum: Forum) -> HttpResponse:
    found = queries.report(forum, request.user)
    return show(
        request,
        forum,
        "report/report.html",
        figures=found.figures,
        # Wide ones span the page: they come first, so that the others fill its columns.
        tables=sorted(tables_of(found), key=lambda table: not table.is_wide),
        names=bool(queries.seen_by(request.user, forum)),
        languages=settings.LANGUAGES,
    )


@for_duty(Duty.REPORT)
def file(request: HttpRequest, forum: Forum, key: str, kind: str) -> HttpResponse:
    """One table, of figures or of names."""
    table = next((one for one in _tables(request, forum) if one.key == key), None)
    if table is None:
        raise Http404
    return table_file(table, kind, f"{forum.code}-{key}")


@for_duty(Duty.REPORT)
def workbook(request: HttpRequest, forum: Forum) -> HttpResponse:
    """All tables that the reader may see."""
    return download(xlsx_of(_tables(request, forum)), XLSX, f"{forum.code}.xlsx")


def _tables(request: HttpRequest, forum: Forum) -> Iterator[Table]:
    """Those of figures, then those with names, read only when they are reached."""
    yield from tables_of(queries.report(forum, request.user))
    yield from named_tables(forum, request.user)


@for_duty(Duty.REPORT)
def paper(request: HttpRequest, forum: Forum) -> HttpResponse:
    """The report as PDF, in the language asked for, else the reader's."""
    language = request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES):
        language = translation.get_language()
    with translation.override(language):
        made = paper_of(queries.report(forum, request.user), timezone.now())
    return download(made, "application/pdf", f"{forum.code}-{language}.pdf")


@for_duty(Duty.REPORT)
def anonymised(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Rows without people, as a zip of CSV files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (header, *rows) in queries.anonymised(forum).items():
            archive.writestr(f"{name}.csv", csv_of(Table(name, name, header, rows)))
    return download(packed.getvalue(), "application/zip", f"{forum.code}-anonymised.zip")


@for_duty(Duty.REPORT)
def meetings(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Each meeting with what the sides say and what the organisers know of it."""
    seen = queries.seen_by(request.user, forum)
    if not seen:
        raise Http404
    found = queries.named_meetings(forum, seen)
    wanted = request.GET.get("state", "")
    if wanted:
        found = found.filter(**{"standing": wanted})
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    return show(
        request,
        forum,
        "report/meetings.html",
        rows=[(meeting, sides_text(meeting, seen), meeting.start <= now) for meeting in page],
        page=page,
        wanted=wanted,
        states=[queries.HELD, queries.NO_SHOW, queries.UNTOLD],
        marks=may(request.user, forum, Duty.TIMETABLE),
    )


@require_POST
@for_duty(Duty.REPORT)
def mark(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    """What the organisers know of a meeting: held, a no-show, or nothing."""
    seen = queries.seen_by(request.user, forum)
    found = queries.named_meetings(forum, seen).filter(request=pk).first()
    held = request.POST.get("held", "")
    if found is None or held not in MARKS:
        raise Http404
    try:
        actions.mark_held(request.user, found, MARKS[held])  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    if request.htmx:  # type: ignore[attr-defined]
        return _row(request, forum, pk, seen)
    return redirect("report_meetings", forum.code)


def _row(request: HttpRequest, forum: Forum, pk: int, seen: frozenset[int]) -> HttpResponse:
    found = queries.named_meetings(forum, seen).get(request=pk)
    return show(
        request,
        forum,
        "report/row.html",
        meeting=found,
        sides=sides_text(found, seen),
        begun=True,
        marks=True,
        fresh=True,
    )
