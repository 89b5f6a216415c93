"""Whatever is sent to the API, its answer is one that its description foretells."""

from __future__ import annotations

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import (
    FIRST_DAY,
    JoinLinkFactory,
    ListingFactory,
    RegistrationFactory,
    RequestFactory,
    UserFactory,
    creator_of,
    organiser_of,
    timetable_with,
)

from saphan.api.v1 import api
from saphan.record.directory.actions import make_admin, make_token
from saphan.record.directory.models import Scope
from saphan.record.forum.models import AgendaItem, Interpreter
from saphan.record.mailing.actions import new_letter
from saphan.record.meetings.actions import Report, execute_replanning, report_incident

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DESCRIBED = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
DESCRIBED.app = get_wsgi_application()
OPERATIONS = [found.ok() for found in DESCRIBED.get_all_operations()]


@pytest.fixture(autouse=True)
def connection_of_the_test():
    """The application answers in the transaction of the test, and leaves its connection open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def request_held():
    request = RequestFactory(forum__code="1", sender__code="1", receiver__code="2")
    timetable_with(request, state="published")
    return request


@pytest.fixture
def secret(request_held):
    """The token of an organiser who takes part as well, and may make forums."""
    user = creator_of(request_held.forum)
    person = request_held.sender.person
    person.user = user
    person.save()
    return make_token(user, "Program", Scope.values, 1)[1]


@pytest.fixture
def proposed(request_held):
    """A replan that waits to be decided on."""
    forum = request_held.forum
    lost = Report("place", forum.places.earliest("code"), timezone.now())
    return execute_replanning(report_incident(organiser_of(forum), forum, lost).pk)


def tried(operation, secret, **known):
    """Try an operation, with what is known in its address every other time."""

    @given(st.data())
    @settings(
        max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    def try_all(data):
        case = data.draw(operation.as_strategy())
        if known and data.draw(st.booleans()):
            case.path_parameters.update(known)
        case.call_and_validate(
            headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
        )

    try_all()


OF_DELEGATES = ("/profile", "/listings", "/colleagues")
OF_PEOPLE = ("/registrations/{id}", "/invitations", "/join-links", "/invited-colleagues")
OF_OBJECTS = (
    *OF_DELEGATES,
    *OF_PEOPLE,
    "/replannings/{id}",
    "/letters",
    "/setup",
    "/copy",
)
"""Of which some answers come only about what is there: they are tried with it below."""


@pytest.mark.parametrize(
    "operation",
    [one for one in OPERATIONS if not any(part in one.path for part in OF_OBJECTS)],
    ids=lambda one: one.label,
)
def test_every_answer_is_foretold(operation, secret):
    tried(operation, secret)


@pytest.mark.parametrize(
    "operation",
    [one for one in OPERATIONS if "/replannings/{id}" in one.path],
    ids=lambda one: one.label,
)
def test_every_answer_about_a_proposed_replan_is_foretold(operation, secret, proposed):
    tried(operation, secret, code="1", id=proposed.pk)


@pytest.mark.parametrize(
    "operation",
    [one for one in OPERATIONS if any(part in one.path for part in OF_DELEGATES)],
    ids=lambda one: one.label,
)
def test_every_answer_about_a_profile_is_foretold(operation, secret, request_held):
    own = request_held.sender
    listing = ListingFactory(organisation=own.organisation)
    make_admin(None, own.organisation, own.person.user)
    tried(operation, secret, code="1", id=listing.pk, delegate=own.code)


@pytest.mark.parametrize(
    "operation",
    [one for one in OPERATIONS if any(part in one.path for part in OF_PEOPLE)],
    ids=lambda one: one.label,
)
def test_every_answer_about_inviting_is_foretold(operation, secret, request_held):
    own, forum = request_held.sender, request_held.forum
    make_admin(None, own.organisation, own.person.user)
    link = JoinLinkFactory(forum=forum)
    waits = RegistrationFactory(
        forum=forum,
        state="invited" if "remind" in operation.path else "waiting",
        organisation=own.organisation,
        email=UserFactory().email,
    )
    known = link.pk if "/join-links" in operation.path else waits.pk
    tried(operation, secret, code="1", id=known)


@pytest.mark.parametrize(
    "operation",
    [one for one in OPERATIONS if "/letters" in one.path],
    ids=lambda one: one.label,
)
def test_every_answer_about_letters_is_foretold(operation, secret, request_held):
    forum = request_held.forum
    letter = new_letter(organiser_of(forum), forum, "welcome")
    tried(operation, secret, code="1", id=letter.pk)


@pytest.mark.parametrize(
    "operation",
    [one for one in OPERATIONS if "/setup" in one.path or "/copy" in one.path],
    ids=lambda one: one.label,
)
def test_every_answer_about_the_set_up_is_foretold(operation, secret, request_held):
    forum = request_held.forum
    AgendaItem.objects.create(
        forum=forum, code="A1", kind="talk", start=timezone.now(), end=timezone.now() + HOUR
    )
    Interpreter.objects.create(forum=forum, code="I1", languages=["th", "ru"], modes=["online"])
    known = {"day": str(FIRST_DAY), "place": "online-1", "item": "A1", "interpreter": "I1"}
    tried(operation, secret, code="1", id=forum.roles.get().pk, **known)
