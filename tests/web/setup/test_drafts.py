"""A forum that is not open is there for its staff alone, wherever forums are shown."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    InvitationFactory,
    JoinLinkFactory,
    ListingFactory,
    OrganisationFactory,
    RegistrationFactory,
    UserFactory,
    organiser_of,
    staff,
)

from saphan.record.directory.actions import refresh_search
from saphan.record.forum.actions import make_screen
from saphan.record.forum.models import Interpreter
from saphan.record.meetings.actions import renew_feed

pytestmark = pytest.mark.django_db
PAGES = ("forum", "agenda", "directory")


@pytest.fixture
def draft():
    return ForumFactory(is_open=False, name={"en": "Secret forum"})


def statuses(client, forum, pages=PAGES):
    return [client.get(reverse(page, args=[forum.code])).status_code for page in pages]


def readers(draft):
    delegate = DelegateFactory(forum=draft)
    interpreter = UserFactory()
    Interpreter.objects.create(
        forum=draft,
        code="I-1",
        name="I",
        email=interpreter.email,
        languages=["th", "ru"],
        modes=["online"],
        zone="UTC",
    )
    return {
        "visitor": None,
        "stranger": UserFactory(),
        "organiser of another": organiser_of(ForumFactory()),
        "delegate": delegate.person.user,
        "interpreter": interpreter,
    }


def test_a_draft_is_not_there_for_others(client, draft):
    for who, user in readers(draft).items():
        client.logout()
        if user:
            client.force_login(user)
        assert (who, statuses(client, draft)) == (who, [404] * 3)
        home = client.get(reverse("home"))
        assert (who, list(home.context["forums"].filter(is_open=False))) == (who, [])
        assert (who, home.content.decode().count("Secret forum")) == (who, 0)


def test_nor_are_the_pages_of_delegates_and_organisers(client, draft):
    client.force_login(DelegateFactory(forum=draft).person.user)
    pages = ("suggestions", "requests", "my_timetable", "my_calendar", "board", "report")
    assert statuses(client, draft, pages) == [404] * 6


@pytest.mark.parametrize(
    ("role", "country"),
    [("organiser", ""), ("co_organiser", "RU"), ("desk_officer", ""), ("door_staff", "")],
)
def test_its_staff_see_it(client, draft, role, country):
    client.force_login(staff(draft, role, country))
    assert statuses(client, draft) == [200] * 3
    home = client.get(reverse("home"))
    assert [one.forum for one in home.context["own"]] == [draft]
    assert [one.state for one in home.context["own"]] == ["draft"]


def test_search_does_not_tell_who_takes_part_in_a_draft(client, draft):
    hidden = OrganisationFactory(name="Hidden refrigerators", code="H-1")
    both = OrganisationFactory(name="Open refrigerators", code="O-1")
    for organisation in (hidden, both):
        ListingFactory(organisation=organisation, title="Refrigerators")
    opened = ForumFactory()
    DelegateFactory(forum=opened, organisation=both)
    DelegateFactory(forum=draft, organisation=hidden)
    DelegateFactory(forum=draft, organisation=both)
    refresh_search([hidden.code, both.code])

    def found(query):
        results = client.get(reverse("search"), query).context["found"]
        return [(one.organisation, one.forum) for one in results.results]

    queries = ({"q": "refrigerators"}, {}, {"q": "H-1"}, {"forum": draft.code})
    seen = [(both, opened.code)]
    assert [found(query) for query in queries] == [seen, seen, [], seen]
    facets = client.get(reverse("search"), {"q": "refrigerators", "kind": ""}).context["facets"]
    assert [facet.label for facet in facets if facet.label == "Forum"] == []
    client.force_login(organiser_of(draft))
    at_draft = {"q": "refrigerators", "forum": draft.code}
    assert set(found(at_draft)) == {(both, draft.code), (hidden, draft.code)}


def test_secret_addresses_of_a_draft_are_not_there_yet(client, draft):
    link = JoinLinkFactory(forum=draft)
    invitation = InvitationFactory(registration__forum=draft)
    answered = InvitationFactory(registration=RegistrationFactory(forum=draft))
    screen = make_screen(None, draft, "Hall", draft.places.filter(mode="face_to_face"))
    delegate = DelegateFactory(forum=draft)
    feed = renew_feed(delegate.person.user, delegate)
    pages = [
        reverse("join", args=[link.token]),
        reverse("registration", args=[invitation.token]),
        reverse("registration", args=[answered.token]),
        reverse("registration_organisations", args=[invitation.token]) + "?org_name=Siam",
        reverse("screen", args=[screen.key]),
        reverse("screen_now", args=[screen.key]),
        reverse("calendar_feed", args=[draft.code, feed.token]),
    ]
    assert [client.get(page).status_code for page in pages] == [404] * 7
    sent = {"email": "somebody@firm.example"}
    assert [client.post(page, sent).status_code for page in pages[:3]] == [404] * 3
    assert (mail.outbox, draft.registrations.filter(**sent).count()) == ([], 0)
    draft.is_open = True
    draft.save()
    assert [client.get(page).status_code for page in pages] == [200] * 7


def test_an_open_forum_is_there_for_everybody(client):
    assert statuses(client, ForumFactory()) == [200] * 3


def test_your_forums_are_told_with_role_state_and_next_day(client):
    today = timezone.now().date()
    delegate = DelegateFactory()
    user = delegate.person.user
    coming = delegate.forum
    running = ForumFactory(countries=["TH", "RU"])
    past = ForumFactory()
    draft = ForumFactory(is_open=False)
    for forum, first in ((coming, 10), (running, 0), (past, -30), (draft, 20)):
        for index, day in enumerate(forum.days.all()):
            day.date = today + timedelta(days=first + index)
            day.save()
    for forum, role in ((running, "desk_officer"), (past, "organiser"), (draft, "door_staff")):
        forum.roles.create(user=user, role=role)
    coming.roles.create(user=user, role="co_organiser", country="TH")
    client.force_login(user)
    own = client.get(reverse("home")).context["own"]
    assert [
        (one.forum, one.state, [str(role) for role in one.roles], one.next and one.next - today)
        for one in own
    ] == [
        (running, "running", ["desk officer"], timedelta(0)),
        (coming, "before", ["co-organiser of one country", "delegate"], timedelta(10)),
        (draft, "draft", ["door staff"], timedelta(20)),
        (past, "over", ["organiser"], None),
    ]
