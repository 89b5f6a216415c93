"""Everything that a forum's files can say is kept, scheduled and told again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from saphan.engine.scheduling import Scheduled, check
from saphan.engine.scheduling.formats.forum import forum_from_sheets
from saphan.engine.sheets.forum_sheets import RequestRow, TravelRow
from saphan.engine.sheets.reader import read_forum_sheets
from saphan.engine.sheets.writer import write_folder
from saphan.record.errors import ImportRefused
from saphan.record.forum.models import Delegate
from saphan.record.meetings.actions import (
    accept,
    execute_run,
    import_forum,
    preview_import,
    start_run,
    withdraw,
)
from saphan.record.meetings.models import Request
from saphan.record.meetings.queries import forum_sheets, requests_of

SHEETS = read_forum_sheets(Path(__file__).resolve().parents[3] / "examples" / "hybrid")
pytestmark = pytest.mark.django_db


def zoned(rows):
    """Rows of people as the record keeps them: everybody has a zone."""
    return tuple(replace(row, zone=row.zone or SHEETS.timezone) for row in rows)


def with_requests(*rows):
    return replace(SHEETS, requests=(*SHEETS.requests, *rows))


@pytest.fixture
def forum(hybrid):
    return hybrid


@pytest.fixture
def timetable(forum):
    return execute_run(start_run(None, forum, 10).pk).timetable


def delegate(forum, code):
    return Delegate.objects.get(forum=forum, code=code)


def test_what_is_imported_is_told_again(forum, tmp_path):
    expected = replace(
        SHEETS, delegates=zoned(SHEETS.delegates), interpreters=zoned(SHEETS.interpreters)
    )
    told = forum_sheets(forum)
    assert replace(told, site=SHEETS.site) == expected
    write_folder(told, tmp_path)
    assert read_forum_sheets(tmp_path) == told


def test_importing_twice_changes_nothing(forum):
    _forum, preview = import_forum(SHEETS)
    assert not preview.changes_anything


@pytest.mark.parametrize(
    ("changes", "sheet"),
    [
        ({"travel": (TravelRow("Hall B", "Hall A", 20),)}, "travel"),
        ({"places": tuple(replace(p, kept_by=()) for p in SHEETS.places)}, "places"),
        (
            {"interpreters": tuple(replace(i, max_run=1) for i in SHEETS.interpreters)},
            "interpreters",
        ),
    ],
)
def test_what_changed_in_the_files_changes_in_the_record(forum, changes, sheet):
    changed = replace(SHEETS, **changes)
    counts = {c.sheet: c.changed for c in preview_import(changed).sheets if c.changed}
    assert list(counts) == [sheet]
    import_forum(changed)
    told = forum_sheets(forum)
    assert [replace(r, zone="") if hasattr(r, "zone") else r for r in getattr(told, sheet)] == [
        replace(r, zone="") if hasattr(r, "zone") else r for r in getattr(changed, sheet)
    ]


def test_a_second_request_of_the_same_sides_is_a_contradiction(forum):
    # RU-4 has one delegate, so asking RU-4 is asking RU-4-A, whoever else takes part.
    again = RequestRow("NEW", "TH-4-A", "RU-4", "asked", others=("TH-3",))
    with pytest.raises(ImportRefused) as refusal:
        import_forum(with_requests(again))
    assert [(p.code, p.value) for p in refusal.value.problems] == [
        ("request_already_recorded", "NEW")
    ]


def test_the_timetable_is_kept_as_it_was_made(forum, timetable):
    problem = forum_from_sheets(forum_sheets(forum))
    asked = {meeting.id: meeting for meeting in problem.meetings}
    kept = []
    for meeting in timetable.meetings.select_related("request", "slot", "place", "interpreter"):
        people = [seat.delegate.code for seat in meeting.seats.all()]
        certain = asked[meeting.request.code].participants
        assert tuple(people[: len(certain)]) == certain
        kept.append(
            Scheduled(
                meeting.request.code,
                meeting.slot.code,
                meeting.place.code,
                meeting.interpreter.code if meeting.interpreter else None,
                tuple(people[len(certain) :]),
            )
        )
    report = check(problem, kept)
    assert (report.broken, report.figures["meetings"]) == ([], 13)


def test_long_meetings_and_those_of_three_are_whole(timetable):
    long = timetable.meetings.get(request__code="Q-04")
    assert (long.end - long.start).seconds == (25 + 5 + 25) * 60
    three = timetable.meetings.get(request__code="Q-05")
    organisations = [seat.delegate.organisation.code for seat in three.seats.all()]
    assert sorted(organisations) == ["RU-4", "TH-3", "TH-4"]


@pytest.fixture
def asked_of_all(forum):
    """A request to an organisation of three, with one of another organisation besides."""
    row = RequestRow("NEW", "TH-4-A", "RU-1", "asked", others=("TH-2-A",))
    import_forum(with_requests(row))
    return forum.requests.get(code="NEW")


@pytest.mark.parametrize("code", ["RU-1-A", "RU-1-C"])
def test_anybody_of_the_organisation_asked_answers(forum, asked_of_all, code):
    user = delegate(forum, code).person.user
    assert accept(user, asked_of_all).state == Request.State.ACCEPTED


@pytest.mark.parametrize("code", ["TH-4-A", "TH-2-A", "RU-2-A"])
def test_nobody_else_answers(forum, asked_of_all, code):
    with pytest.raises(PermissionDenied):
        accept(delegate(forum, code).person.user, asked_of_all)


@pytest.mark.parametrize(
    ("code", "when_asked", "when_accepted"),
    [
        ("TH-4-A", True, True),
        ("RU-1-B", False, True),
        ("TH-2-A", False, True),
        ("RU-2-A", False, False),
    ],
)
def test_who_takes_part_withdraws(forum, asked_of_all, code, when_asked, when_accepted):
    user = delegate(forum, code).person.user
    for state, allowed in (("asked", when_asked), ("accepted", when_accepted)):
        Request.objects.filter(pk=asked_of_all.pk).update(state=state)
        if allowed:
            assert withdraw(user, asked_of_all).state == Request.State.WITHDRAWN
        else:
            with pytest.raises(PermissionDenied):
                withdraw(user, asked_of_all)


@pytest.mark.parametrize(
    ("code", "lists"),
    [
        ("TH-4-A", (False, True)),
        ("RU-1-B", (True, False)),
        ("TH-2-A", (False, True)),
        ("RU-2-A", (False, False)),
    ],
)
def test_a_request_is_in_the_lists_of_who_takes_part(forum, asked_of_all, code, lists):
    found = requests_of(delegate(forum, code))
    assert (asked_of_all in found.received, asked_of_all in found.sent) == lists
