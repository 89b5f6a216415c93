"""A reader asks, reads what was found, and looks at what others were sent in these weeks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect
from tests.facts import claim_of, desk_of, report_to

from saphan.record.factcheck.models import Report
from saphan.record.factcheck.weeks import Week

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TEXT = "Lemon juice cures diabetes"


@pytest.mark.parametrize("width", [375, 1440])
def test_from_a_question_to_the_week(live_server, browser, width):
    cache.clear()
    desk = desk_of()
    claim_of(desk, TEXT, key="c1", explanations={"en": "No study says so."})
    claim_of(desk, "Banks close on Friday", verdict="true", key="c2")
    for n, text in enumerate((TEXT, TEXT, "Banks close on Friday")):
        report_to(desk, text, channel="line", external=str(n))
    before = timezone.now() - timedelta(weeks=1)
    Report.objects.update(at=before)
    window = browser.new_context(viewport={"width": width, "height": 812}, locale="en")
    page = window.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)

    def enter(role: str, name: str) -> None:
        """By keyboard alone: reach what has this name, and press it."""
        wanted = page.get_by_role(role, name=name, exact=True).first
        for _ in range(60):
            if wanted.evaluate("one => one === document.activeElement"):
                return page.keyboard.press("Enter")
            page.keyboard.press("Tab")
        raise AssertionError(f"{name} is not reached by keyboard")

    page.goto(f"{live_server.url}/facts/")
    page.get_by_label("Paste what you have read or been sent").focus()
    page.keyboard.type(f"LEMON juice cures diabetes!! {chr(0x1F34B)}")
    enter("button", "Check it")
    expect(page.get_by_role("heading", name="This has been checked")).to_be_visible()
    expect(page.get_by_text("No study says so.")).to_be_visible()

    enter("link", TEXT)
    expect(page.get_by_role("heading", name=TEXT, level=1)).to_be_visible()
    picture = page.locator('meta[property="og:image"]').get_attribute("content")
    assert page.request.get(picture).headers["content-type"] == "image/png"

    enter("link", "Facts")
    expect(page.get_by_role("heading", name="Checked last")).to_be_visible()
    enter("link", "What was repeated most, week by week")
    expect(page.get_by_role("heading", name="Week by week")).to_be_visible()
    week = Week.of(before.astimezone().date())
    page.locator(f'a[href$="{week.name}/"], ol a').first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The top ten")).to_be_visible()
    assert page.locator(".top-ten .what").all_inner_texts() == [TEXT, "Banks close on Friday"]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    with page.expect_download() as paper:
        enter("link", "English")
    assert paper.value.suggested_filename.endswith("-en.pdf")

    page.goto(f"{live_server.url}/facts/ask/")
    page.get_by_label("The message").fill("A bridge to the moon was built")
    enter("button", "Check it")
    expect(page.get_by_role("heading", name="This is new to us")).to_be_visible(timeout=20_000)
    assert complaints == []
    window.close()
