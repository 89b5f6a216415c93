"""Signing in by a link that comes by e-mail, and signing out."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from sesame.utils import get_query_string

from saphan.record.directory.models import User


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address; the answer is the same whether somebody has it or not."""
    context = {"next": _next(request)}
    if request.method != "POST":
        return render(request, "accounts/sign_in.html", context)
    context["email"] = email = request.POST.get("email", "").strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        messages.error(request, _("Please give a whole e-mail address, such as name@example.org."))
        return render(request, "accounts/sign_in.html", context, status=422)
    if not ratelimit.consume(request, action="sign_in_link", key=email):
        messages.error(request, _("Too many tries. Please wait an hour and try again."))
        return render(request, "accounts/sign_in.html", context, status=429)
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None:
        query = get_query_string(user) + (
            f"&{urlencode({'next': context['next']})}" if context["next"] else ""
        )
        link = request.build_absolute_uri(reverse("sign_in_link") + query)
        with translation.override(user.language or translation.get_language()):
            send_mail(
                _("Your sign-in link"),
                _("Open this link to sign in. It works once, for a day:") + f"\n\n{link}\n",
                None,
                [user.email],
            )
    return render(request, "accounts/sent.html", {"email": email})


def sign_in_link(request: HttpRequest) -> HttpResponse:
    """Sign in whoever opens a valid link, after the second factor where there is one."""
    user = authenticate(request, sesame=request.GET.get("key", ""))
    if user is None:
        messages.error(request, _("This link has been used or is too old. Ask for a new one."))
        return redirect("sign_in")
    return perform_login(request, user, redirect_url=_next(request) or None)


def _next(request: HttpRequest) -> str:
    """The page of this site that somebody was sent away from, if any."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if own else ""


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("home")
