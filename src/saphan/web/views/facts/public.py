"""What the desks have found, for everybody."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from saphan.api.claimreview import review_of
from saphan.record.factcheck.models import Claim
from saphan.record.factcheck.queries import (
    Told,
    answer,
    history_of,
    public_claims,
    sources_of,
)
from saphan.record.factcheck.texts import languages_of, wording_in
from saphan.record.reader import reader_language

PAGE = 20
CARD_SIZE = (1200, 630)
"""Of the picture that is shown where a claim's page is shared, in pixels."""
LONGEST = 1000
"""How long a question of the search box may be; what is longer goes through the form."""


def home(request: HttpRequest) -> HttpResponse:
    """Is this true? And what has been found last.

    A question asked here is answered and not kept: who wants it checked sends it. It is posted, so
    that it stands in no address and no log.
    """
    words = request.POST.get("q", "").replace("\0", "").strip()[:LONGEST]
    told: Told | None = None
    busy = False
    if words:
        busy = not ratelimit.consume(request, action="fact_search")
        told = None if busy else dressed(answer(words))
    page = Paginator(public_claims(), PAGE).get_page(request.GET.get("page"))
    for one in page:
        dress(one)
    context = {"words": words, "told": told, "busy": busy, "page": page, "longest": LONGEST}
    response = render(request, "facts/home.html", context, status=429 if busy else 200)
    if words:
        response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "no-store"
    return response


def page(request: HttpRequest, key: str) -> HttpResponse:
    """A published claim: what is claimed, what is true, and what that stands on."""
    claim = public_claim(key)
    language = reader_language()
    dress(claim)
    address = request.build_absolute_uri(claim_path(claim))
    desk_url = request.build_absolute_uri(reverse("facts"))
    others = [
        (one, wording_in(claim, one)[0], claim.explanations.get(one, ""))
        for one in languages_of(claim, dict(settings.LANGUAGES))
        if one != language and (claim.texts.get(one) or claim.explanations.get(one))
    ]
    context = {
        "claim": claim,
        "address": address,
        "card": request.build_absolute_uri(card_path(claim, language)),
        "card_size": CARD_SIZE,
        "sources": sources_of(claim),
        "history": history_of(claim),
        "others": others,
        "data": review_of(claim, address, desk_url, language),
    }
    return render(request, "facts/public_claim.html", context)


def public_claim(key: str) -> Claim:
    """A published claim by its key.

    Raises:
        Http404: There is none: no word of whether there is one that is not published.
    """
    claim = public_claims().filter(key=key).first()
    if claim is None:
        raise Http404
    return claim


def claim_path(claim: Claim) -> str:
    """The address of a claim's public page."""
    return reverse("fact", args=[claim.key])


def card_path(claim: Claim, language: str) -> str:
    """The address of the picture of a claim's page, another one for each version."""
    path = reverse("fact_card", args=[claim.key, language])
    return f"{path}?v={claim.published_number}"


def dressed(told: Told) -> Told:
    """What is told, each claim with its wording for the reader."""
    for one in told.likely:
        dress(one.claim)
    return told


def dress(claim: Claim) -> None:
    """Give a claim its wording for the reader, and the language of that."""
    claim.wording, claim.wording_language = wording_in(claim, reader_language())  # type: ignore[attr-defined]
