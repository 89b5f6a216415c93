"""The weekly report of a fact-check desk, in the reader's language: for page, file and paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saphan.api.claimreview import name_of
from saphan.engine.language import to_buddhist
from saphan.record.factcheck.models import Claim
from saphan.record.factcheck.queries import Times, WeekReport
from saphan.record.factcheck.texts import wording_in
from saphan.record.factcheck.weeks import Week
from saphan.record.reader import reader_language
from saphan.web.printing.glyphs import drawable_wording, without_boxes
from saphan.web.templatetags.saphan import day

from .charts import Bars, Columns
from .paper import on_paper
from .tables import Cell, Table, share, written


def week_name(week: Week) -> str:
    """A week by its number: in Thai with the year of the Buddhist era."""
    year = to_buddhist(week.year) if reader_language() == "th" else week.year
    return _("Week %(n)s of %(year)s") % {"n": week.number, "year": year}


def week_days(week: Week) -> str:
    """From when to when a week is, its month and year not said twice."""
    first, last = week.monday, week.sunday
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{_month_and_day(first)} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def _month_and_day(value: date) -> str:
    return str(format_date(value, "d MMMM", locale=reader_language()))


def counts(times: Times) -> str:
    """How often a claim came in the week."""
    parts = []
    if times.messages or not times.releases:
        parts.append(
            ngettext("%(n)s message", "%(n)s messages", times.messages)
            % {"n": written(times.messages)}
        )
    if times.releases:
        parts.append(
            ngettext(
                "named in %(n)s release of a government",
                "named in %(n)s releases of governments",
                times.releases,
            )
            % {"n": written(times.releases)}
        )
    return ", ".join(parts)


def trend(times: Times) -> str:
    """How a claim fares against the week before."""
    return _("not in the week before") if times.is_new else change(times.change)


def change(more: int) -> str:
    """How many more or fewer than in the week before."""
    if more == 0:
        return _("as many as in the week before")
    sign = "+" if more > 0 else "–"  # the fonts of papers have no minus
    return _("%(n)s on the week before") % {"n": f"{sign}{written(abs(more))}"}


def figures(report: WeekReport) -> list[tuple[str, Cell, str]]:
    """The figures at the head: name, value and how it fares."""
    times = report.repeated
    return [
        (
            _("Messages received"),
            report.received,
            change(report.received - report.received_before),
        ),
        (
            _("Of them repeat a checked claim"),
            times.messages,
            change(times.messages - times.messages_before),
        ),
        (
            _("Named in governments' releases"),
            times.releases,
            change(times.releases - times.releases_before),
        ),
        (_("Different claims"), report.claims, ""),
    ]


def verdict_table(report: WeekReport) -> Table:
    """How the claims of the week share out by verdict."""
    rows = [
        (one.verdict.label, one.claims, share(one.claims, report.claims), one.messages)
        for one in report.verdicts
    ]
    return Table(
        "verdicts",
        _("By verdict"),
        (_("Verdict"), _("Claims"), _("Share, %"), _("Messages")),
        [(str(label), *rest) for label, *rest in rows],
        Bars(
            [(str(label), part or 0, f"{round(part or 0)} %") for label, _n, part, _m in rows],
            most=100,
        ),
    )


def weeks_table(report: WeekReport) -> Table:
    """The weeks to this one; the chart is of messages, or of releases where there are none."""
    lines = report.weeks
    has_messages = any(one.messages for one in lines)
    values = [one.messages if has_messages else one.releases for one in lines]
    return Table(
        "weeks",
        _("Messages that repeat checked claims, by week")
        if has_messages
        else _("Checked claims in governments' releases, by week"),
        (_("Week from"), _("Messages"), _("Named in releases")),
        [(one.week.monday, one.messages, one.releases) for one in lines],
        Columns(values, day(lines[0].week.monday), day(lines[-1].week.monday)),
    )


def paper_values(report: WeekReport) -> dict[str, Any]:
    """What the template `weekly.typ` shows."""
    language = reader_language()
    return {
        "language": language,
        "title": week_days(report.week),
        "kind": _("What was repeated most"),
        "desk": name_of(report.desk),
        "week": week_name(report.week),
        "so_far": "" if report.is_over else _("The week is not over: this is how it stands now."),
        "figures": [
            {"name": name, "value": written(value), "more": more}
            for name, value, more in figures(report)
        ],
        "top_title": _("The top ten"),
        "top": [
            {
                "rank": one.rank,
                "text": without_boxes(drawable_wording(one.claim, language)[0])
                or _("The claim's script cannot be printed here: its page has it."),
                "verdict": one.claim.verdict,
                "verdict_name": one.claim.get_verdict_display(),
                "counts": counts(one.times),
                "trend": trend(one.times),
            }
            for one in report.top
        ],
        "nothing": _("Nothing that has been checked was repeated in this week."),
        "tables": [
            on_paper(one) for one in (verdict_table(report), weeks_table(report)) if one.rows
        ],
        "note": note(),
    }


def note() -> str:
    """What a reader has to know of the counts."""
    return _(
        "Counted is what has been published by now. The very same message of one sender counts "
        "once a day; weeks go from Monday to Sunday."
    )


def told(report: WeekReport, address: Callable[[Claim], str]) -> dict[str, Any]:
    """The report for programs.

    Args:
        report: The figures.
        address: The page of a claim.
    """
    language = reader_language()
    return {
        "week": report.week.name,
        "from": report.week.monday.isoformat(),
        "to": report.week.sunday.isoformat(),
        "desk": report.desk.country,
        "complete": report.is_over,
        "received": report.received,
        "receivedBefore": report.received_before,
        "repeated": _counted(report.repeated),
        "claims": report.claims,
        "top": [
            {
                "rank": one.rank,
                "key": one.claim.key,
                "url": address(one.claim),
                "text": wording_in(one.claim, language)[0],
                "language": wording_in(one.claim, language)[1],
                "verdict": one.claim.verdict,
                **_counted(one.times),
            }
            for one in report.top
        ],
        "verdicts": [
            {"verdict": one.verdict.value, "claims": one.claims, "messages": one.messages}
            for one in report.verdicts
        ],
        "weeks": [
            {"week": one.week.name, "messages": one.messages, "releases": one.releases}
            for one in report.weeks
        ],
    }


def _counted(times: Times) -> dict[str, int]:
    return {
        "messages": times.messages,
        "messagesBefore": times.messages_before,
        "releases": times.releases,
        "releasesBefore": times.releases_before,
    }
