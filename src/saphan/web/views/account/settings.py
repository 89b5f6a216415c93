"""Language, time zone, and where somebody is signed in."""

from __future__ import annotations

import re

from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.directory.actions import change_account
from saphan.web.accounts import remember_language
from saphan.web.forms.accounts import AccountForm

BROWSERS = (  # as a browser names itself; the first that is found, since most name others too
    ("Edge", r"\bEdgA?/"),
    ("Opera", r"\bOPR/"),
    ("Yandex", r"\bYaBrowser/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|CriOS)/"),
    ("Safari", r"\bSafari/"),
)
SYSTEMS = (
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
)


@login_required
def account(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, user=request.user)  # type: ignore[arg-type]
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "accounts/account.html", {"form": form}, status=422 if form.errors else 200
        )
    change_account(request.user, **form.cleaned_data)  # type: ignore[arg-type]
    with translation.override(form.cleaned_data["language"]):
        messages.success(request, _("Kept."))
    response = redirect("account")
    remember_language(response, request, form.cleaned_data["language"])
    return response


@login_required
def devices(request: HttpRequest) -> HttpResponse:
    """Every browser in which the reader is signed in, this one first."""
    here = request.session.session_key
    sessions = sorted(
        UserSession.objects.purge_and_list(request.user),
        key=lambda one: (one.session_key != here, -one.created_at.timestamp()),
    )
    return render(
        request,
        "accounts/devices.html",
        {
            "sessions": [
                (one, browser_of(one.user_agent), one.session_key == here) for one in sessions
            ],
            "others": sum(one.session_key != here for one in sessions),
            "zones": [request.user.zone or "UTC"],  # type: ignore[union-attr]
        },
    )


def browser_of(user_agent: str) -> str:
    """The names of browser and system, as well as they can be told; empty if not at all."""
    found = [
        next((name for name, sign in known if re.search(sign, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found))


@require_POST
@login_required
def end_device(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    session.end()
    messages.success(request, _("Signed out there."))
    return redirect("devices")


@require_POST
@login_required
def end_other_devices(request: HttpRequest) -> HttpResponse:
    end_other_sessions(request, request.user)
    messages.success(request, _("Signed out everywhere else."))
    return redirect("devices")
