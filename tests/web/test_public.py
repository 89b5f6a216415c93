"""Pages that everybody can see."""

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    ListingFactory,
    OrganisationFactory,
    UserFactory,
)

from saphan.web.templatetags.saphan import country, day, when

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["home", "search", "sign_in", "dossiers"])
def test_pages_open_on_an_empty_record(client, page):
    assert client.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", ["forum", "agenda", "directory"])
def test_pages_of_a_forum_are_public(client, page):
    assert client.get(reverse(page, args=[ForumFactory().code])).status_code == 200


@pytest.mark.parametrize("page", ["forum", "agenda", "directory", "board", "suggestions"])
def test_a_forum_that_is_not_there(client, page):
    client.force_login(UserFactory())
    assert client.get(reverse(page, args=["nowhere"])).status_code == 404


def test_only_organisations_that_take_part_are_shown(client):
    delegate, outsider = DelegateFactory(), OrganisationFactory()
    ListingFactory(organisation=delegate.organisation)
    found = client.get(reverse("directory", args=[delegate.forum.code]))
    assert [one.organisation for one in found.context["found"].results] == [delegate.organisation]
    one = reverse("organisation", args=[delegate.forum.code, outsider.code])
    assert client.get(one).status_code == 404


def test_addresses_of_delegates_are_not_shown(client):
    delegate = DelegateFactory()
    url = reverse("organisation", args=[delegate.forum.code, delegate.organisation.code])
    content = client.get(url).content.decode()
    assert content.count(delegate.person.name) == 1
    assert content.count(delegate.person.email) == 0


@pytest.mark.parametrize(
    ("code", "text"),
    [("th", "17 กุมภาพันธ์ 2570"), ("ru", "17 февраля 2027"), ("en", "17 February 2027")],
)
def test_dates_follow_the_language_chosen(client, code, text):
    forum = ForumFactory()
    url = reverse("forum", args=[forum.code])
    response = client.post(reverse("set_language"), {"language": code, "next": url}, follow=True)
    assert response.content.decode().count(f"<h3>{text}</h3>") == 1


def test_moments_in_each_zone():
    start = ForumFactory().slots.earliest("start").start
    assert when(start, ["Asia/Bangkok", "Europe/Moscow"]) == (
        '<span class="when"><span><span><i></i>09:00 Bangkok</span>'
        "<span><i> · </i>05:00 Moscow</span></span></span>"
    )
    assert (day(date(2027, 2, 17)), country("RU")) == ("17 February 2027", "Russia")
