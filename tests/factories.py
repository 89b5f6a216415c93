"""Records for tests: small, and whole enough to be shown on every page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from saphan.record.directory.models import Listing, Organisation, Person, User
from saphan.record.forum.models import (
    Day,
    Delegate,
    Forum,
    ForumRole,
    Invitation,
    JoinLink,
    Mode,
    Place,
    Registration,
    Slot,
)
from saphan.record.meetings.models import Match, Meeting, Request, Seat, Timetable
from saphan.record.register.found import key_of
from saphan.record.register.models import Agency, Fact, Release

BANGKOK = ZoneInfo("Asia/Bangkok")
FIRST_DAY = date(2027, 2, 17)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user{n}@forum.example")
    password = factory.LazyFunction(lambda: make_password(None))


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"ORG-{n}")
    country = "TH"
    kind = "company"
    name = factory.Sequence(lambda n: f"Organisation {n}")
    language = "en"


class ReleaseFactory(DjangoModelFactory):
    class Meta:
        model = Release

    digest = factory.Sequence(lambda n: f"{n:064}")
    title = factory.Sequence(lambda n: f"Release {n}")
    published = date(2021, 5, 25)
    language = "en"
    publisher = "TH"
    countries = ["TH", "RU"]
    text = "Thailand met Russia."


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    key = factory.Sequence(lambda n: f"TH agency{n}")
    country = "TH"
    name = factory.Sequence(lambda n: f"Agency {n}")


class FactFactory(DjangoModelFactory):
    class Meta:
        model = Fact

    release = factory.SubFactory(ReleaseFactory)
    kind = "topic"
    value = {"topic": "trade"}
    key = factory.LazyAttribute(lambda fact: key_of(fact.kind, fact.value))
    found_key = factory.SelfAttribute("key")
    start = 0
    end = 8
    rule = "test"


class ListingFactory(DjangoModelFactory):
    class Meta:
        model = Listing

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"L-{n}")
    side = "offer"
    title = "Cold storage"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.SelfAttribute("user.email")
    languages = ["en"]
    zone = "Asia/Bangkok"


def slot_at(day: Day, hour: int) -> Slot:
    """A slot of the morning that begins on the hour in Bangkok."""
    date = day.date
    start = datetime(date.year, date.month, date.day, hour, tzinfo=BANGKOK).astimezone(UTC)
    slot: Slot = Slot.objects.create(
        forum=day.forum,
        day=day,
        code=f"{date}/{hour:02}:00",
        session="morning",
        start=start,
        end=start + timedelta(minutes=25),
    )
    return slot


class ForumFactory(DjangoModelFactory):
    """Two days, one of each mode, with two slots and two places each."""

    class Meta:
        model = Forum
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"forum-{n}")
    name = {"en": "Forum of two sides", "th": "เวทีสองฝ่าย"}
    timezone = "Asia/Bangkok"
    zones = ["Asia/Bangkok", "Europe/Moscow"]
    languages = ["th", "ru", "en"]
    countries = ["TH", "RU"]

    @factory.post_generation
    def days_and_places(self, create: bool, extracted: object, **kwargs: object) -> None:
        for index, mode in enumerate((Mode.FACE_TO_FACE, Mode.ONLINE)):
            day = Day.objects.create(forum=self, date=FIRST_DAY + timedelta(days=index), mode=mode)
            for number in range(1, 3):
                Place.objects.create(
                    forum=self, code=f"{mode}-{number}", name=f"{mode.label} {number}", mode=mode
                )
            for hour in (9, 10):
                slot_at(day, hour)


class DelegateFactory(DjangoModelFactory):
    class Meta:
        model = Delegate

    forum = factory.SubFactory(ForumFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory, organisation=factory.SelfAttribute("..organisation"))
    code = factory.Sequence(lambda n: f"D-{n}")
    modes = [Mode.FACE_TO_FACE, Mode.ONLINE]


class RegistrationFactory(DjangoModelFactory):
    """Somebody of a new organisation of Thailand; answered, unless invited."""

    class Meta:
        model = Registration

    forum = factory.SubFactory(ForumFactory)
    email = factory.Sequence(lambda n: f"new{n}@forum.example")
    state = "waiting"
    language = "en"
    name = factory.Sequence(lambda n: f"Newcomer {n}")
    country = "TH"
    kind = "company"
    new_organisation = factory.LazyFunction(lambda: {"name": "Mango Orchard", "name_en": ""})
    languages = ["en"]
    modes = [Mode.FACE_TO_FACE]
    zone = "Asia/Bangkok"
    answered_at = factory.Maybe(
        factory.LazyAttribute(lambda one: one.state != "invited"),
        factory.LazyFunction(timezone.now),
        None,
    )


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    registration = factory.SubFactory(
        RegistrationFactory, state="invited", name="", country="", kind="", new_organisation={}
    )
    trusted = True
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=9))


class JoinLinkFactory(DjangoModelFactory):
    class Meta:
        model = JoinLink

    forum = factory.SubFactory(ForumFactory)
    label = "Chamber"


class RequestFactory(DjangoModelFactory):
    """A delegate of Thailand asks one of Russia."""

    class Meta:
        model = Request

    sender = factory.SubFactory(DelegateFactory)
    receiver = factory.SubFactory(
        DelegateFactory,
        forum=factory.SelfAttribute("..sender.forum"),
        organisation__country="RU",
    )
    forum = factory.SelfAttribute("sender.forum")
    code = factory.Sequence(lambda n: f"R-{n}")


class MatchFactory(DjangoModelFactory):
    """A need of Thailand and an offer of Russia; each organisation has a delegate."""

    class Meta:
        model = Match
        skip_postgeneration_save = True

    forum = factory.SubFactory(ForumFactory)
    need = factory.SubFactory(ListingFactory, side="need", title="Refrigerated warehouse")
    offer = factory.SubFactory(ListingFactory, organisation__country="RU")
    score = 0.8
    parts = factory.LazyFunction(lambda: {"languages": 1.0})
    why = factory.LazyFunction(
        lambda: {"en": {"pair": "One needs, one offers.", "concepts": "Both are about: cold."}}
    )

    @factory.post_generation
    def delegates(self, create: bool, extracted: object, **kwargs: object) -> None:
        for listing in (self.need, self.offer):
            if not self.forum.delegates.filter(organisation=listing.organisation).exists():
                DelegateFactory(forum=self.forum, organisation=listing.organisation)


def staff(forum: Forum, role: str, country: str = "") -> User:
    """Somebody with a role at the forum."""
    user: User = UserFactory()
    ForumRole.objects.create(forum=forum, user=user, role=role, country=country)
    return user


def organiser_of(forum: Forum) -> User:
    return staff(forum, ForumRole.Role.ORGANISER)


def creator_of(*forums: Forum) -> User:
    """Somebody who may create forums, and organises these."""
    user: User = UserFactory(can_create_forums=True)
    for forum in forums:
        ForumRole.objects.create(forum=forum, user=user, role=ForumRole.Role.ORGANISER)
    return user


def timetable_with(request: Request, state: str = Timetable.State.DRAFT) -> Timetable:
    """A version in which the request, accepted, has the forum's first slot and place."""
    forum = request.forum
    request.state = Request.State.ACCEPTED
    request.save()
    timetable = Timetable.objects.create(
        forum=forum,
        version=forum.timetables.count() + 1,
        state=state,
        status="optimal",
        goals=[{"name": "value", "value": 1, "bound": 1, "gap": 0}],
    )
    slot = forum.slots.earliest("start")
    place = forum.places.filter(mode=slot.day.mode).earliest("code")
    hold(timetable, request, slot, slot, place, [request.sender, request.receiver])
    return timetable


def hold(
    timetable: Timetable,
    request: Request,
    first: Slot,
    last: Slot,
    place: Place,
    people: Iterable[Delegate] = (),
    **fields: object,
) -> Meeting:
    """A meeting from one slot to another, with a seat for each of these people."""
    meeting = Meeting.objects.create(
        timetable=timetable,
        request=request,
        slot=first,
        last_slot=last,
        start=first.start,
        end=last.end,
        place=place,
        **fields,
    )
    for delegate in people:
        Seat.objects.create(
            timetable=timetable,
            meeting=meeting,
            delegate=delegate,
            start=meeting.start,
            end=meeting.end,
        )
    return meeting
