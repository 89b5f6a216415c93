from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.factories import ForumFactory

from saphan.engine.sheets.forum_sheets import RequestRow, SiteRules
from saphan.engine.sheets.reader import read_forum_sheets
from saphan.record.audit.models import AuditEntry
from saphan.record.errors import ImportRefused
from saphan.record.forum.models import Delegate, Forum
from saphan.record.meetings.actions import accept, import_forum, preview_import, refresh_matches
from saphan.record.meetings.models import Request
from saphan.record.meetings.queries import forum_sheets, suggestions_for

SHEETS = read_forum_sheets(Path(__file__).resolve().parents[3] / "examples" / "forum")
pytestmark = pytest.mark.django_db


def test_what_is_imported_can_be_told_again():
    forum, preview = import_forum(SHEETS)
    assert preview.is_new
    told = forum_sheets(forum)
    assert told.requests == SHEETS.requests
    assert told.slots == SHEETS.slots
    assert told.organisations == SHEETS.organisations
    assert told.listings == SHEETS.listings


SITE = SiteRules(
    is_open=False,
    asking="organisers",
    may_ask={"TH:company": ("RU:agency", "RU:company")},
    registration_closes=datetime(2027, 1, 20, 18, tzinfo=ZoneInfo("Asia/Bangkok")),
    answers_close=datetime(2027, 2, 10, 18, 30, tzinfo=ZoneInfo("Asia/Bangkok")),
    join_template="https://meet.example/{meeting}",
)


def test_what_the_site_lets_people_do_is_told_or_stays():
    forum = ForumFactory()
    plain = replace(forum_sheets(forum), site=None)
    assert forum_sheets(forum).site == SiteRules()
    told = replace(plain, site=SITE)
    assert preview_import(told).forum_changed
    import_forum(told)
    forum.refresh_from_db()
    assert forum_sheets(forum).site == SITE
    assert (forum.is_open, forum.may_ask) == (False, {"TH:company": ["RU:agency", "RU:company"]})
    assert [preview_import(files).changes_anything for files in (told, plain)] == [False, False]
    import_forum(replace(plain, summary={"en": "changed"}))
    forum.refresh_from_db()
    assert (forum.summary, forum_sheets(forum).site) == ({"en": "changed"}, SITE)


def test_importing_twice_changes_nothing(sample):
    entries = AuditEntry.objects.count()
    _forum, preview = import_forum(SHEETS)
    assert not preview.changes_anything
    assert AuditEntry.objects.count() == entries


def test_a_preview_writes_nothing():
    preview = preview_import(SHEETS)
    assert {sheet.sheet: sheet.new for sheet in preview.sheets}["requests"] == 150
    assert Forum.objects.count() == 0


def test_an_answer_given_on_the_site_wins_over_the_files(sample):
    asked = sample.requests.filter(state=Request.State.ASKED).first()
    accept(asked.receiver.person.user, asked)
    import_forum(SHEETS)
    asked.refresh_from_db()
    assert asked.state == Request.State.ACCEPTED


def test_a_contradiction_leaves_the_record_as_it_was(sample):
    first = next(row for row in SHEETS.requests if row.state == "accepted")
    double = RequestRow("R-NEW", first.receiver, first.sender, "asked")
    renamed = replace(SHEETS, summary={"en": "changed"}, requests=(*SHEETS.requests[1:], double))
    with pytest.raises(ImportRefused) as refusal:
        import_forum(renamed)
    assert [(p.code, p.value) for p in refusal.value.problems] == [
        ("request_already_recorded", "R-NEW")
    ]
    sample.refresh_from_db()
    assert sample.summary == SHEETS.summary


def test_the_thai_need_is_shown_the_russian_offer_with_the_reason(sample):
    refresh_matches(None, sample)
    found = suggestions_for(Delegate.objects.get(forum=sample, code="TH-001-A"))
    assert found[0].organisation.code == "RU-001"
    assert found[0].contact.code == "RU-001-A"
    assert sorted(found[0].matches[0].why) == ["en", "ru", "th"]
