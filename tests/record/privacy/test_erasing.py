"""After erasing somebody nothing in the database says who they were; what is others' stays."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from psycopg import sql
from tests.after import past_slots
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    InvitationFactory,
    OrganisationFactory,
    RegistrationFactory,
    RequestFactory,
    UserFactory,
    hold,
    organiser_of,
    staff,
    timetable_with,
)
from tests.facts import PNG, claim_of, desk_of

from saphan.record.audit.actions import note
from saphan.record.audit.models import AuditEntry
from saphan.record.commitments.models import Commitment
from saphan.record.directory.actions import make_admin, make_token, set_consents
from saphan.record.directory.models import Consent, Person, User
from saphan.record.errors import Refused
from saphan.record.factcheck.actions import Sent, receive
from saphan.record.factcheck.models import Cluster, Comment, DeskRole, HandOver, Report
from saphan.record.factcheck.models.reports import pictures
from saphan.record.forum.models import Badge, CheckIn, Delegate, Interpreter, Registration
from saphan.record.mailing.actions import new_letter, order
from saphan.record.mailing.models import Delivery
from saphan.record.mailing.queries import receivers
from saphan.record.meetings.actions import (
    ask,
    block,
    renew_feed,
    set_aside,
    tell_feedback,
    tell_outcome,
)
from saphan.record.meetings.models import (
    Batch,
    Change,
    Delay,
    Feedback,
    Incident,
    Meeting,
    Outcome,
    Replanning,
    Request,
    SchedulingRun,
    Seat,
    SetAside,
    Timetable,
)
from saphan.record.privacy.actions import erase
from saphan.record.privacy.queries import HOLDINGS, find_somebody, kept_about, preview_of
from saphan.record.register.models import RegisterRole
from saphan.work.changes import tell_of_changes
from saphan.work.erasure import tell_erased

pytestmark = pytest.mark.django_db
THAI, LATIN = "สมชาย ประเสริฐตระกูล", "Somchai Prasertrakun"
EMAIL, PHONE, WORDS = "somchai.mark@forum.example", "+66 81 234 5678", "Orchid-Zebra-Words"
DAY = timedelta(days=1)
MARKS = (THAI, LATIN, "Prasertrakun", EMAIL, PHONE, WORDS)
MINE = f"{WORDS}: {LATIN}, {EMAIL}, {PHONE}"


def rows():
    """Every row of every table, as text; sessions as what they hold."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                sql.SQL("SELECT to_jsonb(t)::text FROM {} t").format(sql.Identifier(table))
            )
            yield from ((table, text) for (text,) in cursor.fetchall())
    for session in Session.objects.all():
        yield "sessions", json.dumps(store.decode(session.session_data), ensure_ascii=False)


def rows_with(*marks):
    """Where any of the marks stands in any column of any table."""
    return [
        (table, text)
        for table, text in rows()
        if any(mark.casefold() in text.casefold() for mark in marks)
    ]


def everything_of(*users):
    """What others have, to compare; what the erased wrote to them is the erased's own."""
    kept = [(one.table, one.rows) for user in users for one in kept_about(user)]
    return json.dumps(kept, default=str).replace(MINE, "")


