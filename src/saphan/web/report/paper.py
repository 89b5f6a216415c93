"""The report on paper: A4, in the reader's language."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saphan.record.forum.models import Day
from saphan.record.meetings.queries import Report
from saphan.record.reader import reader_language
from saphan.web.printing import pdf
from saphan.web.templatetags.saphan import country, day

from .tables import Cell, Table, share, tables_of, written


def paper_of(report: Report, made: datetime) -> bytes:
    """The report as PDF, in the language that is set.

    Args:
        report: The figures.
        made: When they were counted.
    """
    forum = report.forum
    return pdf(
        "report",
        {
            "language": reader_language(),
            "title": forum.title,
            "kind": _("Report of the forum"),
            "about": forum.about,
            "sample": _("sample") if forum.sample else "",
            "days": [_day_line(one) for one in forum.days.all()],
            "countries": ", ".join(country(code) for code in forum.countries),
            "made": _("As known on %(day)s") % {"day": day(made.astimezone(forum.zone))},
            "page": _("Page"),
            "figures": [
                {"name": name, "value": written(value), "more": more}
                for name, value, more in _head(report)
            ],
            "tables": [on_paper(one) for one in tables_of(report)],
        },
    )


def _day_line(one: Day) -> str:
    parts = (day(one.date), one.city, one.get_mode_display())
    return ", ".join(str(part) for part in parts if part)


def _head(report: Report) -> list[tuple[str, Cell, str]]:
    """The figures of the title page: name, value and what it is a part of."""
    figures = report.figures
    accepted = share(figures.accepted, figures.requests)
    return [
        (_("Organisations"), figures.organisations, ""),
        (_("Delegates"), figures.delegates, ""),
        (
            _("Requests"),
            figures.requests,
            "" if accepted is None else _("%(n)s %% accepted") % {"n": round(accepted)},
        ),
        (
            pgettext("past", "Meetings held"),
            figures.held,
            _("of %(n)s in the timetable") % {"n": figures.meetings},
        ),
        (
            _("Satisfaction (1 to 5)"),
            figures.rating,
            _("%(n)s ratings") % {"n": figures.ratings},
        ),
        (
            _("Outcomes told"),
            figures.outcomes,
            _("follow-ups open: %(n)s") % {"n": figures.open},
        ),
    ]


def on_paper(table: Table) -> dict[str, object]:
    """A table as `tables.typ` sets it."""
    return {
        "title": table.title,
        "columns": list(table.columns),
        "rows": table.shown,
        "note": table.note,
        "chart": table.chart.svg(paper=True) if table.chart else "",
        "left_out": (
            _("The last %(n)s rows; all of them stand in the files.") % {"n": table.most}
            if table.left_out
            else ""
        ),
    }
