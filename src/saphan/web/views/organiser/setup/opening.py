"""What is missing, and showing the forum to everybody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.actions import hide_forum, open_forum
from saphan.record.forum.models import Forum
from saphan.record.forum.queries import setup_checks
from saphan.record.forum.rules import Duty
from saphan.web.views.common import for_duty

from .steps import page, rail


@for_duty(Duty.SET_UP)
def opening(request: HttpRequest, forum: Forum) -> HttpResponse:
    addresses = {step.key: step for step in rail(forum)}
    checks = [(check, addresses[check.step]) for check in setup_checks(forum)]
    return page(
        request,
        forum,
        "opening",
        "setup/opening.html",
        blocking=[one for one in checks if one[0].blocks],
        forgotten=[one for one in checks if not one[0].blocks],
    )


@require_POST
@for_duty(Duty.SET_UP)
def show_to_all(request: HttpRequest, forum: Forum) -> HttpResponse:
    try:
        open_forum(request.user, forum)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
        return redirect("setup_opening", forum.code)
    messages.success(request, _("Open: everybody sees the forum now."))
    return redirect("forum", forum.code)


@require_POST
@for_duty(Duty.SET_UP)
def hide(request: HttpRequest, forum: Forum) -> HttpResponse:
    hide_forum(request.user, forum)  # type: ignore[arg-type]
    messages.success(request, _("A draft again: only its staff see it."))
    return redirect("setup_opening", forum.code)
