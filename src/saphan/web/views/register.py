"""The register: releases and dossiers."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from saphan.record.register import queries
from saphan.record.register.models import Fact, Release


def dossiers(request: HttpRequest) -> HttpResponse:
    return render(request, "register/dossiers.html", {"dossiers": queries.dossiers()})


def dossier(request: HttpRequest, one: str, two: str) -> HttpResponse:
    found = queries.dossier(one.upper(), two.upper())
    if not found.releases:
        raise Http404
    return render(request, "register/dossier.html", {"dossier": found})


def release(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Release, pk=pk)
    facts = queries.facts_of(found)
    return render(
        request, "register/release.html", {"release": found, "pieces": _pieces(found, facts)}
    )


def _pieces(release: Release, facts: Iterable[Fact]) -> list[tuple[str, str]]:
    """The text cut at its parties: what kind of party each piece is, or none, and the piece."""
    pieces, at = [], 0
    for fact in facts:
        if fact.kind in (Fact.Kind.COUNTRY, Fact.Kind.ORGANISATION) and fact.start >= at:
            words = release.text[fact.start : fact.end]
            pieces += [("", release.text[at : fact.start]), (fact.kind, words)]
            at = fact.end
    return [*pieces, ("", release.text[at:])]