def whole_world():
    """Somebody who is everywhere, in a forum of last year and in one to come.

    Returns:
        Them, the meeting held last year, the request to come, and the partners of both.
    """
    past, coming = ForumFactory(), ForumFactory()
    organisation = OrganisationFactory(language="th")
    somchai = DelegateFactory(
        forum=past,
        organisation=organisation,
        person__name=THAI,
        person__name_latin=LATIN,
        person__title=f"Director {LATIN}",
        person__user__email=EMAIL,
    )
    user = somchai.person.user
    colleague = DelegateFactory(forum=past, organisation=organisation)
    met = RequestFactory(sender=somchai, forum=past, message=MINE, state="accepted")
    timetable = timetable_with(met, state=Timetable.State.PUBLISHED)
    timetable.meetings.all().delete()
    slot = past_slots(past)[0]
    held = hold(timetable, met, slot, slot, past.places.earliest("pk"), [somchai, met.receiver])
    tell_feedback(user, somchai, held, "held", 4, MINE)
    tell_outcome(user, somchai, held, next_step="visit", owner=somchai, note=MINE)
    partner = met.receiver
    tell_feedback(partner.person.user, partner, held, "held", 5, f"Thanks to {LATIN}!")
    past.days.exclude(pk=slot.day_id).delete()
    RequestFactory(
        receiver=somchai,
        sender__forum=past,
        sender__organisation__country="RU",
        message=f"Dear {THAI} <{EMAIL}>",
        state="declined",
        reason="else",
        reason_words=WORDS,
    )
    batch = Batch.objects.create(
        forum=past, timetable=timetable, kind="move", words=f"{LATIN} is late", by=user
    )
    Change.objects.create(
        batch=batch, meeting=held, before={}, after={}, why={"text": f"{THAI} ill"}
    )
    SchedulingRun.objects.create(
        forum=past, state="infeasible", reasons=[{"text": f"{LATIN} has too much"}], created_by=user
    )
    badge = Badge.objects.create(forum=past, delegate=somchai, token="MARKMARKMARKMARK")
    CheckIn.objects.create(forum=past, badge=badge, scan="0" * 32, scanned_at=timezone.now())
    told = {"email": EMAIL, "name": THAI, "name_latin": LATIN, "title": LATIN, "forum": past}
    RegistrationFactory(**told, state="approved", delegate=somchai, words=f"Hello {THAI}")
    InvitationFactory(registration__email=EMAIL.upper(), registration__name=THAI)
    Interpreter.objects.create(
        forum=past,
        code="I1",
        name=THAI,
        email=EMAIL,
        languages=["th"],
        modes=["online"],
        zone="UTC",
    )
    letter = new_letter(organiser_of(past), past)
    letter.bodies = {"en": f"Ask {LATIN}"}
    letter.save()
    for number, state in enumerate(("sent", "waiting")):
        Delivery.objects.create(
            letter=letter if number else new_letter(organiser_of(past), past),
            person=somchai.person,
            name=THAI,
            email=EMAIL,
            language="th",
            values={"name": THAI},
            state=state,
            error=f"<{EMAIL}> was slow",
        )
    block(user, somchai, RequestFactory(sender__forum=past).sender.organisation)
    set_aside(user, somchai, RequestFactory(sender__forum=past).sender.organisation, "else", MINE)
    renew_feed(user, somchai)
    the_account(user, organisation)
    at_the_desks(user)
    admin = UserFactory()
    note(admin, "meetings.withdraw_person", somchai, name=THAI)
    note(admin, "forum.odd", past, said=[f"{THAI} <{EMAIL}>", {"by": LATIN, LATIN: 1}])
    LogEntry.objects.create(
        user=admin, object_repr=THAI, action_flag=2, change_message=f"Changed {EMAIL}"
    )
    again = Delegate.objects.create(
        forum=coming, person=somchai.person, organisation=organisation, code="D", modes=["online"]
    )
    request = RequestFactory(sender=again, message=MINE, forum=coming)
    to_come = timetable_with(request, state=Timetable.State.PUBLISHED)
    to_come.published_at = timezone.now() - timedelta(days=1)
    to_come.save()
    late = to_come.meetings.get().start
    Delay.objects.create(forum=coming, request=request, delegate=again, start=late, minutes=10)
    replanning = Replanning.objects.create(forum=coming, timetable=to_come)
    Incident.objects.create(
        replanning=replanning, kind="late", delegate=again, start=late, until=late + DAY
    )
    asked = RequestFactory(receiver=again, sender__forum=coming, message=f"Dear {LATIN}")
    others = (colleague, partner, request.receiver, asked.sender)
    return somchai, held, request, asked, [one.person.user for one in others]


def the_account(user, organisation):
    user.set_password("a long secret")
    user.save()
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": f"Key of {LATIN}"})
    make_admin(None, organisation, user)
    make_token(user, f"Sheet of {LATIN}", ["forum:read"], 30)
    set_consents(user, user, ["take_part", "contact"], "th")
    for _number in range(2):
        browser = Client()
        browser.force_login(user)
    UserSession.objects.create(
        user=user, session_key=browser.session.session_key, ip="192.0.2.1", user_agent=LATIN
    )
    waiting = Client().session
    waiting["account_login"] = {"email": EMAIL}
    waiting.save()


def at_the_desks(user):
    desk = desk_of("TH")
    DeskRole.objects.create(desk=desk, user=user, role="checker")
    RegisterRole.objects.create(user=user)
    Commitment.objects.create(text="Trade more", owner=user)
    claim = claim_of(desk, "The moon is cheese")
    Comment.objects.create(claim=claim, by=user, text=f"I saw it, {LATIN} {EMAIL}")
    HandOver.objects.create(
        claim=claim,
        agency="Ministry",
        email=EMAIL,
        language="en",
        question="Is it?",
        reply="No",
        replied_by=LATIN,
        expires_at=timezone.now(),
    )
    receive(desk, Sent(MINE, email=EMAIL, picture=PNG))
    receive(desk, Sent("Drink hot water against all ills", email=EMAIL))
    receive(desk, Sent("Drink hot water against all ills", email="else@forum.example"))


