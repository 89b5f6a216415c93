"""The agenda, item by item."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.actions import delete_agenda_item, save_agenda_item
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty
from saphan.web.forms.setup import AgendaForm
from saphan.web.views.common import blame, for_duty

from .steps import page


@for_duty(Duty.SET_UP)
def agenda(request: HttpRequest, forum: Forum, pk: int | None = None) -> HttpResponse:
    """All items, and one more or one changed."""
    one = get_object_or_404(forum.agenda, pk=pk) if pk else None
    form = AgendaForm(request.POST if request.method == "POST" else None, forum=forum, item=one)
    if form.is_bound and form.is_valid():
        try:
            save_agenda_item(request.user, forum, one, **form.columns())  # type: ignore[arg-type]
        except Refused as error:
            blame(form, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("setup_agenda", forum.code)
    return page(
        request,
        forum,
        "agenda",
        "setup/agenda.html",
        wrong=form.is_bound,
        form=form,
        one=one,
        items=forum.agenda.prefetch_related("attendees"),
    )


@require_POST
@for_duty(Duty.SET_UP)
def remove_item(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    delete_agenda_item(request.user, get_object_or_404(forum.agenda, pk=pk))  # type: ignore[arg-type]
    return redirect("setup_agenda", forum.code)
