"""Dossiers as files and feeds."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse

from saphan.api import dossiers
from saphan.record.register import queries
from saphan.record.register.models import Agency, Release
from saphan.web.templatetags.saphan import country, tr


def of_pair(request: HttpRequest, one: str, two: str, form: str) -> HttpResponseBase:
    pair = sorted((one.upper(), two.upper()))
    scope = queries.releases_of_pair(*pair)
    if not scope.exists():
        raise Http404
    page = reverse("dossier", args=pair)
    return _file(request, form, scope, " – ".join(country(code) for code in pair), page)


def of_agency(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    agency = get_object_or_404(Agency, pk=pk)
    page = reverse("agency", args=[pk])
    title = tr(agency.names) or agency.name
    return _file(request, form, queries.releases_of_agency(agency), title, page)


def _file(
    request: HttpRequest, form: str, scope: QuerySet[Release], title: str, page: str
) -> HttpResponseBase:
    def address(release: Release) -> str:
        return request.build_absolute_uri(reverse("release", args=[release.pk]))

    here = request.build_absolute_uri(page)
    if form == "csv":
        lines = dossiers.csv_lines(dossiers.with_facts(scope), address)
        kept = {"Content-Disposition": 'attachment; filename="dossier.csv"'}
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=kept)
    if form == "jsonld":
        told = dossiers.graph(title, here, dossiers.with_facts(scope), address)
        return JsonResponse(
            told, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}
        )
    if form == "atom":
        latest = scope.defer("text", "sketch")[: dossiers.IN_FEED]
        own = request.build_absolute_uri()
        written = dossiers.feed(title, here, own, latest, address)
        return HttpResponse(written, content_type="application/atom+xml; charset=utf-8")
    raise Http404
