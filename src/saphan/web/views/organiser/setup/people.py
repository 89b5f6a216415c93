"""Interpreters, and who works at a forum."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum.actions import delete_interpreter, give_role, save_interpreter, take_role
from saphan.record.forum.models import Forum, ForumRole
from saphan.record.forum.rules import Duty
from saphan.web.forms.setup import InterpreterForm, RoleForm
from saphan.web.forms.setup.common import zone_names
from saphan.web.views.common import blame, for_duty

from .steps import page

ROLES = (
    (ForumRole.Role.ORGANISER, gettext_noop("everything: sets the forum up, and gives roles")),
    (
        ForumRole.Role.CO_ORGANISER,
        gettext_noop("the people of one country, the timetable, the door and the report"),
    ),
    (ForumRole.Role.DESK_OFFICER, gettext_noop("the figures of the report, without names")),
    (ForumRole.Role.DOOR_STAFF, gettext_noop("checks people in at the door")),
)


@for_duty(Duty.SET_UP)
def interpreters(request: HttpRequest, forum: Forum, pk: int | None = None) -> HttpResponse:
    """All interpreters, and one more or one changed."""
    one = get_object_or_404(forum.interpreters, pk=pk) if pk else None
    data = request.POST if request.method == "POST" else None
    form = InterpreterForm(data, forum=forum, interpreter=one)
    if form.is_bound and form.is_valid():
        try:
            save_interpreter(request.user, forum, one, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as error:
            blame(form, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("setup_interpreters", forum.code)
    return page(
        request,
        forum,
        "interpreters",
        "setup/interpreters.html",
        wrong=form.is_bound,
        form=form,
        one=one,
        interpreters=forum.interpreters.all(),
        zone_names=zone_names(),
    )


@require_POST
@for_duty(Duty.SET_UP)
def remove_interpreter(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    try:
        delete_interpreter(request.user, get_object_or_404(forum.interpreters, pk=pk))  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("setup_interpreters", forum.code)


@for_duty(Duty.SET_UP)
def roles(request: HttpRequest, forum: Forum) -> HttpResponse:
    """Who works at the forum, and one more."""
    form = RoleForm(request.POST if request.method == "POST" else None, forum=forum)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            give_role(request.user, forum, given["email"], given["role"], given["country"])  # type: ignore[arg-type]
        except Refused as error:
            blame(form, error)
        else:
            messages.success(
                request,
                _("Kept. %(email)s signs in with this address.") % {"email": given["email"]},
            )
            return redirect("setup_roles", forum.code)
    return page(
        request,
        forum,
        "roles",
        "setup/roles.html",
        wrong=form.is_bound,
        form=form,
        roles=forum.roles.select_related("user").order_by("pk"),
        meanings=[(role.label, _(does)) for role, does in ROLES],
    )


@require_POST
@for_duty(Duty.SET_UP)
def remove_role(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    role = get_object_or_404(forum.roles.select_related("forum"), pk=pk)
    try:
        take_role(request.user, role)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    if role.user_id == request.user.pk and not forum.roles.filter(pk=role.pk).exists():
        return redirect("home")
    return redirect("setup_roles", forum.code)
