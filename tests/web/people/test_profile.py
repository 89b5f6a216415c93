"""A delegate's profile, the organisation's offers and needs, its people, and who else may not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import DelegateFactory, ListingFactory, RegistrationFactory
from tests.web.people.test_registration import answer, letters

from saphan.record.directory.actions import make_admin, set_consents
from saphan.record.directory.models import Listing, SearchEntry
from saphan.record.forum.models import Availability, Delegate, Invitation, Registration

pytestmark = pytest.mark.django_db
OFFER = {"title": "Dried mango for retail", "text": "20 tonnes a year", "cooperation": ["sale"]}


@pytest.fixture
def delegate(client):
    one = DelegateFactory(organisation__name="Mango Orchard")
    client.force_login(one.person.user)
    return one


def url(delegate, name="my_profile", *args):
    return reverse(name, args=[delegate.forum.code, *args])


def said(**changed):
    return {
        "act": "profile",
        "name": "Anna",
        "name_latin": "",
        "title": "Director",
        "languages": ["th", "en"],
        "modes": ["online"],
        "max_meetings": "4",
        "zone": "Asia/Vladivostok",
    } | changed


def orders():
    return ProcrastinateJob.objects.filter(task_name="renew_matches").count()


def test_a_delegate_says_who_they_are(client, delegate):
    assert client.post(url(delegate), said()).status_code == 302
    kept = Delegate.objects.get(pk=delegate.pk)
    person = kept.person
    assert (person.name, person.title, person.languages, person.zone, person.user.zone) == (
        "Anna",
        "Director",
        ["th", "en"],
        "Asia/Vladivostok",
        "Asia/Vladivostok",
    )
    assert (kept.modes, kept.max_meetings, orders()) == (["online"], 4, 1)
    assert client.post(url(delegate), said(max_meetings="")).status_code == 302
    assert Delegate.objects.get(pk=delegate.pk).max_meetings is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"languages": []}, "languages"),
        ({"modes": ["by_phone"]}, "modes"),
        ({"max_meetings": "0"}, "max_meetings"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"name": ""}, "name"),
    ],
)
def test_what_makes_no_sense_is_not_kept(client, delegate, changed, field):
    response = client.post(url(delegate), said(**changed))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def free(client, delegate):
    grid = client.get(url(delegate)).context["grid"]
    return {slot.code: is_free for _day, slots in grid for slot, is_free in slots}


def test_times_are_ticked_and_kept_as_windows(client, delegate):
    slots = list(delegate.forum.slots.order_by("start"))
    assert list(free(client, delegate).values()) == [True] * 4
    client.post(url(delegate), {"act": "availability", "slot": [s.pk for s in slots[1:]]})
    assert list(free(client, delegate).values()) == [False, True, True, True]
    windows = delegate.availability.values_list("status", "start", "end")
    assert list(windows) == [("away", slots[0].start, slots[0].end)]
    client.post(url(delegate), {"act": "availability", "slot": [s.pk for s in slots]})
    assert delegate.availability.exists() is False


def test_windows_of_files_are_shown_as_ticks(client, delegate):
    first, second, third, fourth = delegate.forum.slots.order_by("start")
    for status, start, end in (
        ("available", second.start, second.end),  # binds on its own day alone
        ("away", third.start + timedelta(minutes=20), third.end + timedelta(minutes=20)),
    ):
        Availability.objects.create(
            forum=delegate.forum, delegate=delegate, status=status, start=start, end=end
        )
    assert free(client, delegate) == {
        first.code: False,
        second.code: True,
        third.code: False,
        fourth.code: True,
    }


def test_only_days_of_the_own_ways_of_taking_part_are_asked(client, delegate):
    Delegate.objects.update(modes=["online"])
    assert len(free(client, delegate)) == 2


def test_an_offer_is_added_found_changed_and_removed(client, delegate):
    response = client.post(url(delegate, "listing_new", "offer"), OFFER | {"isic": []})
    assert response.url == url(delegate) + "#listings"
    made = delegate.organisation.listings.get()
    assert (made.side, made.title, made.cooperation) == ("offer", OFFER["title"], ["sale"])
    entry = SearchEntry.objects.get(listing=made)
    assert (entry.forums, orders()) == ([delegate.forum_id], 1)
    client.post(url(delegate, "listing", made.pk), OFFER | {"title": "Fresh durian"})
    made.refresh_from_db()
    assert (made.side, made.title) == ("offer", "Fresh durian")
    client.post(url(delegate, "listing_remove", made.pk))
    assert Listing.objects.exists() is False


def test_activity_codes_are_suggested_while_typing(client, delegate):
    page = client.get(
        url(delegate, "listing_codes"), {"title": "Growing of mangoes", "isic": ["6201"]}
    )
    codes = [code for code, _name in page.context["form"].fields["isic"].choices]
    assert codes[0] == "6201"
    assert "0122" in codes
    data = OFFER | {"title": "Growing of mangoes", "isic": ["0122"]}
    client.post(url(delegate, "listing_new", "offer"), data)
    assert Listing.objects.get().isic == ["0122"]


@pytest.mark.parametrize("changed", [{"title": ""}, {"cooperation": []}, {"isic": ["nonsense"]}])
def test_an_offer_that_says_too_little_is_not_kept(client, delegate, changed):
    response = client.post(url(delegate, "listing_new", "offer"), OFFER | changed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [*changed])


def test_offers_of_others_are_not_there(client, delegate):
    other = ListingFactory(title="Theirs")
    for name in ("listing", "listing_remove"):
        assert client.post(url(delegate, name, other.pk), OFFER).status_code == 404
    other.refresh_from_db()
    assert other.title == "Theirs"
    stranger = DelegateFactory()
    assert client.get(url(stranger)).status_code == 403


def test_after_profiles_close_nothing_changes(client, delegate):
    listing = ListingFactory(organisation=delegate.organisation, title="Ours")
    delegate.forum.profiles_close = timezone.now() - timedelta(minutes=1)
    delegate.forum.save()
    page = client.get(url(delegate)).content.decode()
    assert ("Add an offer" in page, "can no longer be changed" in page) == (False, True)
    client.post(url(delegate), said())
    client.post(url(delegate), {"act": "availability", "slot": []})
    for name in ("listing", "listing_remove"):
        client.post(url(delegate, name, listing.pk), OFFER)
    client.post(url(delegate, "listing_new", "offer"), OFFER)
    assert list(Listing.objects.values_list("title", flat=True)) == ["Ours"]
    kept = Delegate.objects.get(pk=delegate.pk)
    assert (kept.person.name, kept.availability.exists()) == (delegate.person.name, False)


def test_who_looks_after_the_people_edits_their_profiles(client, delegate):
    colleague = DelegateFactory(forum=delegate.forum, organisation=delegate.organisation)
    stranger = DelegateFactory(forum=delegate.forum)
    page = url(delegate, "colleague", colleague.pk)
    assert client.post(page, said()).status_code == 404
    assert client.get(url(delegate, "colleagues")).status_code == 403
    make_admin(None, delegate.organisation, delegate.person.user)
    assert client.post(page, said()).status_code == 302
    assert client.post(url(delegate, "colleague", stranger.pk), said()).status_code == 404
    names = dict(Delegate.objects.values_list("pk", "person__name"))
    assert (names[colleague.pk], names[stranger.pk]) == ("Anna", stranger.person.name)


def test_a_colleague_is_invited_for_the_own_organisation_and_waits(client, delegate):
    make_admin(None, delegate.organisation, delegate.person.user)
    page = url(delegate, "colleagues")
    client.post(page, {"email": "new@orchard.example", "name": "Boris", "language": "ru"})
    (letter,) = letters()
    assert (letter.to, "Борис" in letter.body, letter.subject.split(":")[0]) == (
        ["new@orchard.example"],
        False,
        "Приглашение",
    )
    invitation = Invitation.objects.get()
    client.logout()
    answer(client, invitation)
    invitation.registration.refresh_from_db()
    registration = invitation.registration
    assert (registration.state, registration.organisation) == ("waiting", delegate.organisation)


def test_an_invitation_is_taken_back_by_who_looks_after_the_people_alone(client, delegate):
    own = RegistrationFactory(forum=delegate.forum, organisation=delegate.organisation)
    theirs = RegistrationFactory(
        forum=delegate.forum, organisation=DelegateFactory(forum=delegate.forum).organisation
    )
    elsewhere = RegistrationFactory(organisation=delegate.organisation)
    page = url(delegate, "colleague_withdraw", own.pk)
    assert client.post(page).status_code == 403
    make_admin(None, delegate.organisation, delegate.person.user)
    for other in (theirs, elsewhere):
        gone = client.post(url(delegate, "colleague_withdraw", other.pk))
        assert (gone.status_code, Registration.objects.get(pk=other.pk).state) == (404, other.state)
    assert (client.get(page).status_code, client.post(page).status_code) == (405, 302)
    own.refresh_from_db()
    assert own.state == "withdrawn"
    assert client.post(page).status_code == 404


def test_whom_organisers_turned_away_no_colleague_brings_back(client, delegate):
    make_admin(None, delegate.organisation, delegate.person.user)
    declined = RegistrationFactory(forum=delegate.forum, state="declined")
    response = client.post(url(delegate, "colleagues"), {"email": declined.email, "language": "en"})
    declined.refresh_from_db()
    assert (response.status_code, declined.state) == (422, "declined")


def test_consents_are_taken_back_and_given_and_the_log_is_kept(client, delegate):
    user = delegate.person.user
    set_consents(user, user, ["take_part", "contact"], "en")
    client.post(url(delegate), {"act": "consents", "statistics": "on"})
    log = [(one.purpose, one.withdrawn_at is None) for one in user.consents.order_by("purpose")]
    assert log == [("contact", False), ("statistics", True), ("take_part", True)]
    client.post(url(delegate), {"act": "consents", "contact": "on", "statistics": "on"})
    assert user.consents.count() == 4
    make_admin(None, delegate.organisation, user)
    colleague = DelegateFactory(forum=delegate.forum, organisation=delegate.organisation)
    client.post(url(delegate, "colleague", colleague.pk), {"act": "consents"})
    assert user.consents.filter(withdrawn_at=None).count() == 3
