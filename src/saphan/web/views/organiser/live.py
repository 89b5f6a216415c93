"""Changing single meetings from the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Day, Forum
from saphan.record.forum.rules import Duty
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import Batch, Meeting
from saphan.record.meetings.queries import Cell, Ground, Moves
from saphan.web.views.common import for_duty, is_for, show
from saphan.web.views.organiser.parts import show_part

OPTIONS = 200
"""Most cells that a form offers, and most meetings to change places with."""


def _meeting(forum: Forum, pk: int) -> Meeting:
    rows = Meeting.objects.select_related(
        "timetable__forum", "slot__day", "last_slot", "place", "interpreter", "request"
    )
    found: Meeting = get_object_or_404(rows, pk=pk, timetable__forum=forum)
    return found


def _tried(meeting: Meeting, day: Day, **among: frozenset[int] | None) -> list[Cell]:
    """Every cell of a day, or those of some slots and places, as the meeting finds it."""
    ground = Ground(meeting.timetable, [meeting])
    return Moves(ground, timezone.now()).cells(meeting, [day], **among)


def _keys(request: HttpRequest, name: str) -> frozenset[int] | None:
    """Keys that the address lists; None where it lists none."""
    given = request.GET.get(name, "")
    keys = [key for key in given.split(",") if key.isascii() and key.isdigit()]
    return frozenset(map(int, keys)) if given else None


@for_duty(Duty.TIMETABLE)
def cells(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    """Where a meeting picked up can be put down on a day, or among the slots and places that the
    page shows of it, and why not elsewhere.

    Each cell, `SLOT-PLACE`, has the numbers of its reasons; a cell that holds a meeting with
    which this one could change places has that one's key as `swaps`.
    """
    meeting = _meeting(forum, pk)
    day = get_object_or_404(forum.days, date=_date(request, meeting))
    reasons: dict[str, int] = {}
    told, swaps = {}, {}
    among = {name: _keys(request, name) for name in ("slots", "places")}
    for cell in _tried(meeting, day, **among):
        key = f"{cell.slot.pk}-{cell.place.pk}"
        texts = dict.fromkeys(conflict.text for conflict in cell.conflicts)
        told[key] = [reasons.setdefault(text, len(reasons)) for text in texts]
        if cell.holds is not None:
            swaps[key] = cell.holds
    return JsonResponse({"cells": told, "reasons": list(reasons), "swaps": swaps})


def _date(request: HttpRequest, meeting: Meeting) -> str:
    given = request.GET.get("day", "")
    dates = {str(day.date) for day in meeting.timetable.forum.days.all()}
    return given if given in dates else str(meeting.slot.day.date)


@for_duty(Duty.TIMETABLE)
def meeting(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    """One meeting, with everything that can be done to it by forms."""
    one = _meeting(forum, pk)
    day = get_object_or_404(forum.days, date=_date(request, one))
    can_change = one.timetable.state in actions.LIVE and one.start > timezone.now()
    tried = _tried(one, day) if can_change else []
    here = (one.slot_id, one.place_id)
    off = one.state == Meeting.State.CANCELLED
    free = [c for c in tried if not c.conflicts and (off or (c.slot.pk, c.place.pk) != here)]
    # Nearest in time first, at the same place before others.
    free.sort(key=lambda c: (abs(c.slot.start - one.start), c.place.pk != one.place_id))
    swaps = [cell.holds for cell in tried if cell.holds is not None][:OPTIONS]
    people = [seat.delegate for seat in queries.with_people_of(one)]
    return show(
        request,
        forum,
        "organiser/meeting.html",
        meeting=one,
        people=people,
        missing=[(person.person.name, queries.text_of(person)) for person in people],
        off=off,
        can_change=can_change,
        days=list(forum.days.all()),
        day=day,
        free=sorted(free[:OPTIONS], key=lambda c: (c.slot.start, c.place.mode, c.place.code)),
        swaps=queries.named_briefly(one.timetable, swaps),
        batches=queries.told_changes_of(one),
        venue=[forum.timezone],
    )


Act = Callable[[User, Meeting, HttpRequest], Batch]


def _cell(forum: Forum, request: HttpRequest) -> tuple[Any, Any]:
    """The slot and the place that a form or a drop names."""
    slot, _dash, place = request.POST.get("cell", "").partition("-")
    if not (slot.isascii() and slot.isdigit() and place.isascii() and place.isdigit()):
        raise Refused(_("Choose a time and a place."))
    return (
        get_object_or_404(forum.slots, pk=int(slot)),
        get_object_or_404(forum.places, pk=int(place)),
    )


def _given(request: HttpRequest) -> dict[str, Any]:
    sequence = request.POST.get("sequence", "")
    return {
        "sequence": int(sequence) if sequence.isascii() and sequence.isdigit() else None,
        "words": request.POST.get("words", "").strip(),
    }


def _move(user: User, one: Meeting, request: HttpRequest) -> Batch:
    return actions.move(user, one, *_cell(one.timetable.forum, request), **_given(request))


def _restore(user: User, one: Meeting, request: HttpRequest) -> Batch:
    where = _cell(one.timetable.forum, request) if request.POST.get("cell") else ()
    return actions.restore(user, one, *where, **_given(request))


def _swap(user: User, one: Meeting, request: HttpRequest) -> Batch:
    other = request.POST.get("other", "")
    if not (other.isascii() and other.isdigit()):
        raise Refused(_("Choose the meeting to change places with."))
    given = _given(request)
    sequence = given.pop("sequence")
    return actions.swap(
        user,
        one,
        _meeting(one.timetable.forum, int(other)),
        sequences={} if sequence is None else {one.pk: sequence},
        **given,
    )


def _done(batch: Batch) -> str:
    """What was done, said."""
    return {
        Batch.Kind.MOVE: _("The meeting is moved."),
        Batch.Kind.SWAP: _("The two meetings changed places."),
        Batch.Kind.CANCEL: _("The meeting is called off."),
        Batch.Kind.RESTORE: _("The meeting is back."),
        Batch.Kind.ONLINE: _("The meeting is online now."),
        Batch.Kind.UNDO: _("All is as it was before."),
    }.get(Batch.Kind(batch.kind), batch.get_kind_display())


ACTS: dict[str, Act] = {
    "move": _move,
    "swap": _swap,
    "cancel": lambda user, one, request: actions.cancel(user, one, **_given(request)),
    "restore": _restore,
    "online": lambda user, one, request: actions.go_online(user, one, **_given(request)),
}


@require_POST
@for_duty(Duty.TIMETABLE)
def change(request: HttpRequest, forum: Forum, pk: int, act: str) -> HttpResponse:
    """Do one of `ACTS` to a meeting."""
    one = _meeting(forum, pk)
    return _answer(
        request,
        forum,
        one,
        lambda: ACTS[act](request.user, one, request),  # type: ignore[arg-type]
        reverse("board_meeting", args=[forum.code, pk]),
    )


@require_POST
@for_duty(Duty.TIMETABLE)
def undo(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    batch = get_object_or_404(Batch.objects.select_related("timetable__forum"), pk=pk, forum=forum)
    version = batch.timetable
    return _answer(
        request,
        forum,
        version,
        lambda: actions.undo(request.user, batch),  # type: ignore[arg-type]
        reverse("board_version", args=[forum.code, version.version]),
    )


def _answer(
    request: HttpRequest,
    forum: Forum,
    of: Any,
    act: Callable[[], Batch],
    page: str,
) -> HttpResponse:
    """The board after the act where it asked; else back to the page, told how it went."""
    error = None
    try:
        said = _done(act())
    except Refused as refusal:
        error = refusal
        said = str(refusal.message)
    if is_for(request, "grid"):
        timetable = of.timetable if isinstance(of, Meeting) else of
        response = show_part(request, forum, timetable, said=said, failed=error is not None)
        response.status_code = 409 if error else 200
        return response
    if error:
        messages.error(request, said)
    else:
        messages.success(request, said)
    return redirect(page)
