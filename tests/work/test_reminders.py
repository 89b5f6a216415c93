"""Who is written to, when, and in which language."""

from datetime import timedelta

import pytest
from django.core import mail
from tests.after import small_forum
from tests.factories import DelegateFactory

from saphan.record.meetings.actions import tell_outcome
from saphan.work.reminders import remind

pytestmark = pytest.mark.django_db


def letters():
    return {(message.to[0], message.subject) for message in mail.outbox}


def test_whose_follow_up_is_due_is_reminded_once(settings):
    settings.SITE = "https://forum.example"
    small = small_forum()
    due = small.day + timedelta(days=1)
    remind(small.day)  # a day early
    assert mail.outbox == []
    assert remind(due) == 3  # and b and d, who have told nothing, are asked
    (letter,) = (m for m in mail.outbox if m.to == [small.a.person.email])
    lines = letter.body.splitlines()
    assert small.c.organisation.name in lines[2]
    address = f"/f/{small.forum.code}/after/{small.held.request_id}/"
    assert lines[3] == f"  https://forum.example{address}"
    assert "Their price can fall" not in letter.body
    assert (remind(due), remind(due + timedelta(days=1))) == (0, 0)


def test_an_owner_is_reminded_in_place_of_who_was_there():
    small = small_forum()
    owner = DelegateFactory(forum=small.forum, organisation=small.a.organisation)
    tell_outcome(small.a.person.user, small.a, small.held, owner=owner)
    remind(small.day + timedelta(days=1))
    due = [message.to[0] for message in mail.outbox if "Contract" in message.body]
    assert due == [owner.person.email]


def test_who_has_told_nothing_is_asked_once_after_the_last_day():
    small = small_forum(told=False)
    for one in (small.a, small.b, small.c, small.d):
        one.person.user.language = "en"
        one.person.user.save()
    assert remind(small.day) == 0
    assert remind(small.day + timedelta(days=1)) == 4
    assert letters() == {
        (one.person.email, "How were your meetings?")
        for one in (small.a, small.b, small.c, small.d)
    }
    assert remind(small.day + timedelta(days=2)) == 0
