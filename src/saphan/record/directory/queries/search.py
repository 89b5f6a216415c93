"""Search: from what a reader types to organisations with the offers and needs that answer."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet

from saphan.engine.language import concepts

from ..models import Listing, Organisation, SearchEntry
from .entries import Hit, Hits, Limits, hits, vector_of
from .question import Question, understand
from .texts import digest_of, parts_of

PAGE = 10
"""Organisations on a page."""

_LISTINGS = 3  # of one organisation on the page
_SNIPPET = 220  # characters of a longer text that are shown
_BEFORE = 60  # of them before the first mark
_SECOND = 0.05  # how much a second answer of the same organisation adds
_CODE = re.compile(r"\S*\d\S*")  # a code has a digit: asking for each word would take its time
_FACETS = ("country", "kind", "side")

Pieces = list[tuple[str, bool]]
"""A text cut where marks begin and end: what stands there, and whether it is marked."""


@dataclass(frozen=True)
class FoundListing:
    """An offer or need as a result shows it.

    Attributes:
        listing: The record.
        title: Its title, with what matched marked.
        text: Its text likewise, cut to where it matched.
        means: Ids of the concepts by which it was found without a word in common.
        near: Whether only its meaning is near: nothing is marked.
    """

    listing: Listing
    title: Pieces
    text: Pieces
    means: tuple[str, ...] = ()
    near: bool = False


@dataclass(frozen=True)
class FoundOrganisation:
    """A result.

    Attributes:
        organisation: The record.
        forum: Code of a forum in which it takes part, the newest unless one was asked for.
        name, name_en, about: Its texts, with what matched marked; `about` only where it matched.
        listings: Its offers and needs that answer, best first; some of all it has if none does.
        more: How many more of them it has.
        means, near: As of a listing, for the organisation itself.
    """

    organisation: Organisation
    forum: str
    name: Pieces
    name_en: Pieces
    about: Pieces
    listings: tuple[FoundListing, ...]
    more: int
    means: tuple[str, ...] = ()
    near: bool = False


@dataclass(frozen=True)
class Found:
    """What a search gives.

    Attributes:
        question: What was asked, understood.
        results: The organisations of this page, best first.
        total: How many there are in all.
        cut: Whether there may be more than that.
        page, pages: Which page this is, from 1, and of how many.
        facets: For `country`, `kind`, `side` and `forum`, how many organisations each value would
            leave with the other limits as they are, most first.
        concepts: Ids of the concepts that the question names.
    """

    question: Question
    results: tuple[FoundOrganisation, ...]
    total: int
    cut: bool
    page: int
    pages: int
    facets: dict[str, list[tuple[str, int]]]
    concepts: tuple[str, ...]


def search(query: str, limits: Limits | None = None, page: int = 1) -> Found:
    """Organisations that answer a question, in any language and spelling, best first.

    Only those that take part in a forum are found, which is what everybody may see.

    Args:
        query: What the reader typed; nothing gives all, by country and name.
        limits: Only these.
        page: Which page, from 1; beyond the last it is the last.
    """
    limits = limits or Limits()
    question = understand(query) if query.strip() else Question("")
    if not question.text:
        return _all(question, limits, page)
    vector = vector_of(question)
    here = hits(question, vector, limits)
    widest = Limits(limits.forum, hidden=limits.hidden)
    everywhere = hits(question, vector, widest) if limits.narrow else here
    groups = _by_organisation(here.found)
    order = _named_so(question, limits) + list(groups)
    keys, page, pages = _page(list(dict.fromkeys(order)), page)
    return Found(
        question,
        _results(_records(keys), groups, question, limits),
        len(set(order)),
        here.cut,
        page,
        pages,
        _facets(everywhere, limits),
        tuple(unit.text for unit in question.concepts),
    )


def _by_organisation(found: Iterable[Hit]) -> dict[int, list[Hit]]:
    """Hits of each organisation, the best organisation first."""
    groups: dict[int, list[Hit]] = defaultdict(list)
    for hit in found:
        groups[hit.organisation].append(hit)

    worth = {
        key: hits[0].score + _SECOND * sum(hit.score for hit in hits[1:2])
        for key, hits in groups.items()
    }
    return {key: groups[key] for key in sorted(groups, key=lambda key: (-worth[key], key))}


def _named_so(question: Question, limits: Limits) -> list[int]:
    """The organisation whose code was typed."""
    if not _CODE.fullmatch(question.text):
        return []
    codes = {question.text, question.text.upper()}
    return list(_shown(limits).filter(code__in=codes).values_list("pk", flat=True))


def _shown(limits: Limits) -> QuerySet[Organisation]:
    """Organisations that everybody may see, within limits."""
    shown = Organisation.objects.filter(pk__in=_delegates(limits).values("organisation"))
    if limits.country:
        shown = shown.filter(country=limits.country)
    if limits.kind:
        shown = shown.filter(kind=limits.kind)
    if limits.side:
        shown = shown.filter(pk__in=_of_side(limits.side))
    return shown


def _delegates(limits: Limits) -> QuerySet[Any]:
    """Delegates, of a room above this one, at the forums that the reader may see."""
    delegates = Organisation._meta.get_field("delegates").related_model._default_manager
    if limits.forum is not None:
        return delegates.filter(forum=limits.forum)
    return delegates.exclude(forum__in=limits.hidden)


def _all(question: Question, limits: Limits, page: int) -> Found:
    # How many there are of each country and kind, which both facets and the whole are sums of.
    counts = list(
        _shown(Limits(limits.forum, side=limits.side, hidden=limits.hidden))
        .order_by()
        .values_list("country", "kind")
        .annotate(n=Count("pk"))
    )
    countries, kinds, total = Counter[str](), Counter[str](), 0
    for country, kind, n in counts:
        if limits.kind in ("", kind):
            countries[country] += n
        if limits.country in ("", country):
            kinds[kind] += n
            total += n if limits.kind in ("", kind) else 0
    shown = _shown(limits).order_by("country", "name", "pk")
    page, pages = _within(page, total)
    records = list(shown[(page - 1) * PAGE : page * PAGE].prefetch_related("listings"))
    return Found(
        question,
        _results(records, {}, question, limits),
        total,
        False,
        page,
        pages,
        {
            "country": _most_first(countries),
            "kind": _most_first(kinds),
            "side": _most_first(_count_sides(limits)),
        },
        (),
    )


def _count_sides(limits: Limits) -> Counter[str]:
    having = {side: Count("pk", filter=Q(pk__in=_of_side(side))) for side in Listing.Side.values}
    counts = _shown(replace(limits, side="")).order_by().aggregate(**having)
    return Counter({side: n for side, n in counts.items() if n})


def _of_side(side: str) -> QuerySet[Any]:
    return Listing.objects.filter(side=side).values("organisation")


def _most_first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _page(order: Sequence[int], page: int) -> tuple[list[int], int, int]:
    page, pages = _within(page, len(order))
    return list(order[(page - 1) * PAGE : page * PAGE]), page, pages


def _within(page: int, total: int) -> tuple[int, int]:
    """The page that there is, and of how many."""
    pages = max(1, -(-total // PAGE))
    return min(max(1, page), pages), pages


def _facets(found: Hits, limits: Limits) -> dict[str, list[tuple[str, int]]]:
    wanted = tuple(getattr(limits, name) for name in _FACETS)
    seen: dict[str, set[tuple[str, int]]] = {name: set() for name in (*_FACETS, "forum")}
    for hit in found.found:
        values = (hit.country, hit.kind, hit.side)
        missed = [i for i in range(3) if wanted[i] and wanted[i] != values[i]]
        if not missed:
            seen["forum"].update((str(forum), hit.organisation) for forum in hit.forums)
        for index, name in enumerate(_FACETS):
            if values[index] and missed in ([], [index]):
                seen[name].add((values[index], hit.organisation))
    return {name: _most_first(Counter(v for v, _ in pairs)) for name, pairs in seen.items()}


def _records(keys: Sequence[int]) -> list[Organisation]:
    """The organisations of these keys, in their order.

    The index may be behind: the record decides who is shown.
    """
    records = Organisation.objects.prefetch_related("listings").in_bulk(keys)
    return [records[key] for key in keys if key in records]


def _results(
    records: Sequence[Organisation],
    groups: dict[int, list[Hit]],
    question: Question,
    limits: Limits,
) -> tuple[FoundOrganisation, ...]:
    keys = [one.pk for one in records]
    forums = _forums_of(keys, limits)
    shown = [hit for key in keys for hit in groups.get(key, ())]
    marker = Marker(question, shown)
    return tuple(
        _result(one, forums[one.pk], groups.get(one.pk, []), marker, limits)
        for one in records
        if one.pk in forums
    )


def _forums_of(keys: Sequence[int], limits: Limits) -> dict[int, str]:
    pairs = _delegates(limits).filter(organisation__in=keys).order_by("forum__created_at")
    return dict(pairs.values_list("organisation", "forum__code"))


def _result(
    record: Organisation, forum: str, found: list[Hit], marker: Marker, limits: Limits
) -> FoundOrganisation:
    own = next((hit for hit in found if hit.listing is None), None)
    listings = {listing.pk: listing for listing in record.listings.all()}
    answers = [(listings[h.listing], h) for h in found if h.listing in listings]
    if not answers:
        wanted = [one for one in listings.values() if limits.side in ("", one.side)]
        answers = [(listing, None) for listing in wanted]  # type: ignore[misc]
    name, name_en, _, about = marker.parts(record, own)
    return FoundOrganisation(
        record,
        forum,
        name,
        name_en,
        snippet(about) if own else [],
        tuple(_listing(listing, hit, marker) for listing, hit in answers[:_LISTINGS]),
        len(listings) - len(answers[:_LISTINGS]),
        marker.means(own),
        own is not None and not own.terms and len(found) == 1,
    )


def _listing(listing: Listing, hit: Hit | None, marker: Marker) -> FoundListing:
    title, text = marker.parts(listing, hit)
    return FoundListing(
        listing, title, snippet(text), marker.means(hit), hit is not None and not hit.terms
    )


@dataclass(frozen=True)
class Span:
    """A word in a text, or a concept."""

    start: int
    end: int
    concept: str


class Marker:
    """Marks in texts what the question asks for, where the index says that it stands."""

    def __init__(self, question: Question, shown: Sequence[Hit]) -> None:
        self._concepts = {id_: unit.text for unit in question.concepts for id_ in unit.ids}
        asked = {id_ for unit in question.units for id_ in unit.ids}
        entries = SearchEntry.objects.filter(pk__in=[hit.entry for hit in shown])
        self._digests: dict[int, str] = {}
        self._spans: dict[int, list[Span]] = {}
        for pk, digest, places in entries.values_list("pk", "digest", "places"):
            self._digests[pk] = digest
            self._spans[pk] = spans_in(places, asked, self._concepts)

    def parts(self, record: Organisation | Listing, hit: Hit | None) -> list[Pieces]:
        """The texts of a record with their marks; without any where the index is behind."""
        texts = parts_of(record)
        spans = self._spans.get(hit.entry, []) if hit else []
        if hit and self._digests.get(hit.entry) != digest_of(texts):
            spans = []
        marked, start = [], 0
        for text in texts:
            inside = [(s.start - start, s.end - start) for s in spans]
            marked.append(pieces(text, [s for s in inside if s[0] >= 0 and s[1] <= len(text)]))
            start += len(text) + 1
        return marked

    def means(self, hit: Hit | None) -> tuple[str, ...]:
        """Concepts by which an entry was found in other words than the question's."""
        return other_words(self._spans.get(hit.entry, []) if hit else [])


