"""What the reader agrees to, and a link that ends letters with news."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from saphan.record.directory.actions import withdraw_consent
from saphan.record.directory.models import Consent, User
from saphan.record.mailing.stopping import who_stops
from saphan.web.consenting import consents_of, keep_consents


@login_required
def own_consents(request: HttpRequest) -> HttpResponse:
    """What holds, to change, and the log."""
    user: User = request.user  # type: ignore[assignment]
    if request.method == "POST":
        keep_consents(request, user)
        messages.success(request, _("Kept."))
        return redirect("own_consents")
    context = {
        "consents": consents_of(user),
        "log": user.consents.order_by("-given_at", "-pk"),
        "zones": [user.zone or "UTC"],
    }
    return render(request, "accounts/consents.html", context)


# A mail program posts here for its reader, without a cookie of ours (RFC 8058): the signature is
# what lets it, and all that it lets is to stop.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letters_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask first; posted, at once."""
    user = who_stops(token)
    if user is None:
        raise Http404
    posted = request.method == "POST"
    if posted:
        withdraw_consent(user, user, Consent.Purpose.LETTERS)
    return render(request, "letters/stop.html", {"done": posted})