def test_nothing_says_any_more_who_somebody_was(django_capture_on_commit_callbacks):
    somchai, held, request, asked, others = whole_world()
    user, organisation = somchai.person.user, somchai.organisation
    picture = Report.objects.exclude(picture="").get().picture.name
    assert len({table for table, _row in rows_with(*MARKS)}) >= 25
    assert {one.table for one in HOLDINGS} - {one.table for one in kept_about(user)} == {
        "factcheck.Conflict",
        "meetings.RequestSide",
        "meetings.Meeting",
        "meetings.TellingReminder",
        "admin.LogEntry",
        "forum.ForumRole",
        "forum.AgendaItem",
        "forum.Availability",
    }
    seats, entries = Seat.objects.count(), AuditEntry.objects.filter(actor=user).count()
    sessions = Session.objects.count()

    with django_capture_on_commit_callbacks(execute=True):
        gone = erase(user, EMAIL)
    tell_erased(gone)

    assert rows_with(*MARKS, "MARKMARKMARKMARK") == []
    assert Session.objects.count() == sessions - 3
    assert not User.objects.filter(pk=user.pk).exists()
    assert not pictures().exists(picture)
    assert [one.to for one in mail.outbox] == [[EMAIL]]
    # Others have what they had.
    assert Seat.objects.count() == seats
    nobody = User.objects.get(email="erased@erased.invalid")
    assert (nobody.is_active, nobody.has_usable_password()) == (False, False)
    assert AuditEntry.objects.filter(actor=nobody).count() >= entries
    held.refresh_from_db()
    assert (held.state, held.seats.count()) == (Meeting.State.SCHEDULED, 2)
    assert sorted(Feedback.objects.values_list("came", "rating", "words")) == [
        ("held", 4, ""),
        ("held", 5, "Thanks to …!"),
    ]
    outcome = Outcome.objects.get()
    assert (outcome.organisation, outcome.next_step, outcome.note) == (organisation, "visit", "")
    assert (Badge.objects.count(), CheckIn.objects.count()) == (1, 1)
    assert [one.state for one in Registration.objects.all()] == ["approved"]
    assert [one.state for one in Delivery.objects.all()] == ["sent"]
    assert SetAside.objects.get().words == "…"
    assert [(one.user, one.withdrawn_at is None) for one in Consent.objects.all()] == [
        (None, False),
        (None, False),
    ]
    assert Commitment.objects.get().owner is None
    assert Interpreter.objects.count() == 0
    assert Person.objects.get(pk=somchai.person.pk).name == "ผู้ที่ถูกลบข้อมูลแล้ว"
    assert sorted(Cluster.objects.values_list("text", "size")) == [
        ("Drink hot water against all ills", 2),
        ("…", 1),
    ]
    # What was to come is called off, and the partner is told.
    for one in (request, asked):
        one.refresh_from_db()
        assert one.state == Request.State.WITHDRAWN
    assert request.meetings.get().state == Meeting.State.CANCELLED
    mail.outbox.clear()
    tell_of_changes()
    assert [one.to for one in mail.outbox] == [[request.receiver.person.email]]
    for forum in (held.timetable.forum, request.forum):
        entry = AuditEntry.objects.get(action="privacy.erase", forum=forum.pk)
        assert (entry.actor, entry.data) == (nobody, {})
    assert find_somebody(EMAIL) is None
    partner = request.receiver
    letter = new_letter(organiser_of(request.forum), request.forum, "welcome")
    assert partner.person.email in {one.email for one in receivers(letter, {})}
    assert not any("erased" in one.email for one in receivers(letter, {}))
    with pytest.raises(Refused, match="Nobody"):
        ask(partner.person.user, partner, Delegate.objects.get(forum=request.forum, code="D"))
    assert len(others) == 4


