"""A delegate's timetable where there is no network, on a phone and on a desktop."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Error, expect
from tests.day import today
from tests.journeys.looks import sideways

pytestmark = pytest.mark.journey
# How many pages are kept, once they are as many as is waited for, or after 20 seconds.
KEPT = """async (wanted) => {
  for (let tries = 0; ; tries++) {
    let pages = 0;
    for (const name of await caches.keys()) {
      const kept = await (await caches.open(name)).keys();
      pages += kept.filter((one) => one.url.endsWith("/")).length;
    }
    if (pages === wanted || tries === 400) return pages;
    await new Promise((done) => setTimeout(done, 50));
  }
}"""


@pytest.mark.parametrize(("width", "height"), [(375, 812), (1440, 900)])
def test_the_own_pages_are_read_without_a_network_and_forgotten_at_sign_out(
    live_server, transactional_db, enter, width, height
):
    day = today()
    page = enter(day.a.person.email, width, height)
    paths = {
        name: reverse(name, args=[day.forum.code]) for name in ("today", "my_timetable", "agenda")
    }
    expect(page).to_have_url(live_server.url + paths["today"])
    assert page.evaluate(KEPT, 3) == 3
    # Once more, so that everything of the page has gone through the worker.
    page.goto(live_server.url + paths["my_timetable"])
    expect(page.get_by_text(day.b.person.name).first).to_be_visible()
    expect(page.locator("#kept")).to_be_hidden()

    page.context.set_offline(True)
    for name, seen in (
        ("my_timetable", day.b.person.name),
        ("today", day.b.person.name),
        ("agenda", "Agenda"),
    ):
        page.goto(live_server.url + paths[name])
        expect(page.get_by_text(re.compile("No network: you see the copy"))).to_be_visible()
        expect(page.locator("#kept time")).to_have_attribute("datetime", re.compile(r"^20\d\d-"))
        expect(page.locator("main").get_by_text(seen).first).to_be_visible()
        assert sideways(page) <= 0
    with pytest.raises(Error, match="ERR_"):  # nothing else is kept
        page.goto(live_server.url + reverse("requests", args=[day.forum.code]))
    page.context.set_offline(False)

    page.goto(live_server.url + paths["my_timetable"])
    expect(page.locator("#kept")).to_be_hidden()
    page.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    expect(page).to_have_url(f"{live_server.url}/")
    assert page.evaluate(KEPT, 0) == 0
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_"):
        page.goto(live_server.url + paths["my_timetable"])


def test_what_one_reader_kept_goes_at_the_first_page_of_another(
    live_server, transactional_db, enter, sign_in
):
    day = today()
    page = enter(day.a.person.email, 375, 812)
    assert page.evaluate(KEPT, 3) == 3
    sign_in(page.context, day.b.person.user)
    page.goto(live_server.url)
    assert page.evaluate(KEPT, 0) == 0
