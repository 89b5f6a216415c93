"""What the database promises when people act at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    OrganisationFactory,
    RequestFactory,
    timetable_with,
)

from saphan.record.errors import Refused
from saphan.record.meetings.actions import ask
from saphan.record.meetings.models import Meeting, Request, Seat


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_each_other_end_with_one_request():
    forum = ForumFactory()
    one = DelegateFactory(forum=forum, organisation=OrganisationFactory(country="TH"))
    two = DelegateFactory(forum=forum, organisation=OrganisationFactory(country="RU"))
    start = threading.Barrier(2)
    outcomes = []

    def act(sender, receiver):
        try:
            start.wait(timeout=10)
            ask(sender.person.user, sender, receiver)
            outcomes.append("asked")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["asked", "refused"]
    assert Request.objects.count() == 1


@pytest.mark.django_db
def test_nobody_can_be_put_in_two_meetings_of_one_slot():
    one = RequestFactory()
    timetable = timetable_with(one)
    slot = timetable.meetings.get().slot
    two = RequestFactory(sender=one.sender)
    other = Meeting.objects.create(
        timetable=timetable,
        request=two,
        slot=slot,
        place=timetable.forum.places.filter(mode=slot.day.mode).latest("code"),
    )
    with pytest.raises(IntegrityError, match="nobody_in_two_places"), transaction.atomic():
        Seat.objects.create(timetable=timetable, meeting=other, slot=slot, delegate=one.sender)
