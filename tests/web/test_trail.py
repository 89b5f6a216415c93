"""Organisers read who changed what, in sentences, and nobody's opinions."""

from __future__ import annotations

import ast
import csv
import io
from pathlib import Path

import pytest
from django.urls import reverse
from tests.factories import ForumFactory, RequestFactory, UserFactory, organiser_of, staff

import saphan
from saphan.record.audit.actions import note
from saphan.record.audit.models import AuditEntry
from saphan.record.forum.actions import give_role
from saphan.record.meetings.actions import block, decline
from saphan.record.meetings.models import Batch, Request
from saphan.record.register.models import FactChange
from saphan.web.trail_words import KINDS, SENTENCES

pytestmark = pytest.mark.django_db
SOURCE = Path(saphan.__file__).parent
FORMED = {  # names of which a part is known only when the code runs
    "meetings.{state}": {f"meetings.{s}" for s in Request.State.values if s != "asked"},
    "meetings.{request.state}": {"meetings.declined", "meetings.withdrawn"},
    "meetings.{kind}_live": {f"meetings.{kind}_live" for kind in Batch.Kind.values},
    "register.{verb}": {f"register.{verb}" for verb in FactChange.Verb.values},
    "account.{what}": set(),  # its callers say what, see below
}


def _names(call):
    """The names of actions in one call of something that writes the trail."""
    called = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if called not in ("note", "note_security", "_decide"):
        return
    for node in ast.walk(ast.Module(body=[ast.Expr(a) for a in call.args], type_ignores=[])):
        if isinstance(node, ast.JoinedStr):
            yield from FORMED[ast.unparse(node)[2:-1]]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if called == "note_security":
                yield f"account.{node.value}"
            elif "." in node.value and " " not in node.value:
                yield node.value


def test_every_action_that_the_code_writes_has_a_sentence():
    written = {
        name
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        for name in _names(node)
        if not name.endswith(".")
    }
    assert len(written) > 90
    assert sorted(written - SENTENCES.keys()) == [], "say in web/trail_words.py what these did"
    assert {name.split(".")[0] for name in SENTENCES} == KINDS.keys()


def _told(client, url, query=""):
    rows = csv.reader(io.StringIO(client.get(url + query).content.decode("utf-8-sig")))
    return [(who, did, about) for _at, who, did, about, _action in list(rows)[1:]]


def test_an_organiser_reads_own_forum_by_kind_person_and_day(client):
    request = RequestFactory()
    forum, organiser = request.forum, organiser_of(request.forum)
    note(organiser, "forum.save_basics", forum)
    decline(request.receiver.person.user, request)
    note(None, "meetings.start_run", request)
    note(organiser, "forum.save_rules", ForumFactory())
    note(organiser, "forum.not_in_words", forum)
    client.force_login(organiser)
    url = reverse("trail_file", args=[forum.code, "csv"])
    sides = f"{request.sender.organisation.name} – {request.receiver.organisation.name}"
    declined = (request.receiver.person.name, "Request declined", sides)
    saved = (organiser.email, "Basics of the forum changed", forum.title)
    unknown = (organiser.email, "forum.not_in_words", forum.title)
    itself = ("the site itself", "Making of a timetable begun", sides)
    assert _told(client, url) == [unknown, itself, declined, saved]
    assert _told(client, url, "?kind=forum") == [unknown, saved]
    assert _told(client, url, f"?who={request.receiver.person.user.pk}") == [declined]
    assert _told(client, url, "?who=site") == [itself]
    assert _told(client, url, "?day=2020-01-01") == []
    day = AuditEntry.objects.latest("pk").at.astimezone(forum.zone).date()
    assert len(_told(client, url, f"?day={day}")) == 4
    assert len(_told(client, url, "?day=2020-99-01&kind=x&who=y")) == 4
    page = client.get(reverse("trail", args=[forum.code])).content.decode()
    assert page.count("Request declined") == 1


def test_opinions_are_not_named(client):
    request = RequestFactory(state="withdrawn")
    user = request.receiver.person.user
    block(user, request.receiver, request.sender.organisation)
    client.force_login(organiser_of(request.forum))
    url = reverse("trail_file", args=[request.forum.code, "csv"])
    assert _told(client, url) == [("not named", "Organisation blocked", "")]
    assert _told(client, url, f"?who={user.pk}") == []
    page = client.get(reverse("trail", args=[request.forum.code])).content.decode()
    assert [word for word in (user.email, request.receiver.person.name) if word in page] == []


@pytest.mark.parametrize("role", ["co_organiser", "desk_officer", "door_staff"])
def test_nobody_else_reads_it(client, role):
    forum, other = ForumFactory(), ForumFactory()
    for user in (staff(forum, role, "TH" if role == "co_organiser" else ""), organiser_of(other)):
        client.force_login(user)
        for name, args in (("trail", []), ("trail_file", ["csv"])):
            assert client.get(reverse(name, args=[forum.code, *args])).status_code == 403
        assert client.get(reverse("site_trail")).status_code == 403
        assert client.get(reverse("site_trail_file", args=["csv"])).status_code == 403


def test_a_superuser_reads_that_of_the_site(client):
    admin = UserFactory(is_superuser=True)
    forum = ForumFactory()
    give_role(admin, forum, "new@forum.example", "organiser")
    client.force_login(admin)
    rows = _told(client, reverse("site_trail_file", args=["csv"]))
    assert rows[0] == (admin.email, "Role given", forum.title)
