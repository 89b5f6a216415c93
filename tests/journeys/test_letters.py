"""A letter to a group: written, looked at and scheduled, on a phone and on a desktop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.factories import RequestFactory, organiser_of
from tests.journeys.looks import sideways

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("width", "height"), [(375, 812), (1440, 900)])
def test_what_is_written_is_kept_before_it_is_sent(
    live_server, transactional_db, enter, width, height
):
    forum = RequestFactory().forum
    page = enter(organiser_of(forum).email, width, height)
    page.goto(f"{live_server.url}/f/{forum.code}/letters/")
    page.get_by_role("button", name="Please answer").press("Enter")
    now, later = (page.get_by_role("button", name=name) for name in ("Send now", "Schedule"))
    expect(now).to_be_enabled()
    page.get_by_label("Subject").last.fill("Please answer today")
    for button in (now, later):
        expect(button).to_be_disabled()
    expect(page.get_by_text("Something above is changed and not saved yet.")).to_be_visible()
    assert sideways(page) <= 0
    page.get_by_role("button", name="Save and look at it").press("Enter")
    expect(page.get_by_role("article")).to_contain_text("Please answer today")
    expect(now).to_be_enabled()
    at = timezone.now().astimezone(forum.zone) + timedelta(days=1)
    page.get_by_label("Send on").fill(f"{at:%Y-%m-%dT%H:%M}")
    later.press("Enter")
    expect(page.get_by_text("The letter is scheduled.")).to_be_visible()
    assert page.complaints == []
