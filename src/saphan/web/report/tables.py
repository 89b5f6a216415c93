"""What the report shows, in the reader's language: one set of tables for page, file and paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saphan.engine.language import code_name
from saphan.record.forum.models import Mode
from saphan.record.meetings.models import Outcome
from saphan.record.meetings.queries import Figures, MeetingLine, OutcomeLine, Report
from saphan.record.reader import reader_language
from saphan.web.templatetags.saphan import country, day, language_name

from .charts import Bars, Chart, Columns

Cell = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True)
class Table:
    """A table of the report.

    Attributes:
        key: Its name in addresses.
        columns: The first names what a row is of.
        note: What a reader has to know to read it; else empty.
        most: Rows that the page and the paper show; all of them stand in the files.
    """

    key: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    chart: Chart | None = None
    note: str = ""
    most: int = 31

    @property
    def shown(self) -> list[list[str]]:
        """The cells as the reader writes them."""
        return [[written(cell) for cell in row] for row in self.rows[-self.most :]]

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of a page."""
        return len(self.columns) > 6

    @property
    def left_out(self) -> int:
        return max(0, len(self.rows) - self.most)


def written(cell: Cell) -> str:
    """A cell as people of the reader's language write it; what nobody knows is a dash."""
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, datetime):
        return f"{day(cell)}, {cell:%H:%M}"
    if isinstance(cell, date):
        return day(cell)
    if isinstance(cell, str):
        return cell
    pattern = {float: "#,##0.0", Decimal: "#,##0.##"}.get(type(cell), "#,##0")
    return str(format_decimal(cell, format=pattern, locale=reader_language()))


def tables_of(report: Report) -> list[Table]:
    """All tables of figures; those of which nothing is known yet are left out."""
    made = [
        _overview(report),
        _days(report),
        _countries(report),
        _ratings(report),
        _modes(report),
        _languages(report),
        _interpreters(report),
        _outcomes(
            "next-steps", _("Outcomes by next step"), _("Next step"), report.steps, step_name
        ),
        _outcomes(
            "deals", _("Outcomes by kind of deal"), _("Kind of deal"), report.deals, deal_name
        ),
        _outcomes(
            "sectors",
            _("Outcomes by sector"),
            _("Sector"),
            report.sectors,
            sector_name,
            note=_("The section of ISIC Rev. 4 of the organisation's main activity."),
        ),
        _outcomes(
            "outcome-countries",
            _("Outcomes by country"),
            _("Country"),
            report.outcomes_by_country,
            country,
        ),
        _values(report),
    ]
    return [table for table in made if table.rows]


def figures_of(figures: Figures) -> list[tuple[str, Cell]]:
    """The figures with their names, in the order of the forum's course."""
    return [
        (_("Organisations"), figures.organisations),
        (_("Delegates"), figures.delegates),
        (_("Requests"), figures.requests),
        (_("Requests accepted"), figures.accepted),
        (_("Requests declined"), figures.declined),
        (_("Requests withdrawn"), figures.withdrawn),
        (_("Requests unanswered"), figures.asked),
        (_("Accepted, %"), share(figures.accepted, figures.requests)),
        (_("Meetings in the timetable"), figures.meetings),
        (pgettext("past", "Meetings held"), figures.held),
        (_("No-shows"), figures.no_shows),
        (_("Meetings nobody told of"), figures.untold),
        (_("Breaks (idle slots between meetings)"), figures.breaks),
        (_("Meetings face to face"), figures.on_the_spot),
        (_("Meetings online"), figures.online),
        (_("Meetings with an interpreter"), figures.interpreted),
        (_("Satisfaction (1 to 5)"), figures.rating),
        (_("Ratings"), figures.ratings),
        (_("Delegates who gave feedback, %"), share(figures.told, figures.seated)),
        (_("Outcomes told"), figures.outcomes),
        (_("Follow-ups open"), figures.open),
        (_("Follow-ups overdue"), figures.overdue),
        (_("Follow-ups done"), figures.done),
        (_("Follow-ups dropped"), figures.dropped),
    ]


def share(part: int, whole: int) -> float | None:
    """A part in percent; None of nothing."""
    return 100 * part / whole if whole else None


def step_name(step: str) -> str:
    return str(Outcome.NextStep(step).label)


def deal_name(deal: str) -> str:
    return str(Outcome.Deal(deal).label)


def sector_name(section: str) -> str:
    return code_name(section, reader_language())


def mode_name(mode: str) -> str:
    return str(Mode(mode).label)


def languages_name(codes: Sequence[str]) -> str:
    """The language of a meeting, or the two between which was interpreted."""
    return " – ".join(language_name(code) for code in codes)


def _overview(report: Report) -> Table:
    now = figures_of(report.figures)
    columns = [_("Figure"), report.forum.title]
    rows: list[list[Cell]] = [[name, value] for name, value in now]
    if report.earlier is not None and report.earlier_figures is not None:
        columns.append(report.earlier.title)
        for row, (_name, value) in zip(rows, figures_of(report.earlier_figures), strict=True):
            row.append(value)
    return Table("overview", _("At a glance"), columns, rows)