def test_what_others_have_is_as_it_was():
    somchai, _held, request, asked, others = whole_world()
    stranger = DelegateFactory(person__name=LATIN, person__title=LATIN)
    note(stranger.person.user, "forum.odd", stranger.forum, said=LATIN)
    users = [*others, stranger.person.user]
    # What they were asked, and wrote about the erased, is told elsewhere.
    for one in (request, asked):
        one.delete()
    Request.objects.exclude(message="").update(message="")
    Feedback.objects.exclude(delegate=somchai).update(words="")
    before = everything_of(*users)
    erase(somchai.person.user, EMAIL)
    assert everything_of(*users) == before
    assert AuditEntry.objects.get(forum=stranger.forum_id).data == {"said": LATIN}


def test_who_nobody_met_leaves_no_trace_but_a_number():
    registration = RegistrationFactory(state="approved")
    delegate = DelegateFactory(forum=registration.forum, person__user__email=registration.email)
    registration.delegate = delegate
    registration.save()
    email = registration.email
    erase(delegate.person.user, email)
    assert (Delegate.objects.count(), Person.objects.count()) == (0, 0)
    assert [one.state for one in Registration.objects.all()] == ["withdrawn"]
    assert rows_with(email) == []


def test_who_is_needed_is_told_what_to_do_first():
    forum = ForumFactory()
    organiser = organiser_of(forum)
    said = "Nobody else organises “Forum of two sides”"
    with pytest.raises(Refused, match=said):
        erase(organiser, organiser.email)
    second = organiser_of(forum)
    erase(organiser, organiser.email)
    with pytest.raises(Refused, match=said):
        erase(second, second.email)
    forum.days.all().delete()
    past_slots(forum)
    forum.days.filter(date__gte=timezone.now().date()).delete()
    erase(second, second.email)  # the forum is over
    admin = UserFactory(is_superuser=True)
    with pytest.raises(Refused, match="Nobody else looks after the site"):
        erase(admin, admin.email)
    lead = UserFactory()
    DeskRole.objects.create(desk=desk_of("RU"), user=lead, role="lead")
    with pytest.raises(Refused, match="Nobody else leads"):
        erase(lead, lead.email)
    meeting = timetable_with(RequestFactory(), state=Timetable.State.PUBLISHED).meetings.get()
    interpreter = UserFactory()
    meeting.interpreter = Interpreter.objects.create(
        forum=meeting.timetable.forum,
        code="I",
        name="I",
        email=interpreter.email,
        languages=["th"],
        modes=["online"],
        zone="UTC",
    )
    meeting.save()
    with pytest.raises(Refused, match="interpreted by this person"):
        erase(interpreter, interpreter.email)
    with pytest.raises(Refused, match="Nobody here has this address"):
        erase(admin, "nobody@forum.example")


def test_the_last_who_looks_after_an_organisation_is_warned():
    delegate = DelegateFactory()
    user = delegate.person.user
    make_admin(None, delegate.organisation, user)
    assert preview_of(find_somebody(user.email)).warnings == []
    DelegateFactory(organisation=delegate.organisation, forum=delegate.forum)
    (warning,) = preview_of(find_somebody(user.email)).warnings
    assert warning.startswith(f"Nobody else looks after the people of {delegate.organisation.name}")


def test_who_never_signed_in_is_erased_too_and_short_names_take_nothing_along():
    delegate = DelegateFactory(person__user=None, person__name="Li", person__email=EMAIL)
    kept = note(None, "forum.save_listing", delegate.forum, title="Li battery")
    organiser = organiser_of(delegate.forum)
    erase(organiser, EMAIL.upper(), "privacy.erase_on_request", asked_on="2026-11-01")
    assert rows_with(EMAIL) == []
    kept.refresh_from_db()
    assert kept.data == {"title": "Li battery"}
    entry = AuditEntry.objects.get(action="privacy.erase_on_request")
    assert (entry.actor, entry.forum, entry.data) == (
        organiser,
        delegate.forum_id,
        {"asked_on": "2026-11-01"},
    )
    assert Delegate.objects.count() == 0


def test_a_co_organiser_can_go():
    user = staff(ForumFactory(), "co_organiser", "TH")
    erase(user, user.email)
    assert rows_with(user.email) == []


def test_a_scheduled_letter_of_who_goes_is_a_draft_again():
    forum = ForumFactory()
    user = organiser_of(forum)
    organiser_of(forum)
    letter = new_letter(user, forum, "welcome")
    order(user, letter, timezone.now() + timedelta(days=1))
    erase(user, user.email)
    letter.refresh_from_db()
    assert (letter.state, letter.created_by) == ("draft", None)


def test_each_holding_that_stays_says_why():
    assert [one.table for one in HOLDINGS if (one.fate.value != "delete") != bool(one.why)] == []
