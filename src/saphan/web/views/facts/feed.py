"""What programs read of a desk."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from saphan.record.factcheck.models import Desk
from saphan.record.factcheck.queries import feed


@require_safe
def partner(request: HttpRequest, country: str) -> HttpResponse:
    """The claims that a desk shares, signed."""
    desk = Desk.objects.filter(country=country).first()
    told = feed(desk) if desk else None
    if told is None:
        raise Http404
    response = HttpResponse(told.body, content_type="application/json")
    response["Saphan-Signature"] = f"ed25519={told.signature}"
    response["Cache-Control"] = "no-store"  # an older one is refused where it is read
    response["Saphan-Key"] = f"ed25519={told.key}"
    return response
