"""The tokens of somebody's programs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from saphan.record.directory.actions import make_token, revoke_token
from saphan.record.directory.models import ApiToken
from saphan.record.errors import Refused
from saphan.web.forms.tokens import TokenForm


@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """List the valid ones; make another and show its secret, this once."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = make_token(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            form = TokenForm()
    valid = request.user.api_tokens.filter(  # type: ignore[union-attr]
        revoked_at=None, expires_at__gt=timezone.now()
    )
    context = {"form": form, "secret": secret, "tokens": valid}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, user_id=request.user.pk)
    revoke_token(request.user, token)  # type: ignore[arg-type]
    messages.success(request, _("The token is revoked."))
    return redirect("tokens")
