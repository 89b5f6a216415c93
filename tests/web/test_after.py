"""A delegate tells of the meetings, and who else can see it."""

import csv
import io
import re

import pytest
from django.urls import reverse
from tests.after import small_forum
from tests.factories import DelegateFactory

from saphan.record.meetings.models import Feedback, Outcome

pytestmark = pytest.mark.django_db
HTMX = {"hx_request": "true"}
SECRETS = ("Wonderful people", "Their price can fall", "100,000", "100000")


@pytest.fixture
def small():
    return small_forum()


def url(small, name, *args):
    return reverse(name, args=[small.forum.code, *args])


def as_(client, delegate):
    client.force_login(delegate.person.user)
    return client


def post(client, small, name, meeting, headers=None, **data):
    return client.post(url(small, name, meeting.request_id), data, headers=headers or {})


def test_two_taps_tell_of_a_meeting(client):
    small = small_forum(told=False)
    as_(client, small.a)
    page = client.get(url(small, "my_timetable")).content.decode()
    assert page.count("data-after=") == 2
    card = post(client, small, "after_feedback", small.held, HTMX, rating="4")
    assert re.findall(r'name="next_step" value="(\w+)"', card.content.decode()) == [
        *["documents", "visit", "samples", "talks", "mou", "contract", "else", "nothing"]
    ]
    card = post(client, small, "after_outcome", small.held, HTMX, next_step="visit")
    assert "<button" not in card.content.decode()
    assert Feedback.objects.values_list("came", "rating").get() == ("held", 4)
    assert Outcome.objects.values_list("next_step", "state").get() == ("visit", "open")
    after = client.get(url(small, "after")).context
    assert [one.meeting for one in after["to_tell"]] == [small.missed]


def test_without_scripts_the_page_comes_back(client, small):
    as_(client, small.a)
    response = post(client, small, "after_feedback", small.missed, came="we_did_not")
    assert (response.status_code, response.url) == (302, url(small, "after"))
    response = post(client, small, "after_outcome", small.held, state="done")
    assert response.url == url(small, "after")
    states = dict(small.forum.outcomes.values_list("request", "state"))
    assert states[small.held.request_id] == "done"


def test_a_tap_that_makes_no_sense_is_refused(client, small):
    response = post(as_(client, small.a), small, "after_feedback", small.held, HTMX, rating="9")
    assert response.status_code == 409


@pytest.mark.parametrize("name", ["after_feedback", "after_outcome", "after_meeting"])
def test_meetings_of_others_are_not_there(client, small, name):
    outsider = DelegateFactory(forum=small.forum)
    for stranger in (small.b, outsider):
        response = post(as_(client, stranger), small, name, small.held, rating="1")
        assert response.status_code == 404
    elsewhere = DelegateFactory()
    assert post(as_(client, elsewhere), small, name, small.held).status_code == 403


def test_the_other_side_sees_nothing_of_it(client, small):
    as_(client, small.c)
    pages = [
        client.get(url(small, "after")),
        client.get(url(small, "after_meeting", small.held.request_id)),
        client.get(url(small, "after_file", "csv")),
        client.get(url(small, "my_timetable")),
    ]
    texts = [page.content.decode() for page in pages]
    assert [secret for secret in SECRETS for text in texts if secret in text] == []
    # Their own is there: 4 of 5, and the value of their contract talks.
    assert all(own in texts[0] for own in ("4.0 / 5", "2,500.5"))


def form(**changed):
    return {"came": "held", "rating": "5", "words": "", "next_step": "contract"} | changed


def test_all_of_it_can_be_told_and_changed_in_a_form(client, small):
    as_(client, small.a)
    page = url(small, "after_meeting", small.held.request_id)
    shown = client.get(page).context["form"].initial
    assert (shown["rating"], shown["value"], shown["note"]) == (5, 100_000, "Their price can fall")
    response = client.post(
        page,
        form(rating="3", value="12.50", currency="RUB", owner=str(small.a.pk), state="open"),
    )
    assert response.url == url(small, "after")
    outcome = Outcome.objects.get(request=small.held.request_id, organisation=small.a.organisation)
    assert (str(outcome.value), outcome.currency, outcome.owner) == ("12.50", "RUB", small.a)
    assert Feedback.objects.get(request=small.held.request_id, delegate=small.a).rating == 3


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"value": "5"}, "currency"),
        ({"value": "-5", "currency": "THB"}, "value"),
        ({"next_step": "", "note": "Call them"}, "next_step"),
        ({"came": "", "rating": "", "words": "Fine"}, "came"),
        ({"follow_up": "soon"}, "follow_up"),
    ],
)
def test_what_is_missing_is_said_where_it_is_missing(client, small, changed, field):
    response = as_(client, small.a).post(
        url(small, "after_meeting", small.held.request_id), form(**changed)
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_a_colleague_without_a_seat_tells_only_what_came_of_it(client, small):
    colleague = DelegateFactory(forum=small.forum, organisation=small.a.organisation)
    response = as_(client, colleague).get(url(small, "after_meeting", small.held.request_id))
    fields = response.context["form"].fields
    assert [name in fields for name in ("came", "rating", "next_step")] == [False, False, True]
    owners = set(fields["owner"].queryset)
    assert owners == {small.a, colleague}


def test_the_summary_by_organisation_is_a_file_too(client, small):
    content = as_(client, small.a).get(url(small, "after_file", "csv")).content
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [
        (row["Organisation"], row["State of the meeting"], row["Next step"], row["Private note"])
        for row in found
    ] == [
        (small.c.organisation.name, "held", "Contract", "Their price can fall"),
        (small.d.organisation.name, "no-show", "Visit each other", ""),
    ]
    assert client.get(url(small, "after_file", "exe")).status_code == 404
