"""A delegate's pages: their own, and nobody else's."""

import pytest
from django.urls import reverse
from icalendar import Calendar
from tests.factories import DelegateFactory, RequestFactory, hold, timetable_with

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
    answer(client, asked, "accept")
    response = answer(client, asked, "decline", hx_request="true")
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
    assert [step.shown.people for step in page.context["days"][0][1]] == [[asked.receiver]]
    calendar = client.get(reverse("my_calendar", args=[asked.forum.code]))
    (event,) = Calendar.from_ical(calendar.content).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2027-02-17T02:00:00+00:00"
    assert str(event["UID"]) == f"{asked.code}@{asked.forum.code}.saphan"


def test_all_partners_and_the_whole_length_are_shown(client, asked):
    version = timetable_with(asked, Timetable.State.PUBLISHED)
    met = version.meetings.get()
    third = DelegateFactory(forum=asked.forum)
    first, second = met.slot.day.slots.all()
    version.meetings.all().delete()
    hold(version, asked, first, second, met.place, [asked.sender, asked.receiver, third])
    signed_in(client, third)
    page = client.get(reverse("my_timetable", args=[asked.forum.code]))
    (step,) = page.context["days"][0][1]
    assert (step.shown.people, step.start, step.end) == (
        [asked.sender, asked.receiver],
        first.start,
        second.end,
    )
    calendar = client.get(reverse("my_calendar", args=[asked.forum.code]))
    (event,) = Calendar.from_ical(calendar.content).walk("VEVENT")
    assert event["DTEND"].dt == second.end
    names = [one.organisation.name for one in (asked.sender, asked.receiver)]
    assert str(event["SUMMARY"]) == f"Meeting with {', '.join(names)}"
    assert str(event["DESCRIPTION"]).split("\n") == [
        one.person.name for one in (asked.sender, asked.receiver)
    ]


@pytest.fixture
def asked_together():
    """A request to an organisation, of which anybody will do, with a third person."""
    sender = DelegateFactory()
    asked = DelegateFactory(forum=sender.forum, organisation__country="RU")
    third = DelegateFactory(forum=sender.forum)
    request = RequestFactory(
        sender=sender,
        receiver=None,
        receiver_organisation=asked.organisation,
        sides=f"d{sender.pk} d{third.pk} o{asked.organisation_id}",
    )
    request.others.create(delegate=third)
    return request, sender, asked, third


def test_who_is_of_the_organisation_asked_answers(client, asked_together):
    request, sender, asked, third = asked_together
    page = reverse("requests", args=[request.forum.code])
    answers = [
        signed_in(client, one).get(page).content.decode().count("/accept/")
        for one in (sender, asked, third)
    ]
    # The form names its address twice, for browsers without scripts.
    assert answers == [0, 2, 0]
    assert answer(signed_in(client, asked), request, "accept").status_code == 302
    request.refresh_from_db()
    assert request.state == Request.State.ACCEPTED


def test_the_organisation_and_the_third_person_are_named(client, asked_together):
    request, sender, asked, third = asked_together
    page = reverse("requests", args=[request.forum.code])
    content = signed_in(client, sender).get(page).content.decode()
    assert content.count("any of its delegates") == 1
    assert [asked.organisation.name in content, third.person.name in content] == [True, True]
    # Who of the organisation could come is the organisation's own.
    assert asked.person.name not in content


def test_a_colleague_elsewhere_does_not_see_the_request(client, asked_together):
    request, _sender, asked, _third = asked_together
    elsewhere = DelegateFactory(organisation=asked.organisation)
    assert answer(signed_in(client, elsewhere), request, "accept").status_code == 403
    outsider = DelegateFactory(forum=request.forum)
    assert answer(signed_in(client, outsider), request, "accept").status_code == 404


def test_an_organisation_of_several_is_asked_as_a_whole(client):
    sender = DelegateFactory()
    one = DelegateFactory(forum=sender.forum, organisation__country="RU")
    DelegateFactory(forum=sender.forum, organisation=one.organisation)
    url = reverse("request_ask_any", args=[sender.forum.code, one.organisation.code])
    page = reverse("organisation", args=[sender.forum.code, one.organisation.code])
    assert signed_in(client, sender).get(page).content.decode().count(f'action="{url}"') == 1
    statuses = [client.post(url, headers={"hx_request": "true"}).status_code for _ in range(2)]
    assert statuses == [200, 409]
    made = Request.objects.get()
    assert (made.sender, made.receiver, made.receiver_organisation) == (
        sender,
        None,
        one.organisation,
    )


def test_an_organisation_of_one_is_asked_as_that_one(client):
    sender = DelegateFactory()
    one = DelegateFactory(forum=sender.forum, organisation__country="RU")
    url = reverse("request_ask_any", args=[sender.forum.code, one.organisation.code])
    signed_in(client, sender).post(url)
    assert Request.objects.get().receiver == one


def test_an_organisation_that_does_not_take_part_is_not_found(client):
    sender = DelegateFactory()
    elsewhere = DelegateFactory(organisation__country="RU")
    url = reverse("request_ask_any", args=[sender.forum.code, elsewhere.organisation.code])
    assert signed_in(client, sender).post(url).status_code == 404


@pytest.mark.parametrize("own", [True, False])
def test_ones_own_organisation_and_ones_own_country_are_not_asked(client, own):
    sender = DelegateFactory()
    others = {"organisation": sender.organisation} if own else {"organisation__country": "TH"}
    one = DelegateFactory(forum=sender.forum, **others)
    url = reverse("request_ask_any", args=[sender.forum.code, one.organisation.code])
    response = signed_in(client, sender).post(url, headers={"hx_request": "true"})
    assert (response.status_code, Request.objects.count()) == (409, 0)


@pytest.mark.parametrize(("mode", "status"), [("face_to_face", 409), ("both", 200)])
def test_online_and_on_the_spot_meet_on_a_day_of_both(client, mode, status):
    sender = DelegateFactory(modes=["online"])
    receiver = DelegateFactory(
        forum=sender.forum, organisation__country="RU", modes=["face_to_face"]
    )
    sender.forum.days.filter(mode="face_to_face").update(mode=mode)
    url = reverse("request_ask", args=[sender.forum.code, receiver.pk])
    response = signed_in(client, sender).post(url, headers={"hx_request": "true"})
    assert response.status_code == status
