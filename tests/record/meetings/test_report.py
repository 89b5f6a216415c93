"""The figures of a forum in which every count is known."""

from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.after import small_forum
from tests.factories import BANGKOK, ForumFactory, staff

from saphan.record.meetings.queries import (
    CountryLine,
    DayLine,
    MeetingLine,
    OutcomeLine,
    ValueLine,
    report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return small_forum()


def test_the_figures(small):
    assert asdict(report(small.forum).figures) == {
        "organisations": 4,
        "delegates": 4,
        "requests": 5,
        "asked": 0,
        "accepted": 3,
        "declined": 1,
        "withdrawn": 1,
        "meetings": 3,
        "held": 1,
        "no_shows": 1,
        "untold": 1,
        "breaks": 2,
        "on_the_spot": 2,
        "online": 1,
        "interpreted": 1,
        "rating": 4.5,
        "ratings": 2,
        "told": 2,
        "seated": 4,
        "outcomes": 3,
        "open": 1,
        "overdue": 1,
        "done": 1,
        "dropped": 1,
    }


def test_the_figures_by_what_they_have_in_common(small):
    made = report(small.forum)
    today = timezone.now().astimezone(BANGKOK).date()
    assert made.days == [DayLine(today, requests=5, accepted=3)]
    assert made.countries == [
        CountryLine("RU", 2, 2, 1, 4, 3, 1, 1, 4.0, 1, 0, 1),
        CountryLine("TH", 2, 2, 4, 1, 3, 1, 0, 5.0, 2, 1, 0),
    ]
    assert made.ratings == {1: 0, 2: 0, 3: 0, 4: 1, 5: 1}
    assert made.modes == [
        MeetingLine(("face_to_face",), 2, 1, 1, 4.5),
        MeetingLine(("online",), 1, 0, 0, None),
    ]
    assert made.languages == [
        MeetingLine((), 1, 0, 0, None),  # b and c share none, and nobody interprets
        MeetingLine(("en",), 1, 1, 0, 4.5),
        MeetingLine(("ru", "th"), 1, 0, 1, None),
    ]
    assert made.interpreters == {"I-1": 1}


def test_the_outcomes(small):
    made = report(small.forum)
    assert made.steps == [
        OutcomeLine("visit", 1, 0, 0, 1),
        OutcomeLine("talks", 1, 0, 1, 0),
        OutcomeLine("contract", 1, 1, 0, 0),
    ]
    assert made.deals == [
        OutcomeLine("sale", 1, 1, 0, 0),
        OutcomeLine("purchase", 1, 0, 1, 0),
        OutcomeLine("", 1, 0, 0, 1),
    ]
    assert made.sectors == [OutcomeLine("A", 2, 1, 0, 1), OutcomeLine("J", 1, 0, 1, 0)]
    assert made.outcomes_by_country == [
        OutcomeLine("TH", 2, 1, 0, 1),
        OutcomeLine("RU", 1, 0, 1, 0),
    ]
    # Never added up over currencies or countries; what was dropped is no longer expected.
    assert made.values == [
        ValueLine("RU", "USD", 1, Decimal("2500.50")),
        ValueLine("TH", "THB", 1, Decimal(100_000)),
    ]


def test_it_is_compared_with_the_newest_earlier_forum_that_the_reader_may_see(small):
    reader = staff(small.forum, "organiser")
    before = {}
    for years, role in ((3, "desk_officer"), (2, "organiser"), (1, "door_staff")):
        before[years] = ForumFactory()
        before[years].days.all().delete()
        day = small.day - timedelta(days=365 * years)
        before[years].days.create(date=day, mode="both")
        if role:
            before[years].roles.create(user=reader, role=role)
    later = ForumFactory()
    later.roles.create(user=reader, role="organiser")
    assert report(small.forum, reader).earlier == before[2]
    assert report(small.forum, reader).earlier_figures.meetings == 0
    assert report(small.forum, staff(small.forum, "organiser")).earlier is None


def test_another_forum_does_not_count(small):
    small_forum()
    assert report(small.forum).figures.requests == 5
