"""Pages that a delegate's browser keeps for when there is no network."""

import pytest
from django.urls import reverse
from tests.day import today
from tests.factories import ForumFactory, creator_of, organiser_of

pytestmark = pytest.mark.django_db
NOTE = 'id="kept"'


def test_the_worker_is_served_where_it_may_answer_for_the_pages(client):
    response = client.get(reverse("kept_worker"))
    assert reverse("kept_worker").count("/") == 1
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert b'addEventListener("fetch"' in response.content


def test_own_pages_are_kept_for_who_takes_part_and_for_nobody_else(client):
    day = today()
    client.force_login(day.a.person.user)
    for name in ("today", "my_timetable", "agenda"):
        page = client.get(reverse(name, args=[day.forum.code])).content.decode()
        assert (page.count(NOTE), page.count("js/kept.js")) == (1, 1)
        assert f'data-reader="{day.a.person.user.pk}"' in page
    agenda = reverse("agenda", args=[day.forum.code])
    for user in (organiser_of(day.forum), creator_of(ForumFactory())):
        client.force_login(user)
        assert NOTE not in client.get(agenda).content.decode()
    client.logout()
    page = client.get(agenda).content.decode()
    assert (NOTE in page, "data-reader" in page) == (False, False)
