"""The organisers' page of people, and what a co-organiser of one country cannot see."""

import pytest
from django.urls import reverse
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    InvitationFactory,
    JoinLinkFactory,
    OrganisationFactory,
    RegistrationFactory,
    RequestFactory,
    UserFactory,
    organiser_of,
    staff,
    timetable_with,
)
from tests.web.people.test_registration import letters

from saphan.record.directory.actions import refresh_search
from saphan.record.directory.rules import administers
from saphan.record.forum.models import Delegate, Invitation, Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    return ForumFactory()


@pytest.fixture
def organiser(client, forum):
    user = organiser_of(forum)
    client.force_login(user)
    return user


def waiting(forum, **fields):
    registration = RegistrationFactory(forum=forum, **fields)
    UserFactory(email=registration.email)
    return registration


def url(forum, name="people", *args):
    return reverse(name, args=[forum.code, *args])


def decide(client, forum, act, *who):
    keys = [f"{type(one).__name__.lower()}-{one.pk}" for one in who]
    return client.post(url(forum, "people_decide"), {"act": act, "who": keys}, follow=True)


def states(*registrations):
    found = dict(Registration.objects.values_list("pk", "state"))
    return [found[one.pk] for one in registrations]


def shown(client, forum, **filters):
    return [line.email for line in client.get(url(forum), filters).context["lines"]]


def test_many_are_approved_at_once_and_told(client, forum, organiser):
    one = waiting(forum, new_organisation={"name": "Mango Orchard", "name_en": ""})
    colleague = waiting(forum, new_organisation={"name": "Mango Orchard", "name_en": ""})
    other = waiting(forum, new_organisation={"name": "ООО Ромашка", "name_en": ""}, country="RU")
    decide(client, forum, "approve", one, other)
    assert states(one, colleague, other) == ["approved", "waiting", "approved"]
    client.post(url(forum, "people_person", colleague.pk), {"act": "approve"})
    organisations = set(forum.delegates.values_list("organisation__name", flat=True))
    assert (forum.delegates.count(), organisations) == (3, {"Mango Orchard", "ООО Ромашка"})
    assert [letter.to for letter in letters()] == [[one.email], [other.email], [colleague.email]]


def test_many_that_may_be_here_already_are_looked_at_singly(client, forum, organiser):
    known = OrganisationFactory(name="Mango Orchard Co., Ltd.")
    refresh_search([known.code])
    one = waiting(forum)
    page = decide(client, forum, "approve", one)
    assert "may be here already" in page.content.decode()
    assert states(one) == ["waiting"]
    address = url(forum, "people_person", one.pk)
    assert [named.organisation for named in client.get(address).context["same"]] == [known]
    client.post(address, {"act": "approve", "organisation": known.code})
    assert forum.delegates.get().organisation == known


def test_declining_withdrawing_and_what_is_told(client, forum, organiser):
    declined, invited = waiting(forum), InvitationFactory(registration__forum=forum)
    client.post(
        url(forum, "people_person", declined.pk), {"act": "decline", "words": "The hall is full."}
    )
    decide(client, forum, "withdraw", invited.registration)
    assert states(declined, invited.registration) == ["declined", "withdrawn"]
    (letter,) = letters()
    assert (letter.to, "The hall is full." in letter.body) == ([declined.email], True)
    assert client.get(reverse("registration", args=[invited.token])).status_code == 410
    assert decide(client, forum, "decline", declined).status_code == 200
    assert states(declined) == ["declined"]


def test_who_takes_part_is_withdrawn_unless_the_timetable_needs_them(client, forum, organiser):
    free, busy = DelegateFactory(forum=forum), DelegateFactory(forum=forum)
    timetable_with(
        RequestFactory(
            sender=busy, receiver=DelegateFactory(forum=forum, organisation__country="RU")
        ),
        state="published",
    )
    page = decide(client, forum, "withdraw", free, busy)
    assert "published timetable has meetings" in page.content.decode()
    left = set(forum.delegates.values_list("pk", flat=True))
    assert (free.pk in left, busy.pk in left) == (False, True)


def test_who_came_by_registering_can_be_withdrawn_too(client, forum, organiser):
    one = waiting(forum)
    decide(client, forum, "approve", one)
    decide(client, forum, "withdraw", one)
    assert (states(one), forum.delegates.count()) == (["withdrawn"], 0)
    assert [letter.body.count("no longer") for letter in letters()] == [1, 1]


def test_reminders_make_an_old_invitation_new(client, forum, organiser):
    invitation = InvitationFactory(registration__forum=forum)
    letters()
    for _ in range(2):
        decide(client, forum, "remind", invitation.registration)
    assert {page for letter in letters() for page in letter.body.split() if "invited/" in page} == {
        f"http://127.0.0.1:8000{reverse('registration', args=[invitation.token])}"
    }
    invitation.refresh_from_db()
    assert invitation.reminders == 1
    Invitation.objects.update(expires_at=invitation.created_at)
    decide(client, forum, "remind", invitation.registration)
    newest = invitation.registration.invitations.first()
    assert (newest.is_live, newest.trusted, newest.token != invitation.token) == (True, True, True)


