"""The check-in of a face-to-face forum, for a phone at the door."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.forum import actions, queries
from saphan.record.forum.actions import Answer, Answered, Scan
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, countries_at_door
from saphan.record.meetings.queries import awaited, next_meeting, partners_of
from saphan.web.templatetags.saphan import country
from saphan.web.views.common import View, for_duty, show

A_BATCH = 100  # scans at most, of one sending
CAMERA = "camera=(self), geolocation=(), microphone=()"


def at_the_door(view: View) -> View:
    """Only for who is at the door, of a forum that is open."""

    @for_duty(Duty.DOOR)
    @wraps(view)
    def guarded(request: HttpRequest, forum: Forum, **kwargs: Any) -> HttpResponse:
        if not forum.is_open:
            raise Http404
        return view(request, forum, **kwargs)

    return guarded


@at_the_door
def check_in(request: HttpRequest, forum: Forum) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    seen = countries_at_door(request.user, forum)
    response = show(
        request,
        forum,
        "door/check_in.html",
        config=_config(forum),
        words=words,
        found=queries.holders(forum, seen, words=words)[:20] if words else [],
        **_hall(request, forum),
    )
    response["Permissions-Policy"] = CAMERA
    return response


def _config(forum: Forum) -> dict[str, Any]:
    """What the script of the page needs: addresses, and what it says without the site."""
    return {
        "forum": forum.code,
        "send": reverse("check_ins", args=[forum.code]),
        "people": reverse("check_in_people", args=[forum.code]),
        "decoder": static("saphan/vendor/qr-decode.min.js"),
        "said": {
            "kept": _("Kept. It is sent when the connection is back."),
            "welcome": _("Welcome"),
            "unknown": _("This code is not on the list of this phone. It is asked for later."),
            "waiting": _("Scans waiting to be sent:"),
            "none": _("All scans are sent."),
            "offline": _("No connection"),
            "sign_in": _("You are signed out. Sign in again: nothing is lost meanwhile."),
            "closed": _("The forum is not open. The scans are kept on this phone."),
            "undone": _("Undone: not checked in."),
            "nobody": _("Nobody is found."),
            "check_in": _("Check in"),
            "no_camera": _("The camera cannot be used. Type the code or the name instead."),
            "stop": _("Stop the camera"),
            "start": _("Scan with the camera"),
        },
    }


@at_the_door
def hall(request: HttpRequest, forum: Forum) -> HttpResponse:
    return show(request, forum, "door/hall.html", **_hall(request, forum))


def _hall(request: HttpRequest, forum: Forum) -> dict[str, Any]:
    """Who is there and who is not, of those whom the reader may see."""
    now = timezone.now()
    seen = countries_at_door(request.user, forum)
    inside = queries.badges_in(forum, now)
    last = queries.recent_check_ins(forum, seen, now)
    lines = queries.presence(forum, seen, inside)
    return {
        "presence": lines,
        "here": sum(one.here for one in lines),
        "expected": sum(one.expected for one in lines),
        "awaited": awaited(forum, inside, seen, now),
        "recent": [(one, queries.holder_of(one.badge)) for one in last],
    }


@at_the_door
def people(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Whom a phone knows without the site: names, and a hash of each code with this answer's salt.

    A code cannot be told from its hash, so the list forges no badge.
    """
    salt = secrets.token_hex(8)
    inside = queries.badges_in(forum, timezone.now())
    listed = [
        {
            "who": one.key,
            "hash": _hash(salt, one.badge.token) if one.badge else "",
            "name": one.name,
            "latin": one.name_latin,
            "organisation": one.organisation,
            "country": country(one.country) if one.country else "",
            "role": str(one.role.label),
            "in": one.badge is not None and one.badge.pk in inside,
        }
        for one in queries.holders(forum, countries_at_door(request.user, forum))
    ]
    response = JsonResponse({"salt": salt, "people": listed})
    response["Cache-Control"] = "no-store"
    return response


def _hash(salt: str, code: str) -> str:
    return hashlib.sha256(f"{salt}{code}".encode()).hexdigest()


