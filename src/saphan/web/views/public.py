"""Pages that everybody can see."""

from __future__ import annotations

from pathlib import Path

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from saphan.api.jsonld import event_of, organisation_of
from saphan.record.directory.models import Organisation
from saphan.record.forum.queries import agenda_by_day, forums, own_forums
from saphan.record.forum.rules import may_create
from saphan.record.holding import still_here
from saphan.record.meetings.queries import count_held, published_timetable
from saphan.record.register.queries import dossiers
from saphan.web.keeping import kept

from .common import forum_or_404, show

WORKER = Path(__file__).parents[1] / "static/saphan/js/kept_worker.js"


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


@kept
def forum(request: HttpRequest, code: str) -> HttpResponse:
    found = forum_or_404(request, code)
    published = published_timetable(found)
    taking_part = found.delegates.filter(still_here()).order_by()
    sides = {
        country: (organisations, people)
        for country, organisations, people in taking_part.values_list(
            "organisation__country"
        ).annotate(Count("organisation", distinct=True), Count("pk"))
    }
    return show(
        request,
        found,
        "forum/forum.html",
        days=found.days.all(),
        sides=[(country, sides.get(country, (0, 0))[0]) for country in found.countries],
        delegates=sum(people for _organisations, people in sides.values()),
        held=count_held(published) if published else None,
        data=event_of(found, request.build_absolute_uri(request.path)),
    )


@kept
def agenda(request: HttpRequest, code: str) -> HttpResponse:
    found = forum_or_404(request, code)
    return show(request, found, "forum/agenda.html", agenda=agenda_by_day(found))


def kept_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows kept pages where there is no network.

    It is served here, and under one name always, since what it may answer for is what its own
    address begins.
    """
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@kept
def organisation(request: HttpRequest, code: str, org: str) -> HttpResponse:
    found = forum_or_404(request, code)
    one = get_object_or_404(Organisation, pk__in=found.delegates.values("organisation"), code=org)
    listings = list(one.listings.all())
    offers, needs = ([its for its in listings if its.side == side] for side in ("offer", "need"))
    people = list(found.delegates.filter(still_here(), organisation=one).select_related("person"))
    for person in people:
        person.organisation = one
    address = request.build_absolute_uri(request.path)
    return show(
        request,
        found,
        "forum/organisation.html",
        organisation=one,
        offers=offers,
        needs=needs,
        data=organisation_of(one, offers, needs, address) if found.is_open else None,
        people=people,
    )
