"""Who agreed to what, in which words; and what follows for letters."""

from __future__ import annotations

import csv
import io

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import (
    DelegateFactory,
    InvitationFactory,
    RegistrationFactory,
    RequestFactory,
    UserFactory,
    organiser_of,
    staff,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.directory.actions import set_consents
from saphan.record.directory.models import Consent
from saphan.record.mailing.actions import new_letter, order, send_again, write
from saphan.record.mailing.models import Delivery
from saphan.record.mailing.queries import unwilling
from saphan.record.mailing.stopping import stop_token
from saphan.work.letters import send_due

pytestmark = pytest.mark.django_db


def agrees(delegate, *purposes, language="en"):
    user = delegate.person.user
    set_consents(user, user, ["take_part", *purposes], language)
    return user


def letter_to(forum, actor, group="all", needed=False):
    texts = {"en": "Hello {name}"}
    return write(
        actor,
        new_letter(actor, forum),
        group=group,
        countries=[],
        kinds=[],
        subjects=texts,
        bodies=texts,
        needed=needed,
    )


def sent_to():
    found = {one.to[0] for one in mail.outbox}
    mail.outbox.clear()
    return found


def test_news_goes_to_who_agreed_and_what_is_needed_to_everybody():
    request = RequestFactory()
    thai, russian = request.sender, request.receiver
    actor = organiser_of(request.forum)
    agrees(thai, "letters")
    agrees(russian)
    DelegateFactory(forum=request.forum, person__user=None, person__email="file@forum.example")
    news = letter_to(request.forum, actor)
    assert (news.is_news, unwilling(news), unwilling(news, frozenset({"RU"}))) == (True, 2, 1)
    order(actor, news)
    send_due(timezone.now())
    (message,) = mail.outbox
    stop = f"http://127.0.0.1:8000{reverse('letters_stop', args=[stop_token(thai.person.user.pk)])}"
    assert message.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.body.count(stop) == 1
    assert sent_to() == {thai.person.email}
    for group, needed, expected in (
        ("all", True, {thai.person.email, russian.person.email, "file@forum.example"}),
        ("to_answer", False, {russian.person.email}),
    ):
        service = letter_to(request.forum, actor, group, needed)
        assert unwilling(service) == 0
        order(actor, service)
        send_due(timezone.now())
        assert all("List-Unsubscribe" not in one.extra_headers for one in mail.outbox)
        assert sent_to() == expected


def test_who_stopped_meanwhile_gets_nothing_of_a_letter_that_is_sent_again():
    delegate = DelegateFactory()
    user = agrees(delegate, "letters")
    actor = organiser_of(delegate.forum)
    letter = letter_to(delegate.forum, actor)
    order(actor, letter)
    send_due(timezone.now())
    assert sent_to() == {user.email}
    Delivery.objects.update(state="failed")
    send_again(actor, letter)
    agrees(delegate)
    send_due(timezone.now())
    assert (sent_to(), Delivery.objects.get().state) == (set(), "failed")


def test_one_click_of_a_mail_program_stops_letters_with_news_alone():
    delegate = DelegateFactory()
    user = agrees(delegate, "letters", "contact")
    url = reverse("letters_stop", args=[stop_token(user.pk)])
    program = Client(enforce_csrf_checks=True)
    assert program.get(url).status_code == 200
    assert user.consents.filter(withdrawn_at=None).count() == 3  # looking is not stopping
    for _time in range(2):
        assert program.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    held = user.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)
    assert sorted(held) == ["contact", "take_part"]
    entry = AuditEntry.objects.get(action="directory.withdraw_consent")
    assert (entry.actor, entry.data) == (user, {"purpose": "letters"})
    forged = f"{stop_token(UserFactory().pk).rsplit(':', 1)[0]}:{url.rsplit(':', 1)[-1][:-1]}"
    for token in ("x", forged, stop_token(0)):
        assert program.post(reverse("letters_stop", args=[token])).status_code == 404


