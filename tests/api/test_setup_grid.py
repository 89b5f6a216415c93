"""Days, slots and places of a forum, by the API."""

from __future__ import annotations

import pytest
from tests.factories import (
    FIRST_DAY,
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    organiser_of,
    staff,
    timetable_with,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.forum.models import Forum, Place, Slot

pytestmark = pytest.mark.django_db
DAY = {
    "mode": "both",
    "city": "Bangkok",
    "sessions": [
        {
            "name": "morning",
            "start": "09:30",
            "end": "11:00",
            "minutes": 25,
            "gap": 5,
            "breaks": [{"start": "10:00", "end": "10:30"}],
        },
        {"name": "late", "start": "23:30", "end": "24:00"},
    ],
}
DAYS = DAY | {"dates": ["2027-03-01", "2027-03-02"]}
PLACES = {"mode": "face_to_face", "number": 2, "name": "Table", "hall": "Hall A"}
ROOM = {"name": "Blue", "address": "https://meet.example/blue"}


@pytest.fixture
def forum():
    return ForumFactory(name={"th": "เวที", "ru": "Форум", "en": "Forum"})


@pytest.fixture
def organiser(forum):
    return organiser_of(forum)


def base(forum):
    return f"/forums/{forum.code}/setup"


def noted():
    found = AuditEntry.objects.filter(action__startswith="forum.").order_by("pk")
    return list(found.values_list("action", flat=True))


def test_hours_are_looked_at_before_they_are_kept(call, forum, organiser):
    before = call(organiser, "GET", base(forum)).json()
    rows = call(organiser, "POST", f"{base(forum)}/days/preview", DAYS, ["forum:read"]).json()
    assert [(one["start"][11:16], one["end"][11:16], one["is_break"]) for one in rows] == [
        ("09:30", "09:55", False),
        ("09:55", "10:30", True),
        ("10:30", "10:55", False),
        ("10:55", "23:30", True),
        ("23:30", "23:55", False),
    ]
    assert (call(organiser, "GET", base(forum)).json(), noted()) == (before, [])


def test_days_come_change_and_go(call, forum, organiser):
    made = call(organiser, "POST", f"{base(forum)}/days", DAYS).json()
    assert [(one["date"], one["mode"], len(one["slots"])) for one in made] == [
        ("2027-03-01", "both", 3),
        ("2027-03-02", "both", 3),
    ]
    assert [slot["code"][11:] for slot in made[0]["slots"]] == ["09:30", "10:30", "23:30"]
    path = f"{base(forum)}/days/2027-03-01"
    # What is read can be sent back.
    same = {name: made[0][name] for name in ("mode", "city", "sessions")}
    assert call(organiser, "PUT", path, same).json() == made[0]
    changed = call(organiser, "PUT", path, DAY | {"sessions": DAY["sessions"][1:]}).json()
    assert [one["name"] for one in changed["sessions"]] == ["late"]
    assert call(organiser, "DELETE", path).status_code == 204
    assert call(organiser, "DELETE", path).status_code == 404
    read = call(organiser, "GET", base(forum)).json()
    assert [one["date"] for one in read["days"]][-1] == "2027-03-02"
    assert noted() == ["forum.save_day"] * 4 + ["forum.delete_day"]


def hours(**changed):
    return {"sessions": [DAY["sessions"][0] | changed]}


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"dates": []}, 400, None),
        ({"mode": "by_letter"}, 400, None),
        (hours(start="9.30"), 400, None),
        (hours(minutes=0), 400, None),
        (hours(end="09:00"), 409, "sessions.0.end"),
        (hours(breaks=[{"start": "10:00", "end": "09:00"}]), 409, "sessions.0.breaks.0.end"),
        (hours(end="09:40"), 409, "sessions"),
        ({"sessions": DAY["sessions"][:1] * 2}, 409, "sessions"),
        ({"dates": ["2027-03-01", "2027-03-01"]}, 409, "dates"),
        ({"dates": [str(FIRST_DAY)]}, 409, "dates"),
        ({"dates": ["9999-12-31"]}, 409, "dates"),
    ],
)
def test_days_that_cannot_be_are_not_kept(call, forum, organiser, changed, status, field):
    before = call(organiser, "GET", base(forum)).json()
    response = call(organiser, "POST", f"{base(forum)}/days", DAYS | changed)
    assert (response.status_code, response.json().get("field")) == (status, field)
    assert (call(organiser, "GET", base(forum)).json(), noted()) == (before, [])


def test_slots_and_places_that_a_timetable_uses_stay(call):
    request = RequestFactory()
    timetable_with(request)
    user, path = organiser_of(request.forum), base(request.forum)
    day = f"{path}/days/{FIRST_DAY}"
    used = Place.objects.get(meetings__isnull=False)
    for method, where, body in (
        ("PUT", day, DAY),
        ("DELETE", day, None),
        ("DELETE", f"{path}/places/{used.code}", None),
    ):
        assert call(user, method, where, body).status_code == 409
    assert (Slot.objects.count(), Place.objects.count(), noted()) == (4, 4, [])


