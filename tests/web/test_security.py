"""What every page tells the browser it may do."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import RequestFactory

from saphan.web.security import ContentSecurityMiddleware


def test_every_page_carries_the_strict_policy():
    page = ContentSecurityMiddleware(lambda request: HttpResponse("a page"))
    response = page(RequestFactory().get("/"))
    assert response["Content-Security-Policy"] == (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
    assert response["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
