"""Erasing oneself."""

from __future__ import annotations

from datetime import timedelta

from allauth.account import app_settings
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    is_reauthentication_required,
)
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.privacy.actions import erase
from saphan.record.privacy.queries import find_somebody, preview_of
from saphan.work.erasure import tell_erased


@login_required
@never_cache
def erase_me(request: HttpRequest) -> HttpResponse:
    """What goes, what stays and why; and, once it is sure who asks, erase."""
    user: User = request.user  # type: ignore[assignment]
    is_sure = _is_sure(request, user)
    wrong = ""
    if request.method == "POST":
        if not is_sure:
            return redirect("erase_me")
        if request.POST.get("sure"):
            return _erase(request, user)
        wrong = _("Please tick that you want this.")
    somebody = find_somebody(user.email)
    assert somebody is not None, "who is signed in has an account"
    context = {"preview": preview_of(somebody), "is_sure": is_sure, "wrong": wrong}
    return render(request, "accounts/erase.html", context, status=422 if wrong else 200)


def _is_sure(request: HttpRequest, user: User) -> bool:
    """Whether it was just confirmed who asks.

    Raises:
        ReauthenticationRequired: A password or a second factor can confirm it: a page asks for it.
    """
    if get_reauthentication_flows(user):
        if is_reauthentication_required(request, app="privacy"):
            if request.method == "GET":
                raise ReauthenticationRequired
            return False
        return True
    # Who signs in by links alone has nothing else to confirm with than a new one.
    lately = timezone.now() - timedelta(seconds=app_settings.REAUTHENTICATION_TIMEOUT)
    return user.last_login is not None and user.last_login > lately


def _erase(request: HttpRequest, user: User) -> HttpResponse:
    try:
        gone = erase(user, user.email)
    except Refused as error:
        messages.error(request, str(error.message))
        return redirect("erase_me")
    # The row of this session is gone: flushing lets nothing write it again after the answer.
    logout(request)
    tell_erased(gone)
    messages.success(request, _("Your data is erased. Thank you for having been here."))
    return redirect("home")
