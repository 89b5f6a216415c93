"""Letters: whom they reach, what they say, and that nobody gets one twice."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    organiser_of,
    staff,
    timetable_with,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Refused
from saphan.record.forum.models import Interpreter
from saphan.record.mailing.actions import (
    begin,
    claim,
    discard,
    new_letter,
    order,
    send_again,
    take_back,
    write,
)
from saphan.record.mailing.models import Delivery, Letter
from saphan.record.mailing.queries import progress, receivers
from saphan.record.mailing.writing import PLACEHOLDERS, SAMPLES, fill, one_line, unknown
from saphan.work.letters import receivers_of, send_due

pytestmark = pytest.mark.django_db
TEXTS = {"en": "Hello {name}", "th": "สวัสดี {name}"}


@pytest.fixture
def asked():
    """A Thai who has asked a Russian."""
    request = RequestFactory(receiver__person__languages=["ru", "en"])
    request.sender.person.languages = ["th"]
    request.sender.person.save()
    return request


def letter_of(forum, actor=None, group="all", countries=(), **texts):
    actor = actor or organiser_of(forum)
    letter = new_letter(actor, forum)
    texts = texts or TEXTS
    return actor, write(
        actor,
        letter,
        group=group,
        countries=countries,
        kinds=[],
        subjects=texts,
        bodies=texts,
        needed=True,
    )


def reached(forum, group, **narrow):
    letter = Letter(forum=forum, group=group, needed=True, **narrow)
    return {one.email for one in receivers(letter, {})}


def test_who_is_of_each_group(asked):
    forum = asked.forum
    idle = DelegateFactory(forum=forum)
    thai, russian, alone = (one.person.email for one in (asked.sender, asked.receiver, idle))
    Interpreter.objects.create(
        forum=forum, code="I", name="I", email="i@x.org", languages=["ru"], modes=[]
    )
    groups = ("all", "to_answer", "nothing_asked", "no_meeting", "timetable", "interpreters")
    assert [reached(forum, group) for group in groups] == [
        {thai, russian, alone},
        {russian},
        {alone},
        {thai, russian, alone},
        set(),
        {"i@x.org"},
    ]
    timetable_with(asked, state="published")
    assert [reached(forum, group) for group in groups[2:5]] == [{alone}, {alone}, {thai, russian}]
    assert reached(forum, "all", countries=["RU"]) == {russian}
    assert reached(forum, "all", kinds=["agency"]) == set()


def test_each_is_written_to_in_a_language_of_theirs(asked):
    _actor, letter = letter_of(asked.forum)
    found = {one.email: (one.language, one.values["name"]) for one in receivers(letter, {})}
    assert found == {
        asked.sender.person.email: ("th", asked.sender.person.name),
        asked.receiver.person.email: ("ru", asked.receiver.person.name),
    }


def test_a_letter_is_sent_once_to_each(asked):
    actor, letter = letter_of(asked.forum)
    order(actor, letter)
    now = timezone.now()
    assert (send_due(now), send_due(now)) == (2, 0)
    sent = {message.to[0]: (message.subject, message.reply_to) for message in mail.outbox}
    assert sent == {
        asked.sender.person.email: (f"สวัสดี {asked.sender.person.name}", [actor.email]),
        # There is no Russian text: English stands in for it.
        asked.receiver.person.email: (f"Hello {asked.receiver.person.name}", [actor.email]),
    }
    letter.refresh_from_db()
    assert (letter.state, progress(letter.deliveries.all())["sent"]) == (Letter.State.SENT, 2)
    entry = AuditEntry.objects.get(action="mailing.sent")
    assert (entry.forum, entry.data) == (asked.forum_id, {"sent": 2, "failed": 0})


def test_a_scheduled_letter_waits_and_can_be_taken_back(asked):
    actor, letter = letter_of(asked.forum)
    now = timezone.now()
    order(actor, letter, now + timedelta(hours=1))
    assert send_due(now) == 0
    with pytest.raises(Refused, match="no draft any more"):
        write(actor, letter, group="all", countries=[], kinds=[], subjects={}, bodies={})
    assert take_back(actor, letter).state == Letter.State.DRAFT
    assert send_due(now + timedelta(hours=2)) == 0
    discard(actor, letter)
    assert not Letter.objects.exists()


def test_what_the_server_refuses_is_said_and_tried_again(asked, monkeypatch):
    actor, letter = letter_of(asked.forum)
    order(actor, letter)
    bad, send = asked.sender.person.email, EmailBackend.send_messages

    def refuse(self, messages):
        if messages[0].to == [bad]:
            raise SMTPRecipientsRefused({bad: (550, b"No such user")})
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert send_due(timezone.now()) == 1
    failed = Delivery.objects.get(state="failed")
    assert (failed.email, "550" in failed.error) == (bad, True)
    monkeypatch.undo()
    assert send_again(actor, letter) == 1
    assert send_due(timezone.now()) == 1
    assert {one.state for one in letter.deliveries.all()} == {"sent"}
    with pytest.raises(Refused, match="Nothing of this letter failed"):
        send_again(actor, letter)


def test_a_co_organiser_writes_to_their_own_country_alone(asked):
    actor = staff(asked.forum, "co_organiser", "RU")
    with pytest.raises(PermissionDenied):
        letter_of(asked.forum, actor, countries=["TH", "RU"])
    _actor, letter = letter_of(asked.forum, actor)
    assert letter.countries == ["RU"]
    letter.countries = []
    assert [one.email for one in receivers_of(letter, actor)] == [asked.receiver.person.email]
    assert receivers_of(letter, organiser_of(ForumFactory())) == []
    Interpreter.objects.create(
        forum=asked.forum, code="I", name="I", email="i@x.org", languages=["ru"], modes=[]
    )
    letter.group, letter.countries = "interpreters", []
    assert receivers_of(letter, actor) == []


def sent_to_all(asked):
    """A letter of an organiser that went to both countries and an interpreter, and arrived
    nowhere."""
    actor, letter = letter_of(asked.forum)
    order(actor, letter)
    people = receivers_of(letter, actor)
    begin(letter, [*people, replace(people[0], email="i@x.org", person=None, country="")])
    letter.deliveries.update(state="failed")
    return letter


def test_a_co_organiser_tries_again_for_the_own_country_alone(asked):
    letter = sent_to_all(asked)
    assert send_again(staff(asked.forum, "co_organiser", "RU"), letter) == 1
    assert letter.deliveries.get(state="waiting").email == asked.receiver.person.email
    with pytest.raises(Refused, match="Nothing"):
        send_again(staff(asked.forum, "co_organiser", "KZ"), letter)
    assert send_again(organiser_of(asked.forum), letter) == 2


def test_logs_from_before_learn_the_countries(asked):
    letter = sent_to_all(asked)
    told = list(letter.deliveries.values_list("country", flat=True))
    letter.deliveries.update(country="")
    migration = import_module("saphan.record.mailing.migrations.0003_countries_of_deliveries")
    with connection.cursor() as cursor:
        cursor.execute(migration.KNOWN)
    assert told == list(letter.deliveries.values_list("country", flat=True)) == ["TH", "RU", ""]


def test_who_may_write(asked):
    forum = asked.forum
    actor, letter = letter_of(forum)
    strangers = (asked.sender.person.user, staff(forum, "door_staff"), organiser_of(ForumFactory()))
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            new_letter(stranger, forum)
        for act in (order, take_back, discard, send_again):
            with pytest.raises(PermissionDenied):
                act(stranger, letter)
    assert order(actor, letter).state == Letter.State.SCHEDULED


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"en": "Dear {nam}"}, r"no placeholder \{nam\}"),
        ({"en": "x" * 201}, "at most 200"),
    ],
)
def test_what_cannot_be_sent_is_not_kept(asked, texts, why):
    with pytest.raises(Refused, match=why):
        letter_of(asked.forum, **texts)


def test_an_empty_or_half_letter_is_not_sent(asked):
    actor = organiser_of(asked.forum)
    letter = new_letter(actor, asked.forum)
    with pytest.raises(Refused, match="empty"):
        order(actor, letter)
    write(actor, letter, group="all", countries=[], kinds=[], subjects={"en": "A"}, bodies={})
    with pytest.raises(Refused, match="subject without a text"):
        order(actor, letter)
    _actor, letter = letter_of(asked.forum, actor)
    with pytest.raises(Refused, match="time is over"):
        order(actor, letter, timezone.now() - timedelta(minutes=1))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.key)
def test_samples_are_written_in_every_language_of_the_forum(sample):
    forum = ForumFactory()
    letter = new_letter(organiser_of(forum), forum, sample.key)
    assert letter.group == sample.group
    assert list(letter.subjects) == list(letter.bodies) == ["th", "ru", "en"]
    assert len(set(letter.subjects.values())) == len(set(letter.bodies.values())) == 3
    for text in (*letter.subjects.values(), *letter.bodies.values()):
        assert unknown(text) == []


@given(st.text(), st.dictionaries(st.sampled_from(list(PLACEHOLDERS)), st.text()))
def test_filling_changes_placeholders_alone(text, values):
    assert fill(text.replace("{", "("), values) == text.replace("{", "(")
    for name, value in values.items():
        assert fill("{" + name + "}", values) == value
    assert "\n" not in one_line(text)


@pytest.mark.django_db(transaction=True)
def test_two_servers_share_the_work(asked):
    actor, letter = letter_of(asked.forum)
    order(actor, letter)
    found = receivers_of(letter, actor)
    start = threading.Barrier(2)
    begun, claimed = [], []

    def act():
        start.wait(timeout=10)
        begun.append(begin(letter, found))
        while not letter.deliveries.exists():
            pass
        claimed.extend(one.pk for one in claim(letter, 1))
        connection.close()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == [False, True]
    assert len(claimed) == len(set(claimed))
    assert letter.deliveries.count() == 2
