"""Making forums, from nothing and from earlier ones, by the API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    creator_of,
    organiser_of,
    staff,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.forum.models import Forum

pytestmark = pytest.mark.django_db
NAME = {"th": "เวที", "ru": "Форум", "en": "Forum"}
NEW = {
    "code": "th-ru-2028",
    "name": NAME,
    "summary": {},
    "countries": ["TH", "RU"],
    "languages": ["th", "ru", "en"],
    "timezone": "Asia/Bangkok",
    "zones": ["Europe/Moscow"],
    "topics": ["trade"],
    "suggested": ["Ministry of Trade"],
}
COPY = {"code": "next-year", "name": NAME, "first_day": "2028-03-01"}


def noted():
    found = AuditEntry.objects.filter(action__startswith="forum.").order_by("pk")
    return list(found.values_list("action", flat=True))


def test_a_forum_is_made_and_is_a_draft_of_its_maker(call):
    maker = creator_of()
    made = call(maker, "POST", "/forums", NEW).json()
    assert (made["code"], made["is_open"], made["days"]) == ("th-ru-2028", False, [])
    assert made["basics"] == {name: NEW[name] for name in made["basics"]}
    forum = Forum.objects.get()
    assert (forum.topics, forum.suggested) == (NEW["topics"], NEW["suggested"])
    assert [(one.user, one.role) for one in forum.roles.all()] == [(maker, "organiser")]
    assert call(DelegateFactory().person.user, "GET", "/forums/th-ru-2028").status_code == 404
    assert noted() == ["forum.create"]


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"code": "x"}, 400, None),
        ({"code": "TAKEN"}, 400, None),
        ({"code": "taken"}, 409, "code"),
        ({"countries": ["TH", "TH"]}, 409, "countries"),
        ({"countries": ["TH", "XX"]}, 409, "countries"),
        ({"languages": ["th", "kk"]}, 409, "name"),
        ({"languages": ["th", "qq"], "name": NAME | {"qq": "?"}}, 409, "languages"),
        ({"zones": ["Mars/Olympus"]}, 409, "zones"),
    ],
)
def test_forums_that_cannot_be_are_not_made(call, changed, status, field):
    ForumFactory(code="Taken")
    response = call(creator_of(), "POST", "/forums", NEW | changed)
    assert (response.status_code, response.json().get("field")) == (status, field)
    assert (Forum.objects.count(), noted()) == (1, [])


def test_only_who_may_makes_forums(call):
    forum = ForumFactory()
    for user in (organiser_of(forum), DelegateFactory(forum=forum).person.user):
        assert call(user, "POST", "/forums", NEW).status_code == 403
    maker = creator_of()
    assert call(maker, "POST", "/forums", NEW, ["forum:read"]).status_code == 403
    assert Forum.objects.count() == 1


@pytest.fixture
def source():
    """A forum with people, an interpreter and rooms that are opened by a password."""
    forum = RequestFactory(
        sender__forum__name=NAME,
        sender__forum__requests_close=datetime(2027, 2, 10, 10, tzinfo=UTC),
        sender__forum__join_template="https://meet.example/{meeting}?pwd=secret",
    ).forum
    forum.places.filter(code="online-1").update(address="https://meet.example/secret-room")
    forum.interpreters.create(
        code="I1", name="Anna", languages=["th", "ru"], modes=["online"], zone="UTC"
    )
    return forum


def test_a_copy_has_the_structure_and_nobody(call, source):
    maker = creator_of(source)
    response = call(maker, "POST", f"/forums/{source.code}/copy", COPY)
    made = response.json()
    assert [one["date"] for one in made["days"]] == ["2028-03-01", "2028-03-02"]
    assert (len(made["slots"]), len(made["places"])) == (4, 4)
    assert made["rules"]["requests_close"] == "2028-02-23T10:00:00Z"
    assert "secret" not in response.content.decode()
    copied = Forum.objects.get(code="next-year")
    assert (copied.delegates.count(), copied.interpreters.count()) == (0, 0)
    assert [one.user for one in copied.roles.all()] == [maker]
    assert noted() == ["forum.copy"]


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [
        ({"first_day": "soon"}, 400, None),
        ({"first_day": "9999-12-30"}, 409, "first_day"),
        ({"code": "TH"}, 400, None),
        ({"name": {"en": "Forum"}}, 409, "name"),
        ({"name": NAME | {"kk": "Forum"}}, 409, "name"),
    ],
)
def test_copies_that_cannot_be_are_not_made(call, source, changed, status, field):
    response = call(creator_of(source), "POST", f"/forums/{source.code}/copy", COPY | changed)
    assert (response.status_code, response.json().get("field")) == (status, field)
    assert Forum.objects.count() == 1


def test_a_copy_needs_both_the_source_and_the_right_to_make_forums(call, source):
    co_organiser = staff(source, "co_organiser", "TH")
    co_organiser.can_create_forums = True
    co_organiser.save()
    for user in (creator_of(ForumFactory()), organiser_of(source), co_organiser):
        assert call(user, "POST", f"/forums/{source.code}/copy", COPY).status_code == 403
    Forum.objects.update(is_open=False)
    response = call(creator_of(), "POST", f"/forums/{source.code}/copy", COPY)
    assert (response.status_code, Forum.objects.count()) == (404, 2)
