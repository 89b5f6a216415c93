"""A delegate tells of a meeting in two taps on a phone; the organiser reads it on a desktop."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.after import small_forum
from tests.factories import staff
from tests.journeys.looks import sideways

from saphan.record.meetings.models import Outcome

pytestmark = pytest.mark.journey
PHONE, DESKTOP = (375, 812), (1280, 900)


@pytest.fixture
def small(transactional_db):
    return small_forum(told=False)


def test_from_two_taps_to_the_report(live_server, small, enter):
    site = f"{live_server.url}/f/{small.forum.code}"
    phone = enter(small.a.person.email, *PHONE)
    phone.goto(f"{site}/timetable/")
    card = phone.locator(f'[data-after="{small.held.request_id}"]')
    card.get_by_role("button", name="5 – excellent").click()
    expect(card.get_by_text("What is the next step?")).to_be_focused()
    card.get_by_role("button", name="Contract talks").click()
    expect(card.get_by_role("strong")).to_have_text("Contract talks")
    assert Outcome.objects.get().next_step == "talks"

    # More of it by keyboard alone, on the page of all meetings.
    phone.goto(f"{site}/after/")
    assert sideways(phone) == 0
    phone.get_by_role("link", name=f"Tell of the meeting with {small.c.organisation.name}").press(
        "Enter"
    )
    phone.get_by_label("Expected value").fill("1500000")
    phone.get_by_label("Currency").select_option("THB")
    phone.get_by_label("4 – very good").focus()
    phone.keyboard.press("Space")
    assert sideways(phone) == 0
    phone.get_by_role("button", name="Keep it").press("Enter")
    expect(phone.get_by_role("table").get_by_text("1,500,000 THB")).to_be_visible()
    assert phone.complaints == []

    organiser = enter(staff(small.forum, "organiser").email, *DESKTOP)
    organiser.goto(f"{site}/report/")
    satisfaction = organiser.get_by_role("article", name="Satisfaction")
    expect(satisfaction.locator("svg .chart-bar")).to_have_count(1)
    expect(satisfaction.get_by_role("row", name="4 – very good")).to_have_text("4 – very good1")
    wide = satisfaction.locator("svg").bounding_box()["width"]
    assert satisfaction.locator(".chart-bar").bounding_box()["width"] == wide
    organiser.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert sideways(organiser) == 0
    with organiser.expect_download() as paper:
        organiser.get_by_role("link", name="ไทย", exact=True).click()
    assert paper.value.suggested_filename == f"{small.forum.code}-th.pdf"

    organiser.goto(f"{site}/report/meetings/")
    met = organiser.locator(f'[data-met="{small.untold.request_id}"]')
    met.get_by_role("button", name="It was a no-show").click()
    expect(met.get_by_text("marked by the organisers")).to_be_visible()
    assert organiser.complaints == []
