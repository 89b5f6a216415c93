"""Finding organisations."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Model, Q, QuerySet

from saphan.engine.language import concepts_in, terms

from .models import Organisation


def search_terms(text: str, language: str | None = None) -> list[str]:
    """The words, and the concepts behind them, by which a text is found in any language."""
    return sorted({*terms(text, language), *(f"concept:{c}" for c in concepts_in(text, language))})


def organisation_terms(organisation: Organisation) -> list[str]:
    """Search terms of an organisation's names, description, offers and needs."""
    texts = [organisation.name, organisation.name_en, organisation.about, organisation.city]
    for listing in organisation.listings.all():
        texts += [listing.title, listing.text]
    return search_terms("\n".join(filter(None, texts)))


def search_organisations(
    query: str, *, forum: Model | None = None, country: str = "", kind: str = ""
) -> QuerySet[Organisation]:
    """Organisations that match every word of the query, or one of its concepts in any language.

    Args:
        query: What the reader typed; empty finds all.
        forum: Only organisations with a delegate at this forum.
        country: Only this side, ISO 3166 alpha-2.
        kind: Only this kind of organisation.
    """
    found = Organisation.objects.prefetch_related("listings")
    if forum is not None:
        found = found.filter(delegates__forum_id=forum.pk).distinct()
    if country:
        found = found.filter(country=country)
    if kind:
        found = found.filter(kind=kind)
    query = query.strip()[:200]
    if not query:
        return found
    wanted = search_terms(query)
    words = [term for term in wanted if not term.startswith("concept:")]
    ways = [Q(name__icontains=query), Q(name_en__icontains=query), Q(code__iexact=query)]
    ways += [Q(search_terms__contains=[term]) for term in wanted if term.startswith("concept:")]
    if words:
        ways.append(Q(search_terms__contains=words))
    return found.filter(reduce(or_, ways))


def countries_in_use() -> list[str]:
    """The countries that have an organisation, in alphabetical order of code."""
    return list(
        Organisation.objects.order_by("country").values_list("country", flat=True).distinct()
    )
