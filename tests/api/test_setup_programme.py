"""Agenda, interpreters and roles of a forum, by the API."""

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
from saphan.record.directory.models import Scope, User
from saphan.record.forum.models import ForumRole, Interpreter
from saphan.record.meetings.models import Meeting

pytestmark = pytest.mark.django_db
ITEM = {
    "kind": "signing",
    "titles": {"th": "ลงนาม", "ru": "Подписание", "en": " Signing "},
    "start": "2027-02-17T02:00:00Z",
    "end": "2027-02-17T03:00:00Z",
    "place": "Hall A",
    "for_all": True,
}
ANNA = {
    "name": "Anna",
    "email": "anna@interpreters.example",
    "languages": ["th", "ru"],
    "modes": ["online"],
    "zone": "Europe/Moscow",
    "max_run": 4,
    "max_meetings": None,
    "availability": [
        {"status": "away", "start": "2027-02-17T02:00:00Z", "end": "2027-02-17T03:00:00Z"}
    ],
}
ROLE = {"email": "Co@Ministry.example", "role": "co_organiser", "country": "RU"}


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


def test_the_agenda_is_written_and_keeps_who_attends(call, forum, organiser):
    made = call(organiser, "POST", f"{base(forum)}/agenda", ITEM).json()
    assert made == ITEM | {"code": "A01", "titles": ITEM["titles"] | {"en": "Signing"}}
    attendee = DelegateFactory(forum=forum)
    forum.agenda.get().attendees.add(attendee)
    path = f"{base(forum)}/agenda/A01"
    changed = call(organiser, "PUT", path, ITEM | {"kind": "lunch", "for_all": False}).json()
    assert changed == made | {"kind": "lunch", "for_all": False}
    assert list(forum.agenda.get().attendees.all()) == [attendee]
    assert call(attendee.person.user, "GET", f"/forums/{forum.code}/agenda").json() == [changed]
    assert call(organiser, "DELETE", path).status_code == 204
    assert call(organiser, "DELETE", path).status_code == 404
    assert noted() == [
        "forum.add_agenda_item",
        "forum.change_agenda_item",
        "forum.delete_agenda_item",
    ]


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"kind": "party"}, 400, None),
        ({"start": "2027-02-17T02:00:00"}, 400, None),  # by which clock?
        ({"end": ITEM["start"]}, 409, "end"),
        ({"end": "9999-12-31T23:59:59-12:00"}, 409, "end"),
        ({"start": "0001-01-01T00:00:00+12:00"}, 409, "start"),
        ({"titles": {"en": "Signing", "ru": "Подписание", "th": " "}}, 409, "titles"),
        ({"titles": ITEM["titles"] | {"kk": "Signing"}}, 409, "titles"),
    ],
)
def test_items_that_cannot_be_are_not_kept(call, forum, organiser, changed, status, field):
    response = call(organiser, "POST", f"{base(forum)}/agenda", ITEM | changed)
    assert (response.status_code, response.json().get("field")) == (status, field)
    assert (forum.agenda.count(), noted()) == (0, [])


def test_interpreters_come_change_and_go(call, forum, organiser):
    made = call(organiser, "POST", f"{base(forum)}/interpreters", ANNA).json()
    assert made == ANNA | {"code": "I01"}
    path = f"{base(forum)}/interpreters/I01"
    less = {name: ANNA[name] for name in ("name", "languages", "modes")}
    changed = call(organiser, "PUT", path, less).json()
    assert changed == less | {
        "code": "I01",
        "email": "",
        "zone": "Asia/Bangkok",
        "max_run": None,
        "max_meetings": None,
        "availability": [],
    }
    assert call(organiser, "GET", f"{base(forum)}/interpreters").json() == [changed]
    assert call(organiser, "DELETE", path).status_code == 204
    assert call(organiser, "GET", f"{base(forum)}/interpreters").json() == []
    assert noted() == [
        "forum.add_interpreter",
        "forum.change_interpreter",
        "forum.delete_interpreter",
    ]


WINDOW = ANNA["availability"][0]


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"name": " "}, 400, None),
        ({"languages": ["th"]}, 400, None),
        ({"languages": ["th", "th"]}, 409, "languages"),
        ({"languages": ["th", "qq"]}, 409, "languages"),
        ({"modes": []}, 400, None),
        ({"email": "anna@"}, 400, None),
        ({"email": "anna@localhost..x"}, 409, "email"),
        ({"email": "erased-1@erased.invalid"}, 409, "email"),
        ({"zone": "Mars/Olympus"}, 409, "zone"),
        ({"max_run": 0}, 400, None),
        ({"availability": [WINDOW | {"status": "asleep"}]}, 400, None),
        (
            {"availability": [WINDOW, WINDOW | {"end": WINDOW["start"]}]},
            409,
            "availability.1.end",
        ),
        ({"availability": [WINDOW | {"end": "9999-12-31T23:59:59Z"}]}, 409, "availability.0"),
    ],
)
def test_interpreters_that_cannot_be_are_not_kept(call, forum, organiser, changed, status, field):
    response = call(organiser, "POST", f"{base(forum)}/interpreters", ANNA | changed)
    assert (response.status_code, response.json().get("field")) == (status, field)
    assert (Interpreter.objects.count(), noted()) == (0, [])


