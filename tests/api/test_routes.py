"""The API: what a token opens, and what it does not."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    MatchFactory,
    ReleaseFactory,
    RequestFactory,
    organiser_of,
    staff,
    timetable_with,
)

from saphan.api.scopes import A_MINUTE
from saphan.record.directory.actions import make_token, revoke_token
from saphan.record.meetings.models import Meeting, Request
from saphan.record.register.actions import index_releases

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return RequestFactory()


def test_without_a_token_nothing_is_said(client, asked):
    path = f"/api/v1/forums/{asked.forum.code}"
    assert client.get(path).status_code == 401
    assert client.get(path, headers={"authorization": "Bearer x"}).status_code == 401
    user = asked.sender.person.user
    token, secret = make_token(user, "Program", ["forum:read"], 1)
    headers = {"authorization": f"Bearer {secret}"}
    assert client.get(path, headers=headers).json()["code"] == asked.forum.code
    revoke_token(user, token)
    assert client.get(path, headers=headers).status_code == 401


def test_a_session_is_no_token(client, asked):
    client.force_login(asked.sender.person.user)
    assert client.get(f"/api/v1/forums/{asked.forum.code}").status_code == 401


def test_each_scope_opens_its_own_routes_alone(call, asked):
    user, code = asked.sender.person.user, asked.forum.code
    assert call(user, "GET", f"/forums/{code}", scopes=["meetings:read"]).status_code == 403
    response = call(
        user, "POST", f"/forums/{code}/requests/{asked.pk}/withdraw", scopes=["meetings:read"]
    )
    assert response.json() == {"detail": "This token lacks the scope meetings:write."}


def test_a_token_opens_no_more_than_its_owner_may(call, asked):
    code, owner = asked.forum.code, asked.sender.person.user
    for path in ("delegates", "registrations", "timetables", "proposals", "report"):
        assert call(owner, "GET", f"/forums/{code}/{path}").status_code == 403
    stranger = DelegateFactory().person.user
    for path in ("requests", "suggestions", "timetable"):
        assert call(stranger, "GET", f"/forums/{code}/{path}").status_code == 404
    path = f"/forums/{code}/requests/{asked.pk}/accept"
    assert call(DelegateFactory(forum=asked.forum).person.user, "POST", path).status_code == 404
    assert call(owner, "POST", path).status_code == 403


def test_a_draft_is_there_for_its_staff_alone(call):
    forum = ForumFactory(is_open=False)
    other = ForumFactory()
    path = f"/forums/{forum.code}"
    assert call(DelegateFactory(forum=other).person.user, "GET", path).status_code == 404
    organiser = organiser_of(forum)
    assert call(organiser, "GET", path).json()["is_open"] is False
    listed = call(organiser, "GET", "/forums").json()
    assert {one["code"] for one in listed["items"]} == {forum.code, other.code}


def test_a_co_organiser_gets_the_people_of_their_country(call, asked):
    user = staff(asked.forum, "co_organiser", "RU")
    found = call(user, "GET", f"/forums/{asked.forum.code}/delegates").json()
    assert [one["email"] for one in found["items"]] == [asked.receiver.person.email]


def test_a_meeting_is_asked_for_and_agreed(call):
    match = MatchFactory()
    forum = match.forum
    thai, russian = (
        forum.delegates.get(organisation=one.organisation) for one in (match.need, match.offer)
    )
    user, code = thai.person.user, forum.code
    (suggested,) = call(user, "GET", f"/forums/{code}/suggestions").json()
    assert suggested["contact"] == russian.code
    body = {"delegate": russian.code, "message": "Cold chain"}
    made = call(user, "POST", f"/forums/{code}/requests", body).json()
    assert (made["state"], made["message"]) == ("asked", "Cold chain")
    again = call(user, "POST", f"/forums/{code}/requests", body)
    assert (again.status_code, again.json()) == (
        409,
        {"detail": "One of you has already asked the other."},
    )
    path = f"/forums/{code}/requests/{made['id']}"
    declined = call(russian.person.user, "POST", f"{path}/decline", {"reason": "size"}).json()
    assert declined["state"] == "declined"
    assert call(russian.person.user, "POST", f"{path}/accept").json()["state"] == "accepted"
    assert "reason" not in declined
    assert call(user, "POST", f"{path}/withdraw").json()["state"] == "withdrawn"
    for wrong in ({}, {"delegate": "1", "organisation": "2"}):
        assert call(user, "POST", f"/forums/{code}/requests", wrong).status_code == 400


def test_an_organiser_proposes(call, asked):
    third = DelegateFactory(forum=asked.forum, organisation__country="RU")
    body = {"one": asked.sender.code, "other": third.code}
    path = f"/forums/{asked.forum.code}/proposals"
    made = call(organiser_of(asked.forum), "POST", path, body).json()
    assert (made["is_proposal"], made["waits_for"]) == (True, "both")
    assert Request.objects.get(pk=made["id"]).receiver == third


def test_meetings_are_published_moved_called_off_and_undone(call, asked):
    forum = asked.forum
    organiser, version = organiser_of(forum), timetable_with(asked)
    base = f"/forums/{forum.code}"
    assert call(asked.sender.person.user, "GET", f"{base}/timetable").json() == []
    published = call(organiser, "POST", f"{base}/timetables/1/publish").json()
    assert published == {"version": 1, "state": "published", "status": "optimal", "meetings": 1}
    (own,) = call(asked.sender.person.user, "GET", f"{base}/timetable").json()
    assert own["people"] == [asked.sender.code, asked.receiver.code]
    slot = version.meetings.get().slot.day.slots.last()
    body = {"slot": slot.code, "place": own["place"], "words": "Late"}
    moved = call(organiser, "POST", f"{base}/meetings/{own['id']}/move", body).json()
    assert (moved["kind"], moved["meetings"]) == ("move", [own["id"]])
    call(organiser, "POST", f"{base}/changes/{moved['id']}/undo")
    call(organiser, "POST", f"{base}/meetings/{own['id']}/cancel", {})
    meeting = Meeting.objects.get(pk=own["id"])
    assert (meeting.slot.code, meeting.state) == (own["slot"], "cancelled")
    listed = call(organiser, "GET", f"{base}/timetables/1/meetings").json()["items"]
    assert [(one["id"], one["state"]) for one in listed] == [(own["id"], "cancelled")]
    assert call(organiser, "GET", f"{base}/timetables/99/meetings").status_code == 404


def test_a_scan_sent_twice_is_answered_twice_and_counted_once(call, asked):
    scan = {"id": str(uuid4()), "code": "nonsense", "at": datetime.now(UTC).isoformat()}
    user = staff(asked.forum, "door_staff")
    path = f"/forums/{asked.forum.code}/check-ins"
    for _ in range(2):
        answer = call(user, "POST", path, {"scans": [scan]}).json()
        assert answer == [{"id": scan["id"], "answer": "unknown"}]
    assert call(asked.sender.person.user, "POST", path, {"scans": [scan]}).status_code == 403


def test_what_is_wrong_is_said_by_field(call, asked):
    path = f"/forums/{asked.forum.code}/requests/0/accept"
    response = call(asked.sender.person.user, "POST", path)
    assert response.status_code == 400
    assert response.json()["detail"][0]["where"] == ["path", "id"]


def test_too_many_calls_wait_a_minute(client, asked):
    user = asked.sender.person.user
    token, secret = make_token(user, "Program", ["forum:read"], 1)
    headers = {"authorization": f"Bearer {secret}"}
    path = f"/api/v1/forums/{asked.forum.code}"
    for minute in (timezone.now(), timezone.now().replace(second=59)):
        cache.set(f"api:{token.pk}:{minute:%Y%m%d%H%M}", A_MINUTE, 120)
    assert client.get(path, headers=headers).status_code == 429


def test_programs_search_the_register_as_the_page_does(call, asked):
    ReleaseFactory(title="Trade in rice", text="Trade in rice\nRice goes north.", topics=["trade"])
    ReleaseFactory(title="Рис", text="Рис\nПродан.", language="ru", countries=["RU", "LA"])
    list(index_releases(workers=1))
    user = asked.sender.person.user

    def search(query: str) -> dict:
        return call(user, "GET", f"/register/search?{query}", None, ["register:read"]).json()

    found = search("q=rice&country=TH&topic=trade")
    assert (found["total"], found["page"], found["pages"]) == (1, 1, 1)
    (one,) = found["results"]
    assert (one["release"]["title"], one["near"]) == ("Trade in rice", False)
    assert one["title"] == [
        {"text": "Trade in ", "marked": False},
        {"text": "rice", "marked": True},
    ]
    assert found["counts"]["topic"] == [{"value": "trade", "releases": 1}]
    every = search("order=newest")
    assert (every["total"], len(every["results"])) == (2, 2)
    assert search("country=ru&kind=nonsense")["detail"] != []
    refused = call(user, "GET", "/register/search", None, ["forum:read"])
    assert refused.status_code == 403
