"""What somebody is told of their day, and what they say of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests.day import interpreter_at, publish_next, today
from tests.factories import (
    DelegateFactory,
    MatchFactory,
    RequestFactory,
    UserFactory,
    organiser_of,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.meetings.actions import (
    cancel,
    move,
    renew_feed,
    restore,
    take_back_delay,
    tell_delay,
    undo,
    withdraw,
)
from saphan.record.meetings.models import Batch, CalendarFeed, Change, Delay
from saphan.record.meetings.queries import (
    Stood,
    delays_of,
    feed_of,
    feed_with,
    fits_with,
    published_meeting,
    shown_to,
)
from saphan.record.meetings.rules import may_join
from saphan.record.meetings.standing import standing_of

pytestmark = pytest.mark.django_db


def user_of(delegate):
    return delegate.person.user


def told(one):
    """Each meeting shown to somebody: its key, whether it stands, its sequence."""
    return [(s.meeting.request_id, s.stands, s.sequence) for s in shown_to(one)]


def version_of(one):
    """The published version as the organisers' actions take it."""
    return {m.request_id: m for m in one.forum.timetables.get(state="published").meetings.all()}


def test_everybody_has_their_own_meetings():
    one = today()
    soon, later = (one.soon.request_id, True, 0), (one.later.request_id, True, 0)
    assert told(one.a) == [soon, later]
    assert told(one.b) == [soon]
    assert told(one.c) == [later]
    assert told(one.interpreter) == [soon]
    assert [s.people for s in shown_to(one.a)] == [[one.b], [one.c]]
    assert [s.people for s in shown_to(one.interpreter)] == [[one.a, one.b]]


def test_a_withdrawn_meeting_is_told_as_cancelled():
    one = today()
    before = shown_to(one.b)[0].changed_at
    withdraw(user_of(one.a), one.soon.request)
    assert told(one.b) == told(one.interpreter) == [(one.soon.request_id, False, 1)]
    assert shown_to(one.b)[0].changed_at > before


def test_organisers_call_off_and_restore():
    one = today(60)
    organiser = organiser_of(one.forum)
    cancel(organiser, one.soon)
    assert told(one.b) == [(one.soon.request_id, False, 1)]
    restore(organiser, version_of(one)[one.soon.request_id])
    (shown,) = shown_to(one.b)
    assert (shown.stands, shown.sequence, shown.before) == (True, 2, None)


def test_a_meeting_moved_on_the_day_tells_where_it_was():
    one = today(60)
    organiser = organiser_of(one.forum)
    other = one.forum.places.get(code="online-2")
    batch = move(organiser, one.soon, one.soon.slot, other)
    for person in (one.b, one.interpreter):
        (shown,) = shown_to(person)
        assert (shown.stands, shown.sequence, shown.meeting.place) == (True, 1, other)
        assert shown.before == Stood(one.soon.start, one.soon.end, one.soon.place.name)
        assert shown.changed_at == batch.at
    undo(organiser, batch)
    assert [(s.sequence, s.before) for s in shown_to(one.b)] == [(2, None)]


def test_who_is_taken_out_of_a_meeting_is_told_that_it_is_none_of_theirs():
    one = today(60)
    Change.objects.create(
        batch=Batch.objects.create(forum=one.forum, timetable=one.timetable, kind="replan"),
        meeting=one.later,
        before=standing_of(one.later) | {"people": [one.a.pk, one.b.pk]},
        after=standing_of(one.later),
    )
    Change.objects.create(
        batch=Batch.objects.create(forum=one.forum, timetable=one.timetable, kind="replan"),
        meeting=one.later,
        before=standing_of(one.later) | {"interpreter": one.interpreter.pk},
        after=standing_of(one.later),
    )
    gone = (one.later.request_id, False, 0)
    for person in (one.b, one.interpreter):
        assert told(person) == [(one.soon.request_id, True, 0), gone]
    assert told(one.c) == [(one.later.request_id, True, 0)]