def spans_in(
    places: Sequence[int], asked: Container[int], concept_ids: Mapping[int, str]
) -> list[Span]:
    """Where words stand that a question asks for.

    Args:
        places: Word, start and end of each occurrence, one after another.
        asked: The words.
        concept_ids: Those of them that are concepts, with the concepts' ids.
    """
    triples = zip(places[::3], places[1::3], places[2::3], strict=True)
    return [
        Span(start, end, concept_ids.get(id_, "")) for id_, start, end in triples if id_ in asked
    ]


def other_words(spans: Sequence[Span]) -> tuple[str, ...]:
    """Concepts that were found in other words than the question's."""
    plain = [span for span in spans if not span.concept]
    other = [
        span.concept
        for span in spans
        if span.concept and not any(p.start < span.end and span.start < p.end for p in plain)
    ]
    return tuple(dict.fromkeys(other))


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> Pieces:
    """Cut a text at its marks; marks that touch or overlap become one.

    Args:
        text: The text.
        spans: First character, and the one after the last, of each mark.
    """
    cut: Pieces = []
    at = 0
    start = end = 0
    for begin, stop in [*sorted(spans), (len(text), len(text))]:
        if begin <= end and stop > begin:
            end = max(end, stop)
            continue
        if end > start:
            cut += [(text[at:start], False), (text[start:end], True)]
            at = end
        start, end = begin, stop
    cut.append((text[at:], False))
    return [(piece, marked) for piece, marked in cut if piece]


def snippet(cut: Pieces) -> Pieces:
    """The part of a long text around its first mark."""
    whole = sum(len(piece) for piece, _ in cut)
    if whole <= _SNIPPET:
        return cut
    first = 0
    for piece, marked in cut:
        if marked:
            break
        first += len(piece)
    begin = 0 if first >= whole else max(0, min(first - _BEFORE, whole - _SNIPPET))
    shown: Pieces = [("… ", False)] if begin else []
    at = 0
    for piece, marked in cut:
        inside = piece[max(0, begin - at) : max(0, begin + _SNIPPET - at)]
        if inside:
            shown.append((inside, marked))
        at += len(piece)
    return shown + ([(" …", False)] if begin + _SNIPPET < whole else [])


def concept_name(concept_id: str, language: str) -> str:
    """A concept's name in a language; nothing for one that the knowledge base has no more."""
    known = concepts().get(concept_id)
    return known.name(language) if known else ""
