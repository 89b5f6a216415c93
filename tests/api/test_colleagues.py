"""Profiles of colleagues, for who looks after an organisation's people, by the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import DelegateFactory, organiser_of

from saphan.record.audit.models import AuditEntry
from saphan.record.directory.actions import make_admin
from saphan.record.forum.models import Delegate, Forum

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Boris",
    "name_latin": "Boris",
    "title": "Engineer",
    "languages": ["ru"],
    "zone": "Asia/Vladivostok",
    "modes": ["online"],
    "max_meetings": 3,
}


@pytest.fixture
def admin():
    """A delegate who looks after the people of the organisation."""
    delegate = DelegateFactory()
    make_admin(None, delegate.organisation, delegate.person.user)
    return delegate


@pytest.fixture
def colleague(admin):
    return DelegateFactory(forum=admin.forum, organisation=admin.organisation)


def base(delegate):
    return f"/forums/{delegate.forum.code}/colleagues"


def noted():
    found = AuditEntry.objects.filter(action__startswith="forum.").order_by("pk")
    return list(found.values_list("action", "actor"))


def test_who_looks_after_people_changes_a_colleagues_profile_and_times(call, admin, colleague):
    user = admin.person.user
    listed = call(user, "GET", base(admin)).json()
    assert {one["delegate"] for one in listed} == {admin.code, colleague.code}
    path = f"{base(admin)}/{colleague.code}"
    read = call(user, "GET", path).json()
    assert (read["delegate"], read["name"]) == (colleague.code, colleague.person.name)
    kept = call(user, "PUT", path, SAID).json()
    assert {name: kept[name] for name in SAID} == SAID
    assert ProcrastinateJob.objects.filter(task_name="renew_matches").count() == 1
    free = [one["slot"] for one in kept["times"]][:1]
    timed = call(user, "PUT", f"{path}/times", {"free": free}).json()
    assert [one["slot"] for one in timed["times"] if one["free"]] == free
    # As the colleague sees it, too; and the own profile is not touched.
    own = f"/forums/{admin.forum.code}/profile"
    assert call(colleague.person.user, "GET", own).json() == timed
    assert call(user, "GET", own).json()["name"] == admin.person.name
    assert noted() == [("forum.save_profile", user.pk), ("forum.save_availability", user.pk)]


def test_closed_profiles_stay(call, admin, colleague):
    Forum.objects.update(profiles_close=timezone.now() - timedelta(hours=1))
    user, path = admin.person.user, f"{base(admin)}/{colleague.code}"
    assert call(user, "PUT", path, SAID).status_code == 409
    assert call(user, "PUT", f"{path}/times", {"free": []}).status_code == 409
    assert noted() == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"languages": ["qq"]}, "languages"), ({"zone": "Mars/Olympus"}, "zone")],
)
def test_what_cannot_be_names_its_field(call, admin, colleague, changed, field):
    response = call(admin.person.user, "PUT", f"{base(admin)}/{colleague.code}", SAID | changed)
    assert (response.status_code, response.json()["field"], noted()) == (409, field, [])


def refused_everywhere(call, user, path):
    """Whether nothing of a colleague is there for somebody."""
    calls = [
        call(user, "GET", path),
        call(user, "PUT", path, SAID),
        call(user, "PUT", f"{path}/times", {"free": []}),
    ]
    return {one.status_code for one in calls} <= {404, 403} and noted() == []


def test_to_anybody_else_a_colleague_is_not_there(call, admin, colleague):
    rival = DelegateFactory(forum=admin.forum)
    make_admin(None, rival.organisation, rival.person.user)
    strangers = [
        colleague.person.user,  # of the organisation, and no admin
        rival.person.user,  # admin of another one
        organiser_of(admin.forum),
    ]
    for user in strangers:
        assert refused_everywhere(call, user, f"{base(admin)}/{colleague.code}")
    assert call(strangers[0], "GET", base(admin)).status_code == 404
    assert [one["delegate"] for one in call(strangers[1], "GET", base(admin)).json()] == [
        rival.code
    ]


def test_who_is_of_another_forum_or_organisation_is_no_colleague(call, admin):
    elsewhere = DelegateFactory(organisation=admin.organisation)
    rival = DelegateFactory(forum=admin.forum)
    erased = DelegateFactory(forum=admin.forum, organisation=admin.organisation)
    erased.person.email = "erased-1@erased.invalid"
    erased.person.save()
    for other in (elsewhere, rival, erased):
        assert refused_everywhere(call, admin.person.user, f"{base(admin)}/{other.code}")
    assert refused_everywhere(call, admin.person.user, f"{base(elsewhere)}/{elsewhere.code}")
    assert Delegate.objects.filter(person__name="Boris").count() == 0


def test_reading_is_not_changing(call, admin, colleague):
    user, path = admin.person.user, f"{base(admin)}/{colleague.code}"
    assert call(user, "PUT", path, SAID, ["profile:read"]).status_code == 403
    assert call(user, "GET", path, None, ["profile:write"]).status_code == 403
    assert noted() == []
