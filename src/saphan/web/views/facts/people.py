"""Who works at a desk, and who sent it something: for its lead alone."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Desk
from saphan.record.factcheck.rules import Duty
from saphan.web.forms.fact_desk import RoleForm

from .common import for_desk, show

PAGE = 50


@for_desk(Duty.ROLES)
def roles(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who works here, as what; somebody more, or something else."""
    form = RoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.give_role(request.user, desk, given["email"], given["role"])  # type: ignore[arg-type]
            messages.success(request, _("%(email)s works here now.") % given)
            return redirect("fact_people", desk.country)
        except Refused as error:
            form.add_error(None, str(error.message))
    people = desk.roles.select_related("user").order_by("user__email")
    status = 422 if form.errors else 200
    return show(request, desk, "facts/people.html", status, form=form, people=people)


@require_POST
@for_desk(Duty.ROLES)
def remove(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Let somebody no longer work here."""
    given = get_object_or_404(desk.roles.select_related("user", "desk"), pk=pk)
    try:
        actions.take_role(request.user, given)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("fact_people", desk.country)


@for_desk(Duty.SUBMITTERS)
def senders(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who sent something, and how much; not what."""
    found = desk.submitters.annotate(sent=Count("reports")).order_by("-created_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return show(request, desk, "facts/senders.html", page=page)


@require_POST
@for_desk(Duty.SUBMITTERS)
def erase(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Forget who sent something."""
    actions.erase_submitter(request.user, get_object_or_404(desk.submitters, pk=pk))  # type: ignore[arg-type]
    messages.success(request, _("Erased."))
    return redirect("fact_senders", desk.country)