def test_the_writer_sees_how_many_do_not_want_it(client):
    request = RequestFactory()
    agrees(request.sender, "letters")
    actor = organiser_of(request.forum)
    client.force_login(actor)
    letter = letter_to(request.forum, actor)
    page = client.get(reverse("letter", args=[request.forum.code, letter.pk]))
    assert (page.context["people"], page.context["unwilling"]) == (1, 1)
    assert page.content.decode().count("1 more is of this group and does not want") == 1


def test_everybody_sees_and_changes_their_own_with_the_words_they_read(client):
    user = agrees(DelegateFactory(), "contact", language="ru")
    agrees(DelegateFactory(), "statistics")
    client.force_login(user)
    url = reverse("own_consents")
    page = client.get(url).content.decode()
    assert page.count("Организации, с которыми") == 1
    assert client.post(url, {"letters": "on"}).url == url
    held = user.consents.filter(withdrawn_at=None).values_list("purpose", "language")
    assert sorted(held) == [("letters", "en"), ("take_part", "ru")]
    log = client.get(url).context["log"]
    assert [(one.purpose, one.withdrawn_at is None) for one in log] == [
        ("letters", True),
        ("contact", False),
        ("take_part", True),
    ]


def log_of(client, user, forum, **wanted):
    client.force_login(user)
    response = client.get(reverse("consents", args=[forum.code]), wanted)
    rows = client.get(reverse("consents_file", args=[forum.code, "csv"]), wanted)
    if response.status_code != 200:
        return response.status_code, rows.status_code
    found = list(csv.reader(io.StringIO(rows.content.decode("utf-8-sig"))))[1:]
    page = [(one.user.email, one.purpose) for one in response.context["page"]]
    assert [row[1] for row in found] == [email for email, _purpose in page]
    return sorted(page)


def test_organisers_read_the_log_of_their_own_people_alone(client):
    request = RequestFactory()
    forum = request.forum
    thai, russian = agrees(request.sender, "letters"), agrees(request.receiver)
    elsewhere = agrees(DelegateFactory(), "letters")
    InvitationFactory(registration__forum=forum, registration__email=elsewhere.email)
    waiting = UserFactory()
    RegistrationFactory(forum=forum, email=waiting.email)
    set_consents(waiting, waiting, ["take_part"], "th")
    everybody = sorted(
        [
            (thai.email, "letters"),
            (thai.email, "take_part"),
            (russian.email, "take_part"),
            (waiting.email, "take_part"),
        ]
    )
    organiser = organiser_of(forum)
    assert log_of(client, organiser, forum) == everybody
    assert log_of(client, staff(forum, "co_organiser", "RU"), forum) == [
        (russian.email, "take_part")
    ]
    assert log_of(client, organiser_of(DelegateFactory().forum), forum) == (403, 403)
    for role in ("desk_officer", "door_staff"):
        assert log_of(client, staff(forum, role), forum) == (403, 403)
    assert log_of(client, thai, forum) == (403, 403)
    agrees(request.sender)
    assert log_of(client, organiser, forum, purpose="letters") == [(thai.email, "letters")]
    assert log_of(client, organiser, forum, state="withdrawn") == [(thai.email, "letters")]
    assert log_of(client, organiser, forum, purpose="letters", state="holds") == []
    name = request.receiver.person.name
    assert log_of(client, organiser, forum, q=name) == [(russian.email, "take_part")]
    Consent.objects.filter(user=russian).update(user=None)  # erased
    assert (russian.email, "take_part") not in log_of(client, organiser, forum)


def test_the_file_tells_the_words_in_the_language_they_were_read_in(client):
    delegate = DelegateFactory()
    agrees(delegate, language="ru")
    client.force_login(organiser_of(delegate.forum))
    response = client.get(reverse("consents_file", args=[delegate.forum.code, "csv"]))
    (row,) = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))[1:]
    assert row[:3] == [
        delegate.person.name,
        delegate.person.email,
        delegate.organisation.name,
    ]
    assert row[4].startswith("Мои имя, должность")
    assert (row[5], row[6], row[8]) == ("2026-11", "ru", "")
