"""A Thai delegate asks; a Russian one accepts; an organiser publishes; both see the meeting."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.journeys.looks import sideways

ORGANISER = "organiser@forum.example"

pytestmark = pytest.mark.journey
MAIN_PAGES = ("", "agenda/", "organisations/", "suggestions/", "requests/", "timetable/")


def make_and_publish(page, site: str, version: int) -> None:
    page.goto(f"{site}board/")
    page.get_by_role("button", name="Make the timetable").click()
    # By then all meetings stand; tables would be sought to the end of the time.
    expect(page.get_by_text("moves between tables:")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name=f"Version {version}")).to_be_visible(timeout=60_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".alert[role=status]")).to_have_text(
        f"Published: everybody sees version {version} now."
    )


@pytest.mark.parametrize(("width", "height", "published"), [(375, 812, 1), (1280, 900, 0)])
def test_from_request_to_meeting(site, enter, settings, width, height, published):
    settings.TIMETABLE_SECONDS = 60
    organiser = enter(ORGANISER, width, height)
    if published:
        make_and_publish(organiser, site, published)

    thai = enter("a@th-001.example", width, height)
    thai.goto(f"{site}suggestions/")
    card = thai.locator("article", has=thai.locator('a[href$="/organisations/RU-001/"]'))
    card.get_by_role("textbox").fill("ขอดูการสาธิตระบบ")
    card.get_by_role("button", name="ขอนัดพบ").click()
    expect(card.get_by_text("รอคำตอบ")).to_be_visible()

    russian = enter("a@ru-001.example", width, height)
    russian.goto(f"{site}requests/")
    asked = russian.locator("article", has=russian.locator('a[href$="/organisations/TH-001/"]'))
    expect(asked.get_by_text("ขอดูการสาธิตระบบ")).to_be_visible()
    asked.get_by_role("button", name="Принять").click()
    expect(asked.get_by_text("принят", exact=True)).to_be_visible()

    make_and_publish(organiser, site, published + 1)
    for page, partner in ((thai, "RU-001"), (russian, "TH-001")):
        page.goto(f"{site}timetable/")
        expect(page.locator(f'a[href$="/organisations/{partner}/"]')).to_have_count(1)
        for path in MAIN_PAGES:
            page.goto(site + path)
            wider = sideways(page)
            assert (path, wider) == (path, 0)
        assert page.complaints == []
    assert organiser.complaints == []
