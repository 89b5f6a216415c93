"""Messages that mean the same become one cluster, and fast growth raises an alarm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.facts import desk_of, member, report_to

from saphan.record.factcheck import actions
from saphan.record.factcheck.models import Cluster, Report
from saphan.record.factcheck.queries import wordings_of
from saphan.work.facts import watch_facts

pytestmark = pytest.mark.django_db
LEMON = "น้ำมะนาวรักษาโรคเบาหวานให้หายขาดได้"


def test_what_means_the_same_is_joined_to_the_oldest():
    desk = desk_of()
    first = report_to(desk, LEMON)
    for text in ("น้ำมะนาวรักษาเบาหวานหายขาด", "พายุ 5 ลูกจ่อเข้าประเทศไทย"):
        report_to(desk, text)
    theirs = report_to(desk_of("RU"), LEMON)
    assert actions.join_alike(desk, timezone.now()) == 1
    assert list(desk.clusters.order_by("id").values_list("size", flat=True)) == [2, 1]
    assert first.cluster.reports.count() == 2
    theirs.refresh_from_db()
    assert theirs.cluster.size == 1
    assert actions.join_alike(desk, timezone.now()) == 0


def test_a_joined_wording_comes_to_the_same_cluster_again():
    desk = desk_of()
    first = report_to(desk, LEMON)
    report_to(desk, "น้ำมะนาวรักษาเบาหวานหายขาด")
    actions.join_alike(desk, timezone.now())
    assert report_to(desk, "น้ำมะนาวรักษาเบาหวานหายขาด!").cluster == first.cluster


def test_messages_taken_up_are_not_moved():
    desk = desk_of()
    first = report_to(desk, LEMON)
    report_to(desk, "น้ำมะนาวรักษาเบาหวานหายขาด")
    actions.start_claim(member(desk), desk, LEMON, first.cluster)
    assert actions.join_alike(desk, timezone.now()) == 0


def test_fast_growth_is_told_to_editors_once():
    desk = desk_of()
    editor, _checker, _other = member(desk, "editor"), member(desk), member(desk_of("RU"), "lead")
    for number in range(12):
        report_to(desk, "Banks close", channel="line", external=str(number))
    old = report_to(desk, "Schools close")
    Report.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=9))
    for _ in range(2):
        watch_facts()
    assert [letter.to for letter in mail.outbox] == [[editor.email]]
    alarmed = Cluster.objects.exclude(alarmed_at=None).get()
    assert alarmed.text == "Banks close"


def test_the_same_wording_is_told_once_and_the_most_repeated_first():
    desk = desk_of()
    first, other = report_to(desk, "Trains are free"), report_to(desk, "All trains cost nothing")
    for number, channel in enumerate(("form", "line")):
        report_to(desk, "trains are FREE!", channel=channel, external=f"{number}")
    cluster = first.cluster
    desk.reports.update(cluster=cluster)
    told = wordings_of(cluster, 10)
    assert [(one.report, one.times, one.one_way) for one in told] == [
        (first, 3, False),
        (other, 1, True),
    ]
    assert [one.report for one in wordings_of(cluster, 1)] == [first]
