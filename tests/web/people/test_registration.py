"""Registering: by an invitation, by a link, and what nobody can do with either."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    InvitationFactory,
    JoinLinkFactory,
    OrganisationFactory,
    PersonFactory,
    RegistrationFactory,
    UserFactory,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.directory.actions import refresh_search
from saphan.record.directory.models import Consent, Organisation, Person, User
from saphan.record.forum.models import Invitation
from saphan.work.people import write_decision, write_invitation

pytestmark = pytest.mark.django_db
SAID = {
    "org_name": "Mango Orchard",
    "country": "TH",
    "kind": "company",
    "name": "สมชาย ใจดี",
    "title": "Director",
    "languages": ["th", "en"],
    "modes": ["online"],
    "consent_take_part": "on",
    "consent_statistics": "on",
}


def page(invitation):
    return reverse("registration", args=[invitation.token])


def answer(client, invitation, **changed):
    said = {name: value for name, value in (SAID | changed).items() if value is not None}
    return client.post(page(invitation), said)


def letters():
    """Have the letters that wait written, and give them."""
    mail.outbox.clear()
    tasks = {one.name: one for one in (write_decision, write_invitation)}
    for job in ProcrastinateJob.objects.filter(task_name__in=tasks).order_by("pk"):
        tasks[job.task_name](**job.args)
    return mail.outbox


def test_who_was_invited_registers_and_takes_part_at_once(client):
    invitation = InvitationFactory()
    forum = invitation.registration.forum
    assert client.get(page(invitation)).status_code == 200
    assert answer(client, invitation).url == page(invitation)
    delegate = forum.delegates.get()
    person = delegate.person
    assert (person.name, person.name_latin, person.email, person.zone, delegate.modes) == (
        "สมชาย ใจดี",
        "Somchai Chaidi",
        invitation.registration.email,
        "Asia/Bangkok",
        ["online"],
    )
    made = delegate.organisation
    assert (made.name, made.country, made.kind) == ("Mango Orchard", "TH", "company")
    assert list(made.admins.values_list("user", flat=True)) == [person.user_id]
    consents = Consent.objects.order_by("purpose").values_list("purpose", "version", "language")
    assert list(consents) == [("statistics", "2026-11", "en"), ("take_part", "2026-11", "en")]
    assert client.session["_auth_user_id"] == str(person.user_id)
    assert "You take part" in client.get(page(invitation)).content.decode()
    (letter,) = letters()
    assert (letter.to, letter.subject) == (
        [person.email],
        "Your registration: Forum of two sides",
    )
    trail = AuditEntry.objects.filter(forum=forum.pk).order_by("pk")
    assert list(trail.values_list("action", flat=True)) == ["forum.register", "forum.approve"]


def test_a_used_token_registers_nobody_else(client):
    invitation = InvitationFactory()
    answer(client, invitation)
    answer(client, invitation, name="Somebody Else", org_name="Durian Orchard")
    assert Person.objects.get().name == "สมชาย ใจดี"
    assert Organisation.objects.get().name == "Mango Orchard"


def test_an_account_that_was_there_is_not_entered_by_a_letter(client):
    user = UserFactory()
    invitation = InvitationFactory(registration__email=user.email)
    answer(client, invitation)
    assert "_auth_user_id" not in client.session
    assert Person.objects.get().user == user


def test_without_the_needed_consent_nothing_is_kept(client):
    invitation = InvitationFactory()
    response = answer(client, invitation, consent_take_part=None)
    assert (response.status_code, list(response.context["form"].errors)) == (
        422,
        ["consent_take_part"],
    )
    assert (User.objects.exists(), Organisation.objects.exists()) == (False, False)


@pytest.mark.parametrize(
    ("forum", "token", "status"),
    [
        ({"is_open": False}, {}, 404),
        ({"registration_closes": timezone.now() - timedelta(minutes=1)}, {}, 410),
        ({}, {"expires_at": timezone.now() - timedelta(minutes=1)}, 410),
        ({}, {"used_at": timezone.now()}, 410),
        ({}, {"registration__state": "withdrawn", "registration__answered_at": None}, 410),
    ],
)
def test_closed_forums_and_dead_tokens_register_nobody(client, forum, token, status):
    changed = {f"registration__forum__{name}": value for name, value in forum.items()}
    invitation = InvitationFactory(**changed, **token)
    for response in (client.get(page(invitation)), answer(client, invitation)):
        assert response.status_code == status
    assert User.objects.exists() is False
    assert client.get(reverse("registration", args=["guessed"])).status_code == 404


def listed(name, **fields):
    """An organisation that everybody may see."""
    organisation = OrganisationFactory(name=name, **fields)
    DelegateFactory(organisation=organisation)
    refresh_search([organisation.code])
    return organisation


def test_an_organisation_is_found_while_typing_in_any_script(client):
    known = listed("Ромашка", name_en="Romashka", country="RU")
    listed("Durian Orchard")
    OrganisationFactory(name="Romashka Hidden")
    refresh_search(Organisation.objects.values_list("code", flat=True))
    find = reverse("registration_organisations", args=[InvitationFactory().token])
    for typed in ("Romash", "ромашка", "โรมาชกา"):
        found = client.get(find, {"org_name": typed}).context["form"].found
        assert [one.organisation for one in found] == [known]
    assert client.get(find, {"org_name": "x"}).content.strip() == b""


def test_who_types_a_name_that_is_here_is_asked_whether_it_is_that_one(client):
    known = listed("Mango Orchard Co., Ltd.")
    invitation = InvitationFactory()
    response = answer(client, invitation)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["organisation"])
    answer(client, invitation, organisation=known.code, country=None, kind=None)
    delegate = invitation.registration.forum.delegates.get()
    assert (delegate.organisation, Organisation.objects.count()) == (known, 1)
    assert known.admins.exists() is False


def test_who_insists_on_a_new_one_waits_for_a_look(client):
    listed("Mango Orchard Co., Ltd.")
    invitation = InvitationFactory()
    answer(client, invitation, organisation="new")
    invitation.registration.refresh_from_db()
    assert (invitation.registration.state, Organisation.objects.count()) == ("waiting", 1)


def test_an_organisation_that_is_not_shown_cannot_be_claimed(client):
    hidden = OrganisationFactory(name="Hidden Orchard")
    refresh_search([hidden.code])
    response = answer(
        client, InvitationFactory(), org_name="Hidden Orchard", organisation=hidden.code
    )
    assert list(response.context["form"].errors) == ["organisation"]


def test_an_invitation_for_one_organisation_offers_no_other(client):
    own, other = listed("Own Orchard"), listed("Other Orchard")
    invitation = InvitationFactory(registration__organisation=own, trusted=False)
    answer(client, invitation, org_name=other.name, organisation=other.code)
    invitation.registration.refresh_from_db()
    assert (invitation.registration.organisation, invitation.registration.state) == (
        own,
        "waiting",
    )


def test_another_country_than_expected_waits_and_one_outside_the_forum_is_refused(client):
    invitation = InvitationFactory(registration__country="RU")
    assert answer(client, invitation, country="FR").status_code == 422
    answer(client, invitation, country="TH")
    invitation.registration.refresh_from_db()
    assert (invitation.registration.state, invitation.registration.country) == ("waiting", "TH")


def join(client, link, email="anybody@forum.example", **data):
    return client.post(reverse("join", args=[link.token]), {"email": email, **data})


def test_a_link_proves_the_address_before_anybody_registers(client):
    link = JoinLinkFactory(country="TH")
    assert client.get(reverse("join", args=[link.token])).status_code == 200
    assert join(client, link).status_code == 200
    (letter,) = letters()
    invitation = Invitation.objects.get()
    assert letter.to == ["anybody@forum.example"]
    assert page(invitation) in letter.body
    answer(client, invitation)
    registration = link.registrations.get()
    assert (registration.state, registration.delegate) == ("waiting", None)
    assert Person.objects.exists() is False


def test_a_link_says_the_same_to_everybody_and_tells_only_the_address(client):
    link = JoinLinkFactory(trusted=True)
    known = RegistrationFactory(forum=link.forum)
    one, other = (join(client, link, email) for email in (known.email, "x@y.example"))
    said = [page.content.decode().partition("<main")[2] for page in (one, other)]
    assert said[0].replace(known.email, "") == said[1].replace("x@y.example", "")
    subjects = [(letter.to, "waits for" in letter.body) for letter in letters()]
    assert subjects == [([known.email], True), (["x@y.example"], False)]


def test_places_of_a_link_run_out(client):
    link = JoinLinkFactory(limit=1)
    join(client, link, "one@forum.example")
    join(client, link, "two@forum.example")
    first, second = Invitation.objects.order_by("pk")
    answer(client, first)
    client.logout()
    response = answer(client, second, org_name="Durian Orchard")
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        ["All places of this link are taken. Please ask who gave it to you."],
    )
    assert join(client, link, "three@forum.example").status_code == 410


def test_a_link_of_one_country_takes_no_other(client):
    known = listed("Ромашка", country="RU")
    link = JoinLinkFactory(country="TH")
    join(client, link)
    response = answer(client, Invitation.objects.get(), org_name="Ромашка", organisation=known.code)
    assert response.context["form"].non_field_errors() == [
        "This link is for organisations of another country."
    ]


@pytest.mark.parametrize(
    ("closed", "status"),
    [
        ({"closed_at": timezone.now()}, 410),
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, 410),
        ({"forum__is_open": False}, 404),
    ],
)
def test_a_closed_link_lets_nobody_in(client, closed, status):
    link = JoinLinkFactory(**closed)
    assert join(client, link).status_code == status
    assert Invitation.objects.exists() is False


def test_by_a_trusted_link_nobody_speaks_for_people_who_are_here(client):
    known = listed("Mango Orchard")
    link = JoinLinkFactory(trusted=True, forum=ForumFactory())
    join(client, link)
    answer(client, Invitation.objects.get(), organisation=known.code)
    assert link.registrations.get().state == "waiting"


def test_who_is_signed_in_registers_with_the_own_address(client):
    person = PersonFactory()
    client.force_login(person.user)
    link = JoinLinkFactory()
    response = join(client, link, own="1")
    invitation = Invitation.objects.get()
    assert (response.url, invitation.registration.email) == (page(invitation), person.email)


def test_letters_to_one_address_are_limited(client):
    link = JoinLinkFactory()
    assert [join(client, link).status_code for _ in range(4)] == [200, 200, 200, 429]
