"""Claims of releases come into the record once, however often they are read."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.facts import desk_of, member

from saphan.engine.claims import Source, gather
from saphan.record.audit.models import AuditEntry
from saphan.record.factcheck.actions import Ingested, ingest, publish, write_claim
from saphan.record.factcheck.models import Claim, Mention
from saphan.record.factcheck.queries import history_of
from saphan.record.factcheck.weeks import zone_of
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
    assert (claim.first, claim.last, claim.checked, claim.number) == (ONE.day, ONE.day, ONE.day, 1)
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
    days = Claim.objects.values_list("first", "last", "checked")
    assert list(days) == [(ONE.day, TWO.day, ONE.day)] * 2
    assert Mention.objects.count() == 4


def test_an_earlier_release_moves_the_day_until_somebody_publishes_anew():
    desk = desk_of()
    ingest(None, desk, gather([TWO]), {})
    first, other = Claim.objects.order_by("pk")
    write_claim(member(desk), other, {"verdict": "misleading"}, 1)
    publish(member(desk, "editor"), other)
    ingest(None, desk, gather([ONE, TWO]), {})
    for one in (first, other):
        one.refresh_from_db()
    assert (first.checked, other.first, other.checked) == (
        ONE.day,
        ONE.day,
        timezone.now().astimezone(zone_of("TH")).date(),
    )
    assert [one.at for one in history_of(first)] == [ONE.day]
    times = [one.at for one in history_of(other)]
    assert (times[0].date(), times[1]) == (timezone.now().date(), ONE.day)


def test_everybody_sees_the_day_of_the_release(client):
    ingest(None, desk_of(), gather([ONE]), {})
    claim = Claim.objects.first()
    page = client.get(reverse("fact", args=[claim.key]))
    told = page.content.decode()
    assert '"datePublished": "2022-01-05"' in told
    assert told.count("5 January 2022") >= 2  # when it was checked, and its history
    assert f"{timezone.now().year}" not in told.split("<article")[1].split("</article>")[0]
    assert "5 January 2022" in client.get(reverse("facts")).content.decode()
    atom = client.get(reverse("fact_atom")).content.decode()
    assert "<published>2022-01-05T00:00:00+07:00</published>" in atom
