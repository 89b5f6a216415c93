"""Signing in by a link that comes by e-mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sesame.utils import get_query_string

from saphan.record.directory.models import User

LIMITER = MovingWindowRateLimiter(MemoryStorage())
AN_ADDRESS = RateLimitItemPerHour(5)
A_VISITOR = RateLimitItemPerHour(30)


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address; the answer is the same whether somebody has it or not."""
    if request.method != "POST":
        return render(request, "accounts/sign_in.html")
    email = request.POST.get("email", "").strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        messages.error(request, _("Please give a whole e-mail address, such as name@example.org."))
        return render(request, "accounts/sign_in.html", {"email": email}, status=422)
    visitor = request.META.get("REMOTE_ADDR", "")
    if not (
        LIMITER.hit(A_VISITOR, "sign-in", "visitor", visitor)
        and LIMITER.hit(AN_ADDRESS, "sign-in", "address", email)
    ):
        messages.error(request, _("Too many tries. Please wait an hour and try again."))
        return render(request, "accounts/sign_in.html", {"email": email}, status=429)
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None:
        link = request.build_absolute_uri(reverse("sign_in_link") + get_query_string(user))
        with translation.override(user.language or translation.get_language()):
            send_mail(
                _("Your sign-in link"),
                _("Open this link to sign in. It works once, for a day:") + f"\n\n{link}\n",
                None,
                [user.email],
            )
    return render(request, "accounts/sent.html", {"email": email})


def sign_in_link(request: HttpRequest) -> HttpResponse:
    """Sign in whoever opens a valid link."""
    user = authenticate(request, sesame=request.GET.get("key", ""))
    if user is None:
        messages.error(request, _("This link has been used or is too old. Ask for a new one."))
        return redirect("sign_in")
    login(request, user)
    response = redirect(_first_page(user))
    language = getattr(user, "language", "")
    if language and translation.check_for_language(language):
        response.set_cookie("django_language", language, samesite="Lax", secure=request.is_secure())
    return response


def _first_page(user: User) -> str:
    """Where somebody wants to be: the board of an organiser, a delegate's suggestions."""
    role = user.forum_roles.select_related("forum").order_by("-pk").first()
    if role is not None:
        return reverse("board", args=[role.forum.code])
    person = getattr(user, "person", None)
    delegation = person and person.delegations.select_related("forum").order_by("-pk").first()
    if delegation:
        return reverse("suggestions", args=[delegation.forum.code])
    return reverse("home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("home")
