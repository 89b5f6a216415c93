"""From a question to a forum: search the register, narrow it, read a release, plan a forum."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.factories import AgencyFactory, FactFactory, ReleaseFactory, UserFactory
from tests.journeys.looks import sideways

from saphan.record.register.actions import index_releases

pytestmark = pytest.mark.journey
OFFICER = "officer@forum.example"


@pytest.fixture
def register(transactional_db):
    UserFactory(email=OFFICER, language="en", can_create_forums=True)
    ministry = AgencyFactory(
        key="RU ministry", country="RU", name="Минцифры", names={"en": "Ministry of Digital"}
    )
    promise = "Стороны будут вместе обучать специалистов"
    text = f"Встреча о кибербезопасности\n{promise}."
    release = ReleaseFactory(
        title=text.split("\n")[0],
        text=text,
        language="ru",
        topics=["cyber_security"],
        agencies=[ministry.pk],
    )
    FactFactory(
        release=release,
        kind="promise",
        value={"text": promise, "who": "Стороны", "due": ""},
        start=text.index(promise),
        end=text.index(promise) + len(promise),
    )
    ReleaseFactory(
        title="Cyber security in Laos",
        text="Cyber security in Laos\nExperts met.",
        countries=["TH", "LA"],
    )
    list(index_releases(workers=1))


@pytest.mark.parametrize(("width", "height"), [(375, 812), (1440, 900)])
def test_a_question_leads_to_a_forum_in_three_clicks(register, live_server, enter, width, height):
    page = enter(OFFICER, width, height)
    page.goto(f"{live_server.url}/register/search/")
    page.get_by_role("searchbox").fill("cyber security")
    page.get_by_role("button", name="Search").click()
    results = page.locator(".results article")
    expect(results.locator("h3 mark").first).to_be_visible()  # these are the answers
    expect(results).to_have_count(2)
    page.get_by_role("link", name="Russia 1").click()
    expect(results).to_have_count(1)
    expect(results.locator("h3 mark").first).to_contain_text("кибербезопасности")
    assert sideways(page) == 0

    results.get_by_role("link", name="Встреча о кибербезопасности").click()
    expect(page.locator("mark.fact-promise")).to_have_text(
        "Стороны будут вместе обучать специалистов"
    )
    assert sideways(page) == 0
    page.get_by_role("main").get_by_role("link", name="Thailand – Russia").click()
    expect(page.get_by_role("heading", name="Open promises")).to_be_visible()
    page.get_by_role("link", name="Plan a forum").click()
    expect(page.locator('input[value="Forum Russia – Thailand"]').first).to_be_visible()
    assert (sideways(page), page.complaints) == (0, [])
