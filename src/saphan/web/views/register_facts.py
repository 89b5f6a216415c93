"""Judging facts, for desk officers of the register."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.register.actions import confirm, correct, reject, undo
from saphan.record.register.models import Fact
from saphan.record.register.queries import pieces_of
from saphan.record.register.rules import may_correct
from saphan.web.forms.register import CorrectionForm

VERBS: dict[str, Callable[..., Fact]] = {"confirm": confirm, "reject": reject, "undo": undo}


def for_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for desk officers of the register; the view gets the fact."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        if not may_correct(request.user):
            raise PermissionDenied
        return view(request, get_object_or_404(Fact.objects.select_related("release"), pk=pk))

    return guarded


@for_desk
def fact(request: HttpRequest, found: Fact) -> HttpResponse:
    form = CorrectionForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correct(request.user, found, form.value(), form.cleaned_data["reason"])  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Corrected."))
            return redirect(address_of(found))
    return render(
        request,
        "register/fact.html",
        {
            "fact": found,
            "form": form,
            "pieces": [piece for piece in pieces_of(found.release, [found], found) if piece.here],
            "changes": found.changes.select_related("by"),
        },
    )


@require_POST
@for_desk
def judge(request: HttpRequest, found: Fact) -> HttpResponse:
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise PermissionDenied
    more = {"reason": request.POST.get("reason", "")[:300]} if verb == "reject" else {}
    try:
        VERBS[verb](request.user, found, **more)
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect(address_of(found))


def address_of(fact: Fact) -> str:
    """Where a fact stands in its release."""
    return f"{reverse('release', args=[fact.release_id])}?fact={fact.pk}#fact-{fact.pk}"
