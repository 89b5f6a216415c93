"""People take away what is kept about them, and nothing of others."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.urls import reverse
from tests.factories import RequestFactory, timetable_with

from saphan.record.directory.actions import make_token
from saphan.record.meetings.models import Timetable

pytestmark = pytest.mark.django_db


def taken_by(client, user):
    client.force_login(user)
    response = client.get(reverse("own_data_file"))
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.namelist() == ["data.json", "data.html"]
    return archive.read("data.json").decode(), archive.read("data.html").decode()


def test_everybody_takes_their_own_and_nothing_of_others(client):
    request = RequestFactory(message="Dear Ivan")
    timetable_with(request, state=Timetable.State.PUBLISHED)
    stranger = RequestFactory(message="A secret of others").sender
    text, page = taken_by(client, request.sender.person.user)
    data = json.loads(text)
    assert [one["message"] for one in data["meetings.Request"]] == ["Dear Ivan"]
    assert [one["name"] for one in data["directory.Person"]] == [request.sender.person.name]
    assert len(data["meetings.Seat"]) == 1
    assert page.count("Dear Ivan") == 1
    for other in (request.receiver.person, stranger.person):
        assert (text.count(other.email), page.count(other.email)) == (0, 0)
    assert text.count("A secret of others") == 0


def test_why_they_were_declined_and_drafts_are_not_handed_over(client):
    declined = RequestFactory(state="declined", reason="else", reason_words="Too small for us")
    drafted = RequestFactory(sender=declined.sender)
    timetable_with(drafted)
    sent, _page = taken_by(client, declined.sender.person.user)
    assert (sent.count("Too small for us"), "meetings.Seat" in json.loads(sent)) == (0, False)
    asked, _page = taken_by(client, declined.receiver.person.user)
    assert asked.count("Too small for us") == 1


def test_no_secret_is_handed_over(client):
    user = RequestFactory().sender.person.user
    token, _secret = make_token(user, "Our sheet", ["forum:read"], 30)
    text, page = taken_by(client, user)
    assert text.count("Our sheet") == 1
    assert [word for word in (token.digest, user.password) if word in text + page] == []


def test_the_page_says_what_there_is_and_is_for_its_owner(client):
    user = RequestFactory().sender.person.user
    for name in ("own_data", "own_data_file"):
        assert client.get(reverse(name)).url.startswith(reverse("sign_in"))
    client.force_login(user)
    assert dict(client.get(reverse("own_data")).context["counts"])["Requests sent"] == 1
