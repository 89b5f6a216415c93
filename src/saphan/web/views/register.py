"""The register: dossiers of countries and organisations, and releases with what they say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from saphan.record.commitments.queries import promises_in
from saphan.record.register import queries
from saphan.record.register.models import Agency, Fact, Release
from saphan.record.register.rules import may_correct
from saphan.web.report.charts import Columns

PAIRS = 30
"""Pairs of countries on a page."""


def dossiers(request: HttpRequest) -> HttpResponse:
    latest = Release.objects.filter(twin_of=None).defer("text", "sketch")[:8]
    pairs = sorted(queries.dossiers(), key=lambda one: -one.releases)
    page = Paginator(pairs, PAIRS).get_page(request.GET.get("page"))
    return render(request, "register/dossiers.html", {"dossiers": page, "latest": latest})


def dossier(request: HttpRequest, one: str, two: str) -> HttpResponse:
    pair = sorted((one.upper(), two.upper()))
    year, page = _shown(request)
    found = queries.dossier_of_pair(pair[0], pair[1], year, page)
    if not found.total:
        raise Http404
    return _dossier(request, found, countries=pair)


def agency(request: HttpRequest, pk: int) -> HttpResponse:
    subject = get_object_or_404(Agency, pk=pk)
    year, page = _shown(request)
    return _dossier(request, queries.dossier_of_agency(subject, year, page), agency=subject)


def _shown(request: HttpRequest) -> tuple[int | None, int]:
    """The year that is asked for, and the page of its timeline."""
    year, page = request.GET.get("year", ""), request.GET.get("page", "")
    return (
        int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _dossier(request: HttpRequest, found: queries.Dossier, **subject: object) -> HttpResponse:
    years = dict(found.years)
    chart = None
    if len(found.span) > 1:
        first, last = found.span[0], found.span[-1]
        chart = Columns([years.get(one, 0) for one in found.span], str(first), str(last)).svg()
    promises = promises_in(found.scope)
    return render(
        request,
        "register/dossier.html",
        {"dossier": found, "promises": promises, "chart": chart, **subject},
    )


def release(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Release.objects.select_related("twin_of"), pk=pk)
    judge = may_correct(request.user)
    facts = queries.facts_of(found, rejected=judge)
    kind = request.GET.get("kind", "")
    shown = [fact for fact in facts if fact.state != Fact.State.REJECTED]
    if kind in Fact.Kind.values:
        shown = [fact for fact in shown if fact.kind == kind]
    pointed = next((fact for fact in facts if str(fact.pk) == request.GET.get("fact")), None)
    return render(
        request,
        "register/release.html",
        {
            "release": found,
            "pieces": queries.pieces_of(found, shown, pointed),
            "groups": _groups(facts),
            "kind": kind,
            "pointed": pointed,
            "judge": judge,
            "twins": found.twins.defer("text", "sketch"),
            "sources": found.sources.all(),
        },
    )


def _groups(facts: Iterable[Fact]) -> list[tuple[str, Any, list[Fact]]]:
    """Facts by kind: the kind, its name, and its facts."""
    by_kind: dict[str, list[Fact]] = {kind: [] for kind in Fact.Kind.values}
    for fact in facts:
        by_kind[fact.kind].append(fact)
    labels: dict[str, Any] = dict(Fact.Kind.choices)
    return [(kind, labels[kind], own) for kind, own in by_kind.items() if own]
