"""Claims of releases come into the record once, however often they are read."""

from __future__ import annotations

from datetime import date

import pytest
from tests.facts import desk_of

from saphan.engine.claims import Source, gather
from saphan.record.audit.models import AuditEntry
from saphan.record.factcheck.actions import Ingested, ingest
from saphan.record.factcheck.models import Claim, Mention
from saphan.record.register.actions import digest_of
from saphan.record.register.models import Release

pytestmark = pytest.mark.django_db
LIST = """ข่าวปลอมที่มีคนสนใจสูงสุด 2 อันดับ ดังนี้
อันดับที่ 1 เรื่อง ดื่มน้ำฝนรักษาโรคเบาหวาน
อันดับที่ 2 เรื่อง ธนาคารแจกเงินคนละ 5,000 บาท
"""
LATER = LIST.replace("ดื่มน้ำฝน", "ดื่มน้ำ ฝน")
ONE = Source("1.txt", LIST, date(2022, 1, 5), "https://example.org/1")
TWO = Source("2.txt", LATER, date(2022, 2, 5), "https://example.org/2")


def test_releases_make_published_claims_with_their_mentions():
    release = Release.objects.create(
        digest=digest_of(LIST), title="Fake news", published=ONE.day, language="th", text=LIST
    )
    done = ingest(None, desk_of(), gather([ONE]), {"1.txt": digest_of(LIST)})
    assert done == Ingested(2, 2)
    claim = Claim.objects.get(text="ดื่มน้ำฝนรักษาโรคเบาหวาน")
    assert (claim.verdict, claim.state, claim.language) == ("false", "published", "th")
    assert (claim.first, claim.last, claim.number) == (ONE.day, ONE.day, 1)
    mention = claim.mentions.get()
    assert (mention.rank, mention.release, mention.source_url) == (
        1,
        release,
        "https://example.org/1",
    )
    assert LIST[mention.start : mention.end] == claim.text
    assert claim.versions.get().published


def test_reading_again_changes_nothing():
    desk = desk_of()
    ingest(None, desk, gather([ONE]), {})
    Claim.objects.filter(verdict="false").update(verdict="satire")  # what the desk has changed
    before = list(Claim.objects.order_by("id").values())
    assert ingest(None, desk, gather([ONE]), {}) == Ingested(0, 0)
    assert list(Claim.objects.order_by("id").values()) == before
    assert AuditEntry.objects.filter(action="factcheck.ingest").count() == 1


def test_later_releases_add_mentions():
    desk = desk_of()
    ingest(None, desk, gather([ONE]), {})
    assert ingest(None, desk, gather([ONE, TWO]), {}) == Ingested(0, 2)
    assert list(Claim.objects.values_list("first", "last")) == [(ONE.day, TWO.day)] * 2
    assert Mention.objects.count() == 4
