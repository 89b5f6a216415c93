"""What is kept of changes of a timetable: numbers that grow, and tables that are free again."""

from __future__ import annotations

import pytest
from tests.factories import RequestFactory, hold, organiser_of, timetable_with

from saphan.record.meetings.actions import publish, withdraw
from saphan.record.meetings.models import Batch, Change, Meeting, Timetable
from saphan.record.meetings.queries import every_published_meeting, timetable_of

pytestmark = pytest.mark.django_db
PUBLISHED = Timetable.State.PUBLISHED


def test_a_meeting_withdrawn_from_frees_its_table_and_its_people():
    one = RequestFactory()
    timetable = timetable_with(one, PUBLISHED)
    meeting = timetable.meetings.get()
    withdraw(one.receiver.person.user, one)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("cancelled", 1)
    assert list(meeting.seats.values_list("state", flat=True)) == ["cancelled"] * 2
    assert timetable_of(one.sender) == []
    assert list(every_published_meeting(one.forum_id)) == [meeting]
    # Another meeting of one of them takes the very table and slot.
    other = RequestFactory(sender=one.sender, state="accepted")
    hold(timetable, other, meeting.slot, meeting.last_slot, meeting.place, [one.sender])


def test_what_was_withdrawn_is_written_down():
    one = RequestFactory()
    meeting = timetable_with(one, PUBLISHED).meetings.get()
    withdraw(one.receiver.person.user, one)
    batch = Batch.objects.get()
    change = Change.objects.get()
    assert (batch.kind, batch.by, batch.forum) == ("withdraw", one.receiver.person.user, one.forum)
    assert change.before == {
        "slot": meeting.slot_id,
        "last_slot": meeting.last_slot_id,
        "place": meeting.place_id,
        "interpreter": None,
        "state": "scheduled",
        "people": sorted([one.sender_id, one.receiver_id]),
        "start": meeting.start.isoformat(),
        "end": meeting.end.isoformat(),
    }
    assert change.after == {**change.before, "state": "cancelled"}


def test_a_request_nobody_answered_is_in_no_timetable_to_be_cancelled():
    one = RequestFactory()
    withdraw(one.sender.person.user, one)
    assert Batch.objects.count() == 0


def test_a_newer_version_numbers_only_what_differs():
    same = RequestFactory()
    moved = RequestFactory(sender=same.sender, state="accepted")
    new = RequestFactory(sender=same.sender, state="accepted")
    forum = same.forum
    user = organiser_of(forum)
    first = timetable_with(same)
    slots = list(forum.slots.order_by("start"))
    place = first.meetings.get().place
    hold(first, moved, slots[1], slots[1], place, [moved.receiver])
    publish(user, first)
    assert set(first.meetings.values_list("sequence", flat=True)) == {0}
    second = timetable_with(same)
    other = forum.places.filter(mode=place.mode).latest("code")
    hold(second, moved, slots[1], slots[1], other, [moved.receiver])
    hold(second, new, slots[1], slots[1], place, [new.receiver])
    publish(user, second)
    numbers = dict(second.meetings.values_list("request__code", "sequence"))
    assert numbers == {same.code: 0, moved.code: 1, new.code: 0}


def test_a_meeting_left_out_for_a_version_is_numbered_on():
    one = RequestFactory()
    user = organiser_of(one.forum)
    for number in range(2):
        publish(user, timetable_with(one))
        publish(
            user,
            Timetable.objects.create(
                forum=one.forum, version=one.forum.timetables.count() + 1, status="optimal"
            ),
        )
        assert Meeting.objects.filter(request=one).latest("pk").sequence == number
