"""What the database promises when people act at the same moment."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    OrganisationFactory,
    RequestFactory,
    hold,
    timetable_with,
)

from saphan.record.errors import Refused
from saphan.record.forum.models import Interpreter
from saphan.record.meetings.actions import ask
from saphan.record.meetings.models import Request, sides_key


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


@pytest.fixture
def one(db):
    return RequestFactory()


@pytest.fixture
def day(one):
    """The timetable of the first request, in the first slot at the first place, and the day."""
    timetable = timetable_with(one)
    meeting = timetable.meetings.get()
    return timetable, list(meeting.slot.day.slots.all()), meeting


def other_place(meeting):
    return meeting.timetable.forum.places.filter(mode=meeting.place.mode).latest("code")


def test_nobody_can_be_put_in_two_meetings_of_one_slot(one, day):
    timetable, (first, _second), meeting = day
    two = RequestFactory(sender=one.sender)
    with pytest.raises(IntegrityError, match="nobody_in_two_places"), transaction.atomic():
        hold(timetable, two, first, first, other_place(meeting), [one.sender])


def test_nobody_leaves_a_long_meeting_for_another(one, day):
    timetable, (first, second), _meeting = day
    timetable.meetings.all().delete()
    hold(timetable, one, first, second, other_place(_meeting), [one.sender])
    two = RequestFactory(sender=one.sender)
    with pytest.raises(IntegrityError, match="nobody_in_two_places"), transaction.atomic():
        hold(timetable, two, second, second, _meeting.place, [one.sender])


def test_a_third_person_is_not_in_two_meetings_either(one, day):
    timetable, (first, second), meeting = day
    third = DelegateFactory(forum=one.forum)
    timetable.meetings.all().delete()
    hold(timetable, one, first, second, meeting.place, [one.sender, one.receiver, third])
    two = RequestFactory(sender=third)
    with pytest.raises(IntegrityError, match="nobody_in_two_places"), transaction.atomic():
        hold(timetable, two, first, first, other_place(meeting), [third])


def test_a_table_is_taken_for_the_whole_of_a_long_meeting(one, day):
    timetable, (first, second), meeting = day
    place = other_place(meeting)
    hold(timetable, RequestFactory(sender=one.sender), first, second, place)
    two = RequestFactory(sender=one.sender)
    with pytest.raises(IntegrityError, match="place_used_once_a_slot"), transaction.atomic():
        hold(timetable, two, second, second, place)


def test_an_interpreter_is_taken_for_the_whole_of_a_long_meeting(one, day):
    timetable, (first, second), meeting = day
    person = Interpreter.objects.create(
        forum=one.forum, code="I", name="I", languages=["th", "ru"], modes=["online"]
    )
    long = RequestFactory(sender=one.sender)
    hold(timetable, long, first, second, other_place(meeting), interpreter=person)
    two = RequestFactory(sender=one.sender)
    with pytest.raises(IntegrityError, match="interpreter_used_once"), transaction.atomic():
        hold(timetable, two, second, second, meeting.place, interpreter=person)


def test_slots_after_each_other_share_table_and_people(one, day):
    timetable, (_first, second), meeting = day
    two = RequestFactory(sender=one.sender)
    hold(timetable, two, second, second, meeting.place, [one.sender])
    assert one.sender.seats.count() == 2


@pytest.mark.parametrize("change", [{"start": 1}, {"end": 1}])
def test_a_meetings_time_is_that_of_its_slots(one, day, change):
    _timetable, (first, _second), meeting = day
    for field, minutes in change.items():
        setattr(meeting, field, getattr(first, field) + timedelta(minutes=minutes))
    meeting.save()
    with pytest.raises(IntegrityError, match=r"meeting_(starts|ends)_with_its"):
        connection.check_constraints()


def test_a_seats_time_is_that_of_its_meeting(one, day):
    _timetable, _slots, meeting = day
    own = meeting.seats.first()
    own.end += timedelta(minutes=1)
    own.save()
    with pytest.raises(IntegrityError, match="seat_time_is_its_meetings"):
        connection.check_constraints()


def test_a_slot_made_longer_takes_its_meetings_along(one, day):
    _timetable, (first, _second), meeting = day
    first.end += timedelta(minutes=1)
    first.save()
    meeting.refresh_from_db()
    assert [meeting.end, *meeting.seats.values_list("end", flat=True)] == [first.end] * 3


def test_one_open_request_of_the_same_three(one):
    sides = sides_key([one.sender_id, one.receiver_id, 99], [])
    assert sides == sides_key([99, one.receiver_id, one.sender_id], [])
    Request.objects.filter(pk=one.pk).update(sides=sides)
    # The two alone may have a request beside it, all three may not have another.
    RequestFactory(sender=one.receiver, receiver=one.sender)
    with pytest.raises(IntegrityError, match="one_live_request_of_the_same"), transaction.atomic():
        RequestFactory(sender=one.receiver, receiver=one.sender, sides=sides)
