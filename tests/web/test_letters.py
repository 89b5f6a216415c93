"""The pages of letters."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.factories import ForumFactory, RequestFactory, organiser_of, staff

from saphan.record.mailing.actions import new_letter, order
from saphan.record.mailing.models import Letter
from saphan.work.letters import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return RequestFactory().forum


@pytest.fixture
def organiser(client, forum):
    user = organiser_of(forum)
    client.force_login(user)
    return user


def given(**changes):
    data = {"group": "all", "needed": "1", "subject-en": "Hello", "body-en": "Dear {name}"}
    return {**data, **changes}


def test_a_letter_from_sample_to_log(client, forum, organiser):
    client.post(reverse("letter_new", args=[forum.code]), {"sample": "welcome"})
    letter = Letter.objects.get()
    page = reverse("letter", args=[forum.code, letter.pk])
    assert client.get(page).context["people"] == 2
    assert client.post(page, given()).url == page
    shown = client.get(page)
    assert [one.sample.subject for one, _name in shown.context["languages"]] == ["Hello"]
    send = reverse("letter_send", args=[forum.code, letter.pk])
    client.post(send, {"how": "test"})
    assert [message.to for message in mail.outbox] == [[organiser.email]]
    later = (timezone.now() + timedelta(days=1)).astimezone(forum.zone)
    client.post(send, {"how": "later", "at": f"{later:%Y-%m-%dT%H:%M}"})
    letter.refresh_from_db()
    assert letter.state == Letter.State.SCHEDULED
    assert letter.send_at == later.replace(second=0, microsecond=0)
    client.post(reverse("letter_act", args=[forum.code, letter.pk, "take-back"]))
    client.post(send, {"how": "now"})
    assert send_due(timezone.now()) == 2
    log = client.get(page)
    assert log.templates[0].name == "letters/log.html"
    assert (log.context["done"], log.context["total"]) == (2, 2)


def test_a_co_organiser_sees_in_the_log_the_people_of_the_own_country_alone(
    client, forum, organiser
):
    request = forum.requests.get()
    people = {"TH": request.sender.person, "RU": request.receiver.person}
    letter = new_letter(organiser, forum, "welcome")
    order(organiser, letter)
    send_due(timezone.now())
    letter.deliveries.update(state="failed", error="550 no such address")
    page = reverse("letter", args=[forum.code, letter.pk])
    for country, others in (("TH", "RU"), ("RU", "TH")):
        client.force_login(staff(forum, "co_organiser", country))
        log = client.get(page)
        assert [one.email for one in log.context["rows"]] == [people[country].email]
        assert (log.context["total"], log.context["done"], log.context["more"]) == (1, 1, 0)
        assert people[others].email not in log.content.decode()
        (listed,) = client.get(reverse("letters", args=[forum.code])).context["letters"]
        assert (listed.of, listed.sent, listed.failed) == (1, 0, 1)
    client.force_login(staff(forum, "co_organiser", "KZ"))
    assert client.get(page).context["rows"] == []
    client.force_login(organiser)
    assert client.get(page).context["total"] == 2


def test_a_co_organiser_reads_a_letter_to_all_countries_and_does_not_change_it(
    client, forum, organiser
):
    letter = new_letter(organiser, forum, "welcome")
    page = reverse("letter", args=[forum.code, letter.pk])
    send = reverse("letter_send", args=[forum.code, letter.pk])
    changes = [(page, given()), (send, {"how": "now"})] + [
        (reverse("letter_act", args=[forum.code, letter.pk, act]), {})
        for act in ("take-back", "discard")
    ]
    limited = staff(forum, "co_organiser", "RU")
    for ordered in (False, True):
        if ordered:
            order(organiser, letter, timezone.now() + timedelta(days=1))
        client.force_login(limited)
        shown = client.get(page)
        assert (shown.status_code, shown.context["people"]) == (200, 1)
        for button in (b'name="how"', b'name="subject-en"', b"take-back", b"discard"):
            assert button not in shown.content
        for address, data in changes:
            assert client.post(address, data).status_code == 403
        kept = Letter.objects.values("state", "subjects", "created_by").get()
        assert kept == {
            "state": "scheduled" if ordered else "draft",
            "subjects": letter.subjects,
            "created_by": organiser.pk,
        }


def test_what_is_wrong_is_said_where_it_is(client, forum, organiser):
    letter = new_letter(organiser, forum)
    page = reverse("letter", args=[forum.code, letter.pk])
    response = client.post(page, given(**{"body-en": "Dear {nam}"}))
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["There is no placeholder {nam}."]
    # What is on the page was not kept: nothing can be sent from there.
    assert b'name="how"' not in response.content
    response = client.post(page, given(countries=["CN"]))
    assert list(response.context["form"].errors) == ["countries"]
    send = reverse("letter_send", args=[forum.code, letter.pk])
    response = client.post(send, {"how": "later", "at": "tomorrow"})
    assert (response.status_code, list(response.context["when"].errors)) == (422, ["at"])


def test_strangers_and_other_forums_stay_out(client, forum, organiser):
    letter = new_letter(organiser, forum)
    elsewhere = ForumFactory()
    client.force_login(organiser_of(elsewhere))
    for name, args in (
        ("letter", [letter.pk]),
        ("letter_send", [letter.pk]),
        ("letter_act", [letter.pk, "discard"]),
    ):
        assert client.post(reverse(name, args=[elsewhere.code, *args])).status_code == 404
        assert client.post(reverse(name, args=[forum.code, *args])).status_code == 403
    client.force_login(staff(forum, "desk_officer"))
    assert client.get(reverse("letters", args=[forum.code])).status_code == 403
