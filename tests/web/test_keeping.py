"""A page is given again as it was made, to whom it was made for, until anything on it changes."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.day import today
from tests.factories import BANGKOK, DelegateFactory, ListingFactory, organiser_of
from tests.pages import WALKS, address

from saphan.record.directory.models import Listing
from saphan.record.forum.queries import moments_of
from saphan.record.meetings.actions import ask, tell_delay
from saphan.record.stamps.queries import read
from saphan.web import keeping

pytestmark = pytest.mark.django_db
PAGES = (
    *("forum", "agenda", "organisation", "directory", "search"),
    *("suggestions", "requests", "my_timetable", "my_calendar"),
)


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["kept"].clear()


def visit(client, url, times=1, **headers):
    for _time in range(times):
        response = client.get(url, headers=headers)
        assert response.status_code == 200
    return response


def made(client, url, **headers):
    """Whether the page is made anew when asked for."""
    with CaptureQueriesContext(connection) as asked:
        visit(client, url, **headers)
    return len(asked) > 1


@pytest.fixture
def day():
    return today()


def russian(day):
    return DelegateFactory(forum=day.forum, organisation__country="RU")


@pytest.fixture
def own(client, day):
    """The client of a delegate, and the page of their requests, kept."""
    client.force_login(day.a.person.user)
    url = reverse("requests", args=[day.forum.code])
    visit(client, url, 4)
    assert not made(client, url)
    return client, url


@pytest.mark.parametrize("page", PAGES)
def test_what_a_kept_page_reads_is_watched(client, greek, page):
    """A table that is read for a kept page and not watched would leave the page as it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT event_object_table FROM information_schema.triggers")
        watched = {table for (table,) in cursor}
    walk = next((one for one in WALKS if one.url == page), None)
    client.force_login(greek.users["delegate"])
    url = address(greek, walk, reverse) if walk else reverse(page, args=[greek.forum.code])
    with CaptureQueriesContext(connection) as asked:
        visit(client, url, 3)
    tables = {
        table
        for one in asked
        if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))
        for table in re.findall(r'(?:FROM|JOIN) "?([a-z]+_[a-z_]+)', one["sql"])
    }
    # The newest entry of the trail is there to ask for what came after it, which may be more.
    assert tables - watched <= {"django_session", "stamps_stamp", "audit_auditentry"}
    assert not made(client, url)


def test_a_page_is_kept_for_its_session_alone(own, day):
    client, url = own
    other = Client()
    other.force_login(day.b.person.user)
    assert made(other, url)
    text = visit(other, url).content.decode()
    assert (day.b.person.user.email in text, day.a.person.user.email in text) == (True, False)
    client.logout()
    assert client.get(url).status_code == 302


def test_a_session_that_ended_elsewhere_is_given_nothing(own):
    client, url = own
    client.session.flush()
    assert client.get(url).status_code == 302


def test_an_account_that_was_closed_is_given_nothing(own, day):
    client, url = own
    day.a.person.user.is_active = False
    day.a.person.user.save()
    assert client.get(url).status_code == 302


def test_each_language_and_part_is_a_page_of_its_own(own):
    client, url = own
    client.cookies["django_language"] = "ru"
    assert "Запросы" in visit(client, url).content.decode()
    assert made(client, url, HX_Request="true")


def test_what_others_do_to_the_reader_is_on_the_page_at_once(own, day):
    client, url = own
    other = russian(day)
    ask(other.person.user, other, day.a, "Shall we talk?")
    assert "Shall we talk?" in visit(client, url).content.decode()


def test_what_others_do_among_themselves_leaves_the_page(own, day):
    client, url = own
    other = DelegateFactory(forum=day.forum, organisation__country="TH")
    visit(client, url)
    ask(other.person.user, other, day.b, "Shall we talk?")
    assert not made(client, url)


def test_what_anybody_changes_of_what_all_see_is_on_the_page_at_once(client, day):
    url = reverse("organisation", args=[day.forum.code, day.b.organisation.code])
    visit(client, url, 3)
    assert not made(client, url)
    listing = ListingFactory(organisation=day.b.organisation, title="Ice of the Ob")
    assert "Ice of the Ob" in visit(client, url).content.decode()
    Listing.objects.filter(pk=listing.pk).update(title="Ice of the Lena")
    assert "Ice of the Lena" in visit(client, url).content.decode()
    tell_delay(day.a.person.user, day.a, day.soon, 10)
    assert made(client, url)


def test_staff_and_interpreters_always_get_it_anew(client, day):
    for user in (organiser_of(day.forum), day.interpreting):
        client.force_login(user)
        url = reverse("agenda", args=[day.forum.code])
        visit(client, url, 3)
        assert made(client, url)


def test_a_message_is_said_once(own, day):
    client, url = own
    other = russian(day)
    client.post(reverse("request_block", args=[day.forum.code, other.organisation.code]))
    said = ["You get no more requests" in visit(client, url).content.decode() for _time in range(3)]
    assert said == [True, False, False]


def test_a_browser_that_has_it_is_sent_nothing(own):
    client, url = own
    kept = visit(client, url)
    assert kept["Cache-Control"] == "private, no-cache"
    again = client.get(url, headers={"If-None-Match": kept["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_forms_of_a_kept_page_are_taken(own, day, settings):
    client, url = own
    client.handler.enforce_csrf_checks = True
    token = re.search(r'"X-CSRFToken": "(\w+)"', visit(client, url).content.decode())[1]
    address = reverse("request_ask", args=[day.forum.code, russian(day).pk])
    asked = client.post(address, {"message": "May we?", "csrfmiddlewaretoken": token})
    assert asked.status_code == 302


def test_the_moments_of_a_forum_are_those_at_which_its_pages_change(day):
    day.forum.requests_close = day.soon.end + timedelta(days=2)
    day.forum.save()
    held = {moment for one in (day.soon, day.later) for moment in (one.start, one.end)}
    moments = moments_of(day.forum)
    assert moments == sorted(moments)
    assert held | {day.forum.requests_close} <= set(moments)
    ends = {moment for moment in moments if moment.astimezone(BANGKOK).time() == time.min}
    days = [one.date for one in day.forum.days.all()]
    assert {end.astimezone(BANGKOK).date() for end in ends} == {
        date + timedelta(days=ahead) for date in days for ahead in (0, 1)
    }


def test_nothing_is_given_beyond_the_next_moment(own, day):
    client, url = own
    first, *_ = keeping.next_moment(day.forum, read("", None), timezone.now())
    assert first == min(one for one in moments_of(day.forum) if one > timezone.now())
    # The requests close in a moment: the page that says so is not the one made before.
    day.forum.requests_close = timezone.now() + timedelta(seconds=1)
    day.forum.save()
    assert "The time for asking is over." not in visit(client, url, 2).content.decode()
    while timezone.now() < day.forum.requests_close:
        pass
    assert "The time for asking is over." in visit(client, url).content.decode()


def test_nothing_is_given_after_a_while(own, monkeypatch):
    client, url = own
    monkeypatch.setattr(keeping, "LONGEST", timedelta(0))
    caches["kept"].clear()
    visit(client, url, 3)
    assert made(client, url)
