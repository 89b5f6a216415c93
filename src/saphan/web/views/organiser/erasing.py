"""Erasing somebody who asked the organisers for it in writing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty
from saphan.record.privacy.actions import erase
from saphan.record.privacy.queries import Preview, find_somebody, preview_of
from saphan.record.privacy.rules import may_erase
from saphan.web.forms.privacy import ErasingForm
from saphan.web.views.common import for_duty, show
from saphan.work.erasure import tell_erased


@for_duty(Duty.ERASE)
@never_cache
def erase_person(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Two steps: who asked and what becomes of it; then do it."""
    posted = request.method == "POST"
    form = ErasingForm(request.POST if posted else None)
    preview: Preview | None = None
    wrong = ""
    if posted and form.is_valid():
        preview = _preview(request, forum, form)
        if preview is not None and request.POST.get("act") == "erase":
            if request.POST.get("sure"):
                return _erase(request, forum, form)
            wrong = _("Please tick that you want this.")
    refused = posted and (bool(form.errors) or bool(wrong))
    response = show(request, forum, "people/erase.html", form=form, preview=preview, wrong=wrong)
    response.status_code = 422 if refused else 200
    return response


def _preview(request: HttpRequest, forum: Forum, form: ErasingForm) -> Preview | None:
    """What would become of it; None, and said in the form, where the reader may not erase them."""
    somebody = find_somebody(form.cleaned_data["email"])
    if somebody is None or forum.pk not in somebody.forums:
        form.add_error("email", _("Nobody of this forum has this address."))
        return None
    if not may_erase(request.user, forum, somebody):
        form.add_error(
            "email",
            _(
                "This person has to do with other forums, or with the site, too: they erase "
                "themselves on the page of their own data, or the operator of the site does."
            ),
        )
        return None
    return preview_of(somebody)


def _erase(request: HttpRequest, forum: Forum, form: ErasingForm) -> HttpResponse:
    try:
        gone = erase(
            request.user,  # type: ignore[arg-type]
            form.cleaned_data["email"],
            "privacy.erase_on_request",
            asked_on=str(form.cleaned_data["asked_on"]),
        )
    except Refused as error:
        messages.error(request, str(error.message))
        return redirect("people_erase", forum.code)
    tell_erased(gone)
    messages.success(request, _("The data of this person is erased."))
    return redirect("people", forum.code)
