"""A new forum, its name and sides, and a copy of an earlier one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from saphan.engine.sheets.reader import is_country
from saphan.record.errors import Refused
from saphan.record.forum.actions import Origin, copy_forum, create_forum, save_basics
from saphan.record.forum.models import Forum
from saphan.record.forum.queries import own_forums
from saphan.record.forum.rules import Duty, may, may_create
from saphan.record.reader import reader_language
from saphan.web.forms.setup import BasicsForm, CopyForm
from saphan.web.forms.setup.common import SITE_LANGUAGES, split, zone_names
from saphan.web.views.common import blame, for_duty, show

from .steps import STEPS, onward, page, rail

MOST = 50  # topics, and organisations to invite
FROM = ("countries", "name", "topics", "agencies", "release")


@login_required
def forum_new(request: HttpRequest) -> HttpResponse:
    """The first step of a new forum; a draft is made of it, and its maker organises it.

    Other pages open it filled in, by parameters of the address, all optional, each given several
    times or with commas:

    - `countries`: ISO 3166 codes of the sides, such as `TH,RU`;
    - `name`: what it may be called, in the reader's language (given once, commas stay);
    - `topics`: its subjects;
    - `agencies`: names of organisations to invite (given several times, commas stay); the forum
      keeps them as suggestions;
    - `release`: key of the release of the register that it comes from.
    """
    if not may_create(request.user):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    origin = _origin(given)
    if request.method == "POST":
        form = BasicsForm(request.POST, new=True, more=[])
        if form.is_valid():
            try:
                forum = create_forum(
                    request.user,  # type: ignore[arg-type]
                    form.cleaned_data["code"],
                    form.basics(),
                    origin,
                )
            except Refused as error:
                blame(form, error)
            else:
                messages.success(request, _("The draft is kept. Nobody but its staff sees it yet."))
                return redirect("setup_days", forum.code)
    else:
        form = BasicsForm(None, new=True, more=[], initial=_filled(request.GET))
    return render(
        request,
        "setup/new.html",
        {
            "form": form,
            "origin": origin,
            "zone_names": zone_names(),
            "steps": STEPS,
            "copies": [
                one.forum
                for one in own_forums(request.user)
                if may(request.user, one.forum, Duty.SET_UP)
            ],
        },
        status=422 if form.is_bound else 200,
    )


def _filled(given: QueryDict) -> dict[str, Any]:
    countries = [code.upper() for text in given.getlist("countries") for code in split(text)]
    return {
        f"name_{reader_language()}": given.get("name", "")[:200],
        **{f"side_{n}": code for n, code in enumerate(filter(is_country, countries), 1)},
        "languages": SITE_LANGUAGES,
    }


def _origin(given: QueryDict) -> Origin:
    topics = [topic[:200] for text in given.getlist("topics") for topic in split(text)]
    agencies = [name.strip()[:300] for name in given.getlist("agencies") if name.strip()]
    release = given.get("release", "")
    return Origin(
        tuple(dict.fromkeys(topics))[:MOST],
        tuple(dict.fromkeys(agencies))[:MOST],
        int(release) if release.isascii() and release.isdigit() and len(release) < 16 else None,
    )


@for_duty(Duty.SET_UP)
def setup(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Every step of a forum, and where to go on."""
    way = rail(forum)
    return show(
        request,
        forum,
        "setup/setup.html",
        rail=way,
        following=next((step for step in way if not step.done), None),
        may_create=may_create(request.user),
    )


@for_duty(Duty.SET_UP)
def basics(request: HttpRequest, forum: Forum) -> HttpResponse:
    more = list(dict.fromkeys([*forum.languages, *forum.name]))
    if request.method == "POST":
        form = BasicsForm(request.POST, new=False, more=more)
        if form.is_valid():
            try:
                save_basics(request.user, forum, form.basics())  # type: ignore[arg-type]
            except Refused as error:
                blame(form, error)
                forum.refresh_from_db()
            else:
                messages.success(request, _("Kept."))
                return onward(request, forum, "basics")
    else:
        form = BasicsForm(None, new=False, more=more, initial=BasicsForm.shown(forum))
    return page(
        request,
        forum,
        "basics",
        "setup/basics.html",
        wrong=form.is_bound,
        form=form,
        zone_names=zone_names(),
    )


@for_duty(Duty.SET_UP)
def copy(request: HttpRequest, forum: Forum) -> HttpResponse:
    """A new draft with the days, places, agenda and rules of this forum."""
    if not may_create(request.user):
        raise PermissionDenied
    form = CopyForm(request.POST if request.method == "POST" else None, source=forum)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = copy_forum(
                request.user,  # type: ignore[arg-type]
                forum,
                given["code"],
                form.name,
                given["first_day"],
            )
        except Refused as error:
            blame(form, error)
        else:
            messages.success(request, _("The draft is kept. Nobody but its staff sees it yet."))
            return redirect("setup", made.code)
    response = show(request, forum, "setup/copy.html", form=form)
    if form.is_bound:
        response.status_code = 422
    return response
