"""Reading recorded releases again, when facts are found better: what people said of them stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from saphan.engine.extraction.twins import bands
from saphan.record.audit.actions import note
from saphan.record.directory.models import User

from ..found import NAMED, ORGANISATION, SINGLE, FoundFact
from ..models import Fact, Intake, Release
from ..reading import ReadRelease, Stored, read_all_again
from .releases import agencies_of, copy_facts, describe

BATCH = 64


@dataclass
class Again:
    """What came of reading again: facts that are new, changed and gone, and those that people had
    judged and that therefore stayed as they are."""

    releases: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0
    kept: int = 0


def read_again(
    actor: User | None,
    *,
    workers: int | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Again:
    """Find the facts of every recorded release again.

    A fact that was only found follows what is found now, and keeps its identity where it is the
    same; one that a person confirmed, corrected or rejected stays, and what is found again at its
    place is not added beside it.
    """
    total = Again()
    read = read_all_again(_stored(), workers=workers)
    while batch := dict(islice(read, BATCH)):
        with transaction.atomic():
            _merge(batch, total)
        progress(len(batch))
    if total.releases:
        intake = Intake.objects.order_by("-id").first() or Intake.objects.create(by=actor)
        note(actor, "register.read_again", intake, **vars(total))
    return total


def _stored() -> Iterator[Stored]:
    """Recorded releases by their numbers, some at a time: the table may grow meanwhile."""
    last = 0
    while page := list(
        Release.objects.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", "text", "language", "published")[:BATCH]
    ):
        for row in page:
            yield Stored(*row)
        last = page[-1][0]


def _merge(batch: dict[int, ReadRelease], total: Again) -> None:
    rows = list(Release.objects.select_for_update().filter(pk__in=list(batch)).defer("text"))
    agencies = agencies_of(fact for read in batch.values() for fact in read.found)
    known: dict[int, list[Fact]] = {}
    for fact in Fact.objects.filter(release__in=list(batch)).order_by("id"):
        known.setdefault(fact.release_id, []).append(fact)
    added: list[tuple[int, FoundFact]] = []
    changed: list[Fact] = []
    gone: list[int] = []
    for row in rows:
        read = batch[row.pk]
        fresh, moved, lost = _compared(known.get(row.pk, []), read.found, agencies)
        added += [(row.pk, fact) for fact in fresh]
        changed += moved
        gone += [fact.pk for fact in lost]
        total.kept += sum(fact.state != Fact.State.FOUND for fact in known.get(row.pk, []))
        row.sketch, row.bands = read.sketch.tobytes(), list(bands(read.sketch))
        row.publisher = read.publisher
    Fact.objects.filter(pk__in=gone).delete()
    Fact.objects.bulk_update(changed, [*_FIELDS, "found_key"])
    copy_facts(added, agencies)
    _describe_all(rows)
    total.releases += len(rows)
    total.added += len(added)
    total.changed += len(changed)
    total.gone += len(gone)


_FIELDS = ("key", "value", "country", "agency_id", "start", "end", "confidence", "rule")


def _compared(
    known: Sequence[Fact], found: Sequence[FoundFact], agencies: dict[str, int]
) -> tuple[list[FoundFact], list[Fact], list[Fact]]:
    """What is new, what is changed and what is gone."""
    judged = [fact for fact in known if fact.state != Fact.State.FOUND]
    open_ones = {(fact.kind, fact.key): fact for fact in known if fact.state == Fact.State.FOUND}
    fresh, changed = [], []
    for fact in found:
        if any(same(one, fact) for one in judged):
            continue
        one = open_ones.pop((fact.kind, fact.key), None)
        if one is None and fact.kind in NAMED | SINGLE:  # other words at the same place
            one = next((other for other in open_ones.values() if same(other, fact)), None)
            if one is not None and not any(
                other.kind == one.kind and other.key == one.key for other in found
            ):
                del open_ones[one.kind, one.key]
            else:
                one = None
        if one is None:
            fresh.append(fact)
        elif _moved(one, fact, agencies):
            changed.append(one)
    return fresh, changed, list(open_ones.values())


def same(one: Fact, fact: FoundFact) -> bool:
    """Whether a recorded fact and a finding are about the same thing."""
    if one.kind != fact.kind:
        return False
    if fact.kind in SINGLE or fact.key in (one.key, one.found_key):
        return True
    return fact.kind in NAMED and one.start < fact.end and fact.start < one.end


def _moved(one: Fact, fact: FoundFact, agencies: dict[str, int]) -> bool:
    """Make a fact say what is found now; whether that is anything else."""
    agency = agencies[fact.key] if fact.kind == ORGANISATION else None
    before = [getattr(one, name) for name in _FIELDS]
    one.key = one.found_key = fact.key
    one.value, one.country, one.agency_id = fact.value, fact.country, agency
    one.start, one.end = fact.start, fact.end
    one.confidence, one.rule = fact.confidence, fact.rule
    return before != [getattr(one, name) for name in _FIELDS]


def _describe_all(rows: Sequence[Release]) -> None:
    facts: dict[int, list[Fact]] = {row.pk: [] for row in rows}
    for fact in Fact.objects.filter(release__in=rows).exclude(state=Fact.State.REJECTED):
        facts[fact.release_id].append(fact)
    for row in rows:
        describe(row, facts[row.pk])
    Release.objects.bulk_update(
        rows,
        [
            "sketch",
            "bands",
            "publisher",
            "countries",
            "topics",
            "agencies",
            "event_kind",
            "event_date",
        ],
    )
