"""Other programs that are told what changes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty
from saphan.record.hooks import actions
from saphan.record.hooks.events import EVENTS
from saphan.record.hooks.models import Endpoint, Message
from saphan.web.forms.hooks import EndpointForm
from saphan.web.views.common import for_duty, show

SHOWN = 20  # messages of an endpoint


@for_duty(Duty.SET_UP)
def hooks(request: HttpRequest, forum: Forum) -> HttpResponse:
    form = EndpointForm(request.POST if request.method == "POST" else None)
    made: Endpoint | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.connect(request.user, forum, given["url"], given["events"])  # type: ignore[arg-type]
            form = EndpointForm()
        except Refused as error:
            form.add_error("url", str(error.message))
    response = show(
        request,
        forum,
        "organiser/hooks.html",
        form=form,
        made=made,
        endpoints=[
            {
                "endpoint": one,
                "kinds": [EVENTS[kind] for kind in one.events if kind in EVENTS],
                "messages": one.messages.select_related("entry")[:SHOWN],
                "failed": one.messages.filter(state=Message.State.FAILED).count(),
            }
            for one in forum.endpoints.all()
        ],
    )
    response.status_code = 422 if form.errors else 200
    if made is not None:
        response["Cache-Control"] = "no-store"  # the secret stands on it, once
    return response


@require_POST
@for_duty(Duty.SET_UP)
def act(request: HttpRequest, forum: Forum, pk: int, act: str) -> HttpResponse:
    """Remove an address, or send what failed once more."""
    found = get_object_or_404(forum.endpoints, pk=pk)
    if act == "remove":
        actions.disconnect(request.user, found)  # type: ignore[arg-type]
        messages.success(request, _("%(url)s is told nothing any more.") % {"url": found.url})
    elif act == "again":
        actions.try_again(request.user, found)  # type: ignore[arg-type]
    return redirect("hooks", forum.code)
