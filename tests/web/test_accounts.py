"""Signing in by link, password and second factor; one's own account; other people's are closed."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.accounts import PASSWORD, SECRET, code_of, with_app
from tests.day import today
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    InvitationFactory,
    RegistrationFactory,
    UserFactory,
    organiser_of,
    staff,
)
from tests.web.test_every_page import EVERYWHERE, LETTERS, Spoken

from saphan.record.audit.models import AuditEntry
from saphan.record.forum.models import Interpreter
from saphan.web.accounts import first_page
from saphan.web.views.account.settings import browser_of

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def link_in_mail() -> str:
    message = mail.outbox.pop()
    return next(line for line in message.body.splitlines() if line.startswith("http"))


def ask_link(client, user, **more) -> str:
    client.post(reverse("sign_in"), {"email": user.email, **more})
    return link_in_mail()


def signed_in(client):
    request = type("Request", (), {"session": client.session})()
    user = get_user(request)
    return user if user.is_authenticated else None


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def by_password(client, user, password=PASSWORD):
    return client.post(reverse("sign_in_password"), {"login": user.email, "password": password})


def test_the_link_signs_in_once_and_opens_the_board(client):
    forum = ForumFactory()
    user = organiser_of(forum)
    client.post(reverse("sign_in"), {"email": user.email.upper()})
    link = link_in_mail()
    assert client.get(link).url == reverse("board", args=[forum.code])
    client.post(reverse("sign_out"))
    assert client.get(link).url == reverse("sign_in")


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [("/search/?q=rice&page=2", "/search/?q=rice&page=2"), ("https://evil.example/", "/")],
)
def test_the_link_leads_where_somebody_was_sent_away_from(client, wanted, leads_to):
    link = ask_link(client, UserFactory(), next=wanted)
    assert client.get(link).url == leads_to


def test_nobody_learns_who_has_an_account(client):
    user = UserFactory(email="known@forum.example")
    known = client.post(reverse("sign_in"), {"email": user.email}).content.decode()
    unknown = client.post(reverse("sign_in"), {"email": "nobody@forum.example"}).content.decode()
    assert known.count("known@forum.example") == unknown.count("nobody@forum.example")
    assert len(mail.outbox) == 1


def test_nobody_learns_it_from_a_forgotten_password_either(client):
    known = with_password(UserFactory())
    for email in (known.email, "nobody@forum.example"):
        response = client.post(reverse("account_reset_password"), {"email": email})
        assert response.url == reverse("account_reset_password_done")
    assert [message.to for message in mail.outbox] == [[known.email]]


def test_many_tries_are_stopped_whichever_process_counts(client):
    codes = [
        client.post(reverse("sign_in"), {"email": "a@forum.example"}).status_code for _ in range(6)
    ]
    assert codes == [200] * 5 + [429]
    other = client.post(reverse("sign_in"), {"email": "b@forum.example"})
    assert other.status_code == 200


def test_a_broken_address_is_refused(client):
    assert client.post(reverse("sign_in"), {"email": "nobody"}).status_code == 422


def test_a_closed_account_signs_in_by_no_way(client):
    user = with_password(UserFactory(is_active=False))
    client.post(reverse("sign_in"), {"email": user.email})
    assert mail.outbox == []
    by_password(client, user)
    assert signed_in(client) is None


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("organiser", "board"),
        ("co_organiser", "board"),
        ("desk_officer", "report"),
        ("door_staff", "check_in"),
    ],
)
def test_the_first_page_is_that_of_the_role(role, page):
    forum = ForumFactory()
    user = staff(forum, role, "TH" if role == "co_organiser" else "")
    assert first_page(user) == reverse(page, args=[forum.code])


def test_the_first_page_of_those_without_a_role():
    delegate = DelegateFactory()
    interpreter = Interpreter.objects.create(
        forum=delegate.forum, code="1", name="I", email="I@forum.example", languages=[], modes=[]
    )
    code = delegate.forum.code
    assert first_page(delegate.person.user) == reverse("suggestions", args=[code])
    assert first_page(UserFactory(email=interpreter.email.lower())) == reverse("forum", args=[code])
    assert first_page(UserFactory()) == reverse("home")


def test_on_the_day_delegates_and_interpreters_begin_with_it(client):
    one = today()
    page = reverse("today", args=[one.forum.code])
    for user in (one.a.person.user, one.interpreting):
        assert first_page(user) == page
        client.force_login(user)
        assert client.get(page).status_code == 200
    day = one.forum.days.latest("date")
    day.date += timedelta(days=3)
    day.save()
    one.forum.days.exclude(pk=day.pk).delete()
    assert first_page(one.a.person.user) == reverse("suggestions", args=[one.forum.code])
    day.date -= timedelta(days=1)
    day.save()
    assert first_page(one.a.person.user) == page
    one.timetable.state = "draft"
    one.timetable.save()
    assert first_page(one.a.person.user) == reverse("suggestions", args=[one.forum.code])
    one.forum.is_open = False
    one.forum.save()
    assert first_page(one.a.person.user) == reverse("home")


def test_who_waits_for_approval_begins_with_the_registration(client):
    user = UserFactory()
    waiting = InvitationFactory(registration=RegistrationFactory(email=user.email.upper()))
    InvitationFactory(registration=RegistrationFactory())
    page = reverse("registration", args=[waiting.token])
    assert first_page(user) == page
    assert client.get(page).status_code == 200
    assert first_page(UserFactory()) == reverse("home")
    waiting.registration.state = "declined"
    waiting.registration.save()
    assert first_page(user) == reverse("home")


def test_of_several_forums_the_newest_is_opened():
    older, newer = ForumFactory(), ForumFactory()
    user = organiser_of(newer)
    user.forum_roles.create(forum=older, role="organiser")
    assert first_page(user) == reverse("board", args=[newer.code])


def test_a_password_is_set_and_signs_in(client):
    user = UserFactory()
    client.force_login(user)
    short = client.post(reverse("account_set_password"), {"password1": "short"})
    assert short.content.decode().count("it needs at least 10 characters") == 1
    response = client.post(reverse("account_set_password"), {"password1": PASSWORD})
    assert response.url == reverse("mfa_index")
    assert [message.subject for message in mail.outbox] == ["Your account was changed"]
    assert [(e.actor, e.action) for e in AuditEntry.objects.all()] == [
        (user, "account.password_set")
    ]
    other = Client()
    assert by_password(other, user).url == reverse("home")
    assert signed_in(other) == user


def test_a_password_is_changed_only_by_who_knows_it(client):
    user = with_password(UserFactory())
    client.force_login(user)
    page = reverse("account_change_password")
    wrong = client.post(page, {"oldpassword": "a wrong one", "password1": "another horse staple"})
    assert wrong.content.decode().count("This is not your present password.") == 1
    client.post(page, {"oldpassword": PASSWORD, "password1": "another horse staple"})
    user.refresh_from_db()
    assert user.check_password("another horse staple")


def test_guessing_a_password_is_stopped(client):
    user = with_password(UserFactory())
    for _ in range(5):
        by_password(client, user, "a wrong one")
    late = by_password(client, user)
    assert late.content.decode().count("Too many tries.") == 1
    assert signed_in(client) is None


def test_a_forgotten_password_is_set_again_by_mail_once(client):
    user = with_password(UserFactory())
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = link_in_mail()
    form = client.get(link).url
    client.post(form, {"password1": "another horse staple"})
    user.refresh_from_db()
    assert user.check_password("another horse staple")
    assert signed_in(client) == user
    again = Client().get(link)
    assert again.content.decode().count("This link has been used or is too old.") == 1


def test_an_app_is_set_up_and_asked_for(client):
    user = UserFactory()
    client.force_login(user)
    page = reverse("mfa_activate_totp")
    shown = client.get(page).content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", shown)[1]
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', shown)[1]
    svg = base64.b64decode(picture).decode()
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    wrong = client.post(page, {"code": "000000"})
    assert wrong.content.decode().count("This code is not right") == 1
    assert client.post(page, {"code": code_of(secret)}).url == reverse("mfa_view_recovery_codes")
    assert sorted(Authenticator.objects.values_list("user", "type")) == [
        (user.pk, "recovery_codes"),
        (user.pk, "totp"),
    ]

    browser = Client()
    step = browser.get(ask_link(browser, user)).url
    assert (step, signed_in(browser)) == (reverse("mfa_authenticate"), None)
    assert browser.get(reverse("account")).status_code == 302
    # Who has no passkey is not asked for one.
    assert 'id="passkey-use"' not in browser.get(step).content.decode()
    browser.post(step, {"code": "000000"})
    assert signed_in(browser) is None
    assert browser.post(step, {"code": code_of(secret, 1)}).url == reverse("home")
    assert signed_in(browser) == user


def test_a_code_of_the_app_works_once():
    user = with_password(with_app(UserFactory()))
    code = code_of(SECRET)
    for expected in (user, None):
        browser = Client()
        step = by_password(browser, user).url
        browser.post(step, {"code": code})
        assert signed_in(browser) == expected


def test_a_recovery_code_works_once():
    user = with_app(UserFactory())
    codes = user.authenticator_set.get(type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    for expected in (user, None):
        browser = Client()
        browser.post(browser.get(ask_link(browser, user)).url, {"code": code})
        assert signed_in(browser) == expected


def test_ways_of_signing_in_are_changed_only_after_it_is_confirmed_who_it_is(client):
    user = with_password(with_app(UserFactory()))
    client.force_login(user)
    page = reverse("mfa_deactivate_totp")
    asked = client.post(page).url
    assert asked.startswith(reverse("account_reauthenticate"))
    assert user.authenticator_set.filter(type="totp").exists()
    assert client.post(asked, {"password": "a wrong one"}).status_code == 200
    client.post(asked, {"password": PASSWORD})
    client.post(page)
    assert not user.authenticator_set.exists()
    assert sorted(AuditEntry.objects.values_list("action", "data__kind")) == [
        ("account.second_factor_removed", "recovery_codes"),
        ("account.second_factor_removed", "totp"),
    ]


def test_the_pages_that_ask_first_speak_the_readers_language(client):
    user = with_password(with_app(UserFactory(email="1@example.gr")))
    forgotten = []
    for language in LETTERS:
        client = Client()
        client.cookies["django_language"] = language
        step = by_password(client, user).url
        pages = [client.get(step)]
        client.force_login(user)
        client.cookies["django_language"] = language
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        pages += [
            client.get(reverse(name))
            for name in (
                "mfa_view_recovery_codes",
                "mfa_generate_recovery_codes",
                "mfa_deactivate_totp",
            )
        ]
        for response in pages:
            assert response.status_code == 200
            page = Spoken(language)
            page.feed(response.content.decode())
            forgotten += [
                text for text in page.texts if LETTERS[language].search(EVERYWHERE.sub("", text))
            ]
    assert forgotten == []


def browser_signed_in(user) -> Client:
    browser = Client(headers={"user-agent": FIREFOX})
    browser.get(ask_link(browser, user))
    return browser


def test_signed_out_everywhere_else():
    user, stranger = UserFactory(), UserFactory()
    here, there, strangers = map(browser_signed_in, (user, user, stranger))
    page = here.get(reverse("devices")).content.decode()
    assert page.count("Firefox, Windows") == 2
    here.post(reverse("devices_end_others"))
    assert list(map(signed_in, (here, there, strangers))) == [user, None, stranger]


def test_one_device_is_signed_out_and_never_somebody_elses():
    user, stranger = UserFactory(), UserFactory()
    here, there, strangers = map(browser_signed_in, (user, user, stranger))
    theirs = UserSession.objects.get(user=stranger)
    assert here.post(reverse("device_end", args=[theirs.pk])).status_code == 404
    other = UserSession.objects.get(session_key=there.session.session_key)
    here.post(reverse("device_end", args=[other.pk]))
    assert list(map(signed_in, (here, there, strangers))) == [user, None, stranger]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36 EdgA/140",
            "Edge, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604",
            "Safari, iPhone",
        ),
        ("curl/8", ""),
    ],
)
def test_browsers_are_named(agent, name):
    assert browser_of(agent) == name


def test_language_and_zone_are_kept(client):
    user = UserFactory()
    client.force_login(user)
    response = client.post(reverse("account"), {"language": "th", "zone": "Europe/Moscow"})
    user.refresh_from_db()
    assert (user.language, user.zone) == ("th", "Europe/Moscow")
    assert response.cookies["django_language"].value == "th"
    assert client.post(reverse("account"), {"language": "tlh", "zone": "Moon"}).status_code == 422


def test_the_account_is_for_its_owner(client):
    for name in ("account", "devices", "mfa_index", "mfa_add_webauthn", "mfa_activate_totp"):
        assert client.get(reverse(name)).url.startswith(reverse("sign_in")), name


@pytest.mark.parametrize("role", ["organiser", "desk_officer", "door_staff"])
def test_staff_must_have_a_second_factor_where_it_is_asked_for(client, settings, role):
    forum = ForumFactory()
    user = staff(forum, role)
    page = reverse("forum", args=[forum.code])
    client.force_login(user)
    assert client.get(page).status_code == 200
    settings.STAFF_MFA = True
    assert client.get(page).url == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    with_app(user)
    assert client.get(page).status_code == 200
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(SECRET)})
    kept = client.post(reverse("mfa_deactivate_totp"))
    assert kept.content.decode().count("Your role needs a second factor") == 1
    assert user.authenticator_set.filter(type="totp").exists()


def test_who_has_no_role_needs_no_second_factor(client, settings):
    settings.STAFF_MFA = True
    delegate = DelegateFactory()
    client.force_login(delegate.person.user)
    page = reverse("suggestions", args=[delegate.forum.code])
    assert client.get(page).status_code == 200


def test_the_admin_has_no_door_of_its_own(client):
    assert client.get("/admin/login/").url.startswith(reverse("sign_in"))
    client.force_login(UserFactory())
    assert client.get("/admin/login/").status_code == 403
