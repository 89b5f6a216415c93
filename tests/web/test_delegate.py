"""A delegate's pages: their own, and nobody else's."""

import pytest
from django.urls import reverse
from icalendar import Calendar
from tests.factories import DelegateFactory, RequestFactory, timetable_with

from saphan.record.meetings.models import Request, Timetable

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return RequestFactory()


def signed_in(client, delegate):
    client.force_login(delegate.person.user)
    return client


def answer(client, request, word, **headers):
    url = reverse("request_answer", args=[request.forum.code, request.pk, word])
    return client.post(url, headers=headers)


@pytest.mark.parametrize("page", ["suggestions", "requests", "my_timetable", "my_calendar"])
def test_strangers_are_sent_to_sign_in(client, asked, page):
    url = reverse(page, args=[asked.forum.code])
    response = client.get(url)
    assert response.status_code == 302
    assert response.url == f"{reverse('sign_in')}?next={url}"


@pytest.mark.parametrize("page", ["suggestions", "requests", "my_timetable", "my_calendar"])
def test_who_takes_part_elsewhere_sees_nothing(client, asked, page):
    elsewhere = DelegateFactory()
    url = reverse(page, args=[asked.forum.code])
    assert signed_in(client, elsewhere).get(url).status_code == 403


@pytest.mark.parametrize("page", ["suggestions", "requests", "my_timetable"])
def test_own_pages_open_even_when_empty(client, page):
    delegate = DelegateFactory()
    url = reverse(page, args=[delegate.forum.code])
    assert signed_in(client, delegate).get(url).status_code == 200


@pytest.mark.parametrize(("word", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_who_is_asked_answers(client, asked, word, state):
    response = answer(signed_in(client, asked.receiver), asked, word)
    assert response.status_code == 302
    asked.refresh_from_db()
    assert asked.state == state


@pytest.mark.parametrize("word", ["accept", "decline", "withdraw"])
def test_nobody_answers_for_another(client, asked, word):
    other = DelegateFactory(forum=asked.forum)
    assert answer(signed_in(client, other), asked, word).status_code == 404
    asked.refresh_from_db()
    assert asked.state == Request.State.ASKED


def test_who_asked_cannot_accept(client, asked):
    assert answer(signed_in(client, asked.sender), asked, "accept").status_code == 403
    asked.refresh_from_db()
    assert asked.state == Request.State.ASKED


def test_a_second_answer_is_refused_in_place(client, asked):
    signed_in(client, asked.receiver)
    answer(client, asked, "decline")
    response = answer(client, asked, "accept", hx_request="true")
    assert response.status_code == 409
    assert [t.name for t in response.templates] == ["components/refused.html"]


def test_answering_takes_a_post(client, asked):
    url = reverse("request_answer", args=[asked.forum.code, asked.pk, "accept"])
    assert signed_in(client, asked.receiver).get(url).status_code == 405


def test_asking_makes_a_request(client):
    sender = DelegateFactory()
    receiver = DelegateFactory(forum=sender.forum, organisation__country="RU")
    url = reverse("request_ask", args=[sender.forum.code, receiver.pk])
    signed_in(client, sender).post(url, {"message": " Cold chains? "})
    made = Request.objects.get()
    assert (made.sender, made.receiver, made.message) == (sender, receiver, "Cold chains?")


def test_asking_somebody_of_another_forum_finds_nobody(client):
    sender, elsewhere = DelegateFactory(), DelegateFactory(organisation__country="RU")
    url = reverse("request_ask", args=[sender.forum.code, elsewhere.pk])
    assert signed_in(client, sender).post(url).status_code == 404


def test_drafts_stay_hidden_from_delegates(client, asked):
    timetable_with(asked)
    url = reverse("my_timetable", args=[asked.forum.code])
    response = signed_in(client, asked.sender).get(url)
    assert response.context["published"] is None
    assert [steps for _day, steps in response.context["days"]] == [[], []]


def test_a_published_meeting_shows_in_timetable_and_calendar(client, asked):
    timetable_with(asked, Timetable.State.PUBLISHED)
    signed_in(client, asked.sender)
    page = client.get(reverse("my_timetable", args=[asked.forum.code]))
    assert [step.partner for step in page.context["days"][0][1]] == [asked.receiver]
    calendar = client.get(reverse("my_calendar", args=[asked.forum.code]))
    (event,) = Calendar.from_ical(calendar.content).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2027-02-17T02:00:00+00:00"
    assert str(event["UID"]) == f"{asked.code}@{asked.forum.code}.saphan"
