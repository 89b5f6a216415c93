"""A delegate sets a suggestion aside and takes it back, by keyboard alone; an organiser renews."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.journeys.looks import sideways

pytestmark = pytest.mark.journey
SIZES = [(375, 812), (1280, 900)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_not_for_us_and_back(site, enter, width, height):
    page = enter("a@th-001.example", width, height)
    page.goto(f"{site}suggestions/")
    card = page.locator('[data-suggestion="RU-001"]')
    listed = page.locator('[data-aside="RU-001"]')
    expect(card.get_by_text("мониторинг", exact=True)).to_have_attribute("lang", "ru")

    card.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    expect(card.get_by_label("เหตุผล", exact=True)).to_have_value("competitor")
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)

    undo = card.get_by_role("button", name="เลิกทำ")
    expect(undo).to_be_focused()
    expect(listed.get_by_text("เป็นคู่แข่ง")).to_be_visible()
    page.reload()
    expect(card).to_have_count(0)
    expect(listed).to_have_count(1)
    russian = enter("a@ru-001.example", width, height)
    russian.goto(f"{site}suggestions/")
    expect(russian.locator('[data-suggestion="TH-001"]')).to_have_count(0)
    expect(russian.locator("[data-aside]")).to_have_count(0)

    listed.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(card).to_have_count(1)
    expect(listed).to_have_count(0)
    assert sideways(page) == 0
    assert (page.complaints, russian.complaints) == ([], [])


@pytest.mark.parametrize(("width", "height"), SIZES[:1])
def test_undone_at_once_the_card_is_back_in_its_place(site, enter, width, height):
    page = enter("a@th-001.example", width, height)
    page.goto(f"{site}suggestions/")
    card = page.locator('[data-suggestion="RU-001"]')
    card.locator("summary").click()
    card.get_by_label("เหตุผล", exact=True).select_option("size")
    card.get_by_role("button", name="นำออกจากคำแนะนำ").click()
    card.get_by_role("button", name="เลิกทำ").click()
    expect(card.get_by_role("heading", level=2).get_by_role("link")).to_be_focused()
    expect(page.locator("[data-aside]")).to_have_count(0)
    assert page.complaints == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_an_organiser_renews_the_suggestions(site, enter, forum, width, height):
    page = enter("organiser@forum.example", width, height)
    page.goto(f"{site}matching/")
    page.get_by_role("button", name="Renew the suggestions").click()
    expect(page.get_by_text("Making the suggestions")).to_be_visible()
    expect(page.get_by_role("button", name="Renew the suggestions")).to_be_visible(timeout=60_000)
    assert [run.state for run in forum.matching_runs.all()] == ["done", "done"]
    assert sideways(page) == 0
    assert page.complaints == []
