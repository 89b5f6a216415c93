"""The fact-check desk of the demo has something in each of its parts."""

from __future__ import annotations

from datetime import date

import pytest

from saphan.cli.demo import examples
from saphan.cli.demo_facts import COUNTRY, LEAD, make_sample_desk
from saphan.record.factcheck.models import Claim, Desk, DeskRole
from saphan.record.factcheck.queries import counts, feed, queue

pytestmark = pytest.mark.django_db


def test_the_sample_desk_has_published_claims_messages_and_work_begun():
    assert make_sample_desk(examples() / "facts") == 6
    desk = Desk.objects.get(country=COUNTRY)
    told = Claim.objects.get(harm=2)
    assert set(told.texts) | {told.language} == set(told.explanations) == {"th", "ru", "en"}
    days = Claim.objects.filter(published_number=1).values_list("checked", flat=True)
    assert set(days) == {date(2026, 1, 5)}
    answers = list(desk.reports.order_by("pk").values_list("answer", flat=True))
    assert answers[:4] == ["checked"] * 4  # what the release lists, in three languages
    assert set(answers[4:]) == {"new"}
    number = counts(desk)
    assert (number["draft"], number["published"], number["new"]) == (1, 6, 5)
    assert len(queue(desk)) == 6
    assert DeskRole.objects.get(user__email=LEAD).role == "lead"
    assert feed(desk) is not None