def test_people_are_filtered_and_counted(client, forum, organiser):
    one = waiting(forum, name="Anna Petrova", country="RU")
    two = waiting(forum, kind="agency")
    imported = DelegateFactory(forum=forum, person__name="Imported")
    RegistrationFactory()
    assert shown(client, forum) == [one.email, two.email, imported.person.email]
    assert shown(client, forum, state="waiting", country="RU") == [one.email]
    assert shown(client, forum, kind="agency") == [two.email]
    assert shown(client, forum, q="petrova ANNA") == [one.email]
    assert shown(client, forum, state="approved") == [imported.person.email]
    page = client.get(url(forum), {"country": "RU"})
    assert [count for _state, _label, count in page.context["states"]] == [0, 1, 0, 0, 0]


def test_a_co_organiser_sees_and_decides_the_own_country_alone(client, forum):
    own, other = waiting(forum, country="TH"), waiting(forum, country="RU")
    russian = DelegateFactory(forum=forum, organisation__country="RU")
    link = JoinLinkFactory(forum=forum, country="RU")
    client.force_login(staff(forum, "co_organiser", "TH"))
    assert shown(client, forum) == [own.email]
    decide(client, forum, "approve", other)
    decide(client, forum, "withdraw", russian)
    assert (states(other), Delegate.objects.filter(pk=russian.pk).exists()) == (["waiting"], True)
    assert client.get(url(forum, "people_person", other.pk)).status_code == 404
    assert client.post(url(forum, "people_link_close", link.pk)).status_code == 404
    assert client.get(url(forum, "people_links")).context["links"] == []


@pytest.mark.parametrize("page", ["people_invite", "people_links"])
def test_a_co_organiser_invites_the_own_country_alone(client, forum, page):
    client.force_login(staff(forum, "co_organiser", "TH"))
    for country in ("RU", ""):
        response = client.post(
            url(forum, page), {"email": "a@b.example", "label": "Chamber", "country": country}
        )
        assert list(response.context["form"].errors) == ["country"]
    declined = RegistrationFactory(forum=forum, state="declined", country="RU")
    client.post(url(forum, "people_invite"), {"email": declined.email, "country": "TH"})
    assert states(declined) == ["declined"]


@pytest.mark.parametrize("role", ["desk_officer", "door_staff", None])
def test_nobody_else_sees_people(client, forum, role):
    one = waiting(forum)
    client.force_login(staff(forum, role) if role else organiser_of(ForumFactory()))
    for name, args in (("people", ()), ("people_person", (one.pk,)), ("people_invite", ())):
        assert client.get(url(forum, name, *args)).status_code == 403
    assert decide(client, forum, "approve", one).status_code == 403
    client.logout()
    assert client.get(url(forum)).status_code == 302


def test_people_of_another_forum_are_not_there(client, forum, organiser):
    elsewhere = waiting(ForumFactory())
    decide(client, forum, "approve", elsewhere)
    assert states(elsewhere) == ["waiting"]
    assert client.get(url(forum, "people_person", elsewhere.pk)).status_code == 404


def test_one_is_invited_in_the_language_of_the_country(client, forum, organiser):
    invite = url(forum, "people_invite")
    data = {"email": "Anna@Forum.example", "country": "RU", "trusted": "on"}
    assert client.post(invite, data).url == url(forum)
    (letter,) = letters()
    assert (letter.to, letter.subject.split(":")[0]) == (["anna@forum.example"], "Приглашение")
    assert client.post(invite, data).status_code == 422
    delegate = DelegateFactory(forum=forum)
    assert client.post(invite, {"email": delegate.person.email}).status_code == 422


def test_a_link_is_made_given_and_closed(client, forum, organiser):
    data = {"label": "Chamber", "country": "RU", "limit": "3", "expires": "2099-01-31"}
    client.post(url(forum, "people_links"), data)
    ((link, address, closed),) = client.get(url(forum, "people_links")).context["links"]
    assert (link.limit, link.trusted, closed) == (3, False, None)
    assert address == f"http://testserver{reverse('join', args=[link.token])}"
    client.post(url(forum, "people_link_close", link.pk))
    assert client.get(address).status_code == 410


def test_the_organiser_says_who_looks_after_an_organisation(client, forum, organiser):
    one = waiting(forum)
    decide(client, forum, "approve", one)
    delegate = forum.delegates.get()
    user = delegate.person.user
    assert administers(user, delegate.organisation_id) is True
    for data, after in (({}, False), ({"make": "1"}, True)):
        client.post(url(forum, "people_admin", one.pk), data)
        assert administers(user, delegate.organisation_id) is after
