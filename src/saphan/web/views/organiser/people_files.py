"""People from a sheet, and people as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum import queries
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, countries_of
from saphan.web.forms.sheet import SendForm, Sheet, SheetForm, invitees_of, said
from saphan.web.report.tables import Table
from saphan.web.templatetags.people import kind_name, registration_state
from saphan.web.templatetags.saphan import country
from saphan.web.views.common import for_duty, show
from saphan.web.views.files import table_file
from saphan.work.people import invite

from .people import filters_of

SHOWN = 200  # problems, and people, on the page


@for_duty(Duty.PEOPLE)
def sheet(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Read a sheet and show all that is wrong in it, and whom it would invite."""
    form = SheetForm(request.POST or None, request.FILES or None)
    found = None
    user: Any = request.user
    if request.method == "POST" and form.is_valid():
        found = Sheet(forum, form.cleaned_data["file"], countries_of(user, forum))
    ready = found is not None and bool(found.new) and not found.problems
    response = show(
        request,
        forum,
        "people/sheet.html",
        form=form,
        found=found,
        problems=[(one, said(one)) for one in found.problems[:SHOWN]] if found else [],
        rows=found.new[:SHOWN] if found else [],
        send=SendForm(signed=found.signed(forum, user)) if found and ready else None,
        closed=queries.closed_because(forum),
    )
    response.status_code = 422 if form.errors or (found and found.problems) else 200
    return response


@require_POST
@for_duty(Duty.PEOPLE)
def send(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Invite those of the sheet that was shown, all in one transaction."""
    user: Any = request.user
    form = SendForm(request.POST)
    people = invitees_of(form.cleaned_data["signed"], forum, user) if form.is_valid() else None
    allowed = countries_of(user, forum)
    # What the organiser may do can have changed since the preview.
    if people is None or (
        allowed is not None and any(one.country not in allowed for one in people)
    ):
        messages.error(request, _("This preview is too old. Please choose the file again."))
        return redirect("people_sheet", forum.code)
    try:
        made = invite(user, forum, people, trusted=form.cleaned_data["trusted"], countries=allowed)
    except Refused as error:
        messages.error(request, str(error.message))
        return redirect("people_sheet", forum.code)
    messages.success(
        request,
        ngettext(
            "%(n)d invitation is on its way.", "%(n)d invitations are on their way.", len(made)
        )
        % {"n": len(made)},
    )
    return redirect("people", forum.code)


@for_duty(Duty.PEOPLE)
def file(request: HttpRequest, forum: Forum, kind: str) -> HttpResponse:
    """Those whom the filters of the page leave, as CSV or XLSX."""
    found = queries.people(forum, countries_of(request.user, forum), filters_of(request.GET))
    rows = [
        (
            line.name,
            line.email,
            line.title,
            line.organisation,
            country(line.country) if line.country else "",
            kind_name(line.kind) if line.kind else "",
            registration_state(line.state),
            line.registration.answered_at if line.registration else None,
        )
        for line in queries.lines_of(forum, found.keys)
    ]
    columns = (
        _("Name"),
        _("E-mail address"),
        _("Position"),
        _("Organisation"),
        _("Country"),
        _("Kind"),
        _("State"),
        _("Registered on (UTC)"),
    )
    return table_file(Table("people", _("People"), columns, rows), kind, f"{forum.code}-people")
