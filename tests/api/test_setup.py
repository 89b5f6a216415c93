"""Setting a forum up, by the API."""

from __future__ import annotations

import pytest
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    organiser_of,
    staff,
    timetable_with,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.forum.models import Forum

pytestmark = pytest.mark.django_db
NAME = {"th": "เวที", "ru": "Форум", "en": "Forum"}


@pytest.fixture
def forum():
    made = ForumFactory(name=NAME, join_template="https://meet.example/{forum}-{meeting}")
    made.places.filter(code="online-1").update(address="https://meet.example/secret-room")
    return made


@pytest.fixture
def organiser(forum):
    return organiser_of(forum)


def base(forum):
    return f"/forums/{forum.code}/setup"


def noted():
    return list(
        AuditEntry.objects.filter(action__startswith="forum.").values_list("action", flat=True)
    )


def test_an_organiser_reads_how_the_forum_is_set_up(call, forum, organiser):
    read = call(organiser, "GET", base(forum)).json()
    assert (read["code"], read["is_open"], read["basics"]["zones"]) == (
        forum.code,
        True,
        ["Europe/Moscow"],
    )
    assert [len(read[name]) for name in ("days", "slots", "places", "agenda")] == [2, 4, 4, 0]
    assert [one["address"] for one in read["places"] if one["code"] == "online-1"] == [
        "https://meet.example/secret-room"
    ]
    assert [one["step"] for one in read["missing"]] == ["basics", "rules", "interpreters", "agenda"]


def test_the_basics_are_changed(call, forum, organiser):
    read = call(organiser, "GET", base(forum)).json()
    basics = read["basics"] | {
        "summary": {"en": " On trade. ", "th": " "},
        "countries": ["RU", "TH", "LA"],
        "timezone": "Europe/Moscow",
        "zones": ["Asia/Bangkok"],
    }
    kept = call(organiser, "PUT", f"{base(forum)}/basics", basics).json()
    assert kept["basics"] == basics | {"summary": {"en": "On trade."}}
    # The venue's clock shows nine as before, four hours later.
    assert (read["slots"][0]["start"], kept["slots"][0]["start"]) == (
        f"{read['days'][0]['date']}T02:00:00Z",
        f"{read['days'][0]['date']}T06:00:00Z",
    )
    assert noted() == ["forum.save_basics"]
    again = call(organiser, "PUT", f"{base(forum)}/basics", kept["basics"]).json()
    assert again == kept


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"countries": ["TH"]}, 400),
        ({"languages": []}, 400),
        ({"timezone": None}, 400),
        ({"countries": ["TH", "TH"]}, 409),
        ({"countries": ["TH", "XX"]}, 409),
        ({"countries": ["RU", "LA"]}, 409),  # somebody takes part for Thailand
        ({"languages": ["th", "kk"]}, 409),
        ({"languages": ["th", "qq"]}, 409),
        ({"name": NAME | {"qq": "?"}}, 409),
        ({"timezone": "Mars/Olympus"}, 409),
    ],
)
def test_basics_that_cannot_be_are_not_kept(call, forum, organiser, changed, status):
    DelegateFactory(forum=forum, organisation__country="TH")
    read = call(organiser, "GET", base(forum)).json()
    response = call(organiser, "PUT", f"{base(forum)}/basics", read["basics"] | changed)
    assert (response.status_code, noted()) == (status, [])
    assert call(organiser, "GET", base(forum)).json() == read


def test_the_clock_does_not_change_under_meetings(call):
    request = RequestFactory(forum__name=NAME)
    timetable_with(request)
    user, path = organiser_of(request.forum), base(request.forum)
    basics = call(user, "GET", path).json()["basics"] | {"timezone": "Europe/Moscow"}
    assert call(user, "PUT", f"{path}/basics", basics).status_code == 409
    assert Forum.objects.get().timezone == "Asia/Bangkok"


def test_the_rules_are_changed(call, forum, organiser):
    read = call(organiser, "GET", base(forum)).json()
    rules = read["rules"] | {
        "asking": "organisers",
        "may_ask": {"TH:company": ["RU:agency", "RU:company"]},
        "max_meetings": 8,
        "min_meetings": 2,
        "fairness": None,
        "requests_close": "2027-01-31T17:00:00Z",
    }
    kept = call(organiser, "PUT", f"{base(forum)}/rules", rules).json()
    assert kept["rules"] == rules
    assert (call(organiser, "GET", base(forum)).json(), noted()) == (kept, ["forum.save_rules"])


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"asking": "nobody"}, 400),
        ({"max_meetings": 0}, 400),
        ({"answers_close": "2027-01-31T17:00:00"}, 400),  # by which clock?
        ({"max_meetings": 2, "min_meetings": 3}, 409),
        (
            {
                "requests_close": "2027-01-31T17:00:00Z",
                "answers_close": "2027-01-30T17:00:00Z",
            },
            409,
        ),
        ({"profiles_close": "9999-12-31T23:59:59-11:00"}, 409),
        ({"may_ask": {"TH:company": ["CN:company"]}}, 409),
        ({"may_ask": {"TH:circus": ["RU:company"]}}, 409),
        ({"may_ask": {"TH:company": []}}, 409),
    ],
)
def test_rules_that_contradict_are_not_kept(call, forum, organiser, changed, status):
    read = call(organiser, "GET", base(forum)).json()
    response = call(organiser, "PUT", f"{base(forum)}/rules", read["rules"] | changed)
    assert (response.status_code, noted()) == (status, [])
    assert call(organiser, "GET", base(forum)).json() == read


def test_only_its_own_organisers_set_a_forum_up(call, forum, organiser):
    read = call(organiser, "GET", base(forum)).json()
    calls = [
        ("GET", "", None),
        ("PUT", "/basics", read["basics"] | {"summary": {"en": "Mine"}}),
        ("PUT", "/rules", read["rules"] | {"max_meetings": 1}),
    ]
    strangers = [
        organiser_of(ForumFactory()),
        staff(forum, "co_organiser", "RU"),
        staff(forum, "desk_officer"),
        staff(forum, "door_staff"),
        DelegateFactory(forum=forum).person.user,
    ]
    for is_open, statuses in ((True, {403}), (False, {403, 404})):
        Forum.objects.filter(pk=forum.pk).update(is_open=is_open)
        for user in strangers:
            for method, end, body in calls:
                response = call(user, method, f"{base(forum)}{end}", body)
                assert response.status_code in statuses
                assert "secret-room" not in response.content.decode()
    assert call(organiser, "GET", base(forum)).json() == read | {"is_open": False}
    assert call(strangers[0], "GET", base(forum)).status_code == 404


def test_reading_is_not_changing(call, forum, organiser):
    read = call(organiser, "GET", base(forum), None, ["forum:read"]).json()
    path = f"{base(forum)}/rules"
    assert call(organiser, "PUT", path, read["rules"], ["forum:read"]).status_code == 403
    assert call(organiser, "GET", base(forum), None, ["forum:write"]).status_code == 403
    assert noted() == []