@require_POST
@at_the_door
def scans(request: HttpRequest, forum: Forum) -> HttpResponse:
    """What a phone has read since it last could send, and what was undone on it.

    The moments are of the phone's clock; `sent`, its now, tells how wrong that is.
    """
    try:
        told = json.loads(request.body)
        sent = _moment(told["sent"])
        wrong = timezone.now() - sent
        read = [
            Scan(UUID(one["id"]), str(one.get("code", "")), _moment(one["at"]) + wrong, _who(one))
            for one in told["scans"]
        ]
        undone = [UUID(one) for one in told.get("undone", [])]
        door = str(told.get("door", ""))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return HttpResponseBadRequest()
    if len(read) + len(undone) > A_BATCH:
        return HttpResponseBadRequest()
    seen = countries_at_door(request.user, forum)
    answers = actions.receive_scans(request.user, forum, read, door, seen)  # type: ignore[arg-type]
    for one in forum.check_ins.filter(scan__in=undone).select_related("forum", "badge__delegate"):
        if queries.may_see_badge(one.badge, seen):
            actions.undo_check_in(request.user, one)  # type: ignore[arg-type]
    return JsonResponse({"answers": [_told(forum, one) for one in answers], "undone": undone})


def _who(told: dict[str, Any]) -> str:
    return str(told.get("who", ""))


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError(text)
    return moment


HEADS: dict[Answer, Callable[[], str]] = {
    Answer.WELCOME: lambda: _("Welcome"),
    Answer.ALREADY: lambda: _("Already in"),
    Answer.UNDONE: lambda: _("Undone: not checked in."),
    Answer.REPLACED: lambda: _("This badge was replaced and is not valid any more"),
    Answer.OTHER_FORUM: lambda: _("This badge is of another forum"),
    Answer.OTHER_COUNTRY: lambda: _("Not of the country whose people you look after"),
    Answer.UNKNOWN: lambda: _("Unknown code"),
}


def _told(forum: Forum, one: Answered) -> dict[str, Any]:
    """An answer as the page shows it."""
    told: dict[str, Any] = {
        "id": str(one.scan.id),
        "answer": one.answer.value,
        "head": HEADS[one.answer](),
        "lines": [],
    }
    if one.badge is None:
        return told
    holder = queries.holder_of(one.badge)
    told |= {
        "who": holder.key,
        "name": holder.name,
        "latin": holder.name_latin,
        "organisation": holder.organisation,
        "country": country(holder.country) if holder.country else "",
        "role": str(holder.role.label),
    }
    if one.answer is Answer.ALREADY and one.first is not None:
        since = {"time": f"{one.first.scanned_at.astimezone(forum.zone):%H:%M}"}
        text = (
            _("since %(time)s, %(door)s") % {**since, "door": one.first.door}
            if one.first.door
            else _("since %(time)s") % since
        )
        told["lines"].append(text)
    if one.badge.delegate and one.answer in (Answer.WELCOME, Answer.ALREADY):
        told["lines"].append(_next(forum, one))
    return told


def _next(forum: Forum, one: Answered) -> str:
    assert one.badge is not None
    assert one.badge.delegate is not None
    meeting = next_meeting(one.badge.delegate, timezone.now())
    if meeting is None:
        return _("No more meetings at a table today")
    partners = partners_of(meeting, one.badge.delegate)
    return _("Next: %(time)s, %(place)s, with %(partners)s") % {
        "time": f"{meeting.start.astimezone(forum.zone):%H:%M}",
        "place": meeting.place.name,
        "partners": ", ".join(dict.fromkeys(other.organisation.name for other in partners)),
    }


@require_POST
@at_the_door
def by_hand(request: HttpRequest, forum: Forum) -> HttpResponse:
    """One check-in by a form, where scripts do not run."""
    scan = Scan(uuid4(), request.POST.get("code", ""), timezone.now(), request.POST.get("who", ""))
    seen = countries_at_door(request.user, forum)
    (answered,) = actions.receive_scans(request.user, forum, [scan], "", seen)  # type: ignore[arg-type]
    told = _told(forum, answered)
    words = " · ".join(filter(None, (told["head"], told.get("name", ""), *told["lines"])))
    (messages.success if answered.answer is Answer.WELCOME else messages.warning)(request, words)
    return redirect("check_in", forum.code)


@require_POST
@at_the_door
def undo(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    found = get_object_or_404(
        forum.check_ins.select_related("forum", "badge__delegate__organisation"), pk=pk
    )
    if not queries.may_see_badge(found.badge, countries_at_door(request.user, forum)):
        raise Http404
    actions.undo_check_in(request.user, found)  # type: ignore[arg-type]
    if request.htmx:  # type: ignore[attr-defined]
        return show(request, forum, "door/hall.html", **_hall(request, forum))
    return redirect("check_in", forum.code)
