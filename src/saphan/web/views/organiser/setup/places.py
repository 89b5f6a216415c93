"""Halls, tables, online rooms, and where online meetings take place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from saphan.engine.sheets.forum_sheets import modes_of
from saphan.record.errors import Refused
from saphan.record.forum.actions import (
    add_places,
    change_place,
    delete_places,
    save_join_template,
    save_travel,
)
from saphan.record.forum.models import Forum, Mode, Place
from saphan.record.forum.queries import halls_of
from saphan.record.forum.rules import Duty
from saphan.web.forms.setup import JoinForm, PlaceForm, PlacesForm, TravelForm
from saphan.web.views.common import blame, for_duty

from .steps import page


@for_duty(Duty.SET_UP)
def places(request: HttpRequest, forum: Forum) -> HttpResponse:
    """All places; more are made at once, and some taken out."""
    act = request.POST.get("act", "")
    halls = halls_of(forum)
    known = {(way.one, way.other): way.minutes for way in forum.travel.all()}

    def data(name: str) -> Any:
        return request.POST if act == name else None

    forms = {
        "add": PlacesForm(data("add"), auto_id="add_%s", initial=_next(forum)),
        "join": JoinForm(data("join"), initial={"join_template": forum.join_template}),
        "travel": TravelForm(data("travel"), halls=halls, known=known),
    }
    form = forms.get(act)
    if act == "delete" or (form is not None and form.is_valid()):
        try:
            _do(request, forum, act, form)
        except Refused as error:
            if form is None:
                messages.error(request, str(error.message))
                return redirect("setup_places", forum.code)
            blame(form, error)
        else:
            return redirect("setup_places", forum.code)
    rows = list(forum.places.order_by("-mode", "hall", "pk"))
    return page(
        request,
        forum,
        "places",
        "setup/places.html",
        wrong=form is not None,
        forms=forms,
        groups=_groups(rows),
        total=len(rows),
        halls=halls,
    )


def _do(request: HttpRequest, forum: Forum, act: str, form: Any) -> None:
    user: Any = request.user
    if act == "delete":
        gone = delete_places(user, forum, request.POST.getlist("place"))
        if gone:
            messages.success(request, _("Taken out: %(n)s.") % {"n": gone})
        else:
            messages.error(request, _("Mark the places to take out first."))
        return
    given = form.cleaned_data
    if act == "add":
        add_places(user, forum, given["mode"], given["number"], given["name"], given["hall"])
    elif act == "join":
        save_join_template(user, forum, given["join_template"])
    else:
        save_travel(user, forum, form.ways())
    messages.success(request, _("Kept."))


def _next(forum: Forum) -> dict[str, Any]:
    """What is likely wanted next: tables first, rooms where days are online and there is none."""
    modes = {mode for day in forum.days.all() for mode in modes_of(day.mode)}  # type: ignore[arg-type]
    served = set(forum.places.values_list("mode", flat=True))
    missing = [mode for mode in Mode.values if mode in modes - served]
    mode = missing[0] if missing else Mode.FACE_TO_FACE.value
    return {"mode": mode, "name": _("Room") if mode == Mode.ONLINE else _("Table")}


def _groups(rows: list[Place]) -> list[tuple[str, str, list[Place]]]:
    """Places by mode and hall."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place in rows:
        found.setdefault((place.mode, place.hall), []).append(place)
    order = {Mode.FACE_TO_FACE: 0, Mode.ONLINE: 1}
    keys = sorted(found, key=lambda key: (order[Mode(key[0])], key[1]))
    return [(mode, hall, found[mode, hall]) for mode, hall in keys]


@for_duty(Duty.SET_UP)
def place(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    """The name of one place, the hall of a table and the own address of a room."""
    one = get_object_or_404(forum.places, pk=pk)
    form = PlaceForm(request.POST if request.method == "POST" else None, place=one)
    if form.is_bound and form.is_valid():
        try:
            change_place(request.user, one, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as error:
            blame(form, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("setup_places", forum.code)
    return page(
        request,
        forum,
        "places",
        "setup/one.html",
        wrong=form.is_bound,
        form=form,
        heading=one.name,
        back="setup_places",
    )
