"""Writing releases and what is found in them, in batches."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import DataError, connection, transaction
from django.utils.translation import gettext as _

from saphan.engine.extraction import UnusableRelease, parse_release
from saphan.engine.extraction.problem import ReleaseText
from saphan.engine.extraction.twins import ALIKE, Sketch, bands, likeness
from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused

from ..found import COUNTRY, EVENT_DATE, EVENT_KIND, ORGANISATION, TOPIC, FoundFact
from ..models import Agency, Fact, Release, Source
from ..reading import Read, numbers_of, same_numbers, understand

FACT_COLUMNS = (
    "release_id",
    "kind",
    "key",
    "value",
    "found_key",
    "country",
    "agency_id",
    "start",
    "end",
    "confidence",
    "rule",
    "state",
)


@dataclass(frozen=True)
class Recorded:
    """What became of a file.

    Attributes:
        name: The file.
        release: The release that it is; None when it cannot be used.
        is_new: Whether it was not recorded before.
        problems: What is wrong with it, in words.
    """

    name: str
    release: Release | None
    is_new: bool = False
    problems: tuple[str, ...] = ()


def save_release(
    actor: User | None, release: ReleaseText, *, sample: bool = False
) -> tuple[Release, bool]:
    """Record a release with its facts; one already recorded is left as it is.

    Args:
        actor: Who imports; None for the command line.
        release: The release.
        sample: Whether it is invented.

    Returns:
        The release, and whether it is new.

    Raises:
        Refused: No line of it says when it was published.
    """
    try:
        read = understand(release)
    except UnusableRelease as error:
        raise Refused(_("No line of the release says when it was published.")) from error
    with transaction.atomic():
        recorded = record_releases([Read("", "", read)], sample=sample)[0]
        assert recorded.release is not None
        if recorded.is_new:
            note(actor, "register.save_release", recorded.release, facts=len(read.found))
    return recorded.release, recorded.is_new


def record_releases(batch: Sequence[Read], *, sample: bool = False) -> list[Recorded]:
    """Record what was read of a batch of files, in one transaction.

    A text that is recorded already gets a further source, one that is nearly the same as an earlier
    release becomes its twin. When the database takes some text of the batch for unusable, the
    others are recorded without it. The caller tells the audit trail.
    """
    try:
        with transaction.atomic():
            return _record(batch, sample=sample)
    except DataError as error:
        if len(batch) == 1:
            return [Recorded(batch[0].name, None, problems=(str(error).strip(),))]
    return [recorded for read in batch for recorded in record_releases([read], sample=sample)]


def _record(batch: Sequence[Read], *, sample: bool) -> list[Recorded]:
    usable = {read.release.digest: read.release for read in batch if read.release}
    known = {
        release.digest: release
        for release in Release.objects.filter(digest__in=list(usable)).defer("text")
    }
    fresh = [release for digest, release in usable.items() if digest not in known]
    rows = [
        Release(
            digest=read.digest,
            sketch=read.sketch.tobytes(),
            bands=list(bands(read.sketch)),
            source_url=read.source_url[:2000],
            title=read.title[:600],
            published=read.published,
            language=read.language[:8],
            publisher=read.publisher,
            text=read.text,
            sample=sample,
        )
        for read in fresh
    ]
    agencies = agencies_of(fact for read in fresh for fact in read.found)
    for row, read in zip(rows, fresh, strict=True):
        describe(row, read.found, agencies)
    Release.objects.bulk_create(rows)
    _join_twins(rows)
    copy_facts(
        ((row.pk, fact) for row, read in zip(rows, fresh, strict=True) for fact in read.found),
        agencies,
    )
    made = {row.digest: row for row in rows}
    known |= made
    Source.objects.bulk_create(
        (
            Source(
                release=known[read.release.digest],
                name=read.name[:500],
                raw=read.raw_digest,
                problems=list(read.problems),
            )
            for read in batch
            if read.release and read.raw_digest
        ),
        ignore_conflicts=True,
    )
    recorded = []
    for file in batch:
        release = known[file.release.digest] if file.release else None
        is_new = release is not None and made.pop(release.digest, None) is not None
        recorded.append(Recorded(file.name, release, is_new, file.problems))
    return recorded


def add_sources(files: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Tell which files have been recorded, by their bytes alone, and where else they lie now.

    Args:
        files: Name and SHA-256 of each.

    Returns:
        The release of each file that is recorded, by the file's SHA-256.
    """
    files = list(files)
    seen = Source.objects.filter(raw__in=[raw for _name, raw in files])
    releases = dict(seen.values_list("raw", "release_id"))
    names = set(seen.values_list("name", "raw"))
    Source.objects.bulk_create(
        (
            Source(release_id=releases[raw], name=name[:500], raw=raw)
            for name, raw in files
            if raw in releases and (name[:500], raw) not in names
        ),
        ignore_conflicts=True,
    )
    return releases


