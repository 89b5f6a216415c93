"""What every page of a desk needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from saphan.record.factcheck.models import Desk
from saphan.record.factcheck.rules import Duty, duties
from saphan.web.navigation import Link

View = Callable[..., HttpResponse]


def for_desk(duty: Duty) -> Callable[[View], View]:
    """Only for whom a role at this very desk gives the duty; the view gets the desk.

    To others a desk's pages are not there, so that they tell nothing of what it works on.
    """

    def guard(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, country: str, **kwargs: Any) -> HttpResponse:
            desk = Desk.objects.filter(country=country).first()
            allowed = duties(request.user, desk) if desk else frozenset()
            if desk is None or not allowed:
                raise Http404
            if duty not in allowed:
                raise PermissionDenied
            request.duties = allowed  # type: ignore[attr-defined]  # `show` need not ask again
            return view(request, desk, **kwargs)

        return guarded

    return guard


def show(
    request: HttpRequest, desk: Desk, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of a desk, guarded by `for_desk`; nothing of it is kept by browsers or found by
    search engines."""
    allowed: frozenset[Duty] = request.duties  # type: ignore[attr-defined]
    here = request.resolver_match.url_name if request.resolver_match else ""
    pages = [("fact_desk", _("Queue"), Duty.READ), ("fact_claim_new", _("New claim"), Duty.WRITE)]
    pages += [("fact_files", _("Messages from a file"), Duty.WRITE)]
    pages += [("fact_people", _("People"), Duty.ROLES)]
    pages += [("fact_senders", _("Senders"), Duty.SUBMITTERS)]
    context |= {
        "desk": desk,
        "duties": {duty.value for duty in allowed},
        "pages": [
            Link(label, reverse(url, args=[desk.country]), url == here)
            for url, label, duty in pages
            if duty in allowed
        ],
    }
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
