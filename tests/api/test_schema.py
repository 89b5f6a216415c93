"""Whatever is sent to the API, its answer is one that its description foretells."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import RequestFactory, organiser_of, timetable_with

from saphan.api.v1 import api
from saphan.record.directory.actions import make_token
from saphan.record.directory.models import Scope

pytestmark = pytest.mark.django_db
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
def secret(db):
    """The token of an organiser who takes part as well."""
    request = RequestFactory(forum__code="1", sender__code="1", receiver__code="2")
    timetable_with(request, state="published")
    user = organiser_of(request.forum)
    person = request.sender.person
    person.user = user
    person.save()
    return make_token(user, "Program", Scope.values, 1)[1]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_every_answer_is_foretold(operation, secret):
    @given(st.data())
    @settings(
        max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    def try_all(data):
        case = data.draw(operation.as_strategy())
        case.call_and_validate(
            headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
        )

    try_all()
