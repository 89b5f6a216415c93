"""Each kind of personal data goes when its time is over, and not before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.factories import (
    FIRST_DAY,
    DelegateFactory,
    ForumFactory,
    InvitationFactory,
    RegistrationFactory,
    RequestFactory,
    UserFactory,
    organiser_of,
    timetable_with,
)
from tests.facts import desk_of
from typer.testing import CliRunner

from saphan.cli import app
from saphan.record.audit.models import AuditEntry
from saphan.record.directory.actions import make_token
from saphan.record.directory.models import ApiToken, Person, User
from saphan.record.factcheck.actions import Sent, receive
from saphan.record.factcheck.models import Report, Submitter
from saphan.record.forum.models import Badge, CheckIn, Interpreter, Invitation, Registration
from saphan.record.mailing.actions import new_letter
from saphan.record.mailing.models import Delivery
from saphan.record.meetings.models import Request, Seat, Timetable
from saphan.record.privacy.queries import people_to_warn, plan
from saphan.work.erasure import drop_old

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 7, 1, 3, tzinfo=UTC)
"""134 days after the last day of the factory's forums."""
LAST_DAY = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC) + timedelta(days=1)


@pytest.fixture(autouse=True)
def periods(settings):
    settings.KEEP_DAYS = {
        "sessions": 1,
        "tokens": 90,
        "registrations": 90,
        "scans": 90,
        "letters": 30,
        "submitters": 30,
        "messages": 120,
        "people": 400,
    }


def counts(now):
    return {one.kind: one.rows for one in plan(now) if one.rows}


def ends(forum, date):
    """Let the last day of a forum be this one."""
    last = forum.days.latest("date")
    last.date = date
    last.save()


def old_things():
    """A row of each kind but people, all of a forum whose last day is that of the factory."""
    request = RequestFactory(message="Hello", state="declined", reason="else", reason_words="No")
    forum = request.forum
    delegate = request.sender
    RegistrationFactory(forum=forum)
    InvitationFactory(registration__forum=forum)
    badge = Badge.objects.create(forum=forum, delegate=delegate)
    Badge.objects.create(forum=forum, name="Somebody of the staff")
    CheckIn.objects.create(forum=forum, badge=badge, scan="0" * 32, scanned_at=LAST_DAY)
    delivery = Delivery.objects.create(
        letter=new_letter(organiser_of(forum), forum),
        person=delegate.person,
        name="Somebody",
        email="somebody@forum.example",
        language="en",
        values={"name": "Somebody"},
        state="sent",
    )
    Delivery.objects.filter(pk=delivery.pk).update(at=LAST_DAY)
    receive(desk_of(), Sent("Is it true?", email="somebody@forum.example"))
    Report.objects.update(at=LAST_DAY)
    Submitter.objects.update(created_at=LAST_DAY)
    make_token(delegate.person.user, "Sheet", ["forum:read"], 30)
    ApiToken.objects.update(expires_at=LAST_DAY)
    Client().force_login(delegate.person.user)
    Session.objects.update(expire_date=LAST_DAY)
    UserSession.objects.create(
        user=delegate.person.user, session_key="gone", ip="192.0.2.1", user_agent="X"
    )
    return request


def test_nothing_goes_before_its_time():
    old_things()
    assert counts(LAST_DAY) == {"sessions": 1}  # of a device whose session is gone
    drop_old(LAST_DAY)
    assert counts(LAST_DAY) == {}
    assert (Registration.objects.count(), CheckIn.objects.count()) == (2, 1)
    assert (Submitter.objects.count(), Session.objects.count()) == (1, 1)


