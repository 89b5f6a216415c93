"""A delegate's day on a phone: what is next, that one comes late, and the way into the room."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.day import today
from tests.journeys.looks import sideways

from saphan.record.forum.links import join_link
from saphan.record.meetings.models import Delay

pytestmark = pytest.mark.journey


@pytest.fixture
def day(transactional_db):
    return today()


def test_the_next_meeting_is_told_late_and_joined(live_server, day, enter):
    phone = enter(day.a.person.email, 375, 812)
    # Nobody has to look for it: the day is where one comes in.
    expect(phone).to_have_url(live_server.url + reverse("today", args=[day.forum.code]))
    following = phone.get_by_role("region", name=re.compile("Next"))
    expect(following.get_by_text(day.b.person.name)).to_be_visible()
    expect(following.get_by_text(day.soon.place.name, exact=True)).to_be_visible()
    expect(following.locator("[data-countdown]")).to_have_text(re.compile(r"in \d+ minutes"))

    following.get_by_role("button", name="10 minutes", exact=True).press("Enter")
    expect(phone.get_by_text("You said that you come 10 minutes late.")).to_be_visible()
    expect(phone.locator("#own-delay")).to_be_focused()
    assert list(Delay.objects.values_list("delegate", "minutes")) == [(day.a.pk, 10)]
    partner = enter(day.b.person.email, 375, 812)
    late = f"{day.a.person.name} comes about 10 minutes late."
    expect(partner.get_by_role("status").filter(has_text=late)).to_be_visible()
    phone.get_by_role("button", name="I am on time after all").press("Enter")
    expect(phone.get_by_role("button", name="10 minutes", exact=True)).to_be_visible()
    assert Delay.objects.exists() is False

    assert sideways(phone) == 0
    # The room is at a provider that a test does not reach: that one is led there is enough.
    room = join_link(day.forum, day.soon)
    phone.route("https://meet.example/**", lambda route: route.fulfill(body="The room"))
    phone.get_by_role("link", name="Join the meeting").first.click()
    expect(phone).to_have_url(room)
    assert (phone.complaints, partner.complaints) == ([], [])
