"""Published claims in the words of schema.org, for search engines and those who gather checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import override

from saphan.record.factcheck.models import Claim, Desk, Verdict
from saphan.record.factcheck.queries import Source, sources_of
from saphan.record.factcheck.texts import languages_of, wording_in
from saphan.record.reader import reader_language

from .jsonld import CONTEXT

DEGREES = {Verdict.FALSE: 1, Verdict.MISLEADING: 2, Verdict.TRUE: 5}
"""How true, from 1 (not at all) to 5 (wholly). What is unproven or meant as a joke has no degree:
a number in the middle would be read as half true."""
WORST, BEST = 1, 5


def review_of(claim: Claim, url: str, desk_url: str, language: str) -> dict[str, Any]:
    """A published claim as a ClaimReview in one language.

    Args:
        claim: One of `queries.public_claims`.
        url: Of its page.
        desk_url: Of the page of the desks.
        language: In which it is told.
    """
    with override(language):
        wording, _language = wording_in(claim, language)
        sources = sources_of(claim)
        told: dict[str, Any] = {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "@id": f"{url}#{language}",
            "url": url,
            "inLanguage": language,
            "datePublished": claim.checked.isoformat() if claim.checked else "",
            "claimReviewed": wording,
            "reviewBody": claim.explanations.get(language, ""),
            "author": {"@type": "Organization", "name": name_of(claim.desk), "url": desk_url},
            "itemReviewed": _claim(claim, wording, sources),
            "reviewRating": _rating(claim),
            "citation": [_work(one) for one in sources if not one.is_release],
        }
    return {name: value for name, value in told.items() if value}


def name_of(desk: Desk) -> str:
    """What a desk is called in the reader's language."""
    territories = Locale(reader_language()).territories
    return _("Fact-check desk, %(country)s") % {
        "country": territories.get(desk.country, desk.country)
    }


def _claim(claim: Claim, wording: str, sources: Iterable[Source]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "Claim",
        "name": wording,
        "inLanguage": claim.language,
        "datePublished": claim.first.isoformat() if claim.first else "",
        "appearance": [_work(one) for one in sources if one.is_release],
    }
    return {name: value for name, value in told.items() if value}


def _work(source: Source) -> dict[str, Any]:
    told = {"@type": "CreativeWork", "headline": source.title[:300], "url": source.url}
    if source.is_release:
        told["datePublished"] = source.at.isoformat()
    return {name: value for name, value in told.items() if value}


def _rating(claim: Claim) -> dict[str, Any]:
    told: dict[str, Any] = {"@type": "Rating", "alternateName": str(claim.get_verdict_display())}
    degree = DEGREES.get(Verdict(claim.verdict))
    if degree is not None:
        told |= {"ratingValue": degree, "bestRating": BEST, "worstRating": WORST}
    return told


def feed_of(
    claims: Iterable[Claim], address: Callable[[Claim], str], desk_url: str, languages: list[str]
) -> dict[str, Any]:
    """Published claims as a DataFeed, each with a ClaimReview for every language it is told in.

    Args:
        claims: Of `queries.public_claims`.
        address: The page of a claim.
        desk_url: Of the page of the desks.
        languages: Of the site.
    """
    items = []
    latest = ""
    for claim in claims:
        assert claim.published_at is not None
        at = claim.published_at.isoformat()
        latest = max(latest, at)
        url = address(claim)
        told = [review_of(claim, url, desk_url, one) for one in languages_of(claim, languages)]
        items.append({"@type": "DataFeedItem", "url": url, "dateModified": at, "item": told})
    feed = {"@context": CONTEXT, "@type": "DataFeed", "url": desk_url, "dataFeedElement": items}
    return feed | ({"dateModified": latest} if latest else {})
