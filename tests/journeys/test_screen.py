"""A screen of the hall keeps what it shows without a network, and ends with its link."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from tests.factories import ForumFactory, organiser_of
from tests.journeys.looks import sideways

from saphan.record.forum import actions
from saphan.record.forum.models import Place

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_without_a_network_and_without_its_link(live_server, browser):
    forum = ForumFactory()
    user = organiser_of(forum)
    tables = forum.places.filter(mode="face_to_face")
    screen = actions.make_screen(user, forum, "Hall", tables)
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(live_server.url + reverse("screen", args=[screen.key]))
    expect(page.locator(".table-card")).to_have_count(2)
    ask = "htmx.ajax('GET', document.getElementById('now').getAttribute('hx-get'), '#now')"

    context.set_offline(True)
    page.evaluate(f"{ask}.catch(() => null)")
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator(".table-card")).to_have_count(2)
    context.set_offline(False)
    page.evaluate(ask)
    expect(page.locator("#lost")).to_be_hidden()
    assert sideways(page) == 0

    # Thirty tables are smaller, and all of them to be seen.
    made = Place.objects.bulk_create(
        Place(forum=forum, code=f"T{n}", name=f"Table {n}", mode="face_to_face") for n in range(28)
    )
    screen.places.add(*made)
    page.evaluate(ask)
    expect(page.locator(".table-card")).to_have_count(30)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert 0.6 <= float(page.locator(".tables").evaluate("one => one.style.zoom")) < 1

    actions.revoke_screen(user, screen)
    page.evaluate(f"{ask}.catch(() => null)")
    expect(page.locator(".table-card")).to_have_count(0)
    context.close()