def test_each_kind_goes_when_its_time_is_over_and_the_trail_says_how_many():
    request = old_things()
    coming = RequestFactory(message="Later", forum=ForumFactory())
    ends(coming.forum, NOW.date())
    expected = {
        "sessions": 2,
        "tokens": 1,
        "registrations": 2,
        "scans": 2,
        "letters": 1,
        "submitters": 1,
        "messages": 1,
    }
    assert counts(NOW) == expected
    done = drop_old(NOW)
    assert done == {**expected, "people": 0}
    assert counts(NOW) == {}
    request.refresh_from_db()
    assert (request.message, request.reason, request.reason_words) == ("", "", "")
    coming.refresh_from_db()
    assert coming.message == "Later"
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.name, delivery.email, delivery.person) == (
        "sent",
        "",
        "",
        None,
    )
    assert (Registration.objects.count(), Invitation.objects.count()) == (0, 0)
    assert (Report.objects.get().submitter, Badge.objects.count()) == (None, 1)
    entries = AuditEntry.objects.filter(action="privacy.retention")
    assert {one.data["kind"]: one.data["rows"] for one in entries} == expected


def test_a_kind_can_be_kept_for_good(settings):
    old_things()
    settings.KEEP_DAYS = dict.fromkeys(settings.KEEP_DAYS, 0)
    assert counts(NOW + timedelta(days=9000)) == {}
    assert set(drop_old(NOW + timedelta(days=9000)).values()) == {0}
    assert people_to_warn(NOW + timedelta(days=9000)) == []


def test_people_of_forums_long_over_are_told_first_and_kept_if_they_sign_in():
    request = RequestFactory()
    timetable_with(request, state=Timetable.State.PUBLISHED)
    gone, stays = request.sender.person, request.receiver.person
    nameless = DelegateFactory(forum=request.forum, person__user=None, person__email="a@b.example")
    busy = DelegateFactory(forum=request.forum).person
    again = DelegateFactory(person=busy, organisation=busy.organisation)
    ends(again.forum, FIRST_DAY + timedelta(days=390))
    Interpreter.objects.create(
        forum=request.forum,
        code="I",
        name="I",
        email="i@b.example",
        languages=["th"],
        modes=["online"],
        zone="UTC",
    )
    UserFactory(is_staff=True)
    User.objects.update(created_at=LAST_DAY - timedelta(days=60))
    later = LAST_DAY + timedelta(days=380)
    drop_old(later)
    expected = {gone.email, stays.email, nameless.person.email, "i@b.example"}
    assert {one.to[0] for one in mail.outbox} == expected
    AuditEntry.objects.filter(action="privacy.warn").update(at=later)
    mail.outbox.clear()
    assert sum(drop_old(later + timedelta(days=29)).values()) == 0
    assert mail.outbox == []  # nobody is told twice
    User.objects.filter(pk=stays.user.pk).update(last_login=later + timedelta(days=1))
    day = later + timedelta(days=31)
    assert counts(day) == {"people": 3}
    assert drop_old(day)["people"] == 3
    assert {one.to[0] for one in mail.outbox} == expected - {stays.email}
    assert User.objects.filter(pk__in=[gone.user.pk, stays.user.pk]).get() == stays.user
    assert not Person.objects.filter(email="a@b.example").exists()
    assert Seat.objects.count() == 2
    assert AuditEntry.objects.filter(action="privacy.expire").count() == 3
    assert Interpreter.objects.count() == 0
    assert counts(day) == {}


def test_the_command_shows_what_would_go_and_lets_it_go(monkeypatch, settings):
    monkeypatch.setattr("saphan.cli.privacy.open_record", lambda: None)
    old_things()
    Report.objects.update(at=timezone.now() - timedelta(days=99))
    Submitter.objects.update(created_at=timezone.now() - timedelta(days=99))
    shown = CliRunner().invoke(app, ["retention", "--dry-run"])
    assert (shown.exit_code, Submitter.objects.count()) == (0, 1)
    assert shown.output.splitlines()[-1] == "Dry run: nothing was written."
    assert CliRunner().invoke(app, ["retention"]).exit_code == 0
    assert (Submitter.objects.count(), Request.objects.exclude(message="").count()) == (0, 1)
