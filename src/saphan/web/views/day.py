"""The day of a delegate or an interpreter: what is next, all meetings, and the way into a room."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from saphan.engine.sheets.forum_sheets import modes_of
from saphan.record.errors import Refused
from saphan.record.forum.links import join_link
from saphan.record.forum.models import AgendaItem, Day, Delegate, Forum, Interpreter
from saphan.record.forum.queries import duties_of
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import Delay, Timetable
from saphan.record.meetings.queries import Shown
from saphan.record.meetings.rules import may_join
from saphan.web.keeping import kept

from .calendars import addresses_of
from .common import for_participants, forum_or_404, is_for, refused, show

Participant = Delegate | Interpreter
OPENS_BEFORE = timedelta(minutes=15)
"""How long before a meeting its room can be entered."""
LATE_BEFORE = actions.SAID_FROM


@dataclass(frozen=True)
class Step:
    """One thing of somebody's day."""

    start: datetime
    end: datetime
    shown: Shown | None = None
    duty: AgendaItem | None = None
    idle: bool = False

    @property
    def stands(self) -> bool:
        """Whether somebody has to be there."""
        return self.duty is not None or (self.shown is not None and self.shown.stands)


def _steps(one: Participant, shown: Sequence[Shown]) -> list[Step]:
    """All that somebody does at a forum; an interpreter interprets."""
    steps = [Step(s.meeting.start, s.meeting.end, s) for s in shown]
    if isinstance(one, Delegate):
        standing = [s.meeting for s in shown if s.stands]
        slots = one.forum.slots.filter(day__in={meeting.slot.day_id for meeting in standing})
        idle = queries.breaks_of(standing, slots) if standing else {}
        steps += [Step(item.start, item.end, duty=item) for item in duties_of(one)]
        steps += [Step(slot.start, slot.end, idle=True) for slot in idle.get(one.pk, [])]
    return sorted(steps, key=lambda step: (step.start, step.end))


def _by_day(one: Participant, steps: Sequence[Step]) -> list[tuple[Day, list[Step]]]:
    """The days in whose way the person takes part, and those on which something is."""
    zone = one.forum.zone
    days = []
    for day in one.forum.days.all():
        own = [step for step in steps if step.start.astimezone(zone).date() == day.date]
        if own or set(modes_of(day.mode)) & set(one.modes):  # type: ignore[arg-type]
            days.append((day, own))
    return days


def _present(
    days: Sequence[tuple[Day, list[Step]]], now: datetime, forum: Forum
) -> tuple[Day, list[Step]] | None:
    """Today, if there is something to do; else the next day that has meetings."""
    today = now.astimezone(forum.zone).date()
    for day, steps in days:
        if day.date == today and any(step.stands and not step.idle for step in steps):
            return day, steps
    for day, steps in days:
        if day.date > today and any(step.shown and step.shown.stands for step in steps):
            return day, steps
    return None


def _published(forum: Forum, shown: Sequence[Shown]) -> Timetable | None:
    """The version that everybody sees, which a meeting shown mostly brings along."""
    current = next((s.meeting.timetable for s in shown if s.current), None)
    return current or queries.published_timetable(forum)


def _day(one: Participant, now: datetime) -> dict[str, Any]:
    """What the page of the day shows."""
    forum = one.forum
    shown = queries.shown_to(one)
    days = _by_day(one, _steps(one, shown))
    found = _present(days, now, forum)
    following = next((s for s in shown if s.stands and s.meeting.end > now), None)
    state = [
        (
            *(s.meeting.pk, s.sequence, s.meeting.start, s.meeting.place_id, s.stands),
            *((delay.pk, delay.minutes) for delay in s.delays),
        )
        for s in shown
    ]
    begun = following is not None and following.meeting.start <= now
    told = [state, following and following.meeting.pk, begun, found and found[0].pk]
    return {
        "one": one,
        "now": now,
        "day": found[0] if found else None,
        "today": found is not None and found[0].date == now.astimezone(forum.zone).date(),
        "steps": found[1] if found else [],
        "following": following,
        "begun": begun,
        "over": bool(shown) and following is None,
        "sayable": following is not None and following.meeting.start - LATE_BEFORE <= now,
        "late_minutes": Delay.MINUTES,
        "joinable": following is not None and bool(join_link(forum, following.meeting)),
        "fits": (
            queries.fits_with(one, following.people)
            if following is not None and isinstance(one, Delegate)
            else {}
        ),
        "told": {},
        "published": _published(forum, shown),
        "seen": hashlib.sha256(repr(told).encode()).hexdigest()[:16],
    }


def _show_day(
    request: HttpRequest, forum: Forum, one: Participant, refusal: object = ""
) -> HttpResponse:
    context = _day(one, timezone.now()) | {"refusal": refusal}
    if is_for(request, "day"):
        if request.method == "GET" and request.GET.get("seen") == context["seen"]:
            return HttpResponse(status=204)  # nothing is new: leave the page as it is
        return show(request, forum, "day/day.html", **context)
    return show(request, forum, "day/today.html", **context)


@never_cache
@for_participants
def today(request: HttpRequest, forum: Forum, one: Participant) -> HttpResponse:
    return _show_day(request, forum, one)


@require_POST
@for_participants
def late(request: HttpRequest, forum: Forum, one: Participant, pk: int) -> HttpResponse:
    """Say how late one comes; no minutes take it back."""
    meeting = queries.published_meeting(forum, pk)
    if meeting is None:
        raise PermissionDenied  # the same as for a meeting of others
    minutes = request.POST.get("minutes", "")
    try:
        if minutes == "0":
            actions.take_back_delay(request.user, one, meeting)  # type: ignore[arg-type]
        else:
            actions.tell_delay(
                request.user,  # type: ignore[arg-type]
                one,
                meeting,
                int(minutes) if minutes.isdecimal() else 0,
            )
    except Refused as error:
        if request.htmx:  # type: ignore[attr-defined]
            response = _show_day(request, forum, one, error.message)
            response.status_code = 409
            return response
        return refused(request, forum, error, "today")
    if request.htmx:  # type: ignore[attr-defined]
        return _show_day(request, forum, one)
    return redirect("today", forum.code)


@kept
@for_participants
def timetable(request: HttpRequest, forum: Forum, one: Participant) -> HttpResponse:
    shown = queries.shown_to(one)
    begun = any(s.stands and s.meeting.start <= timezone.now() for s in shown)
    own = queries.own_meetings(one) if begun and isinstance(one, Delegate) else []
    return show(
        request,
        forum,
        "day/timetable.html",
        one=one,
        told={each.meeting.request_id: each for each in own if each.seated},
        published=_published(forum, shown),
        days=_by_day(one, _steps(one, shown)),
        feed=addresses_of(request, queries.feed_of(one)),
    )


@never_cache
@login_required
def join(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Into the room of a meeting, for those who have a part in it."""
    forum = forum_or_404(request, code)
    meeting = queries.published_meeting(forum, pk)
    if meeting is None or not may_join(request.user, meeting):
        raise PermissionDenied
    address = join_link(forum, meeting)
    opens = meeting.start - OPENS_BEFORE
    if address and opens <= timezone.now():
        response = HttpResponseRedirect(address)
        response["Referrer-Policy"] = "no-referrer"
        return response
    return show(
        request, forum, "day/join.html", meeting=meeting, opens=opens, address=bool(address)
    )
