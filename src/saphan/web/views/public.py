"""Pages that everybody can see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from saphan.api.jsonld import event_of, organisation_of
from saphan.record.directory.models import Organisation
from saphan.record.forum.queries import agenda_by_day, forums, own_forums
from saphan.record.forum.rules import may_create
from saphan.record.holding import still_here
from saphan.record.meetings.queries import published_timetable
from saphan.record.register.queries import dossiers

from .common import forum_or_404, show


def home(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "home.html",
        {
            "forums": forums(request.user),
            "own": own_forums(request.user),
            "may_create": may_create(request.user),
            "dossiers": dossiers()[:5],
        },
    )


def forum(request: HttpRequest, code: str) -> HttpResponse:
    found = forum_or_404(request, code)
    return show(
        request,
        found,
        "forum/forum.html",
        days=found.days.all(),
        sides=[
            (
                country,
                found.delegates.filter(still_here(), organisation__country=country)
                .values("organisation")
                .distinct()
                .count(),
            )
            for country in found.countries
        ],
        delegates=found.delegates.filter(still_here()).count(),
        published=published_timetable(found),
        data=event_of(found, request.build_absolute_uri(request.path)),
    )


def agenda(request: HttpRequest, code: str) -> HttpResponse:
    found = forum_or_404(request, code)
    return show(request, found, "forum/agenda.html", agenda=agenda_by_day(found))


def organisation(request: HttpRequest, code: str, org: str) -> HttpResponse:
    found = forum_or_404(request, code)
    one = get_object_or_404(
        Organisation.objects.filter(delegates__forum=found).distinct(), code=org
    )
    offers, needs = (list(one.listings.filter(side=side)) for side in ("offer", "need"))
    address = request.build_absolute_uri(request.path)
    return show(
        request,
        found,
        "forum/organisation.html",
        organisation=one,
        offers=offers,
        needs=needs,
        data=organisation_of(one, offers, needs, address) if found.is_open else None,
        people=found.delegates.filter(still_here(), organisation=one).select_related("person"),
    )
