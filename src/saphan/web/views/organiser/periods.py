"""How long a forum keeps what it knows of people."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty
from saphan.record.privacy.actions import keep_for
from saphan.record.privacy.queries import periods_of
from saphan.web.forms.privacy import PeriodsForm
from saphan.web.views.common import for_duty, show


@for_duty(Duty.ERASE)
def periods(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Each kind with the site's time, the forum's own, and the day on which it goes."""
    found = periods_of(forum)
    form = PeriodsForm(request.POST if request.method == "POST" else None, periods=found)
    if form.is_bound and form.is_valid():
        try:
            keep_for(request.user, forum, form.cleaned_data)  # type: ignore[arg-type]
        except Refused as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Kept."))
            return redirect("people_periods", forum.code)
    response = show(
        request,
        forum,
        "people/periods.html",
        form=form,
        periods=[(one, form[one.kind]) for one in found],
        people=settings.KEEP_DAYS["people"],
    )
    response.status_code = 422 if form.is_bound else 200
    return response
