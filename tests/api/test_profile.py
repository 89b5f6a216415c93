"""A delegate's own profile and the organisation's offers and needs, by the API."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import DelegateFactory, ListingFactory, organiser_of

from saphan.engine.language import code_path
from saphan.engine.sheets.forum_sheets import Cooperation
from saphan.record.audit.models import AuditEntry
from saphan.record.directory.models import Listing
from saphan.record.forum.models import Delegate
from saphan.web.forms.profile import COOPERATION

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Anna",
    "name_latin": "",
    "title": "Director",
    "languages": ["th", "en"],
    "zone": "Asia/Vladivostok",
    "modes": ["online"],
    "max_meetings": 4,
}
OFFER = {"side": "offer", "title": "Dried mango", "text": "20 tonnes", "cooperation": ["sale"]}


@pytest.fixture
def delegate():
    return DelegateFactory(organisation__name="Mango Orchard")


@pytest.fixture
def others(delegate):
    """Delegates who could be taken for the delegate: of the same forum, and of the same
    organisation at another forum; each organisation has a need."""
    stranger = DelegateFactory(forum=delegate.forum)
    ListingFactory(organisation=stranger.organisation, side="need")
    return stranger, DelegateFactory(organisation=delegate.organisation)


def base(delegate):
    return f"/forums/{delegate.forum.code}"


def orders():
    return ProcrastinateJob.objects.filter(task_name="renew_matches").count()


def noted():
    return list(
        AuditEntry.objects.filter(action__startswith="forum.").values_list("action", flat=True)
    )


def close(forum):
    forum.profiles_close = timezone.now() - timedelta(minutes=1)
    forum.save()


def test_a_delegate_reads_and_changes_the_own_profile(call, delegate, others):
    user, path = delegate.person.user, f"{base(delegate)}/profile"
    read = call(user, "GET", path).json()
    assert (read["delegate"], read["organisation"], read["name"]) == (
        delegate.code,
        delegate.organisation.code,
        delegate.person.name,
    )
    assert [one["free"] for one in read["times"]] == [True] * 4
    kept = call(user, "PUT", path, read | SAID | {"name": " Anna "}).json()
    assert {name: kept[name] for name in SAID} == SAID
    assert len(kept["times"]) == 2  # of the day online
    assert call(user, "GET", path).json() == kept
    user.refresh_from_db()
    assert (user.zone, orders(), noted()) == ("Asia/Vladivostok", 1, ["forum.save_profile"])
    for other in others:
        assert Delegate.objects.get(pk=other.pk).person.name == other.person.name


def test_a_delegate_says_when_they_can_meet(call, delegate):
    user, path = delegate.person.user, f"{base(delegate)}/profile/times"
    slots = list(delegate.forum.slots.values_list("code", flat=True))
    kept = call(user, "PUT", path, {"free": slots[1:]}).json()
    assert [one["free"] for one in kept["times"]] == [False, True, True, True]
    elsewhere = call(user, "PUT", path, {"free": [*slots, "2001-01-01/09:00"]})
    assert elsewhere.status_code == 404
    assert call(user, "GET", f"{base(delegate)}/profile").json() == kept


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"languages": []}, 400),
        ({"modes": ["by_phone"]}, 400),
        ({"max_meetings": 0}, 400),
        ({"name": " "}, 400),
        ({"languages": ["kk"]}, 409),
        ({"zone": "Mars/Olympus"}, 409),
        ({"zone": "Etc/GMT+5"}, 409),
    ],
)
def test_a_profile_that_makes_no_sense_is_not_kept(call, delegate, changed, status):
    response = call(delegate.person.user, "PUT", f"{base(delegate)}/profile", SAID | changed)
    assert (response.status_code, noted()) == (status, [])


def test_an_offer_is_added_changed_and_removed(call, delegate):
    user, path = delegate.person.user, f"{base(delegate)}/listings"
    made = call(user, "POST", path, OFFER | {"isic": ["4630"]}).json()
    assert made == OFFER | {"isic": ["4630"], "id": made["id"]}
    changed = OFFER | {"side": "need", "title": "Fresh mango", "cooperation": ["purchase"]}
    kept = call(user, "PUT", f"{path}/{made['id']}", changed).json()
    assert kept == changed | {"isic": [], "id": made["id"], "side": "offer"}
    assert call(user, "GET", path).json() == [kept]
    assert call(user, "DELETE", f"{path}/{made['id']}").status_code == 204
    assert call(user, "GET", path).json() == []
    assert noted() == ["forum.remove_listing", "forum.save_listing", "forum.save_listing"]
    assert orders() == 1  # one that waits is enough


@pytest.mark.parametrize(
    "changed",
    [
        {"title": " "},
        {"side": "wish"},
        {"cooperation": []},
        {"cooperation": ["else"]},
        {"isic": ["0499"]},
        {"isic": ["A62"]},
        {"isic": [f"{n}" for n in range(13, 22)]},
    ],
)
def test_an_offer_that_makes_no_sense_is_not_kept(call, delegate, changed):
    response = call(delegate.person.user, "POST", f"{base(delegate)}/listings", OFFER | changed)
    assert (response.status_code, Listing.objects.count()) == (400, 0)


@pytest.mark.parametrize("code", ["A", "J", "46", "463", "4630", "G4630", "62.01", "U9900"])
def test_every_way_to_write_an_activity_is_taken(call, delegate, code):
    body = OFFER | {"isic": [code]}
    made = call(delegate.person.user, "POST", f"{base(delegate)}/listings", body).json()
    assert (made["isic"], code_path(code) != ()) == ([code], True)


def test_the_kinds_of_cooperation_are_those_of_the_site():
    assert set(get_args(Cooperation)) == set(COOPERATION)


def test_what_is_of_others_is_not_there(call, delegate, others):
    stranger, _colleague = others
    theirs = Listing.objects.get(organisation=stranger.organisation)
    user, path = delegate.person.user, f"{base(delegate)}/listings"
    assert call(user, "GET", path).json() == []
    assert call(user, "PUT", f"{path}/{theirs.pk}", OFFER).status_code == 404
    assert call(user, "DELETE", f"{path}/{theirs.pk}").status_code == 404
    elsewhere = DelegateFactory()
    for outsider in (elsewhere.person.user, organiser_of(delegate.forum)):
        for method, end, body in (
            ("GET", "profile", None),
            ("PUT", "profile", SAID),
            ("PUT", "profile/times", {"free": []}),
            ("GET", "listings", None),
            ("POST", "listings", OFFER),
            ("PUT", f"listings/{theirs.pk}", OFFER),
            ("DELETE", f"listings/{theirs.pk}", None),
        ):
            assert call(outsider, method, f"{base(delegate)}/{end}", body).status_code == 404
    assert list(Listing.objects.values_list("title", "organisation")) == [
        ("Cold storage", stranger.organisation_id)
    ]


def test_after_the_deadline_profiles_stay_as_they_are(call, delegate):
    user = delegate.person.user
    own = ListingFactory(organisation=delegate.organisation)
    close(delegate.forum)
    for method, end, body in (
        ("PUT", "profile", SAID),
        ("PUT", "profile/times", {"free": []}),
        ("POST", "listings", OFFER),
        ("PUT", f"listings/{own.pk}", OFFER),
        ("DELETE", f"listings/{own.pk}", None),
    ):
        response = call(user, method, f"{base(delegate)}/{end}", body)
        assert response.status_code == 409
        assert response.json()["detail"].startswith("Profiles can no longer be changed.")
    assert (Listing.objects.get().title, noted(), orders()) == ("Cold storage", [], 0)


def test_reading_is_not_changing(call, delegate):
    user = delegate.person.user
    read, write = ["profile:read"], ["profile:write"]
    for method, end, body in (("PUT", "profile", SAID), ("POST", "listings", OFFER)):
        assert call(user, method, f"{base(delegate)}/{end}", body, read).status_code == 403
        assert call(user, "GET", f"{base(delegate)}/{end}", None, write).status_code == 403
    assert Listing.objects.count() == 0
