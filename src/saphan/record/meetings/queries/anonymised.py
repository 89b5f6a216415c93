"""A forum without people: rows that say of an organisation its country, kind and sector alone.

No row refers to another, so that who took part in a meeting cannot look up from it what the other
side said. See `docs/reference/exports.md` for what this protects from and what not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from random import SystemRandom

from django.utils.crypto import get_random_string

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import Forum

from .after import meetings_with_standing
from .report import languages_of, sector_of
from .timetables import with_people

SMALLEST = 3
"""Organisations that must look alike, and rows that must share a rare value, to be told."""
MERGED = "*"
"""Stands for what was merged with others because too few had it."""

Cell = tuple[str, str, str]
Rows = list[list[str]]


def anonymised(forum: Forum) -> dict[str, Rows]:
    """The tables of the anonymised export, by their names, each with its header.

    Rows come in a random order, with ids that are made anew for every export. Only codes and
    numbers stand in them, never a name, an address or anybody's words.
    """
    return {
        "organisations": _organisations(forum),
        "requests": _requests(forum),
        "meetings": _meetings(forum),
        "feedback": _feedback(forum),
        "outcomes": _outcomes(forum),
    }


def merged_cells(organisations: Iterable[Organisation]) -> dict[int, Cell | None]:
    """Country, kind and sector of each organisation, as far as others share them.

    Where fewer than `SMALLEST` share all three, the sector is merged; where those with a merged
    sector are too few, the kind; then the country. Who is alone even then is None.
    """
    cells: dict[int, Cell | None] = {
        one.pk: (one.country, one.kind, sector_of(one)) for one in organisations
    }
    for kept in (2, 1, 0):
        for key in _in_small_groups(cells):
            cell = cells[key]
            assert cell is not None, "nobody is left out before the end"
            cells[key] = (*cell[:kept], *[MERGED] * (3 - kept))  # type: ignore[assignment]
    for key in _in_small_groups(cells):
        cells[key] = None
    return cells


def _in_small_groups(cells: dict[int, Cell | None]) -> list[int]:
    sizes = Counter(cells.values())
    return [key for key, cell in cells.items() if sizes[cell] < SMALLEST]


def _table(header: str, rows: Iterable[Iterable[str]]) -> Rows:
    """Rows in random order under a header, each with an id that tells nothing."""
    made = [[get_random_string(10), *row] for row in rows]
    SystemRandom().shuffle(made)
    return [["id", *header.split()], *made]


def _rare_merged(rows: list[list[str]], *columns: int) -> list[list[str]]:
    """Rows with values that fewer than `SMALLEST` of them have in these columns, taken together,
    merged; what is empty stays empty."""
    counts = Counter(tuple(row[column] for column in columns) for row in rows)
    for row in rows:
        values = tuple(row[column] for column in columns)
        if any(values) and counts[values] < SMALLEST:
            for column in columns:
                row[column] = MERGED
    return rows


def _organisations(forum: Forum) -> Rows:
    cells = merged_cells(Organisation.objects.filter(delegates__forum=forum).distinct())
    return _table("country kind sector", (cell for cell in cells.values() if cell))


def _requests(forum: Forum) -> Rows:
    requests = list(
        forum.requests.select_related(
            "sender__organisation", "receiver__organisation", "receiver_organisation"
        )
    )
    senders = merged_cells(one.sender.organisation for one in requests)
    receivers = merged_cells(one.asked_organisation for one in requests)
    rows = [
        [*sender, *receiver, one.state]
        for one in requests
        if (sender := senders[one.sender.organisation_id])
        and (receiver := receivers[one.asked_organisation.pk])
    ]
    header = (
        "sender_country sender_kind sender_sector "
        "receiver_country receiver_kind receiver_sector state"
    )
    return _table(header, rows)


def _meetings(forum: Forum) -> Rows:
    meetings = meetings_with_standing(forum).select_related("place", "interpreter")
    rows = []
    for meeting in meetings.prefetch_related(with_people()):
        countries = sorted({seat.delegate.organisation.country for seat in meeting.seats.all()})
        rows.append(
            [
                "-".join(countries),
                meeting.place.mode,
                "-".join(languages_of(meeting, forum)),
                "yes" if meeting.interpreter_id else "no",
                meeting.standing,  # type: ignore[attr-defined]
            ]
        )
    return _table(
        "countries mode languages interpreter standing",
        _rare_merged(_rare_merged(rows, 0), 2),
    )


def _feedback(forum: Forum) -> Rows:
    said = list(forum.feedback.select_related("delegate__organisation"))
    cells = merged_cells(one.delegate.organisation for one in said)
    rows = [
        [*cell, one.came, str(one.rating or "")]
        for one in said
        if (cell := cells[one.delegate.organisation_id])
    ]
    return _table("country kind sector came rating", rows)


def _outcomes(forum: Forum) -> Rows:
    outcomes = list(forum.outcomes.select_related("organisation"))
    cells = merged_cells(one.organisation for one in outcomes)
    rows = [
        [
            *cell,
            one.next_step,
            one.deal,
            *value_band(one.value),
            one.currency,
            one.state,
            "yes" if one.follow_up else "no",
        ]
        for one in outcomes
        if (cell := cells[one.organisation_id])
    ]
    for columns in ((3,), (4,), (5, 6, 7), (8,)):
        rows = _rare_merged(rows, *columns)
    header = (
        "country kind sector next_step deal value_from value_below currency state has_follow_up"
    )
    return _table(header, rows)


def value_band(value: Decimal | None) -> tuple[str, str]:
    """The power of ten that a value lies in, from and below: 25,000 is (10000, 100000)."""
    if value is None:
        return "", ""
    if value < 1:
        return "0", "1"
    power = 10 ** (len(str(int(value))) - 1)
    return str(power), str(10 * power)
