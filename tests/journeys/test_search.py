"""A trade officer searches: as they type, across languages, with filters, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.journeys.looks import sideways

ORGANISER = "organiser@forum.example"

pytestmark = pytest.mark.journey


def first_result(page):
    return page.locator(".results article").first


@pytest.mark.parametrize(("width", "height"), [(375, 812), (1280, 900)])
def test_one_box(site, live_server, enter, width, height):
    page = enter(ORGANISER, width, height)
    page.goto(f"{live_server.url}/")
    page.get_by_role("searchbox").fill("ระบบตรวจจับข่าวปลอม")
    page.get_by_role("button", name="Search").click()
    russian = page.locator(".results article", has=page.locator('a[href$="/RU-001/"]'))
    expect(russian.locator("mark").first).to_have_text("Мониторинг")
    expect(russian.get_by_text("fake news detection")).to_be_visible()

    page.get_by_role("link", name="Russia").click()
    expect(page.locator(".results article", has_text="Thailand")).to_have_count(0)
    box = page.get_by_role("searchbox")
    expect(box).to_have_value("ระบบตรวจจับข่าวปลอม")

    # As one types, with the filter kept; a slip, and Latin letters for a Russian name.
    box.fill("")
    box.press_sequentially("bazzar")
    expect(first_result(page).locator("h3 mark").first).to_have_text("Базар")
    expect(page).to_have_url(f"{live_server.url}/search/?q=bazzar&country=RU")
    wider = sideways(page)
    assert (wider, page.complaints) == (0, [])

    box.fill("qwxzjk")
    page.get_by_role("link", name="See all organisations").click()
    expect(page.get_by_role("status")).to_contain_text("84 organisations")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("status")).to_contain_text("page 2 of 9")


def test_without_scripts(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}organisations/")
    page.get_by_role("searchbox").fill("ข่าวปลอม")
    page.get_by_role("button", name="Search").click()
    page.locator(".facets a", has_text="Russia").click()
    expect(page.locator('.results a[href$="/RU-001/"]').first).to_be_visible()
    context.close()
