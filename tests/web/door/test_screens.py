"""Screens of the hall: what they show, to whom, and what not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories import ForumFactory, OrganisationFactory, RequestFactory, hold, staff

from saphan.record.forum.models import Day, Screen, Slot
from saphan.record.meetings.models import Timetable
from saphan.record.meetings.queries import now_and_next

pytestmark = pytest.mark.django_db


def slot_from(forum, start):
    date = start.astimezone(forum.zone).date()
    day, _made = Day.objects.get_or_create(forum=forum, date=date, mode="face_to_face")
    end = start + timedelta(minutes=25)
    return Slot.objects.create(
        forum=forum, day=day, code=f"{start:%d/%H:%M}", session="now", start=start, end=end
    )


@pytest.fixture
def shown():
    """A screen of two tables, the first of which has a meeting now, at 13:00 in Bangkok."""
    noon = timezone.now().replace(hour=6, minute=0, second=0, microsecond=0)
    request = RequestFactory(
        state="accepted",
        sender__organisation=OrganisationFactory(country="TH", name="ไทย", language="th"),
        receiver__organisation=OrganisationFactory(country="RU", name="Факт", language="ru"),
    )
    forum = request.forum
    timetable = Timetable.objects.create(forum=forum, version=1, state="published", status="")
    places = list(forum.places.filter(mode="face_to_face"))
    first = slot_from(forum, noon)
    hold(timetable, request, first, first, places[0], [request.sender, request.receiver])
    later = RequestFactory(receiver=request.receiver, sender__forum=forum, state="accepted")
    second = slot_from(forum, noon + timedelta(minutes=30))
    hold(timetable, later, second, second, places[1], [later.sender, later.receiver])
    screen = Screen.objects.create(forum=forum, name="Hall")
    screen.places.set(places)
    return screen, places, noon


def page(client, screen, name="screen"):
    return client.get(reverse(name, args=[screen.key]))


def at(moment, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_now_and_next_of_each_table(shown):
    screen, places, noon = shown
    told = [
        [(one.now and one.now.start), (one.next and one.next.start)]
        for minute in (-1, 0, 25, 30, 55)
        for one in now_and_next(screen.forum, places, noon + timedelta(minutes=minute))
    ]
    half_past = noon + timedelta(minutes=30)
    assert told == [
        *[[None, noon], [None, half_past]],
        *[[noon, None], [None, half_past]],
        *[[None, None], [None, half_past]],
        *[[None, None], [half_past, None]],
        *[[None, None], [None, None]],
    ]


def test_a_screen_shows_organisations_in_all_languages_and_no_people(client, shown, monkeypatch):
    screen, _places, noon = shown
    at(noon + timedelta(minutes=1), monkeypatch)
    for name in ("screen", "screen_now"):
        response = page(client, screen, name)
        said = response.content.decode()
        for words in ("Факт", "ไทย", "13:00–13:25", "13:30", "ขณะนี้", "Сейчас", "Now"):
            assert words in said
        for seat in screen.forum.delegates.select_related("person"):
            assert seat.person.name not in said
            assert seat.person.email not in said
        assert response.headers["Cache-Control"] == "no-store"
    whole = page(client, screen).content.decode()
    for clock in ("13:01", "09:01", "Москва", "Moscow", "มอสโก"):
        assert clock in whole


def test_a_link_that_is_unknown_revoked_or_of_a_closed_forum_is_not_there(client, shown):
    screen, _places, _noon = shown
    assert client.get(reverse("screen", args=["x" * 32])).status_code == 404
    screen.forum.is_open = False
    screen.forum.save()
    assert [page(client, screen, n).status_code for n in ("screen", "screen_now")] == [404, 404]
    screen.forum.is_open = True
    screen.forum.save()
    client.force_login(staff(screen.forum, "organiser"))
    client.post(reverse("screen_revoke", args=[screen.forum.code, screen.pk]))
    client.logout()
    assert [page(client, screen, n).status_code for n in ("screen", "screen_now")] == [404, 404]


def test_organisers_make_screens_of_their_own_tables(client, shown):
    screen, places, _noon = shown
    forum, other = screen.forum, ForumFactory()
    client.force_login(staff(forum, "organiser"))
    address = reverse("screen_make", args=[forum.code])
    foreign = other.places.filter(mode="face_to_face").first()
    asked = {"name": " North  hall ", "places": [places[1].pk, foreign.pk, "x"]}
    client.post(address, asked)
    made = Screen.objects.get(name="North hall")
    assert (list(made.places.all()), len(made.key)) == ([places[1]], 32)
    for wrong in ({"name": "", "places": [places[0].pk]}, {"name": "Empty"}):
        client.post(address, wrong)
    assert Screen.objects.count() == 2
    listed = client.get(reverse("screens", args=[forum.code])).content.decode()
    assert f"http://testserver/screen/{made.key}/" in listed


def test_screens_are_the_organisers_alone(client, shown):
    screen, places, _noon = shown
    forum = screen.forum
    for user in (
        staff(forum, "co_organiser", "TH"),
        staff(forum, "door_staff"),
        staff(ForumFactory(), "organiser"),
    ):
        client.force_login(user)
        assert client.get(reverse("screens", args=[forum.code])).status_code == 403
        asked = {"name": "X", "places": [places[0].pk]}
        assert client.post(reverse("screen_make", args=[forum.code]), asked).status_code == 403
        address = reverse("screen_revoke", args=[forum.code, screen.pk])
        assert client.post(address).status_code == 403
    assert list(Screen.objects.values_list("revoked_at", flat=True)) == [None]
    other = ForumFactory()
    client.force_login(staff(other, "organiser"))
    assert client.post(reverse("screen_revoke", args=[other.code, screen.pk])).status_code == 404