def test_a_later_version_moves_and_cancels():
    one = today()
    (moved,) = publish_next(one, (one.soon, one.later.slot, one.soon.place))
    assert set(told(one.a)) == {
        (one.soon.request_id, True, 1),
        (one.later.request_id, False, 1),
    }
    (shown,) = shown_to(one.b)
    stood = Stood(one.soon.start, one.soon.end, one.soon.place.name)
    assert (shown.meeting, shown.before) == (moved, stood)
    # Without an interpreter now: for who had it, it no longer stands.
    assert told(one.interpreter) == [(one.soon.request_id, False, 1)]


def test_what_stays_where_it_was_has_not_moved():
    one = today()
    publish_next(one, (one.later, one.later.slot, one.later.place))
    assert [(s.stands, s.sequence, s.before) for s in shown_to(one.c)] == [(True, 0, None)]


def test_a_meeting_that_comes_back_is_newer_than_its_end():
    one = today()
    publish_next(one)
    (gone,) = shown_to(one.c)
    assert (gone.stands, gone.sequence) == (False, 1)
    publish_next(one, (one.later, one.later.slot, one.later.place))
    (back,) = shown_to(one.c)
    assert (back.stands, back.sequence) == (True, 1)
    assert back.changed_at > gone.changed_at


def test_drafts_are_told_to_nobody():
    one = today()
    one.timetable.state = "draft"
    one.timetable.save()
    assert (told(one.a), told(one.interpreter)) == ([], [])


@pytest.mark.parametrize("minutes", [5, 10, 15])
def test_who_comes_late_says_so(minutes):
    one = today()
    delay = tell_delay(user_of(one.a), one.a, one.soon, minutes)
    assert (delay.name, delay.minutes, delay.start) == (
        one.a.person.name,
        minutes,
        one.soon.start,
    )
    (partners,) = shown_to(one.b)
    assert (partners.others_late, partners.own_delay) == ([delay], None)
    own = shown_to(one.a)[0]
    assert (own.others_late, own.own_delay) == ([], delay)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.forum, entry.data) == (
        "meetings.tell_delay",
        one.forum.pk,
        {"minutes": minutes, "request": one.soon.request_id},
    )


def test_said_again_it_replaces_and_taken_back_it_is_gone():
    one = today()
    tell_delay(user_of(one.a), one.a, one.soon, 5)
    tell_delay(user_of(one.a), one.a, one.soon, 15)
    assert list(Delay.objects.values_list("minutes", flat=True)) == [15]
    take_back_delay(user_of(one.a), one.a, one.soon)
    assert Delay.objects.count() == 0
    with pytest.raises(Refused):
        take_back_delay(user_of(one.a), one.a, one.soon)


def test_the_interpreter_can_be_late_too():
    one = today()
    delay = tell_delay(one.interpreting, one.interpreter, one.soon, 10)
    assert delay.name == "Anna Interpreting"
    assert delays_of([one.soon, one.later]) == {one.soon.pk: [delay]}
    assert shown_to(one.interpreter)[0].own_delay == delay


def test_a_meeting_that_moves_leaves_the_delay_behind():
    one = today()
    delay = tell_delay(user_of(one.a), one.a, one.soon, 10)
    (stays,) = publish_next(one, (one.soon, one.soon.slot, one.soon.place))
    assert delays_of([stays]) == {stays.pk: [delay]}
    (moved,) = publish_next(one, (one.soon, one.later.slot, one.soon.place))
    assert delays_of([moved]) == {}


def test_nobody_says_it_for_others():
    one = today()
    for actor, delegate, meeting in (
        (user_of(one.b), one.a, one.soon),  # for somebody else
        (user_of(one.c), one.c, one.soon),  # of a meeting of others
        (one.interpreting, one.interpreter, one.later),
        (UserFactory(), one.interpreter, one.soon),
    ):
        with pytest.raises(PermissionDenied):
            tell_delay(actor, delegate, meeting, 5)
        with pytest.raises(PermissionDenied):
            take_back_delay(actor, delegate, meeting)
    assert Delay.objects.count() == 0


