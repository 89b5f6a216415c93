"""The steps of setting a forum up, and the way through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saphan.record.forum.models import Forum
from saphan.record.forum.queries import setup as steps
from saphan.record.forum.queries import setup_checks, steps_done
from saphan.web.views.common import show

STEPS = (
    (
        steps.BASICS,
        _("Name and sides"),
        _("What the forum is called, who meets, in which languages."),
    ),
    (steps.DAYS, _("Days and slots"), _("When people meet, for how long, with which breaks.")),
    (steps.PLACES, _("Places"), _("Halls, tables, online rooms and the way between them.")),
    (steps.RULES, _("Rules"), _("Who may ask whom, how many meetings, until when.")),
    (steps.INTERPRETERS, _("Interpreters"), _("Who interprets between which languages.")),
    (steps.AGENDA, _("Agenda"), _("Opening, talks, signings, lunches: what binds people.")),
    (steps.ROLES, _("Roles"), _("Who else organises, works at the door or reads the report.")),
    (steps.OPENING, _("Check and open"), _("What is missing, and showing the forum to everybody.")),
)
KEYS = [key for key, _label, _about in STEPS]


@dataclass(frozen=True)
class Step:
    """A step as its rail shows it."""

    key: str
    number: int
    label: Any
    about: Any
    href: str
    done: bool
    here: bool
    problems: tuple[Any, ...] = ()


def rail(forum: Forum, here: str = "") -> list[Step]:
    """Every step, with what is done and what is missing."""
    done = steps_done(forum)
    checks = setup_checks(forum)
    return [
        Step(
            key,
            number,
            label,
            about,
            reverse(f"setup_{key}", args=[forum.code]),
            done[key],
            key == here,
            tuple(check.message for check in checks if check.step == key),
        )
        for number, (key, label, about) in enumerate(STEPS, 1)
    ]


def page(
    request: HttpRequest,
    forum: Forum,
    step: str,
    template: str,
    *,
    wrong: bool = False,
    **context: Any,
) -> HttpResponse:
    """A page of a step, with the way on and back.

    Args:
        request: Whose.
        forum: Of which forum.
        step: Key of the step.
        template: Of the page.
        wrong: Whether something filled in cannot be.
        context: What the template needs.
    """
    way = rail(forum, step)
    at = KEYS.index(step)
    response = show(
        request,
        forum,
        template,
        rail=way,
        step=way[at],
        before=way[at - 1] if at else None,
        after=way[at + 1] if at + 1 < len(way) else None,
        **context,
    )
    if wrong:
        response.status_code = 422
    return response


def onward(request: HttpRequest, forum: Forum, step: str) -> HttpResponse:
    """To the next step if “save and go on” was pressed, else to this one again."""
    at = KEYS.index(step)
    if "on" in request.POST and at + 1 < len(KEYS):
        step = KEYS[at + 1]
    return redirect(f"setup_{step}", forum.code)
