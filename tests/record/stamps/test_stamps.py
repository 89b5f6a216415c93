"""A state that was read stands for what can be shown: it changes when that does, and only then."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.utils import timezone
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    ListingFactory,
    OrganisationFactory,
    PersonFactory,
    RequestFactory,
    UserFactory,
    timetable_with,
)

from saphan.record.meetings.actions import accept, ask, block, set_aside
from saphan.record.meetings.models import Outcome, Request, RequestSide
from saphan.record.stamps.actions import drop_old
from saphan.record.stamps.models import Stamp
from saphan.record.stamps.queries import read

pytestmark = pytest.mark.django_db


def member(forum, **fields):
    return DelegateFactory(forum=forum, person=PersonFactory(user=UserFactory()), **fields)


@pytest.fixture
def four():
    """Two who deal with each other, a colleague of the second, and somebody else."""
    forum = ForumFactory()
    one, other, third = (member(forum) for _ in range(3))
    colleague = member(forum, organisation=other.organisation)
    return one, other, colleague, third


@contextmanager
def changing(four, *expected):
    """For whom of the four what is done within is a change."""
    users = [one.person.user_id for one in four]
    before = [read("", user) for user in users]
    yield
    after = [read("", user) for user in users]
    assert [old != new for old, new in zip(before, after, strict=True)] == list(expected)


def test_a_request_concerns_both_organisations_and_nobody_else(four):
    one, other, *_ = four
    with changing(four, True, True, True, False):
        asked = RequestFactory(forum=one.forum, sender=one, receiver=other, state="asked")
    with changing(four, True, True, True, False):
        accept(other.person.user, asked)
    with changing(four, True, True, True, False):
        Request.objects.filter(pk=asked.pk).update(message="Earlier, please.")
    with changing(four, True, True, True, False):
        # Without asking the tables that refer to it, which concern all.
        Request.objects.filter(pk=asked.pk)._raw_delete("default")


def test_a_request_that_is_handed_over_concerns_those_who_had_it_too(four):
    one, other, _, third = four
    asked = RequestFactory(forum=one.forum, sender=one, receiver=other, state="asked")
    with changing(four, True, True, True, True):
        Request.objects.filter(pk=asked.pk).update(receiver=third)


def test_a_request_concerns_all_its_sides(four):
    one, other, _, third = four
    asked = RequestFactory(forum=one.forum, sender=one, receiver=other, state="asked")
    RequestSide.objects.create(request=asked, delegate=third)
    with changing(four, True, True, True, True):
        Request.objects.filter(pk=asked.pk).update(message="All of us.")


def test_of_a_request_of_any_of_an_organisation_its_people_are_told(four):
    one, other, *_ = four
    one.forum.cross_border = False
    one.forum.save()
    with changing(four, True, True, True, False):
        ask(one.person.user, one, other.organisation)


def test_what_is_set_aside_or_blocked_concerns_those_who_may_know(four):
    one, other, *_ = four
    with changing(four, True, True, True, False):
        set_aside(one.person.user, one, other.organisation, reason="else", words="No fish.")
    with changing(four, True, False, False, False):
        block(one.person.user, one, other.organisation)


def test_what_came_of_a_meeting_is_the_organisation_s_own(four):
    one, other, *_ = four
    asked = RequestFactory(forum=one.forum, sender=one, receiver=other, state="accepted")
    with changing(four, False, True, True, False):
        Outcome.objects.create(forum=one.forum, request=asked, organisation=other.organisation)


def test_what_anybody_may_be_shown_concerns_all(four):
    one, other, *_ = four
    asked = RequestFactory(forum=one.forum, sender=one, receiver=other, state="accepted")
    with changing(four, True, True, True, True):
        timetable = timetable_with(asked)
    for act in (
        lambda: ListingFactory(organisation=OrganisationFactory()),
        lambda: timetable.meetings.update(state="cancelled"),
        lambda: one.forum.slots.update(session="noon"),
        lambda: one.forum.roles.create(user=UserFactory(), role="organiser"),
        lambda: type(one).objects.filter(pk=one.pk).update(modes=["online"]),
    ):
        with changing(four, True, True, True, True):
            act()


def test_an_account_is_its_user_s_own(four):
    one, *_ = four
    with changing(four, True, False, False, False):
        one.person.user.is_active = False
        one.person.user.save()


def test_looking_changes_nothing(four):
    with changing(four, False, False, False, False):
        assert Request.objects.count() == 0


def test_a_session_counts_as_long_as_it_is_valid():
    store = SessionStore()
    store["zone"] = "Europe/Moscow"
    store.save()
    first = read(store.session_key, None)
    assert first.session is not None
    assert read(store.session_key, None) == first
    store["zone"] = "Asia/Bangkok"
    store.save()
    assert read(store.session_key, None) != first
    store.model.objects.update(expire_date=timezone.now() - timedelta(days=1))
    assert read(store.session_key, None).session is None


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_is_not_seen_and_what_is_committed_late_is():
    OrganisationFactory()
    before = read("", None)
    begun, later = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            OrganisationFactory()
            begun.set()
            later.wait(10)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert begun.wait(10)
    assert read("", None) == before
    OrganisationFactory()  # begun after the other, and committed before it
    between = read("", None)
    drop_old()
    later.set()
    slow.join()
    assert len({before, between, read("", None)}) == 3


@pytest.mark.django_db(transaction=True)
def test_old_stamps_go_and_what_comes_after_them_looks_like_nothing_before():
    for _ in range(3):
        OrganisationFactory()
    seen = {read("", None)}
    assert drop_old(most=3) == 0
    assert read("", None) in seen
    assert drop_old(most=2) == 3
    assert Stamp.objects.count() == 0
    for _ in range(3):
        seen.add(read("", None))
        OrganisationFactory()
    assert len(seen) == 4
    assert read("", None) not in seen
