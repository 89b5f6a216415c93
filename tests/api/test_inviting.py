"""Inviting people, join links and registrations, by the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.day import today
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    InvitationFactory,
    JoinLinkFactory,
    OrganisationFactory,
    RegistrationFactory,
    UserFactory,
    organiser_of,
    staff,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.directory.actions import make_admin, refresh_search
from saphan.record.forum.models import Delegate, Invitation, JoinLink, Registration

pytestmark = pytest.mark.django_db
ANNA = {"email": "Anna@firm.example", "name": "Anna", "country": "RU", "kind": "company"}
LINK = {"label": "Chamber", "country": "RU", "limit": 3}


@pytest.fixture
def forum():
    return ForumFactory()


@pytest.fixture
def organiser(forum):
    return organiser_of(forum)


@pytest.fixture
def russian(forum):
    """A co-organiser who looks after the people of Russia."""
    return staff(forum, "co_organiser", "RU")


def invite(call, user, forum, *people, path="", **more):
    return call(user, "POST", f"/forums/{forum.code}/invitations{path}", {"people": people} | more)


def noted():
    found = AuditEntry.objects.filter(action__startswith="forum.").order_by("pk")
    return list(found.values_list("action", "actor"))


def ordered(task):
    return ProcrastinateJob.objects.filter(task_name=task).count()


def waiting(forum, **fields):
    """Somebody who registered, with an account."""
    one = RegistrationFactory(forum=forum, **fields)
    UserFactory(email=one.email)
    return one


def test_a_list_is_looked_at_and_then_invited(call, forum, organiser):
    known = InvitationFactory(registration__forum=forum).registration
    people = (ANNA, {"email": "somchai@firm.example", "country": "TH"}, {"email": known.email})
    seen = invite(call, organiser, forum, *people, path="/preview").json()
    assert [(one["email"], one["language"]) for one in seen["new"]] == [
        ("anna@firm.example", "ru"),
        ("somchai@firm.example", "th"),
    ]
    assert (seen["left"], seen["wrong"]) == ([known.email], [])
    assert (Registration.objects.count(), noted()) == (1, [])
    done = invite(call, organiser, forum, *people, trusted=False).json()
    assert [one["email"] for one in done["invited"]] == [one["email"] for one in seen["new"]]
    assert done["left"] == [known.email]
    made = Invitation.objects.exclude(registration=known)
    assert set(made.values_list("trusted", "created_by")) == {(False, organiser.pk)}
    assert ordered("write_invitation") == 2
    assert noted() == [("forum.invite", organiser.pk)] * 2
    # Their tokens are told to nobody but the letters.
    assert not any(one.token in str(done) for one in made)


def test_a_list_with_something_wrong_invites_nobody(call, forum, organiser):
    people = (
        ANNA,
        ANNA | {"email": "anna@FIRM.example"},
        {"email": "b@firm.example", "country": "KZ"},
        {"email": "c@firm.example", "language": "fr"},
        {"email": "erased-1@erased.invalid"},
    )
    seen = invite(call, organiser, forum, *people, path="/preview").json()
    assert [(one["number"], one["field"]) for one in seen["wrong"]] == [
        (1, "email"),
        (2, "country"),
        (3, "language"),
        (4, "email"),
    ]
    response = invite(call, organiser, forum, *people)
    assert (response.status_code, response.json()["field"]) == (409, "people.1.email")
    assert invite(call, organiser, forum, {"email": "nobody"}).status_code == 400
    assert invite(call, organiser, forum).status_code == 400
    assert (Registration.objects.count(), noted()) == (0, [])


def test_a_closed_forum_invites_nobody(call, forum, organiser):
    forum.registration_closes = timezone.now() - timedelta(hours=1)
    forum.save()
    assert invite(call, organiser, forum, ANNA).status_code == 409
    response = call(organiser, "POST", f"/forums/{forum.code}/join-links", LINK)
    assert (response.status_code, Registration.objects.count()) == (409, 0)


def test_a_co_organiser_invites_from_the_own_country_alone(call, forum, russian):
    thai = {"email": "somchai@firm.example", "country": "TH"}
    response = invite(call, russian, forum, ANNA, thai)
    assert (response.status_code, response.json()["field"]) == (409, "people.1.country")
    declined = RegistrationFactory(forum=forum, state="declined", country="TH")
    plain = {"email": "boris@firm.example"}
    done = invite(call, russian, forum, plain, {"email": declined.email}).json()
    assert [(one["email"], one["country"]) for one in done["invited"]] == [
        ("boris@firm.example", "RU")
    ]
    declined.refresh_from_db()
    assert (declined.state, declined.country) == ("declined", "TH")


def test_links_are_made_listed_and_closed(call, forum, organiser, client):
    path = f"/forums/{forum.code}/join-links"
    made = call(organiser, "POST", path, LINK).json()
    assert {name: made[name] for name in LINK} == LINK
    assert (made["taken"], made["trusted"], made["closed"]) == (0, False, "")
    link = JoinLink.objects.get()
    assert made["address"].endswith(f"/{link.token}/")
    assert call(organiser, "GET", path).json() == [made]
    # Their addresses let people in: reading people does not tell them.
    assert call(organiser, "GET", path, None, ["people:read"]).status_code == 403
    closed = call(organiser, "POST", f"{path}/{made['id']}/close").json()
    assert closed["closed"].startswith("This link is closed")
    assert noted() == [("forum.open_link", organiser.pk), ("forum.close_link", organiser.pk)]
    past = LINK | {"expires_at": "2020-01-01T00:00:00Z"}
    response = call(organiser, "POST", path, past)
    assert (response.status_code, response.json()["field"]) == (409, "expires_at")


def test_a_co_organiser_has_the_links_of_the_own_country_alone(call, forum, russian):
    path = f"/forums/{forum.code}/join-links"
    others = [JoinLinkFactory(forum=forum, country=country) for country in ("TH", "")]
    others.append(JoinLinkFactory(country="RU"))  # of another forum
    made = call(russian, "POST", path, {"label": "Chamber"}).json()
    assert made["country"] == "RU"
    assert call(russian, "GET", path).json() == [made]
    assert call(russian, "POST", path, LINK | {"country": "TH"}).status_code == 409
    for link in others:
        assert call(russian, "POST", f"{path}/{link.pk}/close").status_code == 404
    assert JoinLink.objects.filter(closed_at=None).count() == 4


def test_registrations_are_read_and_decided(call, forum, organiser):
    there = OrganisationFactory(name="Mango Orchard", country="TH")
    DelegateFactory(forum=forum, organisation=there)
    refresh_search([there.code])
    one, other = waiting(forum), waiting(forum)
    path = f"/forums/{forum.code}/registrations/{one.pk}"
    read = call(organiser, "GET", path).json()
    assert (read["organisation_name"], read["new_organisation"]["name"]) == ("Mango Orchard",) * 2
    assert read["like"] == [{"code": there.code, "name": "Mango Orchard"}]
    unlike = {"organisation": OrganisationFactory().code}
    assert call(organiser, "POST", f"{path}/approve", unlike).status_code == 409
    done = call(organiser, "POST", f"{path}/approve", {"organisation": there.code}).json()
    assert (done["state"], done["organisation"]) == ("approved", there.code)
    delegate = Registration.objects.get(pk=one.pk).delegate
    done = call(organiser, "POST", f"{path}/withdraw", {"words": "Cancelled"}).json()
    assert (done["state"], Delegate.objects.filter(pk=delegate.pk).exists()) == ("withdrawn", False)
    assert call(organiser, "POST", f"{path}/withdraw").status_code == 409
    path = f"/forums/{forum.code}/registrations/{other.pk}"
    assert call(organiser, "POST", f"{path}/decline", {"words": "Full"}).json()["state"] == (
        "declined"
    )
    assert call(organiser, "GET", path).json()["words"] == "Full"
    assert ordered("write_decision") == 3
    assert noted() == [
        (act, organiser.pk) for act in ("forum.approve", "forum.withdraw", "forum.decline")
    ]


def test_who_has_meetings_in_the_published_timetable_is_not_withdrawn(call):
    one = today()
    registration = RegistrationFactory(forum=one.forum, delegate=one.a, state="approved")
    path = f"/forums/{one.forum.code}/registrations/{registration.pk}/withdraw"
    answer = call(organiser_of(one.forum), "POST", path)
    assert (answer.status_code, Delegate.objects.filter(pk=one.a.pk).exists()) == (409, True)


def test_who_has_not_answered_is_reminded_and_an_invitation_is_taken_back(call, forum, organiser):
    invitation = InvitationFactory(registration__forum=forum)
    path = f"/forums/{forum.code}/registrations/{invitation.registration.pk}"
    assert call(organiser, "POST", f"{path}/remind").json()["state"] == "invited"
    assert ordered("write_invitation") == 1
    assert call(organiser, "POST", f"{path}/withdraw").json()["state"] == "withdrawn"
    assert call(organiser, "POST", f"{path}/remind").status_code == 409
    assert (ordered("write_decision"), Invitation.objects.filter(used_at=None).count()) == (0, 0)
    assert noted() == [("forum.remind", organiser.pk), ("forum.withdraw", organiser.pk)]


def test_registrations_of_another_country_or_forum_are_not_there(call, forum, russian):
    own = waiting(forum, country="RU")
    others = [
        (waiting(forum), forum),
        (waiting(ForumFactory(), country="RU"), forum),
    ]
    listed = call(russian, "GET", f"/forums/{forum.code}/registrations").json()["items"]
    assert [one["email"] for one in listed] == [own.email]
    for one, of in others:
        path = f"/forums/{of.code}/registrations/{one.pk}"
        assert call(russian, "GET", path).status_code == 404
        for act in ("approve", "decline", "remind", "withdraw"):
            assert call(russian, "POST", f"{path}/{act}").status_code == 404
    assert Registration.objects.filter(state="waiting").count() == 3
    assert ordered("write_decision") == 0


def test_nobody_else_invites(call, forum):
    delegate = DelegateFactory(forum=forum)
    link = JoinLinkFactory(forum=forum)
    links = f"/forums/{forum.code}/join-links"
    for user in (
        delegate.person.user,
        staff(forum, "door_staff"),
        staff(forum, "desk_officer"),
        organiser_of(ForumFactory()),
    ):
        calls = [
            invite(call, user, forum, ANNA),
            invite(call, user, forum, ANNA, path="/preview"),
            call(user, "GET", links),
            call(user, "POST", links, LINK),
            call(user, "POST", f"{links}/{link.pk}/close"),
        ]
        assert [one.status_code for one in calls] == [403] * 5
    body = {"people": [ANNA]}
    path = f"/forums/{forum.code}/invitations"
    assert call(organiser_of(forum), "POST", path, body, ["people:read"]).status_code == 403
    assert (noted(), JoinLink.objects.get().closed_at) == ([], None)


@pytest.fixture
def admin(forum):
    """A delegate who looks after the people of the organisation."""
    delegate = DelegateFactory(forum=forum)
    make_admin(None, delegate.organisation, delegate.person.user)
    return delegate


NEW = {"email": "Colleague@firm.example", "name": "Colleague", "language": "th"}


def test_an_organisations_admin_invites_a_colleague_and_takes_it_back(call, forum, admin):
    user, path = admin.person.user, f"/forums/{forum.code}/invited-colleagues"
    made = call(user, "POST", path, NEW).json()
    assert (made["email"], made["state"]) == ("colleague@firm.example", "invited")
    assert call(user, "GET", path).json() == [made]
    invitation = Invitation.objects.get()
    registration = invitation.registration
    assert (invitation.trusted, registration.organisation) == (False, admin.organisation)
    assert ordered("write_invitation") == 1
    again = call(user, "POST", path, NEW)
    assert (again.status_code, again.json()["field"]) == (409, "email")
    assert call(user, "POST", path, NEW | {"language": "fr"}).json()["field"] == "language"
    assert call(user, "DELETE", f"{path}/{made['id']}").status_code == 204
    assert call(user, "GET", path).json() == []
    assert noted() == [("forum.invite", user.pk), ("forum.withdraw", user.pk)]
    # Whom the organisers have turned away stays so.
    declined = RegistrationFactory(forum=forum, state="declined", country="TH")
    response = call(user, "POST", path, NEW | {"email": declined.email})
    assert (response.status_code, ordered("write_invitation")) == (409, 1)


def test_to_anybody_else_the_colleagues_who_are_invited_are_not_there(call, forum, admin):
    own = RegistrationFactory(forum=forum, state="invited", organisation=admin.organisation)
    rival = DelegateFactory(forum=forum)
    make_admin(None, rival.organisation, rival.person.user)
    plain = DelegateFactory(forum=forum, organisation=admin.organisation)
    path = f"/forums/{forum.code}/invited-colleagues"
    for user in (plain.person.user, organiser_of(forum)):
        calls = [
            call(user, "GET", path),
            call(user, "POST", path, NEW),
            call(user, "DELETE", f"{path}/{own.pk}"),
        ]
        assert [one.status_code for one in calls] == [404] * 3
    assert call(rival.person.user, "GET", path).json() == []
    assert call(rival.person.user, "DELETE", f"{path}/{own.pk}").status_code == 404
    elsewhere = RegistrationFactory(state="invited", organisation=admin.organisation)
    assert call(admin.person.user, "DELETE", f"{path}/{elsewhere.pk}").status_code == 404
    user = admin.person.user
    assert call(user, "POST", path, NEW, ["profile:read"]).status_code == 403
    assert (Registration.objects.filter(state="invited").count(), noted()) == (2, [])
