"""Pages on paper: all that they tell, black on white, and nothing to press."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from tests.day import today
from tests.factories import organiser_of
from tests.facts import claim_of, desk_of

from saphan.record.factcheck.models import Evidence

pytestmark = pytest.mark.journey
# What is to be pressed or leads elsewhere, and is seen.
PRESSED = """() => [...document.querySelectorAll("button, .btn, nav, input, select")]
  .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))"""
# How bright the brightest text is, of 255.
BRIGHTEST = """() => {
  const own = (one) => [...one.childNodes].some((text) => text.nodeType === 3 && text.data.trim());
  const seen = [...document.querySelectorAll("main *")].filter((one) => one.checkVisibility());
  const colours = seen.filter(own).map((one) => getComputedStyle(one).color.match(/[0-9.]+/g));
  return Math.max(...colours.flatMap((colour) => colour.slice(0, 3).map(Number)));
}"""


@pytest.fixture
def day(transactional_db):
    return today()


def printed(page, url):
    page.goto(url)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(PRESSED) == []
    assert page.evaluate(BRIGHTEST) <= 0x55
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    return page


def test_a_delegates_timetable_and_the_agenda(live_server, day, enter):
    page = enter(day.a.person.email, 1440, 900)
    for name in ("my_timetable", "agenda", "directory"):
        printed(page, live_server.url + reverse(name, args=[day.forum.code]))
    page.goto(live_server.url + reverse("my_timetable", args=[day.forum.code]))
    expect(page.get_by_text(day.b.person.name).first).to_be_visible()


def test_an_organisers_lists_are_whole_and_the_board_fits(live_server, day, enter):
    page = enter(organiser_of(day.forum).email, 1123, 794)  # A4 on its side
    for name in ("people", "report", "letters", "board"):
        printed(page, live_server.url + reverse(name, args=[day.forum.code]))
    table = page.locator("#board-table")
    wide = table.evaluate("(one) => one.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.goto(live_server.url + reverse("people", args=[day.forum.code]))
    expect(page.get_by_text(day.a.person.name)).to_be_visible()


def test_a_claims_page_is_unfolded_and_says_where_its_sources_are(
    live_server, transactional_db, browser
):
    claim = claim_of(
        desk_of(),
        "Lemon juice cures",
        published_at=timezone.now() + timedelta(minutes=1),
        texts={"th": "ดื่มน้ำมะนาว"},
        explanations={"en": "No.", "th": "ไม่จริง"},
    )
    Evidence.objects.create(claim=claim, title="Study", source_url="https://study.example/1")
    page = browser.new_page()
    printed(page, live_server.url + reverse("fact", args=[claim.key]))
    expect(page.get_by_text("ไม่จริง")).to_be_visible()
    source = page.get_by_role("link", name=re.compile("Study"))
    assert source.evaluate("(one) => getComputedStyle(one, '::after').content") != "none"
    page.close()
