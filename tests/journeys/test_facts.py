"""Somebody asks on a phone; a checker writes what is found, and a second person publishes it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import expect
from tests.facts import desk_of, member
from tests.journeys.looks import sideways

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_a_message_to_a_published_claim(live_server, browser, sign_in, client):
    cache.clear()
    desk = desk_of()
    windows = {}
    for who, width in (("asker", 375), ("checker", 1280), ("editor", 375)):
        windows[who] = browser.new_context(viewport={"width": width, "height": 812}, locale="en")
        if who != "asker":
            client.cookies.clear()  # else signing in the next one ends the session of the last
            sign_in(windows[who], member(desk, who))
    phone, checker, editor = (window.new_page() for window in windows.values())

    phone.goto(f"{live_server.url}/facts/ask/")
    phone.get_by_label("The message").fill("Banks close for a week <b>from</b> Friday")
    phone.keyboard.press("Tab")
    phone.get_by_role("button", name="Check it").click()
    expect(phone.get_by_role("heading", name="This is new to us")).to_be_visible()

    checker.goto(f"{live_server.url}/facts/desk/")
    checker.get_by_role("link", name="Banks close for a week").click()
    checker.get_by_role("button", name="Make a claim of it").click()
    checker.get_by_label("Verdict").select_option("false")
    checker.get_by_label("English").first.fill("The central bank says they are open.")
    checker.get_by_role("button", name="Keep this version").click()
    checker.get_by_role("button", name="Give it to a second person").click()
    expect(checker.get_by_text("a second person has to publish it")).to_be_visible()

    editor.goto(f"{live_server.url}/facts/desk/TH/?part=in_review")
    editor.get_by_role("link", name="Banks close for a week").click()
    editor.get_by_role("button", name="Publish").click()
    expect(editor.get_by_role("button", name="Withdraw")).to_be_visible()

    phone.reload()
    expect(phone.get_by_role("heading", name="This has been checked")).to_be_visible()
    expect(phone.get_by_text("The central bank says they are open.")).to_be_visible()
    for page in (phone, editor):
        assert sideways(page) == 0
    for window in windows.values():
        window.close()
