"""The register: releases and dossiers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from saphan.record.register import queries
from saphan.record.register.models import Release


def dossiers(request: HttpRequest) -> HttpResponse:
    return render(request, "register/dossiers.html", {"dossiers": queries.dossiers()})


def dossier(request: HttpRequest, one: str, two: str) -> HttpResponse:
    found = queries.dossier(one.upper(), two.upper())
    if not found.releases:
        raise Http404
    return render(request, "register/dossier.html", {"dossier": found})


def release(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Release, pk=pk)
    return render(request, "register/release.html", {"release": found, "pieces": _pieces(found)})


def _pieces(release: Release) -> list[tuple[str, str]]:
    """The text cut at its parties: what kind of party each piece is, or none, and the piece."""
    pieces, at = [], 0
    for party in release.parties.order_by("start"):
        if party.start >= at:
            pieces += [("", release.text[at : party.start]), (party.kind, party.name)]
            at = party.end
    return [*pieces, ("", release.text[at:])]
