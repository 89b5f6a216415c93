"""A forum from nothing, by keyboard, on a phone and on a desktop."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.factories import creator_of
from tests.journeys.looks import sideways

from saphan.record.forum.models import Forum

pytestmark = pytest.mark.journey


@pytest.fixture
def creator(transactional_db):
    return creator_of()


def too_wide(page):
    """The address of the page if it is wider than its window."""
    return [page.url] * (sideways(page) > 0)


@pytest.mark.parametrize(("width", "height"), [(375, 812), (1440, 900)])
def test_from_nothing_to_open(live_server, creator, enter, width, height):
    page = enter(creator.email, width, height)
    found = []
    page.goto(live_server.url)
    page.get_by_role("link", name="Create a forum").click()
    for language in ("Thai", "Russian", "English"):
        page.get_by_label(f"Name ({language})").fill("Digital forum")
    page.get_by_label("Code", exact=True).fill("digital")
    page.get_by_label("Side 1").select_option("TH")
    page.get_by_label("Side 2").select_option("RU")
    page.get_by_label("Time zone of the venue").fill("Asia/Bangkok")
    found += too_wide(page)
    page.get_by_role("button", name="Keep and go on").press("Enter")

    page.get_by_label("First day").fill("2028-02-16")
    page.get_by_label("Breaks").first.fill("10:25-10:45")
    page.get_by_label("City").focus()
    expect(page.locator("#slots tr.pause")).to_have_count(2)
    found += too_wide(page)
    page.get_by_role("button", name="Add these days").press("Enter")
    expect(page.get_by_role("link", name="Change")).to_have_count(1)

    page.get_by_role("link", name="Places →").click()
    page.get_by_label("Hall", exact=True).fill("Hall A")
    page.get_by_role("button", name="Add them").press("Enter")
    expect(page.get_by_role("checkbox", name="Table")).to_have_count(20)
    found += too_wide(page)
    for step in ("Rules", "Interpreters", "Agenda", "Roles", "Check and open"):
        link = page.get_by_role("navigation", name="Setting the forum up").get_by_role(
            "link", name=step
        )
        link.click()
        expect(link).to_have_attribute("aria-current", "step")
        found += too_wide(page)
    page.get_by_role("button", name="Open the forum").press("Enter")
    expect(page.get_by_text("Open: everybody sees the forum now.")).to_be_visible()
    assert Forum.objects.get().is_open is True
    assert found == []
    assert page.complaints == []
