"""How meetings were and what came of them, by the API."""

from __future__ import annotations

import pytest
from tests.after import small_forum
from tests.factories import DelegateFactory

from saphan.record.meetings.models import Feedback, Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return small_forum(told=False)


def test_a_meeting_is_told_of_and_only_the_own_side_reads_it(call, small):
    user, base = small.a.person.user, f"/forums/{small.forum.code}"
    path = f"{base}/requests/{small.held.request_id}"
    told = call(user, "POST", f"{path}/feedback", {"came": "held", "rating": 5}).json()
    assert told["feedback"] == {"came": "held", "rating": 5, "words": ""}
    assert (told["standing"], told["others"]) == ("held", [small.c.organisation.code])
    body = {
        "next_step": "contract",
        "deal": "sale",
        "value": "1000.50",
        "currency": "THB",
        "follow_up": "2030-01-31",
        "owner": small.a.code,
    }
    kept = call(user, "POST", f"{path}/outcome", body).json()["outcome"]
    assert kept == {**body, "note": "", "state": "open"}
    done = call(user, "POST", f"{path}/outcome", {"state": "done"}).json()["outcome"]
    assert done == {**kept, "state": "done"}
    theirs = call(small.c.person.user, "GET", f"{base}/outcomes").json()
    (same,) = [one for one in theirs if one["request"] == small.held.request_id]
    assert (same["standing"], same["feedback"], same["outcome"]) == ("untold", None, None)


@pytest.mark.parametrize(
    ("act", "body", "status"),
    [
        ("feedback", {"came": "they_did_not", "rating": 3}, 409),
        ("feedback", {"came": "held", "rating": 6}, 400),
        ("outcome", {"deal": "sale"}, 409),
        ("outcome", {"next_step": "visit", "value": "5"}, 409),
        ("outcome", {"next_step": "visit", "value": "-5"}, 400),
        ("outcome", {"next_step": "visit", "owner": "c"}, 404),
    ],
)
def test_what_makes_no_sense_is_not_kept(call, small, act, body, status):
    given = {name: small.c.code if value == "c" else value for name, value in body.items()}
    path = f"/forums/{small.forum.code}/requests/{small.held.request_id}/{act}"
    assert call(small.a.person.user, "POST", path, given).status_code == status
    assert (Feedback.objects.count(), Outcome.objects.count()) == (0, 0)


def test_who_was_erased_sees_to_nothing(call, small):
    gone = DelegateFactory(forum=small.forum, organisation=small.a.organisation)
    gone.person.email = "erased-1@erased.invalid"
    gone.person.save()
    path = f"/forums/{small.forum.code}/requests/{small.held.request_id}/outcome"
    given = {"next_step": "visit", "owner": gone.code}
    response = call(small.a.person.user, "POST", path, given)
    assert (response.status_code, response.json()["field"]) == (409, "owner")
    assert Outcome.objects.count() == 0


def test_a_meeting_of_others_is_not_there(call, small):
    path = f"/forums/{small.forum.code}/requests/{small.held.request_id}"
    for user in (small.b.person.user, small.d.person.user):
        for act, body in (("feedback", {"came": "held"}), ("outcome", {"next_step": "visit"})):
            assert call(user, "POST", f"{path}/{act}", body).status_code == 404
    body = {"came": "held"}
    scopes = ["meetings:read"]
    assert call(small.a.person.user, "POST", f"{path}/feedback", body, scopes).status_code == 403
    assert Feedback.objects.count() == 0
