"""Calendars keep to their standards, whatever people are called."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from tests.api.rfc5545 import check
from tests.day import publish_next, today
from tests.factories import DelegateFactory, UserFactory
from tests.thorough import examples

from saphan.api.calendar import calendar_of
from saphan.record.forum.models import Delegate
from saphan.record.meetings.actions import renew_feed, withdraw
from saphan.record.meetings.queries import shown_to

pytestmark = pytest.mark.django_db
SITE = "https://saphan.example/"
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=120
) | st.text("กขฃคฅฆงจฉชซฌญฎฏฐัิีึ,;:\\\n\r\"'", max_size=120)


def made(one, source=""):
    return calendar_of(one, shown_to(one), SITE, source)


@given(name=TEXT, title=TEXT, organisation=TEXT, place=TEXT, forum=TEXT)
@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_texts_make_a_calendar_by_the_book(db, name, title, organisation, place, forum):
    one = _kept()
    (shown,) = shown_to(one.b)
    partner: Delegate = shown.people[0]
    partner.person.name, partner.person.title = name, title
    partner.organisation.name = organisation
    shown.meeting.place.name = place
    one.b.forum.name = {"en": forum}
    data = calendar_of(one.b, [shown], SITE, SITE + "feed.ics")
    (event,) = check(data)
    assert event["CONFERENCE"].startswith(SITE)
    assert len(Calendar.from_ical(data).events) == 1


_WORLD = []


def _kept():
    """One forum for all examples: only objects in memory change."""
    if not _WORLD:
        _WORLD.append(today())
    return _WORLD[0]


@pytest.fixture(autouse=True)
def _no_world():
    _WORLD.clear()
    yield
    _WORLD.clear()


def test_nothing_to_tell_is_a_calendar_too():
    assert check(made(DelegateFactory())) == []


def test_the_same_bytes_until_something_changes():
    one = today()
    before = made(one.a)
    assert made(one.a) == before
    withdraw(one.a.person.user, one.later.request)
    assert made(one.a) != before


def test_a_moved_and_a_cancelled_meeting_keep_their_names():
    one = today()
    before = {event["UID"]: event for event in check(made(one.a))}
    publish_next(one, (one.soon, one.soon.slot, one.forum.places.get(code="online-2")))
    after = {event["UID"]: event for event in check(made(one.a))}
    assert set(after) == set(before)
    assert sorted(event["STATUS"] for event in after.values()) == ["CANCELLED", "CONFIRMED"]
    assert [int(after[uid]["SEQUENCE"]) - int(before[uid]["SEQUENCE"]) for uid in before] == [1, 1]
    assert all(after[uid]["DTSTAMP"] >= before[uid]["DTSTAMP"] for uid in before)


def test_the_way_into_a_room_is_told_and_the_room_is_not():
    one = today()
    soon, later = check(made(one.a))
    url = reverse("meeting_room", args=[one.forum.code, one.soon.request_id])
    assert soon["CONFERENCE"] == SITE[:-1] + url
    assert "CONFERENCE" not in later
    assert b"meet.example" not in made(one.a)


def test_an_interpreter_has_both_sides_and_their_languages():
    one = today()
    (event,) = check(made(one.interpreter))
    for word in (one.a.person.name, one.b.person.name, "Thai", "Russian"):
        assert word in event["DESCRIPTION"]


def feed_url(client, one, who):
    token = renew_feed(who, one).token
    return reverse("calendar_feed", args=[one.forum.code, token])


def test_a_feed_needs_no_sign_in_and_answers_304(client):
    one = today()
    url = feed_url(client, one.a, one.a.person.user)
    response = client.get(url)
    assert len(check(response.content)) == 2
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT15M" in response.content
    again = client.get(url, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    withdraw(one.a.person.user, one.later.request)
    changed = client.get(url, headers={"If-None-Match": response["ETag"]})
    assert changed.status_code == 200
    assert [e["STATUS"] for e in check(changed.content)] == ["CONFIRMED", "CANCELLED"]


def test_a_feed_is_of_one_person_one_forum_and_one_secret(client):
    one, other = today(), today()
    url = feed_url(client, one.b, one.b.person.user)
    text = client.get(url).content.decode()
    assert one.c.person.name not in text
    token = url.rsplit("/", 1)[1].removesuffix(".ics")
    elsewhere = reverse("calendar_feed", args=[other.forum.code, token])
    guessed = reverse("calendar_feed", args=[one.forum.code, token[:-1]])
    assert [client.get(elsewhere).status_code, client.get(guessed).status_code] == [404, 404]
    renew_feed(one.b.person.user, one.b)
    assert client.get(url).status_code == 404


def test_the_address_is_made_by_oneself_alone(client):
    one = today()
    url = reverse("calendar_renew", args=[one.forum.code])
    assert client.post(url).status_code == 302
    client.force_login(UserFactory())
    assert client.post(url).status_code == 403
    client.force_login(one.interpreting)
    assert client.get(url).status_code == 405
    assert client.post(url).url == reverse("my_timetable", args=[one.forum.code]) + "#calendars"
    page = client.get(reverse("my_timetable", args=[one.forum.code])).content.decode()
    assert "webcal://testserver/" in page


def test_a_feed_speaks_its_persons_language(client):
    one = today()
    user = one.a.person.user
    user.language = "th"
    user.save()
    response = client.get(feed_url(client, one.a, user))
    assert (response["Content-Language"], "นัดพบกับ" in response.content.decode()) == ("th", True)