def _days(report: Report) -> Table:
    lines = {line.day: line for line in report.days}
    chart = None
    if lines:
        first, last = min(lines), max(lines)
        every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        values = [lines[one].requests if one in lines else 0 for one in every]
        chart = Columns(values, day(first), day(last))
    return Table(
        "days",
        _("Requests by day"),
        [_("Day"), _("Requests"), pgettext("requests", "Accepted")],
        [[line.day, line.requests, line.accepted] for line in report.days],
        chart,
        note=_("Under “Accepted”: requests accepted on that day."),
    )


def _countries(report: Report) -> Table:
    return Table(
        "countries",
        _("By country"),
        [
            _("Country"),
            _("Organisations"),
            _("Delegates"),
            _("Requests sent"),
            _("Requests received"),
            _("Meetings in the timetable"),
            pgettext("past", "Meetings held"),
            _("Did not come"),
            _("Satisfaction (1 to 5)"),
        ],
        [
            [
                country(line.country),
                line.organisations,
                line.delegates,
                line.sent,
                line.received,
                line.meetings,
                line.held,
                line.missed,
                line.rating,
            ]
            for line in report.countries
        ],
        Bars([(country(one.country), one.sent, written(one.sent)) for one in report.countries]),
        note=_("The chart shows the requests sent. A meeting counts for each country in it."),
    )


def _ratings(report: Report) -> Table:
    names = rating_names()
    given = [(names[rating], count) for rating, count in sorted(report.ratings.items())][::-1]
    return Table(
        "satisfaction",
        _("Satisfaction"),
        [_("Rating"), _("Ratings")],
        [[name, count] for name, count in given] if report.figures.ratings else [],
        Bars([(name, count, written(count)) for name, count in given]),
    )


def rating_names() -> dict[int, str]:
    """What each rating is called."""
    return {
        1: _("1 – poor"),
        2: _("2 – fair"),
        3: _("3 – good"),
        4: _("4 – very good"),
        5: _("5 – excellent"),
    }


def _meeting_rows(
    lines: Iterable[MeetingLine], names: Iterable[str]
) -> tuple[list[str], list[list[Cell]], Bars]:
    columns = [
        _("Meetings"),
        pgettext("past", "Meetings held"),
        _("No-shows"),
        _("Satisfaction (1 to 5)"),
    ]
    rows: list[list[Cell]] = [
        [name, line.meetings, line.held, line.no_shows, line.rating]
        for name, line in zip(names, lines, strict=True)
    ]
    bars = Bars([(str(row[0]), int(str(row[1])), written(row[1])) for row in rows])
    return columns, rows, bars


def _modes(report: Report) -> Table:
    names = [mode_name(line.of[0]) for line in report.modes]
    columns, rows, bars = _meeting_rows(report.modes, names)
    return Table("modes", _("Face to face and online"), [_("Mode"), *columns], rows, bars)


def _languages(report: Report) -> Table:
    names = [languages_name(line.of) or _("not known") for line in report.languages]
    columns, rows, bars = _meeting_rows(report.languages, names)
    return Table(
        "languages",
        _("Languages"),
        [_("Language"), *columns],
        rows,
        bars,
        note=_("Two languages: an interpreter stood between them."),
    )


def _interpreters(report: Report) -> Table:
    return Table(
        "interpreters",
        _("Interpreters"),
        [_("Interpreter"), _("Meetings")],
        [[code, count] for code, count in report.interpreters.items()],
        Bars([(code, count, written(count)) for code, count in report.interpreters.items()]),
    )


def _outcomes(
    key: str,
    title: str,
    of: str,
    lines: Sequence[OutcomeLine],
    name_of: Callable[[str], str],
    note: str = "",
) -> Table:
    names = [name_of(line.of) if line.of else _("not said") for line in lines]
    columns = [
        of,
        _("Outcomes"),
        pgettext("follow-ups", "Open"),
        pgettext("follow-ups", "Done"),
        pgettext("follow-ups", "Dropped"),
    ]
    named = list(zip(names, lines, strict=True))
    return Table(
        key,
        title,
        columns,
        [[name, line.outcomes, line.open, line.done, line.dropped] for name, line in named],
        Bars([(name, line.outcomes, written(line.outcomes)) for name, line in named]),
        note,
    )


def _values(report: Report) -> Table:
    return Table(
        "values",
        _("Expected value"),
        [_("Country"), _("Currency"), _("Outcomes"), _("Expected value")],
        [
            [country(line.country), line.currency, line.outcomes, line.value]
            for line in report.values
        ],
        note=_(
            "As each side tells its own: two sides may tell of the same deal, so values of two "
            "countries are not added up, nor those of two currencies. Dropped ones are left out."
        ),
    )
