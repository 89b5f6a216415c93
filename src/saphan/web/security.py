"""What browsers may do with our pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from saphan.web.accounts import must_add_second_factor

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class ContentSecurityMiddleware:
    """Sends the same strict policy with every page: no inline script or style, no third party."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def one_csrf_token(request: HttpRequest) -> dict[str, Any]:
    """The token of a page's forms: masked anew for each page, but not for each of its forms."""
    return {"csrf_token": SimpleLazyObject(lambda: get_token(request) or "NOTPROVIDED")}


WITHOUT_SECOND_FACTOR = frozenset(
    {"account", "devices", "device_end", "devices_end_others", "set_language", "sign_out"}
)
"""Addresses open to somebody who still has to add a second factor, beside those of allauth."""


class SecondFactorMiddleware:
    """Where `SAPHAN_STAFF_MFA` is on, nobody with a role goes on without a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name in WITHOUT_SECOND_FACTOR or name.startswith(("mfa_", "account_")):
            return None
        if not request.user.is_authenticated or not must_add_second_factor(request.user):
            return None
        messages.warning(request, _("Your role needs a second factor. Please add one to go on."))
        return redirect("mfa_index")