@pytest.mark.parametrize(("until", "minutes"), [(121, 5), (-31, 5), (10, 0), (10, 7), (10, 60)])
def test_only_around_the_meeting_and_in_steps(until, minutes):
    one = today(until)
    with pytest.raises(Refused):
        tell_delay(user_of(one.a), one.a, one.soon, minutes)


def test_a_delay_is_of_one_person_and_once():
    one = today()
    given = {"forum": one.forum, "request": one.soon.request, "start": one.soon.start}
    Delay.objects.create(**given, delegate=one.a, minutes=5)
    for wrong in (
        {"delegate": one.a, "minutes": 5},
        {"delegate": one.b, "interpreter": one.interpreter, "minutes": 5},
        {"minutes": 5},
        {"delegate": one.b, "minutes": 6},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delay.objects.create(**given, **wrong)


def test_what_two_need_and_offer_each_other():
    one = today()
    a, b, c = (d.organisation for d in (one.a, one.b, one.c))
    match = MatchFactory(forum=one.forum, need__organisation=a, offer__organisation=b)
    back = MatchFactory(forum=one.forum, need__organisation=b, offer__organisation=a, score=0.9)
    MatchFactory(forum=one.forum, need__organisation=a, offer__organisation=c)
    MatchFactory(need__organisation=a, offer__organisation=b)  # at another forum
    fits = fits_with(one.a, [one.b])
    assert {key: fit.matches for key, fit in fits.items()} == {one.b.organisation_id: [back, match]}


def test_only_people_of_the_meeting_and_staff_may_join():
    one = today()
    elsewhere = UserFactory()
    interpreter_at(DelegateFactory().forum, elsewhere.email)
    colleague = DelegateFactory(forum=one.forum, organisation=one.a.organisation)
    meeting = published_meeting(one.forum, one.soon.request_id)
    users = (user_of(one.a), user_of(one.b), one.interpreting)
    assert [may_join(user, meeting) for user in users] == [True, True, True]
    others = (user_of(one.c), user_of(colleague), elsewhere, UserFactory(), None)
    assert [may_join(user, meeting) for user in others] == [False] * 5


def test_a_feed_has_one_secret_and_renewed_another():
    one = today()
    first = renew_feed(user_of(one.a), one.a).token
    assert feed_with(one.forum, first).of == one.a
    second = renew_feed(user_of(one.a), one.a).token
    assert (first != second, len(second) >= 43) == (True, True)
    assert feed_with(one.forum, first) is None
    assert feed_of(one.a).token == second
    assert feed_of(one.b) is None
    assert CalendarFeed.objects.count() == 1
    assert [e.data for e in AuditEntry.objects.filter(action="meetings.renew_feed")] == [
        {"new": False},
        {"new": True},
    ]


def test_nobody_makes_anothers_feed():
    one = today()
    for actor, of in ((user_of(one.b), one.a), (user_of(one.a), one.interpreter)):
        with pytest.raises(PermissionDenied):
            renew_feed(actor, of)


def test_a_feed_ends_with_the_account_and_is_of_its_forum():
    one = today()
    token = renew_feed(one.interpreting, one.interpreter).token
    assert feed_with(DelegateFactory().forum, token) is None
    assert feed_with(one.forum, token).of == one.interpreter
    one.interpreter.email = "another@forum.example"
    one.interpreter.save()
    assert feed_with(one.forum, token) is None
    token = renew_feed(user_of(one.a), one.a).token
    user_of(one.a).is_active = False
    user_of(one.a).save()
    assert feed_with(one.forum, token) is None


def test_somebody_elses_seat_shows_nothing():
    one = today()
    other = RequestFactory(sender__forum=one.forum)
    assert told(other.sender) == []
