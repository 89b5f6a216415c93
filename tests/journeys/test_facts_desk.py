"""A desk at work in the browser, on a phone and on a desktop: all that leads to a shared claim."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.cache import cache
from playwright.sync_api import expect
from tests.facts import desk_of, member, report_to
from tests.journeys.looks import sideways

from saphan.record.factcheck.models import HandOver

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_claim_is_taken_up_proven_asked_about_published_and_shared(
    live_server, browser, sign_in, client
):
    cache.clear()
    desk = desk_of()
    report_to(desk, "They say that juice of lemons will cure diabetes")
    lead = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en")
    phone = browser.new_context(viewport={"width": 375, "height": 812}, locale="en")
    sign_in(lead, member(desk, "lead"))
    client.cookies.clear()
    sign_in(phone, member(desk, "editor", email="editor@desk.example"))
    wide, narrow = lead.new_page(), phone.new_page()

    # The editor begins; the lead leaves it to them, with a deadline and a word.
    narrow.goto(f"{live_server.url}/facts/desk/TH/")
    narrow.get_by_role("link", name="juice of lemons").click()
    narrow.get_by_role("button", name="Make a claim of it").click()
    expect(narrow.get_by_role("heading", name="What next")).to_be_visible()
    wide.goto(f"{live_server.url}/facts/desk/TH/?part=draft")
    wide.get_by_role("link", name="juice of lemons").click()
    wide.get_by_label("Works on it").select_option("editor@desk.example")
    wide.get_by_role("button", name="Assign").click()
    expect(wide.locator(".how", has_text="editor@desk.example")).to_be_visible()
    wide.get_by_label("To be answered by (Bangkok)").fill("2031-05-01T12:00")
    wide.get_by_role("button", name="Set", exact=True).click()
    expect(wide.locator(".how", has_text="1 May 2031")).to_be_visible()
    wide.get_by_label("Comment").fill("Please ask the ministry")
    wide.get_by_role("button", name="Say it").click()
    expect(wide.get_by_text("Please ask the ministry")).to_be_visible()

    # The editor finds it among what is theirs, writes, proves and asks the agency.
    narrow.goto(f"{live_server.url}/facts/desk/TH/?part=mine")
    narrow.get_by_role("link", name="juice of lemons").click()
    narrow.get_by_label("Verdict").select_option("false")
    narrow.get_by_label("English").first.fill("It does not.")
    second = narrow.get_by_role("button", name="Give it to a second person")
    expect(second).to_be_disabled()  # what is written would be lost
    narrow.get_by_role("button", name="Keep this version").click()
    expect(narrow.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
    expect(second).to_be_enabled()
    narrow.get_by_text("Add evidence").first.click()
    narrow.get_by_label("What it is").fill("A study")
    copy = {"name": "study.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 no cure"}
    narrow.get_by_label("A copy of it as a file").set_input_files(copy)
    narrow.get_by_role("button", name="Add evidence").click()
    narrow.get_by_text("The copy kept here").click()
    with narrow.expect_download() as taken:
        narrow.get_by_role("link", name="Take the copy away").click()
    assert taken.value.path().read_bytes() == b"%PDF-1.7 no cure"
    narrow.get_by_text("Ask an agency").click()
    narrow.get_by_label("Agency", exact=True).fill("Ministry of Health")
    narrow.get_by_label("E-mail address").fill("officer@gov.example")
    narrow.get_by_label("Question").fill("Is there any proof?")
    narrow.get_by_role("button", name="Send the question").click()
    expect(narrow.get_by_text("The agency gets a letter")).to_be_visible()

    # The agency answers without an account.
    officer = browser.new_context(viewport={"width": 375, "height": 812}, locale="en").new_page()
    officer.goto(f"{live_server.url}/facts/reply/{HandOver.objects.get().token}/")
    officer.get_by_label("Your name and position").fill("Dr Som, director")
    officer.get_by_label("Answer", exact=True).fill("None at all.")
    officer.keyboard.press("Tab")
    officer.keyboard.press("Enter")
    expect(officer.get_by_text("has been answered")).to_be_visible()

    # Who wrote it cannot publish; the lead can, and shares it with the partner.
    narrow.reload()
    expect(narrow.get_by_text("None at all.")).to_be_visible()
    narrow.get_by_role("button", name="Give it to a second person").click()
    expect(narrow.get_by_text("a second person has to publish it")).to_be_visible()
    expect(narrow.get_by_role("button", name="Publish")).to_have_count(0)
    wide.reload()
    wide.get_by_role("button", name="Publish").click()
    wide.get_by_role("button", name="Share with the partner’s desk").click()
    expect(wide.get_by_role("button", name="Share no longer")).to_be_visible()
    wide.get_by_role("link", name="Its page for everybody").click()
    expect(wide.get_by_role("heading", name="What is true")).to_be_visible()

    feed = wide.request.get(f"{live_server.url}/facts/partner/TH.json")
    key, signature = (
        base64.b64decode(feed.headers[name].removeprefix("ed25519="))
        for name in ("saphan-key", "saphan-signature")
    )
    Ed25519PublicKey.from_public_bytes(key).verify(signature, feed.body())
    assert [one["verdict"] for one in json.loads(feed.body())["claims"]] == ["false"]
    assert b"ministry" not in feed.body().lower()
    for page in (wide, narrow, officer):
        assert sideways(page) == 0
    for window in (lead, phone, officer.context):
        window.close()
