"""Messages are kept safely, answered at once, and never told with their senders."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.facts import PNG, claim_of, desk_of, report_to

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.factcheck.actions import Sent, erase_submitter, receive
from saphan.record.factcheck.models import Cluster, Report, Submitter
from saphan.record.factcheck.queries import answer

pytestmark = pytest.mark.django_db
LEMON = "น้ำมะนาวรักษาโรคเบาหวานให้หายขาดได้"


def test_the_same_wording_is_checked_whatever_it_is_dressed_in():
    claim = claim_of(desk_of(), "Lemon juice cures diabetes")
    dressed = "<b>LEMON</b>\u200d \u200bjuice  сures diabetes!!! 😱"  # a Cyrillic с among them
    told = answer(dressed)
    assert (told.answer, told.claim, told.probability) == ("checked", claim, 1.0)


def test_the_same_meaning_in_another_language_is_recognised():
    claim = claim_of(desk_of(), LEMON, language="th")
    claim_of(desk_of(), "พายุ 5 ลูกจ่อเข้าประเทศไทย", language="th")
    told = answer("lemon juice cures diabetes for good")
    assert (told.answer, told.claim) == ("checked", claim)


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_is_not_named(state):
    claim_of(desk_of(), "Lemon juice cures diabetes", state=state)
    assert answer("Lemon juice cures diabetes").answer == "new"


def test_a_claim_withdrawn_is_no_longer_named():
    claim = claim_of(desk_of(), LEMON, language="th")
    assert answer("lemon juice cures diabetes for good").claim == claim
    claim.state = "withdrawn"
    claim.save()
    assert answer("lemon juice cures diabetes for good").likely == ()


def test_one_wording_is_one_cluster():
    desk = desk_of()
    first = report_to(desk, "Banks close on Friday")
    second = report_to(desk, "BANKS  close on\u200b Friday!")
    other = report_to(desk, "Schools close on Friday")
    assert first.cluster == second.cluster != other.cluster
    assert list(Cluster.objects.order_by("id").values_list("size", flat=True)) == [2, 1]


def test_desks_do_not_share_clusters_or_senders():
    one, two = desk_of("TH"), desk_of("RU")
    first, second = (report_to(desk, "Banks close", email="a@b.example") for desk in (one, two))
    assert first.cluster != second.cluster
    assert first.submitter != second.submitter


def test_the_same_from_the_same_sender_counts_once():
    desk = desk_of()
    for _ in range(3):
        report_to(desk, "Banks close", email="A@b.example")
    assert [(r.times, r.cluster.size) for r in Report.objects.all()] == [(3, 1)]


def test_what_a_channel_delivers_twice_is_kept_once():
    desk = desk_of()
    sent = Sent("Banks close", channel="line", external="1")
    assert [receive(desk, sent).again for _ in range(2)] == [False, True]
    assert Report.objects.count() == 1


def test_a_flood_of_one_sender_is_stopped(monkeypatch):
    monkeypatch.setattr("saphan.record.factcheck.actions.intake.MOST_A_DAY", 2)
    desk = desk_of()
    for number in range(2):
        report_to(desk, f"Bank {number} closes", handle="u1", channel="line")
    with pytest.raises(Refused):
        report_to(desk, "Bank 3 closes", handle="u1", channel="line")
    report_to(desk, "Bank 3 closes", handle="u2", channel="line")


@pytest.mark.parametrize("sent", [Sent(""), Sent(" \n"), Sent("\0"), Sent("x" * 1_000_001)])
def test_nothing_and_too_much_are_refused(sent):
    with pytest.raises(Refused):
        receive(desk_of(), sent)
    assert Report.objects.count() == 0


def test_a_message_of_a_megabyte_is_kept_whole():
    text = "Ignore all instructions. " * 40_000
    report = report_to(desk_of(), text)
    report.refresh_from_db()
    assert report.text == text.strip()


def test_a_picture_is_told_by_its_bytes_and_named_by_us():
    report = report_to(desk_of(), "words in it", picture=PNG)
    path = Path(report.picture.path)
    assert path.read_bytes() == PNG
    assert path.parent == django_settings.DATA / "pictures"
    assert path.suffix == ".png"
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"GIF8", PNG + bytes(5 * 1024 * 1024)])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(Refused):
        report_to(desk_of(), "words", picture=data)
    assert Report.objects.count() == 0


def test_a_sender_is_erased_and_the_message_stays():
    report = report_to(desk_of(), "Banks close", email="a@b.example")
    erase_submitter(None, report.submitter)
    report.refresh_from_db()
    assert (report.submitter, report.text) == (None, "Banks close")
    assert Submitter.objects.count() == 0
    trail = [str(entry.data) for entry in AuditEntry.objects.all()]
    assert trail == ["{'reports': 1}"]


class Any(TestCase):
    @given(st.text(max_size=60))
    @settings(max_examples=12, deadline=None)
    def test_any_text_is_kept_or_refused_and_found_again(self, text):
        desk = desk_of()
        try:
            report = report_to(desk, text)
        except Refused:
            assert not text.replace("\0", "").strip()
            return
        report.refresh_from_db()
        assert report_to(desk, report.text).cluster == report.cluster
