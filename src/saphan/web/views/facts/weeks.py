"""What was repeated most, week by week, for everybody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from saphan.api.claimreview import name_of
from saphan.record.factcheck.models import Desk
from saphan.record.factcheck.queries import WeekReport, default_desk, week_report, weeks_of
from saphan.record.factcheck.weeks import Week, zone_of
from saphan.record.reader import reader_language
from saphan.web.printing import pdf
from saphan.web.report import weekly

from .made import made
from .public import claim_path, dress

A_PAGE = 26  # weeks


def weeks(request: HttpRequest) -> HttpResponse:
    """The weeks in which something that was checked came again."""
    desk = default_desk(request.GET.get("desk", ""))
    if desk is None:
        return render(request, "facts/no_desk.html")
    page = Paginator(weeks_of(desk), A_PAGE).get_page(request.GET.get("page"))
    now = Week.of(timezone.now().astimezone(zone_of(desk.country)).date())
    return render(request, "facts/weeks.html", {"page": page, "now": now, **_desks(desk)})


def week(request: HttpRequest, name: str) -> HttpResponse:
    """The top ten of a week."""
    report = _report(request, name)
    for one in report.top:
        dress(one.claim)
    context = {
        "report": report,
        "tables": [
            one for one in (weekly.verdict_table(report), weekly.weeks_table(report)) if one.rows
        ],
        "figures": weekly.figures(report),
        "note": weekly.note(),
        "languages": settings.LANGUAGES,
        **_desks(report.desk),
    }
    response = render(request, "facts/week.html", context)
    if not report.top:  # else search engines would go through weeks without end
        response["X-Robots-Tag"] = "noindex"
    return response


def paper(request: HttpRequest, name: str) -> HttpResponse:
    """The week as PDF, in the language asked for, else the reader's."""
    language = _language(request)
    with translation.override(language):
        values = weekly.paper_values(_report(request, name))
    response = made(request, "weekly", values, pdf, "application/pdf")
    if response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="{name}-{language}.pdf"'
    return response


def data(request: HttpRequest, name: str) -> HttpResponse:
    """The week for programs, texts in the language asked for, else the reader's."""
    with translation.override(_language(request)):
        told = weekly.told(
            _report(request, name), lambda claim: request.build_absolute_uri(claim_path(claim))
        )
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _report(request: HttpRequest, name: str) -> WeekReport:
    """The report of a week of this name.

    Raises:
        Http404: There is no such week, it has not begun, or there is no desk.
    """
    desk = default_desk(request.GET.get("desk", ""))
    try:
        wanted = Week.named(name)
    except ValueError as error:
        raise Http404 from error
    if desk is None or wanted.begins(zone_of(desk.country)) > timezone.now():
        raise Http404
    return week_report(desk, wanted)


def _language(request: HttpRequest) -> str:
    language = request.GET.get("language", "")
    return language if language in dict(settings.LANGUAGES) else reader_language()


def _desks(desk: Desk) -> dict[str, Any]:
    """The desk, the others, and what addresses of its weeks end with."""
    every = list(Desk.objects.all())
    first = every[0] if every else None
    return {
        "desk": desk,
        "desk_name": name_of(desk),
        "desks": every if len(every) > 1 else [],
        "of_desk": "" if desk == first else f"desk={desk.country}",
        "weeks_path": reverse("fact_weeks"),
    }