def test_places_come_change_and_go(call, forum, organiser):
    made = call(organiser, "POST", f"{base(forum)}/places", PLACES).json()
    assert [(one["code"], one["name"], one["hall"]) for one in made] == [
        ("T01", "Table 1", "Hall A"),
        ("T02", "Table 2", "Hall A"),
    ]
    table = f"{base(forum)}/places/T02"
    moved = call(organiser, "PUT", table, ROOM | {"name": " Red ", "hall": "Hall B"}).json()
    assert moved == made[1] | {"name": "Red", "hall": "Hall B"}  # a table has no address
    room = call(organiser, "PUT", f"{base(forum)}/places/online-1", ROOM).json()
    assert (room["name"], room["address"]) == ("Blue", ROOM["address"])
    assert call(organiser, "DELETE", f"{base(forum)}/places/T01").status_code == 204
    assert sorted(forum.places.values_list("code", flat=True)) == [
        "T02",
        "face_to_face-1",
        "face_to_face-2",
        "online-1",
        "online-2",
    ]
    assert noted() == [
        "forum.add_places",
        "forum.change_place",
        "forum.change_place",
        "forum.delete_places",
    ]
    # Who has the address can come into the room.
    assert ROOM["address"] not in str(list(AuditEntry.objects.values_list("data", flat=True)))


def test_the_way_between_halls_and_the_address_of_meetings(call, forum, organiser):
    for hall in ("Hall A", "Hall B"):
        call(organiser, "POST", f"{base(forum)}/places", PLACES | {"hall": hall})
    ways = [{"one": "Hall A", "other": "Hall B", "minutes": 7}]
    assert call(organiser, "PUT", f"{base(forum)}/travel", {"ways": ways}).json() == ways
    given = {"join_template": "https://meet.example/{forum}-{meeting}"}
    assert call(organiser, "PUT", f"{base(forum)}/join-template", given).json() == given
    read = call(organiser, "GET", base(forum)).json()
    assert (read["travel"], read["join_template"]) == (ways, given["join_template"])


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field"),
    [
        ("POST", "places", PLACES | {"number": 0}, 400, None),
        ("POST", "places", PLACES | {"name": " "}, 400, None),
        ("PUT", "places/online-1", ROOM | {"address": "http://meet.example"}, 409, "address"),
        ("PUT", "places/T99", ROOM, 404, None),
        ("PUT", "join-template", {"join_template": "https://x.example/"}, 409, "join_template"),
        ("PUT", "travel", {"ways": [{"one": "A", "other": "B", "minutes": 1}]}, 409, "ways"),
        ("PUT", "travel", {"ways": [{"one": "H", "other": "H", "minutes": 1}]}, 409, "ways"),
    ],
)
def test_places_that_cannot_be_are_not_kept(
    call, forum, organiser, method, path, body, status, field
):
    forum.places.filter(code="face_to_face-1").update(hall="H")
    response = call(organiser, method, f"{base(forum)}/{path}", body)
    assert (response.status_code, response.json().get("field"), noted()) == (status, field, [])


def test_five_hundred_places_are_enough(call, forum, organiser):
    for _ in range(2):
        call(organiser, "POST", f"{base(forum)}/places", PLACES | {"number": 200})
    refused = call(organiser, "POST", f"{base(forum)}/places", PLACES | {"number": 200})
    assert (refused.status_code, refused.json()["field"]) == (409, "number")


def test_a_forum_opens_when_nothing_blocks_it_and_hides_again(call, organiser, forum):
    Forum.objects.update(is_open=False)
    opened = call(organiser, "POST", f"{base(forum)}/open")
    assert (opened.status_code, opened.json()["is_open"]) == (200, True)
    visitor = DelegateFactory().person.user
    assert call(visitor, "GET", f"/forums/{forum.code}").status_code == 200
    assert call(organiser, "POST", f"{base(forum)}/hide").json()["is_open"] is False
    assert call(visitor, "GET", f"/forums/{forum.code}").status_code == 404
    forum.days.all().delete()
    refused = call(organiser, "POST", f"{base(forum)}/open")
    assert (refused.status_code, Forum.objects.get(pk=forum.pk).is_open) == (409, False)
    assert "no day" in refused.json()["detail"]
    assert noted() == ["forum.open", "forum.hide"]


CALLS = [
    ("POST", "days/preview", DAYS),
    ("POST", "days", DAYS),
    ("PUT", f"days/{FIRST_DAY}", DAY),
    ("DELETE", f"days/{FIRST_DAY}", None),
    ("POST", "places", PLACES),
    ("PUT", "places/online-1", ROOM),
    ("DELETE", "places/online-1", None),
    ("PUT", "travel", {"ways": []}),
    ("PUT", "join-template", {"join_template": ""}),
    ("POST", "open", None),
    ("POST", "hide", None),
]


def test_only_its_own_organisers_change_a_forum(call, forum, organiser):
    before = call(organiser, "GET", base(forum)).json()
    for user in (
        organiser_of(ForumFactory()),
        staff(forum, "co_organiser", "RU"),
        staff(forum, "desk_officer"),
        staff(forum, "door_staff"),
        DelegateFactory(forum=forum).person.user,
    ):
        for method, path, body in CALLS:
            assert call(user, method, f"{base(forum)}/{path}", body).status_code == 403
    for method, path, body in CALLS[1:]:
        refused = call(organiser, method, f"{base(forum)}/{path}", body, ["forum:read"])
        assert refused.status_code == 403
    assert (call(organiser, "GET", base(forum)).json(), noted()) == (before, [])


def test_what_is_of_another_forum_is_not_there(call, forum, organiser):
    elsewhere = ForumFactory()
    day = elsewhere.days.create(date="2027-05-01", mode="online")
    elsewhere.places.create(code="X1", name="X", mode="online")
    for method, path, body in (
        ("PUT", f"days/{day.date}", DAY),
        ("DELETE", f"days/{day.date}", None),
        ("PUT", "places/X1", ROOM),
        ("DELETE", "places/X1", None),
    ):
        assert call(organiser, method, f"{base(forum)}/{path}", body).status_code == 404
    assert (elsewhere.days.count(), elsewhere.places.count(), noted()) == (3, 5, [])
