"""Somebody registers on a phone, is approved, says what they offer, and sees whom to meet."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from playwright.sync_api import expect
from tests.journeys.looks import sideways

from saphan.record.forum.models import Registration

pytestmark = pytest.mark.journey


def letter_to(page, address: str, count: int) -> str:
    """The link in the latest letter, once the worker has sent it."""
    for _ in range(100):
        found = [letter for letter in mail.outbox if letter.to == [address]]
        if len(found) >= count:
            return re.search(r"https?://[^/]+(/\S+)", found[-1].body)[1]
        page.wait_for_timeout(100)
    raise AssertionError(f"no letter to {address}")


def test_from_a_link_to_a_suggestion(site, enter, live_server, browser):
    organiser = enter("organiser@forum.example", 1280, 900)
    organiser.goto(f"{site}people/links/")
    organiser.get_by_label("Name of the link").fill("Chamber")
    organiser.get_by_role("button", name="Make the link").click()
    link = organiser.get_by_label("Address to give away").input_value()

    window = browser.new_context(viewport={"width": 375, "height": 812}, locale="en")
    phone = window.new_page()
    phone.set_default_timeout(20_000)
    phone.goto(link)
    phone.get_by_label("E-mail address").fill("anna@newfirm.example")
    phone.get_by_role("button", name="Send me the link").click()
    expect(phone.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    phone.goto(live_server.url + letter_to(phone, "anna@newfirm.example", 1))
    phone.get_by_label("Name of your organisation").fill("Baltic Fact Desk")
    phone.get_by_label("Country").select_option("RU")
    phone.get_by_label("Kind").select_option("company")
    phone.get_by_label("Your name", exact=True).fill("Anna Newcomer")
    phone.get_by_label("My name, title").check()
    phone.get_by_role("button", name="Send my registration").click()
    expect(phone.get_by_role("heading", name="Your registration waits")).to_be_visible()

    organiser.goto(f"{site}people/?state=waiting")
    organiser.get_by_role("checkbox", name="Anna Newcomer").check()
    organiser.get_by_role("button", name="Approve").click()
    expect(organiser.get_by_role("status")).to_have_text("Done. People it concerned: 1")
    assert Registration.objects.get().state == "approved"

    phone.goto(f"{site}profile/")
    phone.get_by_role("link", name="Add an offer").click()
    phone.get_by_label("In one line").fill("Automatic detection of fake news and disinformation")
    phone.locator("label.pick", has_text="Sale").click()
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_role("status")).to_contain_text("suggestions are being made again")
    for _ in range(60):
        phone.goto(f"{site}suggestions/")
        if phone.locator("article.suggestion").count():
            break
        phone.wait_for_timeout(500)
    first = phone.locator("article.suggestion").first
    expect(first).to_contain_text("Automatic detection of fake news")
    assert sideways(phone) == 0
    window.close()
