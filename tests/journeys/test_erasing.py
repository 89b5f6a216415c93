"""Somebody sees what is kept, and erases it, on a phone and on a desktop."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.factories import RequestFactory, timetable_with

from saphan.record.directory.models import User
from saphan.record.meetings.models import Timetable

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def user(transactional_db):
    request = RequestFactory(sender__person__user__language="en")
    timetable_with(request, state=Timetable.State.PUBLISHED)
    return request.sender.person.user


@pytest.mark.parametrize(("width", "height"), [(375, 812), (1280, 900)])
def test_somebody_erases_themselves(live_server, user, enter, width, height):
    page = enter(user.email, width, height)
    page.goto(f"{live_server.url}/account/data/")
    page.get_by_role("link", name="Erase me …").press("Enter")
    expect(page.get_by_role("heading", name="Erase me", level=1)).to_be_visible()
    expect(page.get_by_text("1 request or meeting to come is called off")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    page.get_by_role("button", name="Erase me for good").click()
    expect(page.get_by_text("Please tick that you want this.")).to_be_visible()
    page.get_by_label("I know that nobody can bring it back.").press("Space")
    page.get_by_role("button", name="Erase me for good").press("Enter")
    expect(page.get_by_text("Your data is erased.")).to_be_visible()
    expect(page.locator("#menu").get_by_text("Sign in")).to_be_attached()
    page.goto(f"{live_server.url}/account/data/")
    expect(page.get_by_label("E-mail address")).to_be_visible()
    assert not User.objects.filter(pk=user.pk).exists()
    # The page that asked for the tick was told as such, and nothing else went wrong.
    assert [one for one in page.complaints if "422" not in one] == []
