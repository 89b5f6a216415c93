"""The day on the site: one's own, and nobody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.day import interpreter_at, publish_next, today
from tests.factories import BANGKOK, DelegateFactory, UserFactory, organiser_of, staff

from saphan.record.forum.links import join_link
from saphan.record.meetings.actions import tell_delay, withdraw
from saphan.record.meetings.models import Delay, Timetable

pytestmark = pytest.mark.django_db


def enter(client, user):
    client.force_login(user)
    return client


def open_page(client, user, name, forum, *args, **kwargs):
    enter(client, user)
    return client.get(reverse(name, args=[forum.code, *args]), **kwargs)


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("page", ["today", "my_timetable", "my_calendar"])
def test_only_participants_and_interpreters_have_a_day(client, page):
    one = today()
    elsewhere, user = DelegateFactory().forum, UserFactory()
    interpreter_at(elsewhere, user.email)
    url = reverse(page, args=[one.forum.code])
    assert client.get(url).status_code == 302
    for other in (user, UserFactory(), organiser_of(one.forum)):
        assert enter(client, other).get(url).status_code == 403
    for other in (one.a.person.user, one.interpreting):
        assert enter(client, other).get(url).status_code == 200


def test_the_next_meeting_with_its_place_people_and_interpreter(client):
    one = today()
    page = open_page(client, one.a.person.user, "today", one.forum)
    assert page.context["following"].meeting == one.soon
    text = text_of(page)
    assert [
        name in text
        for name in (
            one.b.person.name,
            "Anna Interpreting",
            one.soon.place.name,
            "Join the meeting",
        )
    ] == [True] * 4
    in_bangkok = one.soon.start.astimezone(BANGKOK)
    assert f"{in_bangkok:%H:%M}–{in_bangkok + timedelta(minutes=30):%H:%M} Bangkok" in text
    assert "Moscow" in text
    assert [step.shown.meeting for step in page.context["steps"] if step.shown][:1] == [one.soon]


def test_an_interpreter_sees_own_meetings_and_nothing_else(client):
    one = today()
    page = open_page(client, one.interpreting, "today", one.forum)
    text = text_of(page)
    assert [name in text for name in (one.a.person.name, one.b.person.name)] == [True, True]
    assert [f"Speaks: {name}" in text for name in ("Thai", "Russian")] == [True, True]
    assert one.c.person.name not in text
    assert page.context["fits"] == {}
    labels = [str(link.label) for link in page.context["navigation"]["part"]]
    assert labels == ["The forum", "Agenda", "Organisations", "Today", "My timetable"]
    for name in ("suggestions", "requests", "after", "board"):
        assert client.get(reverse(name, args=[one.forum.code])).status_code == 403
    timetable = text_of(open_page(client, one.interpreting, "my_timetable", one.forum))
    assert (one.b.person.name in timetable, one.c.person.name in timetable) == (True, False)


def test_a_meeting_of_now_is_shown_until_its_end(client):
    one = today(-10)
    page = open_page(client, one.a.person.user, "today", one.forum)
    assert (page.context["following"].meeting, page.context["begun"]) == (one.soon, True)


def test_after_the_last_meeting_and_before_the_first_version(client):
    one = today(-300)
    user = one.a.person.user
    page = open_page(client, user, "today", one.forum)
    assert (page.context["following"], page.context["over"]) == (None, True)
    assert reverse("after", args=[one.forum.code]) in text_of(page)
    one.forum.timetables.update(state=Timetable.State.DRAFT)
    page = open_page(client, user, "today", one.forum)
    assert "The timetable is not published yet." in text_of(page)
    free = DelegateFactory(forum=one.forum)
    one.forum.timetables.update(state=Timetable.State.PUBLISHED)
    page = open_page(client, free.person.user, "today", one.forum)
    assert "You have no meetings in the timetable." in text_of(page)


def test_the_next_day_that_has_meetings(client):
    one = today(3 * 24 * 60)
    page = open_page(client, one.b.person.user, "today", one.forum)
    assert page.context["day"].date == one.soon.start.astimezone(BANGKOK).date()
    assert page.context["today"] is False
    assert page.context["sayable"] is False


def late(client, one, minutes, meeting=None, **headers):
    pk = (meeting or one.soon).request_id
    url = reverse("today_late", args=[one.forum.code, pk])
    return client.post(url, {"minutes": minutes}, headers=headers)


def test_late_is_told_to_the_partner_and_the_board_and_taken_back(client):
    one = today()
    enter(client, one.a.person.user)
    assert late(client, one, 10).status_code == 302
    sentence = f"{one.a.person.name} comes about 10 minutes late."
    assert sentence in text_of(open_page(client, one.b.person.user, "today", one.forum))
    board = open_page(client, organiser_of(one.forum), "board", one.forum)
    assert f"{one.a.person.name} +10 min" in text_of(board)
    enter(client, one.a.person.user)
    part = {"hx_request": "true", "hx_target": "day"}
    assert "You said that you come 10 minutes late." in text_of(
        client.get(reverse("today", args=[one.forum.code]))
    )
    changed = late(client, one, 0, **part)
    assert (changed.status_code, Delay.objects.count()) == (200, 0)
    assert next(t.name for t in changed.templates) == "day/day.html"
    refused = late(client, one, 0, **part)
    assert (refused.status_code, "You have not said" in text_of(refused)) == (409, True)


@pytest.mark.parametrize("minutes", ["", "7", "-5", "x", "5.0"])
def test_other_minutes_are_refused(client, minutes):
    one = today()
    enter(client, one.a.person.user)
    assert late(client, one, minutes, hx_request="true", hx_target="day").status_code == 409
    assert Delay.objects.count() == 0


def test_nobody_is_late_for_a_meeting_of_others(client):
    one = today()
    enter(client, one.c.person.user)
    assert [late(client, one, 5).status_code, late(client, today(), 5).status_code] == [403, 403]
    assert Delay.objects.count() == 0


def test_an_open_page_asks_again_and_is_left_alone_until_something_changes(client):
    one = today()
    page = open_page(client, one.b.person.user, "today", one.forum)
    url = reverse("today", args=[one.forum.code]) + f"?seen={page.context['seen']}"
    part = {"hx_request": "true", "hx_target": "day"}
    assert client.get(url, headers=part).status_code == 204
    tell_delay(one.a.person.user, one.a, one.soon, 5)
    changed = client.get(url, headers=part)
    assert (changed.status_code, "comes about 5 minutes late" in text_of(changed)) == (200, True)


def join(client, user, one, meeting=None):
    return open_page(client, user, "meeting_room", one.forum, (meeting or one.soon).request_id)


def test_the_people_of_a_meeting_are_led_to_its_room(client):
    one = today()
    for user in (one.a.person.user, one.b.person.user, one.interpreting, organiser_of(one.forum)):
        response = join(client, user, one)
        assert (response.status_code, response.url) == (302, join_link(one.forum, one.soon))
        assert response["Referrer-Policy"] == "no-referrer"


def test_nobody_else_learns_where_it_is(client):
    one, other = today(), today()
    strangers = (one.c.person.user, UserFactory(), staff(one.forum, "door_staff"))
    for user in (*strangers, other.a.person.user, other.interpreting, organiser_of(other.forum)):
        assert join(client, user, one).status_code == 403
    client.logout()
    url = reverse("meeting_room", args=[one.forum.code, one.soon.request_id])
    assert client.get(url).url == f"{reverse('sign_in')}?next={url}"
    # Nor is a meeting of one forum found under another, or one that is none.
    enter(client, one.a.person.user)
    for code, pk in ((other.forum.code, one.soon.request_id), (one.forum.code, 0)):
        assert client.get(reverse("meeting_room", args=[code, pk])).status_code == 403


def test_a_room_opens_a_quarter_of_an_hour_before(client):
    one = today(17)
    page = join(client, one.a.person.user, one)
    assert page.status_code == 200
    assert "https://meet.example" not in text_of(page)
    assert page.context["opens"] == one.soon.start - timedelta(minutes=15)


def test_a_meeting_that_was_withdrawn_has_no_room(client):
    one = today()
    withdraw(one.a.person.user, one.soon.request)
    assert join(client, one.a.person.user, one).status_code == 403


def test_a_table_and_a_room_without_address_say_so(client):
    one = today()
    assert "This meeting is held at a table:" in text_of(
        join(client, one.a.person.user, one, one.later)
    )
    one.forum.join_template = ""
    one.forum.save()
    assert "This room has no address yet." in text_of(join(client, one.a.person.user, one))


def test_changes_are_told_plainly(client):
    one = today(60)
    publish_next(one, (one.soon, one.soon.slot, one.forum.places.get(code="face_to_face-2")))
    page = text_of(open_page(client, one.a.person.user, "my_timetable", one.forum))
    assert ("has moved" in page, one.soon.place.name in page) == (True, True)
    assert "does not take place" in page  # the other meeting
    day = text_of(open_page(client, one.b.person.user, "today", one.forum))
    assert ("has moved" in day, "does not take place" in day) == (True, False)


def test_it_is_of_this_moment(client):
    """The page is never kept by anything on the way."""
    one = today()
    page = open_page(client, one.a.person.user, "today", one.forum)
    assert "no-store" in page["Cache-Control"]
    assert page.context["now"] <= timezone.now()
