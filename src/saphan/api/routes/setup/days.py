"""Days, and the slots that their hours give."""

from collections.abc import Iterable
from datetime import date, time

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from saphan.engine.sheets.forum_sheets import SessionRow
from saphan.engine.sheets.grid import cut_by_breaks, ends_later
from saphan.engine.sheets.reader import parse_time
from saphan.record.errors import Refused
from saphan.record.forum import actions, queries
from saphan.record.forum.models import Day, Forum
from saphan.record.forum.rules import Duty

from ...common import WRONG, answers, forum_for, user_of
from ...schemas import Code
from ...schemas_grid import DayIn, DaysIn, DayWhole, RowOut, SessionIn
from ...scopes import scoped

router = Router()


@router.post(
    "/forums/{code}/setup/days/preview",
    response=answers(list[RowOut]),
    summary="Which slots hours would give",
    **scoped("forum:read"),
)
def preview(request: HttpRequest, code: Code, given: DaysIn) -> list[queries.GridRow]:
    """On the first of the days, with the breaks between the slots; nothing is kept."""
    forum = forum_for(request, code, Duty.SET_UP)
    sessions = _sessions(given.sessions)
    queries.slots_of(forum, given.dates[0], sessions)
    return queries.grid_rows(forum, given.dates[0], sessions)


@router.post(
    "/forums/{code}/setup/days",
    response=answers(list[DayWhole]),
    summary="Add days",
    **scoped("forum:write"),
)
def add(request: HttpRequest, code: Code, given: DaysIn) -> list[Day]:
    """Of the same hours. Slots begin as early as they can, and none lies in a break."""
    forum = forum_for(request, code, Duty.SET_UP)
    actions.add_days(
        user_of(request), forum, given.dates, given.mode, given.city, _sessions(given.sessions)
    )
    return list(_days(forum).filter(date__in=given.dates))


@router.put(
    "/forums/{code}/setup/days/{day}",
    response=answers(DayWhole),
    summary="Change a day",
    **scoped("forum:write"),
)
def change(request: HttpRequest, code: Code, day: date, given: DayIn) -> Day:
    """All of it; a slot that a timetable uses, or for which somebody asks, stays."""
    forum = forum_for(request, code, Duty.SET_UP)
    found = _one(forum, day)
    actions.save_day(
        user_of(request), forum, found.date, given.mode, given.city, _sessions(given.sessions)
    )
    return _one(forum, day)


@router.delete(
    "/forums/{code}/setup/days/{day}",
    response={204: None, **WRONG},
    summary="Take a day out",
    **scoped("forum:write"),
)
def remove(request: HttpRequest, code: Code, day: date) -> Status:
    """With its slots; refused where a timetable has meetings on it."""
    found = _one(forum_for(request, code, Duty.SET_UP), day)
    actions.delete_day(user_of(request), found)
    return Status(204, None)


def _days(forum: Forum) -> QuerySet[Day]:
    return forum.days.select_related("forum").prefetch_related("slots")


def _one(forum: Forum, day: date) -> Day:
    found = _days(forum).filter(date=day).first()
    if found is None:
        raise Http404
    return found


def _sessions(given: Iterable[SessionIn]) -> tuple[SessionRow, ...]:
    rows: list[SessionRow] = []
    for number, one in enumerate(given):
        at = f"sessions.{number}"
        start, end = _clock(one.start), _clock(one.end)
        if not ends_later(start, end):
            raise Refused(_("A session ends after it starts, by midnight."), f"{at}.end")
        breaks = [(_clock(pause.start), _clock(pause.end)) for pause in one.breaks]
        for which, pause in enumerate(breaks):
            if not ends_later(*pause):
                raise Refused(_("A break ends after it starts."), f"{at}.breaks.{which}.end")
        rows += cut_by_breaks(one.name.strip(), start, end, one.minutes, one.gap, breaks)
    return tuple(rows)


def _clock(text: str) -> time:
    found = parse_time(text.replace("24:00", "00:00"))
    assert found is not None, "the description lets nothing else in"
    return found
