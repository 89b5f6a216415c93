"""Telling how a meeting was and what came of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from tests.after import small_forum
from tests.factories import DelegateFactory, RequestFactory, hold, staff, timetable_with

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.meetings.actions import mark_held, tell_feedback, tell_outcome
from saphan.record.meetings.models import Feedback, Outcome, Timetable
from saphan.record.meetings.queries import (
    follow_ups_due,
    meetings_with_standing,
    own_meetings,
    to_be_asked,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return small_forum(told=False)


def says(delegate, meeting, came, rating=None, words=None):
    return tell_feedback(delegate.person.user, delegate, meeting, came, rating, words)


def plans(delegate, meeting, **told):
    return tell_outcome(delegate.person.user, delegate, meeting, **told)


def standing(small):
    found = {m.pk: m.standing for m in meetings_with_standing(small.forum)}
    return [found[m.pk] for m in (small.held, small.missed, small.untold)]


def test_said_again_it_replaces_what_was_said(small):
    says(small.a, small.held, "held", 3, "Fine")
    again = says(small.a, small.held, "held", 5)
    assert (again.rating, again.words, Feedback.objects.count()) == (5, "Fine", 1)


@pytest.mark.parametrize(
    ("came", "rating"), [("perhaps", None), ("they_did_not", 4), ("held", 0), ("held", 6)]
)
def test_feedback_that_makes_no_sense(small, came, rating):
    with pytest.raises(Refused):
        says(small.a, small.held, came, rating)


def test_who_had_no_seat_gives_no_feedback(small):
    colleague = DelegateFactory(forum=small.forum, organisation=small.a.organisation)
    for stranger in (colleague, small.b, DelegateFactory()):
        with pytest.raises(PermissionDenied):
            says(stranger, small.held, "held", 5)
    with pytest.raises(PermissionDenied):
        tell_feedback(small.c.person.user, small.a, small.held, "held", 1)


def test_colleagues_share_one_outcome_and_strangers_have_none(small):
    colleague = DelegateFactory(forum=small.forum, organisation=small.a.organisation)
    plans(small.a, small.held, next_step="visit")
    plans(colleague, small.held, deal="sale")
    outcome = Outcome.objects.get()
    assert (outcome.organisation, outcome.next_step, outcome.deal) == (
        small.a.organisation,
        "visit",
        "sale",
    )
    elsewhere = DelegateFactory(organisation=small.a.organisation)
    for stranger in (small.b, elsewhere):
        with pytest.raises(PermissionDenied):
            plans(stranger, small.held, next_step="visit")


def test_a_meeting_to_come_or_of_a_draft_has_nothing_to_tell():
    request = RequestFactory()
    meeting = timetable_with(request, Timetable.State.PUBLISHED).meetings.get()
    with pytest.raises(Refused):
        says(request.sender, meeting, "held", 5)
    with pytest.raises(Refused):
        plans(request.sender, meeting, next_step="visit")
    Timetable.objects.update(state=Timetable.State.DRAFT)
    meeting = timetable_with(request).meetings.get()
    with pytest.raises(PermissionDenied):
        says(request.sender, meeting, "held", 5)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"next_step": "party"},
        {"next_step": "visit", "deal": "barter"},
        {"next_step": "visit", "state": "late"},
        {"next_step": "visit", "value": Decimal(5)},
        {"next_step": "visit", "value": Decimal(5), "currency": "XYZ"},
        {"next_step": "visit", "value": Decimal(-1), "currency": "THB"},
        {"next_step": "visit", "note": "x" * 1001},
    ],
)
def test_an_outcome_that_makes_no_sense(small, told):
    with pytest.raises(Refused):
        plans(small.a, small.held, **told)
    assert Outcome.objects.count() == 0


def test_who_sees_to_it_is_of_the_own_side(small):
    with pytest.raises(Refused):
        plans(small.a, small.held, next_step="visit", owner=small.c)


def test_who_was_erased_sees_to_nothing_new(small):
    plans(small.a, small.held, next_step="visit", owner=small.a)
    gone = DelegateFactory(forum=small.forum, organisation=small.a.organisation)
    for one in (gone, small.a):
        one.person.email = f"erased-{one.pk}@erased.invalid"
        one.person.save()
    for one in (gone, small.a):
        with pytest.raises(Refused) as refused:
            plans(small.a, small.held, owner=one)
        assert refused.value.field == "owner"
    plans(small.a, small.held, state="done")  # what was told before stays
    outcome = Outcome.objects.get()
    assert (outcome.owner, outcome.state) == (small.a, "done")


def test_history_names_what_changed_and_never_quotes_a_note(small):
    plans(small.a, small.held, next_step="visit", note="Secret price")
    plans(small.a, small.held, next_step="contract", note="Lower still")
    plans(small.a, small.held, next_step="contract")
    changes = [change.fields for change in Outcome.objects.get().history.all()]
    assert changes == [
        {"next_step": ["visit", "contract"], "note": []},
        {"next_step": [None, "visit"], "note": []},
    ]
    told = AuditEntry.objects.filter(action="meetings.tell_outcome").values_list("data", flat=True)
    assert list(told) == [
        {"fields": ["next_step", "note"], "new": False},
        {"fields": ["next_step", "note"], "new": True},
    ]


def test_nothing_further_is_done_until_there_is_a_next_step(small):
    nothing = plans(small.a, small.held, next_step="nothing", follow_up=small.day)
    assert (nothing.state, nothing.follow_up) == ("done", None)
    assert plans(small.a, small.held, next_step="visit").state == "open"


def test_one_rule_says_what_was_held(small):
    assert standing(small) == ["untold", "untold", "untold"]
    says(small.a, small.held, "held", 5)
    says(small.c, small.held, "they_did_not")  # left before the other came
    says(small.d, small.missed, "we_did_not")
    assert standing(small) == ["held", "no_show", "untold"]
    organiser = staff(small.forum, "organiser")
    mark_held(organiser, small.held, False)
    mark_held(organiser, small.untold, True)
    assert standing(small) == ["no_show", "no_show", "held"]
    mark_held(organiser, small.held, None)
    assert standing(small) == ["held", "no_show", "held"]


@pytest.mark.parametrize("role", ["desk_officer", "door_staff", None])
def test_marks_are_for_who_looks_after_the_timetable(small, role):
    user = staff(small.forum, role) if role else staff(RequestFactory().forum, "organiser")
    with pytest.raises(PermissionDenied):
        mark_held(user, small.held, True)


def test_a_later_version_of_the_timetable_keeps_what_was_told(small):
    says(small.a, small.held, "held", 5)
    plans(small.a, small.held, next_step="visit")
    old = small.held.timetable
    old.state = Timetable.State.SUPERSEDED
    old.save()
    new = Timetable.objects.create(
        forum=small.forum, version=2, state=Timetable.State.PUBLISHED, status="optimal"
    )
    met = small.held
    hold(new, met.request, met.slot, met.slot, met.place, [small.a, small.c])
    (own,) = own_meetings(small.a)
    assert (own.feedback.rating, own.outcome.next_step, own.to_tell) == (5, "visit", False)


def test_the_other_sides_telling_is_not_among_ones_own(small):
    says(small.c, small.held, "held", 1, "Dull")
    plans(small.c, small.held, next_step="nothing")
    own = own_meetings(small.a)[0]
    assert (own.said, own.outcome, own.to_tell) == ([], None, True)


def test_a_follow_up_is_due_once_for_each_date(small):
    today = timezone.now().date()
    outcome = plans(small.a, small.held, next_step="visit", follow_up=today)
    assert list(follow_ups_due(today - timedelta(days=1))) == []
    assert list(follow_ups_due(today)) == [outcome]
    outcome.reminded_on = today
    outcome.save()
    later = today + timedelta(days=9)
    assert list(follow_ups_due(later)) == []
    plans(small.a, small.held, follow_up=later)
    assert list(follow_ups_due(later)) == [outcome]
    plans(small.a, small.held, state="done")
    assert list(follow_ups_due(later)) == []


def test_who_has_told_nothing_is_asked_after_the_last_day(small):
    says(small.a, small.held, "held", 5)
    others = [small.b, small.c, small.d]
    assert list(to_be_asked(small.day)) == []
    assert list(to_be_asked(small.day + timedelta(days=1))) == others
    assert list(to_be_asked(small.day + timedelta(days=15))) == []
