"""A forum keeps what it knows of people less long than the site, if its organisers say so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.factories import (
    FIRST_DAY,
    ForumFactory,
    RegistrationFactory,
    RequestFactory,
    organiser_of,
    staff,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.forum.models import Badge, Registration
from saphan.record.mailing.actions import new_letter
from saphan.record.mailing.models import Delivery
from saphan.record.privacy.actions import keep_for
from saphan.record.privacy.queries import periods_of, plan
from saphan.work.erasure import drop_old

pytestmark = pytest.mark.django_db
LAST_DAY = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC) + timedelta(days=1)


@pytest.fixture(autouse=True)
def periods(settings):
    settings.KEEP_DAYS = {**settings.KEEP_DAYS, "registrations": 90, "messages": 0}


def days_of(forum):
    return {one.kind: one.own for one in periods_of(forum) if one.own is not None}


def after(days):
    return LAST_DAY + timedelta(days=days)


def test_only_what_is_of_this_forum_goes_sooner():
    short, usual = ForumFactory(), ForumFactory()
    for forum in (short, usual):
        RegistrationFactory(forum=forum)
        Badge.objects.create(forum=forum, name="Somebody of the staff")
        letter = new_letter(organiser_of(forum), forum)
        sent = Delivery.objects.create(
            letter=letter, name="X", email="x@forum.example", language="en", state="sent"
        )
        Delivery.objects.filter(pk=sent.pk).update(at=LAST_DAY)
    keep_for(organiser_of(short), short, {"registrations": 10, "scans": 10, "letters": 10})
    drop_old(after(10))
    assert Registration.objects.count() == 2
    drop_old(after(11))
    assert list(Registration.objects.values_list("forum", flat=True)) == [usual.pk]
    assert list(Badge.objects.values_list("forum", flat=True)) == [usual.pk]
    assert list(Delivery.objects.exclude(email="").values_list("letter__forum", flat=True)) == [
        usual.pk
    ]
    drop_old(after(91))
    assert Registration.objects.count() == 0


def test_what_the_site_keeps_for_good_goes_where_a_forum_says_when():
    request, other = RequestFactory(message="Hello"), RequestFactory(message="Hello")
    keep_for(organiser_of(request.forum), request.forum, {"messages": 5, "scans": None})
    assert [one.rows for one in plan(after(6)) if one.kind == "messages"] == [1]
    drop_old(after(6))
    request.refresh_from_db()
    other.refresh_from_db()
    assert (request.message, other.message) == ("", "Hello")


def test_a_site_that_keeps_less_long_than_a_forum_said_has_the_last_word(settings):
    forum = RegistrationFactory().forum
    keep_for(organiser_of(forum), forum, {"registrations": 80})
    settings.KEEP_DAYS = {**settings.KEEP_DAYS, "registrations": 20}
    drop_old(after(21))
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("days", [{"registrations": 91}, {"registrations": 0}, {"people": 1}])
def test_nothing_is_kept_for_longer_and_nothing_of_others_for_less(days):
    forum = ForumFactory()
    with pytest.raises(Refused):
        keep_for(organiser_of(forum), forum, days)
    assert days_of(forum) == {}


def test_organisers_of_this_forum_alone_say_so():
    forum = ForumFactory()
    others = [organiser_of(ForumFactory()), staff(forum, "co_organiser", "RU")]
    for user in others:
        with pytest.raises(PermissionDenied):
            keep_for(user, forum, {"scans": 1})


def test_the_page_keeps_them_and_the_trail_tells(client):
    forum = ForumFactory()
    url = reverse("people_periods", args=[forum.code])
    client.force_login(staff(forum, "co_organiser", "RU"))
    assert client.get(url).status_code == 403
    client.force_login(organiser_of(forum))
    assert client.post(url, {"scans": "14", "registrations": ""}).url == url
    assert days_of(type(forum).objects.get()) == {"scans": 14}
    page = client.get(url).content.decode()
    gone = LAST_DAY + timedelta(days=15)
    assert page.count(f"Goes on {gone.day} {gone:%B %Y}.") == 1
    wrong = client.post(url, {"registrations": "91"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("The site keeps this for 90 days at most.") == 1
    client.post(url, {"scans": "14"})  # the same again is no change
    (entry,) = AuditEntry.objects.filter(action="privacy.keep_for")
    assert entry.data == {"days": {"scans": 14}}