def test_who_interprets_in_a_timetable_stays(call):
    request = RequestFactory()
    timetable_with(request)
    user = organiser_of(request.forum)
    call(user, "POST", f"{base(request.forum)}/interpreters", ANNA)
    Meeting.objects.update(interpreter=Interpreter.objects.get())
    path = f"{base(request.forum)}/interpreters/I01"
    assert call(user, "DELETE", path).status_code == 409
    assert Interpreter.objects.count() == 1


def test_roles_are_given_and_taken_back(call, forum, organiser):
    given = call(organiser, "POST", f"{base(forum)}/roles", ROLE).json()
    assert given == ROLE | {"id": given["id"], "email": "co@ministry.example"}
    again = call(organiser, "POST", f"{base(forum)}/roles", ROLE).json()
    door = {"email": "door@ministry.example", "role": "door_staff"}
    call(organiser, "POST", f"{base(forum)}/roles", door)
    read = call(organiser, "GET", f"{base(forum)}/roles").json()
    assert [(one["role"], one["country"]) for one in read] == [
        ("organiser", ""),
        ("co_organiser", "RU"),
        ("door_staff", ""),
    ]
    assert (again, read[1]) == (given, given)
    path = f"{base(forum)}/roles/{given['id']}"
    assert call(organiser, "DELETE", path).status_code == 204
    assert call(organiser, "DELETE", path).status_code == 404
    last = call(organiser, "DELETE", f"{base(forum)}/roles/{read[0]['id']}")
    assert (last.status_code, forum.roles.count()) == (409, 2)
    assert noted() == ["forum.give_role", "forum.give_role", "forum.take_role"]


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"role": "emperor"}, 400, None),
        ({"email": "nobody"}, 400, None),
        ({"email": "a@b..c"}, 409, "email"),
        ({"email": "erased-1@ERASED.invalid"}, 409, "email"),
        ({"country": None}, 409, "country"),
        ({"country": "CN"}, 409, "country"),
    ],
)
def test_roles_that_cannot_be_are_not_given(call, forum, organiser, changed, status, field):
    response = call(organiser, "POST", f"{base(forum)}/roles", ROLE | changed)
    assert (response.status_code, response.json().get("field")) == (status, field)
    # Nor is an account made.
    assert (ForumRole.objects.count(), User.objects.count(), noted()) == (1, 1, [])


CALLS = [
    ("GET", "interpreters", None, "people:read"),
    ("GET", "roles", None, "roles:read"),
    ("POST", "agenda", ITEM, "forum:write"),
    ("PUT", "agenda/A01", ITEM, "forum:write"),
    ("DELETE", "agenda/A01", None, "forum:write"),
    ("POST", "interpreters", ANNA, "people:write"),
    ("PUT", "interpreters/I01", ANNA, "people:write"),
    ("DELETE", "interpreters/I01", None, "people:write"),
    ("POST", "roles", ROLE, "roles:write"),
    ("DELETE", "roles/{role}", None, "roles:write"),
]


@pytest.fixture
def filled(call, forum, organiser):
    """A forum with one of each; its organiser."""
    call(organiser, "POST", f"{base(forum)}/agenda", ITEM)
    call(organiser, "POST", f"{base(forum)}/interpreters", ANNA)
    call(organiser, "POST", f"{base(forum)}/roles", ROLE)
    return organiser


def counted(forum):
    return (forum.agenda.count(), forum.interpreters.count(), forum.roles.count())


def test_only_its_own_organisers_change_a_forum(call, forum, filled):
    role = forum.roles.get(role="co_organiser")
    strangers = [
        organiser_of(ForumFactory()),
        role.user,
        staff(forum, "co_organiser", "TH"),
        staff(forum, "door_staff"),
        DelegateFactory(forum=forum).person.user,
    ]
    before = counted(forum)
    for method, path, body, scope in CALLS:
        where = f"{base(forum)}/{path.format(role=role.pk)}"
        for user in strangers:
            response = call(user, method, where, body)
            assert (response.status_code, "anna@" in response.content.decode()) == (403, False)
        others = set(Scope.values) - {scope}
        assert call(filled, method, where, body, others).status_code == 403
    assert counted(forum) == before


def test_what_is_of_another_forum_is_not_there(call, forum, filled):
    elsewhere = ForumFactory()
    user, role = organiser_of(elsewhere), forum.roles.get(role="co_organiser")
    for method, path, body, _scope in CALLS:
        if "/" in path:
            where = f"{base(elsewhere)}/{path.format(role=role.pk)}"
            assert call(user, method, where, body).status_code == 404
    assert counted(forum) == (1, 1, 2)
