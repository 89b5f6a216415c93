"""People erase themselves once it is sure that it is they; organisers do it on request."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.accounts import PASSWORD
from tests.factories import (
    DelegateFactory,
    RequestFactory,
    UserFactory,
    organiser_of,
    staff,
    timetable_with,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.directory.models import User
from saphan.record.meetings.models import Timetable

pytestmark = pytest.mark.django_db


def sign_in(user):
    """A browser that signed in by password, as people do."""
    if not user.has_usable_password():
        user.set_password(PASSWORD)
        user.save()
    browser = Client()
    response = browser.post(
        reverse("sign_in_password"), {"login": user.email, "password": PASSWORD}
    )
    assert response.status_code == 302
    return browser


def sessions_of(user):
    return [
        one for one in Session.objects.all() if one.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]


def age(browser, minutes=60):
    """Let the last confirmation lie this far back."""
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= minutes * 60
    session.save()


def test_who_erases_themselves_is_out_at_once_and_no_session_is_left():
    request = RequestFactory(message="Hello")
    timetable_with(request, state=Timetable.State.PUBLISHED)
    user, email = request.sender.person.user, request.sender.person.email
    browser, phone = sign_in(user), sign_in(user)
    page = browser.get(reverse("erase_me"))
    preview = page.context["preview"]
    assert (preview.withdrawn, preview.obstacles) == (1, [])
    assert {one.title: one.rows for one in preview.deleted}["Devices"] == 2
    assert browser.post(reverse("erase_me")).status_code == 422
    assert len(sessions_of(user)) == 2
    response = browser.post(reverse("erase_me"), {"sure": "1"})
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert sessions_of(user) == []
    assert UserSession.objects.count() == 0
    assert browser.get(response.url).content.decode().count("Your data is erased.") == 1
    for one in (browser, phone):
        assert one.get(reverse("devices")).url.startswith(reverse("sign_in"))
    assert sessions_of(user) == []
    assert [(one.to, one.subject) for one in mail.outbox] == [([email], "Your data is erased")]
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_password_is_asked_for_again_after_a_while():
    user = DelegateFactory().person.user
    browser = sign_in(user)
    age(browser)
    response = browser.get(reverse("erase_me"))
    assert response.url == f"{reverse('account_reauthenticate')}?next=%2Faccount%2Fdata%2Ferase%2F"
    assert browser.post(reverse("erase_me"), {"sure": "1"}).url == reverse("erase_me")
    assert User.objects.filter(pk=user.pk).exists()
    response = browser.post(response.url, {"password": PASSWORD})
    assert response.url == reverse("erase_me")
    assert browser.post(reverse("erase_me"), {"sure": "1"}).url == reverse("home")
    assert not User.objects.filter(pk=user.pk).exists()


def test_who_signs_in_by_links_alone_needs_a_new_one(client):
    user = DelegateFactory().person.user
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - timedelta(hours=1))
    page = client.get(reverse("erase_me")).content.decode()
    assert page.count("sign in once more by a link") == 1
    assert client.post(reverse("erase_me"), {"sure": "1"}).url == reverse("erase_me")
    assert User.objects.filter(pk=user.pk).exists()
    client.post(reverse("sign_in"), {"email": user.email, "next": reverse("erase_me")})
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    assert client.get(link).url == reverse("erase_me")
    assert client.post(reverse("erase_me"), {"sure": "1"}).url == reverse("home")
    assert not User.objects.filter(pk=user.pk).exists()


def test_the_last_organiser_is_told_what_to_do_first():
    organiser = organiser_of(DelegateFactory().forum)
    browser = sign_in(organiser)
    page = browser.get(reverse("erase_me")).content.decode()
    assert page.count("Nobody else organises “Forum of two sides”") == 1
    assert page.count("Erase me for good") == 0
    response = browser.post(reverse("erase_me"), {"sure": "1"}, follow=True)
    assert response.content.decode().count("Nobody else organises") == 2
    assert User.objects.filter(pk=organiser.pk).exists()


def test_only_organisers_of_the_very_forum_erase_on_request(client):
    person = DelegateFactory(person__name="Somchai", organisation__country="TH").person
    forum = person.delegations.get().forum
    other = DelegateFactory().forum
    asked = {"email": person.email, "asked_on": "2026-01-31", "act": "erase", "sure": "1"}
    url = reverse("people_erase", args=[forum.code])
    for user in (
        person.user,
        staff(forum, "co_organiser", "TH"),
        staff(forum, "co_organiser", "RU"),
        staff(forum, "desk_officer"),
        staff(forum, "door_staff"),
        organiser_of(other),
    ):
        client.force_login(user)
        assert client.get(url).status_code == 403
        assert client.post(url, asked).status_code == 403
    client.force_login(organiser_of(other))
    elsewhere = client.post(reverse("people_erase", args=[other.code]), asked)
    unknown = client.post(
        reverse("people_erase", args=[other.code]), asked | {"email": "nobody@forum.example"}
    )
    said = "Nobody of this forum has this address."
    for response in (elsewhere, unknown):
        assert (response.status_code, response.context["preview"]) == (422, None)
        assert response.content.decode().count(said) == 1
    assert User.objects.filter(pk=person.user.pk).exists()


def test_who_is_known_at_another_forum_too_is_not_this_organisers_to_erase(client):
    delegate = DelegateFactory()
    person = delegate.person
    DelegateFactory(person=person, organisation=delegate.organisation)
    url = reverse("people_erase", args=[delegate.forum.code])
    organiser = organiser_of(delegate.forum)
    client.force_login(organiser)
    asked = {"email": person.email, "asked_on": "2026-01-31", "act": "erase", "sure": "1"}
    response = client.post(url, asked)
    assert (response.status_code, response.context["preview"]) == (422, None)
    boss = UserFactory(is_superuser=True)
    staffed = DelegateFactory(forum=delegate.forum, person__user=boss, person__email=boss.email)
    response = client.post(url, asked | {"email": staffed.person.email})
    assert (response.status_code, response.context["preview"]) == (422, None)
    assert User.objects.filter(pk__in=[person.user.pk, boss.pk]).count() == 2


def test_an_organiser_erases_who_asked_in_writing(client):
    person = DelegateFactory(person__name="Somchai").person
    forum = person.delegations.get().forum
    url = reverse("people_erase", args=[forum.code])
    organiser = organiser_of(forum)
    client.force_login(organiser)
    assert client.get(reverse("people", args=[forum.code])).content.decode().count(url) == 1
    asked = {"email": person.email.upper(), "asked_on": "2026-01-31"}
    tomorrow = timezone.now().date() + timedelta(days=2)
    assert client.post(url, asked | {"asked_on": str(tomorrow)}).status_code == 422
    look = client.post(url, asked | {"act": "look"})
    assert (look.status_code, look.context["preview"].withdrawn) == (200, 0)
    assert client.post(url, asked | {"act": "erase"}).status_code == 422
    assert User.objects.filter(pk=person.user.pk).exists()
    response = client.post(url, asked | {"act": "erase", "sure": "1"})
    assert response.url == reverse("people", args=[forum.code])
    assert [one.to for one in mail.outbox] == [[person.email]]
    assert not User.objects.filter(pk=person.user.pk).exists()
    entry = AuditEntry.objects.get(action="privacy.erase_on_request")
    assert (entry.actor, entry.forum, entry.data) == (
        organiser,
        forum.pk,
        {"asked_on": "2026-01-31"},
    )