def agencies_of(found: Iterable[FoundFact]) -> dict[str, int]:
    """The organisations of facts, by key; those not met before are made."""
    values = {fact.key: fact.value for fact in found if fact.kind == ORGANISATION}
    ids = dict(Agency.objects.filter(key__in=list(values)).values_list("key", "pk"))
    missing = [key for key in values if key not in ids]
    if missing:
        Agency.objects.bulk_create(
            (
                Agency(
                    key=key,
                    country=values[key]["country"],
                    name=values[key]["name"][:300],
                    names=values[key]["names"],
                )
                for key in missing
            ),
            ignore_conflicts=True,  # another process may have met it meanwhile
        )
        ids |= dict(Agency.objects.filter(key__in=missing).values_list("key", "pk"))
    return ids


def describe(
    release: Release, facts: Iterable[FoundFact | Fact], agencies: Mapping[str, int] | None = None
) -> None:
    """Set what a release is found by from its facts; the caller saves it.

    Args:
        release: The release.
        facts: What holds of it.
        agencies: Organisations by key, for facts that are not recorded yet.
    """
    countries: list[str] = []
    topics: list[str] = []
    own: list[int | None] = []
    release.event_kind, release.event_date = "", None
    for fact in facts:
        if fact.kind == COUNTRY:
            countries.append(fact.value["country"])
        elif fact.kind == TOPIC:
            topics.append(fact.value["topic"])
        elif fact.kind == ORGANISATION:
            own.append(fact.agency_id if isinstance(fact, Fact) else (agencies or {})[fact.key])
        elif fact.kind == EVENT_KIND:
            release.event_kind = fact.value["kind"]
        elif fact.kind == EVENT_DATE:
            release.event_date = date.fromisoformat(fact.value["day"])
    # The publisher is a side of what its release joins, named there or not.
    partners = [code for code in dict.fromkeys(countries) if code != release.publisher]
    release.countries = [*filter(None, [release.publisher]), *partners] if partners else []
    release.topics = list(dict.fromkeys(topics))
    release.agencies = sorted({agency for agency in own if agency})


def _join_twins(rows: Sequence[Release]) -> None:
    """Tell of each new release whether it says the same as one recorded before it."""
    own = {row.pk: row for row in rows}
    pairs = _alike([(row.pk, row.bands) for row in rows])
    others = Release.objects.filter(pk__in={one for one, _two in pairs} - own.keys())
    rows_by_pk = own | {row.pk: row for row in others.defer("text")}
    changed = []
    for one, two in pairs:
        row, other = own[two], rows_by_pk[one]
        if (
            row.twin_of_id is None
            and likeness(_sketch(row), _sketch(other)) >= ALIKE
            and same_numbers(_numbers(row), _numbers(other))
        ):
            row.twin_of_id = other.twin_of_id or other.pk
            changed.append(row)
    Release.objects.bulk_update(changed, ["twin_of"])


def _alike(wanted: Sequence[tuple[int, list[int]]]) -> list[tuple[int, int]]:
    """Pairs of an earlier release and one of these that have a band in common, in order."""
    # One question of the index for each: its time grows with the square of the bands asked for.
    with connection.cursor() as cursor:
        # A few hundred releases look quickly read to the planner, again and again they are not.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "SELECT earlier.id, own.id FROM unnest(%s::bigint[], %s::text[]) AS own (id, bands)"
            " JOIN register_release AS earlier"
            " ON earlier.bands && own.bands::bigint[] AND earlier.id < own.id ORDER BY 2, 1",
            [
                [pk for pk, _bands in wanted],
                [f"{{{','.join(map(str, bands_of))}}}" for _pk, bands_of in wanted],
            ],
        )
        pairs = cursor.fetchall()
        cursor.execute("SET LOCAL enable_seqscan = on")
    return pairs


def _sketch(release: Release) -> Sketch:
    return np.frombuffer(release.sketch, dtype=np.uint32)


def _numbers(release: Release) -> frozenset[int]:
    return numbers_of(parse_release(release.text, strict=False, language=release.language))


def copy_facts(facts: Iterable[tuple[int, FoundFact]], agencies: Mapping[str, int]) -> None:
    """Write the facts of releases by COPY: a release has some twenty."""
    names = ", ".join(f'"{column}"' for column in FACT_COLUMNS)
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY register_fact ({names}) FROM STDIN") as copy,
    ):
        for pk, fact in facts:
            agency = agencies[fact.key] if fact.kind == ORGANISATION else None
            copy.write_row(
                (
                    pk,
                    fact.kind,
                    fact.key,
                    json.dumps(fact.value, ensure_ascii=False),
                    fact.key,
                    fact.country,
                    agency,
                    fact.start,
                    fact.end,
                    fact.confidence,
                    fact.rule,
                    Fact.State.FOUND.value,
                )
            )
