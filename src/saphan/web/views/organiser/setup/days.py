"""Days, sessions, and the slots that they give."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.engine.sheets.forum_sheets import SessionRow
from saphan.engine.sheets.grid import cut_by_breaks
from saphan.engine.sheets.reader import parse_time
from saphan.record.errors import Refused
from saphan.record.forum import queries
from saphan.record.forum.actions import add_days, delete_day, save_day
from saphan.record.forum.models import Day, Forum
from saphan.record.forum.rules import Duty
from saphan.web.forms.setup import DayForm, SessionForms, sessions_shown
from saphan.web.views.common import blame, for_duty, show

from .steps import onward, page

A_DAY = date(2027, 1, 15)  # to show hours on where no day is chosen


def _forms(request: HttpRequest, day: Day | None) -> tuple[DayForm, Any]:
    if request.method == "POST":
        return (
            DayForm(request.POST, one=day is not None),
            SessionForms(request.POST, prefix="session"),
        )
    shown = {"mode": day.mode, "city": day.city} if day else {}
    return (
        DayForm(None, one=day is not None, initial=shown),
        SessionForms(None, prefix="session", initial=sessions_shown(day)),
    )


@for_duty(Duty.SET_UP)
def days(request: HttpRequest, forum: Forum) -> HttpResponse:
    """The days there are, and more of the same hours."""
    form, sessions = _forms(request, None)
    if request.method == "POST" and _valid(form, sessions):
        try:
            add_days(
                request.user,  # type: ignore[arg-type]
                forum,
                form.dates(),
                form.cleaned_data["mode"],
                form.cleaned_data["city"],
                sessions.sessions(),
            )
        except Refused as error:
            blame(form, error)
        else:
            messages.success(request, _("Kept."))
            return onward(request, forum, "days")
    known = list(forum.days.prefetch_related("slots"))
    return page(
        request,
        forum,
        "days",
        "setup/days.html",
        wrong=form.is_bound,
        form=form,
        sessions=sessions,
        days=[(day, queries.day_rows(day)) for day in known],
        **_preview(forum, form, sessions),
    )


@for_duty(Duty.SET_UP)
def day(request: HttpRequest, forum: Forum, day: str) -> HttpResponse:
    """One day: its mode, city and sessions."""
    one = _day(forum, day)
    form, sessions = _forms(request, one)
    if request.method == "POST" and _valid(form, sessions):
        given = form.cleaned_data
        try:
            save_day(
                request.user,  # type: ignore[arg-type]
                forum,
                one.date,
                given["mode"],
                given["city"],
                sessions.sessions(),
            )
        except Refused as error:
            blame(form, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("setup_days", forum.code)
    return page(
        request,
        forum,
        "days",
        "setup/day.html",
        wrong=form.is_bound,
        form=form,
        sessions=sessions,
        day=one,
        **_preview(forum, form, sessions, one),
    )


@require_POST
@for_duty(Duty.SET_UP)
def remove_day(request: HttpRequest, forum: Forum, day: str) -> HttpResponse:
    try:
        delete_day(request.user, _day(forum, day))  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("setup_days", forum.code)


@require_POST
@for_duty(Duty.SET_UP)
def slots(request: HttpRequest, forum: Forum) -> HttpResponse:
    """The slots that the hours filled in would give, nothing kept."""
    known = forum.days.filter(date__in=filter(None, [_date(request.POST.get("of", ""))])).first()
    form, sessions = _forms(request, known)
    return show(request, forum, "setup/slots.html", **_preview(forum, form, sessions, known))


def _preview(
    forum: Forum, form: DayForm, sessions: Any, known: Day | None = None
) -> dict[str, Any]:
    """What the hours on the page give."""
    if not form.is_bound:
        shown = tuple(
            row for one in sessions_shown(known) if one.get("start") for row in _of_initial(one)
        )
        rows = queries.day_rows(known) if known else queries.grid_rows(forum, A_DAY, shown)
        return {"rows": rows, "slot_count": sum(not row.is_break for row in rows)}
    if not sessions.is_valid():
        return {"rows": [], "slot_count": 0}
    form.is_valid()
    at = known.date if known else form.cleaned_data.get("first") or A_DAY
    rows = queries.grid_rows(forum, at, sessions.sessions())
    return {"rows": rows, "slot_count": sum(not row.is_break for row in rows)}


def _of_initial(one: dict[str, Any]) -> tuple[SessionRow, ...]:
    start, end = parse_time(one["start"]), parse_time(one["end"])
    assert start is not None
    assert end is not None
    return cut_by_breaks(one["name"], start, end, one.get("minutes", 25), one.get("gap", 5))


def _valid(form: DayForm, sessions: Any) -> bool:
    return all([form.is_valid(), sessions.is_valid()])


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(forum: Forum, text: str) -> Day:
    if (found := _date(text)) is None:
        raise Http404
    return get_object_or_404(forum.days, date=found)
