"""Messages from files: looked at first, then kept."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.factcheck.actions import Sent, receive_all
from saphan.record.factcheck.models import Desk
from saphan.record.factcheck.reading import Read, read_messages
from saphan.record.factcheck.rules import Duty
from saphan.web.forms.facts import MessagesForm

from .common import for_desk, show

SALT = "factcheck.files"
HOUR = 3600
SHOWN = 50
MOST_SIGNED = 1_500_000
"""Characters that go through the page between looking and keeping; more goes by the command."""


@for_desk(Duty.WRITE)
def upload(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Read a file and show what is in it; nothing is kept yet."""
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = MessagesForm(*given)
    found: Read | None = None
    signed = ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = read_messages(file.name, file.read())
            signed = _signed(request, desk, found)
        except Refused as error:
            form.add_error("file", str(error.message))
            found = None
    return show(
        request,
        desk,
        "facts/files.html",
        422 if form.errors else 200,
        form=form,
        found=found,
        rows=found.sent[:SHOWN] if found else (),
        problems=found.problems[:SHOWN] if found else (),
        signed=signed,
    )


def _signed(request: HttpRequest, desk: Desk, found: Read) -> str:
    rows = [asdict(one) | {"picture": base64.b64encode(one.picture).decode()} for one in found.sent]
    signed = signing.dumps([desk.pk, request.user.pk, rows], salt=SALT, compress=True)
    if len(signed) > MOST_SIGNED:
        raise Refused(
            _("This is too much for the page. Please use the command: saphan factcheck receive")
        )
    return signed


@require_POST
@for_desk(Duty.WRITE)
def keep(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keep the messages of a file that was looked at."""
    try:
        desk_id, user_id, rows = signing.loads(
            request.POST.get("signed", ""), salt=SALT, max_age=HOUR
        )
    except signing.BadSignature:
        desk_id, user_id, rows = 0, 0, []
    if (desk_id, user_id) != (desk.pk, request.user.pk):
        messages.error(request, _("Please choose the file once more."))
        return redirect("fact_files", desk.country)
    new = receive_all(desk, [_sent(row) for row in rows])
    told = ngettext("%(n)s new message is kept.", "%(n)s new messages are kept.", new) % {"n": new}
    messages.success(request, told)
    return redirect("fact_desk", desk.country)


def _sent(row: dict[str, Any]) -> Sent:
    return Sent(**{**row, "picture": base64.b64decode(row["picture"])})
