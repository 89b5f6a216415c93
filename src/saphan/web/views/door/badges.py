"""Badges: who has one, and their printing."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saphan.record.errors import Refused
from saphan.record.forum import actions, queries
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, countries_of
from saphan.web.forms.door import BadgeFilter, StaffBadgeForm
from saphan.web.printing.badges import badges_of
from saphan.web.templatetags.saphan import country
from saphan.web.views.common import for_duty, show
from saphan.web.views.files import download

A_PAGE = 60  # people


def _countries(request: HttpRequest, forum: Forum) -> list[tuple[str, str]]:
    """Those whose people the reader looks after."""
    seen = countries_of(request.user, forum)
    codes = {one.country for one in queries.holders(forum, seen) if one.country}
    codes |= set(forum.countries) if seen is None else seen
    return sorted(((code, country(code)) for code in codes), key=lambda one: one[1])


def _filter(request: HttpRequest, forum: Forum, given: object) -> BadgeFilter:
    people = queries.holders(forum, countries_of(request.user, forum), role="delegate")
    names = {one.organisation_code: one.organisation for one in people}
    return BadgeFilter(
        given,
        countries=_countries(request, forum),
        organisations=sorted(names.items(), key=lambda one: one[1]),
    )


@for_duty(Duty.PEOPLE)
def badges(request: HttpRequest, forum: Forum) -> HttpResponse:
    seen = countries_of(request.user, forum)
    form = _filter(request, forum, request.GET)
    found = queries.holders(forum, seen, **form.wanted)
    return show(
        request,
        forum,
        "door/badges.html",
        form=form,
        languages=list(dict(settings.LANGUAGES)),
        found=found,
        unprinted=sum(not one.is_printed for one in found),
        page=Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        staff=StaffBadgeForm(countries=_countries(request, forum), must=seen is not None),
    )


@require_POST
@for_duty(Duty.PEOPLE)
def print_badges(request: HttpRequest, forum: Forum) -> HttpResponse:
    """The badges of the people marked, or of all whom the filter shows, as PDF."""
    seen = countries_of(request.user, forum)
    if "marked" in request.POST:
        keys = set(request.POST.getlist("who"))
        people = [one for one in queries.holders(forum, seen) if one.key in keys]
    else:
        people = queries.holders(forum, seen, **_filter(request, forum, request.POST).wanted)
    if not people:
        messages.error(request, _("Mark the people whose badges you want to print."))
        return redirect("badges", forum.code)
    single = request.POST.get("layout") == "single"
    printed = actions.print_badges(request.user, forum, people)  # type: ignore[arg-type]
    made = badges_of(forum, printed, single=single)
    return download(made, "application/pdf", f"{forum.code}-badges.pdf")


@require_POST
@for_duty(Duty.PEOPLE)
def reissue(request: HttpRequest, forum: Forum, pk: int) -> HttpResponse:
    badge = get_object_or_404(queries.badges_with_people(forum), pk=pk)
    if not queries.may_see_badge(badge, countries_of(request.user, forum)):
        raise Http404
    actions.reissue_badge(request.user, badge)  # type: ignore[arg-type]
    messages.success(
        request,
        _("%(name)s has a new code: print the badge again. The old one is not valid any more.")
        % {"name": queries.holder_of(badge).name},
    )
    return redirect("badges", forum.code)


@require_POST
@for_duty(Duty.PEOPLE)
def add(request: HttpRequest, forum: Forum) -> HttpResponse:
    seen = countries_of(request.user, forum)
    form = StaffBadgeForm(request.POST, countries=_countries(request, forum), must=seen is not None)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return redirect("badges", forum.code)
    try:
        badge = actions.add_badge(request.user, forum, **form.cleaned_data)  # type: ignore[arg-type]
    except Refused as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("%(name)s gets a badge.") % {"name": badge.name})
    return redirect("badges", forum.code)
