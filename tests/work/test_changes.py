"""Letters to those whose meeting was changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.factories import RequestFactory, organiser_of, timetable_with

from saphan.record.meetings import actions
from saphan.record.meetings.models import Timetable
from saphan.work.changes import tell_of_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    request = RequestFactory()
    for side, language, zone in (
        (request.sender, "th", "Asia/Bangkok"),
        (request.receiver, "en", "Europe/Moscow"),
    ):
        side.person.languages, side.person.zone = [language], zone
        side.person.user.language = language
        side.person.user.save()
        side.person.save()
        side.modes = ["face_to_face"]
        side.save()
    timetable = timetable_with(request, Timetable.State.PUBLISHED)
    Timetable.objects.update(published_at=timezone.now() - timedelta(minutes=1))
    return timetable.meetings.get()


@pytest.fixture
def user(meeting):
    # Both speak English too, so that nobody has to interpret.
    for seat in meeting.seats.select_related("delegate__person"):
        person = seat.delegate.person
        person.languages = [*person.languages, "en"]
        person.save()
    return organiser_of(meeting.timetable.forum)


def table(meeting):
    return meeting.timetable.forum.places.filter(mode="face_to_face").latest("code")


def test_each_is_told_once_in_the_own_language_and_zone(meeting, user):
    later = meeting.slot.day.slots.latest("start")
    actions.move(user, meeting, later, table(meeting), words="A speech")
    assert tell_of_changes() == 2
    assert tell_of_changes() == 0
    letters = {letter.to[0]: letter for letter in mail.outbox}
    request = meeting.request
    english = letters[request.receiver.person.email]
    assert english.subject == "A meeting of yours has changed"
    assert english.body.splitlines()[2:7] == [
        f"- {request.sender.organisation.name}",
        "  before: 17 February 2027, 05:00–05:25 Moscow · 09:00–09:25 Bangkok, face to face 1",
        "  now: 17 February 2027, 06:00–06:25 Moscow · 10:00–10:25 Bangkok, face to face 2",
        "",
        "Why: A speech",
    ]
    thai = letters[request.sender.person.email]
    assert thai.body.count("17 กุมภาพันธ์ 2570, 10:00–10:25 กรุงเทพ, face to face 2") == 1


def test_what_is_called_off_is_said_so(meeting, user):
    actions.cancel(user, meeting)
    tell_of_changes()
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert bodies[meeting.request.receiver.person.email].count("now: called off") == 1


def test_a_draft_is_changed_without_a_word(meeting, user):
    Timetable.objects.update(state=Timetable.State.DRAFT)
    actions.cancel(user, meeting)
    assert tell_of_changes() == 0
    Timetable.objects.update(state=Timetable.State.PUBLISHED, published_at=timezone.now())
    assert tell_of_changes() == 0


def test_a_replan_is_told_once_to_each_whom_it_concerns_and_nobody_is_named(meeting, user):
    forum, missing = meeting.timetable.forum, meeting.request.sender
    report = actions.Report("absent", missing, timezone.now())
    made = actions.execute_replanning(actions.report_incident(user, forum, report).pk)
    assert tell_of_changes() == 0
    batch = actions.apply_replanning(user, made)
    assert (tell_of_changes(), tell_of_changes()) == (2, 0)
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    body = told[meeting.request.receiver.person.email]
    assert ("now: called off" in body, missing.person.name in body) == (True, False)
    actions.undo(user, batch)
    assert tell_of_changes() == 2
