"""Keeping what organisations, offers and needs are found by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from saphan.engine.language import Placed, embed, fit, model_name, places

from ..models import VECTOR, Listing, Organisation, SearchEntry, SearchWord
from ..queries.texts import ENTRIES, digest_of, parts_of
from .lexicon import count, learn

BATCH = 200
"""Organisations indexed at a time, in one transaction."""

_KEPT_PLACES = 400
"""Occurrences kept of one text: those that a page could mark."""

_COPIED = ("country", "kind", "side", "forums")
_MADE = (*_COPIED, "digest", "terms", "title", "places", "model", "vector")


@dataclass(frozen=True)
class Source:
    """What one entry is made of."""

    organisation: Organisation
    listing: Listing | None
    forums: list[int]

    @property
    def key(self) -> tuple[int, int | None]:
        return self.organisation.pk, self.listing.pk if self.listing else None

    @property
    def parts(self) -> tuple[str, ...]:
        return parts_of(self.listing or self.organisation)

    @property
    def copied(self) -> tuple[str, str, str, list[int]]:
        one = self.organisation
        return one.country, one.kind, self.listing.side if self.listing else "", self.forums

    def words(self) -> list[Placed]:
        """Its words, placed in its parts joined by line ends."""
        found, start = [], 0
        for part in self.parts:
            named = self.listing is None and start < self.title_end
            found += [
                Placed(one.term, one.start + start, one.end + start)
                for one in places(part, names=named)
            ]
            start += len(part) + 1
        return found

    @property
    def title_end(self) -> int:
        """Where the title, or the names of an organisation, end."""
        names = self.parts[: 1 if self.listing else 2]
        return len("\n".join(names))


@transaction.atomic
def refresh_search(codes: Iterable[str]) -> int:
    """Make what the given organisations, their offers and needs are found by.

    What is still true is left as it is.

    Args:
        codes: Codes of the organisations.

    Returns:
        How many entries were made, or made again.
    """
    wanted = sorted(set(codes))
    return sum(
        _refresh(Organisation.objects.filter(code__in=wanted[start : start + BATCH]))
        for start in range(0, len(wanted), BATCH)
    )


def index_waiting() -> QuerySet[Organisation]:
    """Organisations of which an entry is missing, or was made by another model."""
    here = SearchEntry.objects.filter(organisation=OuterRef("pk"))
    unlisted = Listing.objects.filter(organisation=OuterRef("pk"), search_entry=None)
    return Organisation.objects.filter(
        ~Exists(here.filter(listing=None))
        | Exists(unlisted)
        | Exists(here.exclude(model=model_name()))
    ).order_by("pk")


def index_missing(*, again: bool = False) -> Iterator[int]:
    """Make the entries that are missing, or were made by another model.

    Each batch is a transaction: what is done stays done, and the next run goes on from there.

    Args:
        again: Look at all organisations, so that texts changed by other ways are found too.

    Yields:
        After each batch, how many organisations it had.
    """
    waiting = Organisation.objects.order_by("pk") if again else index_waiting()
    last = 0
    while batch := list(waiting.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            _refresh(Organisation.objects.filter(pk__in=batch))
        last = batch[-1]
        yield len(batch)


def _refresh(organisations: QuerySet[Organisation]) -> int:
    sources = _sources(organisations)
    kept = {
        (entry.organisation_id, entry.listing_id): entry
        for entry in SearchEntry.objects.filter(organisation__in=organisations).defer(
            "vector", "places", "title"
        )
    }
    model = model_name()
    new, moved = [], []
    for source in sources:
        entry = kept.get(source.key)
        if entry is None or (entry.digest, entry.model) != (digest_of(source.parts), model):
            new.append(source)
        elif source.copied != tuple(getattr(entry, name) for name in _COPIED):
            for name, value in zip(_COPIED, source.copied, strict=True):
                setattr(entry, name, value)
            moved.append(entry)
    SearchEntry.objects.bulk_update(moved, _COPIED, batch_size=500)
    if new:
        _make(new, [kept[source.key] for source in new if source.key in kept])
    return len(new)


def _sources(organisations: QuerySet[Organisation]) -> list[Source]:
    found = []
    for one in organisations.annotate(
        # Which rooms build on this one is not for it to know; the record's own relation is.
        taking_part=ArrayAgg(
            "delegates__forum_id", filter=Q(delegates__isnull=False), distinct=True, default=[]
        )
    ).prefetch_related("listings"):
        forums = sorted(one.taking_part)
        found.append(Source(one, None, forums))
        found += [Source(one, listing, forums) for listing in one.listings.all()]
    return found


def _make(sources: Sequence[Source], before: Sequence[SearchEntry]) -> None:
    words = [source.words() for source in sources]
    counts = Counter({ENTRIES: len(sources) - len(before)})
    for found in words:
        counts.update({one.term for one in found})
    ids = learn(SearchWord, counts, Counter(term for entry in before for term in entry.terms))
    vectors = fit(embed([". ".join(filter(None, source.parts)) for source in sources]), VECTOR)
    entries = []
    for source, found, vector in zip(sources, words, vectors, strict=True):
        entry = SearchEntry(
            organisation_id=source.key[0],
            listing_id=source.key[1],
            digest=digest_of(source.parts),
            terms=sorted({ids[one.term] for one in found}),
            title=sorted({ids[one.term] for one in found if one.end <= source.title_end}),
            places=[
                number
                for one in found[:_KEPT_PLACES]
                for number in (ids[one.term], one.start, one.end)
            ],
            model=model_name(),
            vector=vector,
        )
        for name, value in zip(_COPIED, source.copied, strict=True):
            setattr(entry, name, value)
        entries.append(entry)
    SearchEntry.objects.bulk_create(
        entries,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["organisation", "listing"],
        update_fields=_MADE,
    )


def count_words() -> None:
    """Count again in how many entries each word stands.

    Deleting organisations leaves the counts too high, which only makes such words weigh less.
    """
    count(SearchWord, SearchEntry)
