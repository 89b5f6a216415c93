"""The page on which organisers report what happened, look at a proposal, and apply it."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.urls import reverse
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    organiser_of,
    staff,
    timetable_with,
)

from saphan.record.directory.models import Organisation
from saphan.record.meetings.actions import execute_replanning
from saphan.record.meetings.models import Incident, Replanning, Timetable
from saphan.record.meetings.queries import text_of

pytestmark = pytest.mark.django_db
HOLDS = "every further replan and every new timetable keep to it."


@pytest.fixture
def meeting():
    return timetable_with(RequestFactory(), Timetable.State.PUBLISHED).meetings.get()


def page_of(forum):
    return reverse("incidents", args=[forum.code])


def report(client, meeting, **fields):
    forum = meeting.timetable.forum
    given = {"kind": "place", "place": meeting.place.pk, "start": "", "until": "end", **fields}
    return client.post(page_of(forum), given)


def test_an_organiser_reports_looks_applies_and_undoes(client, meeting):
    forum, table = meeting.timetable.forum, meeting.place
    client.force_login(organiser_of(forum))
    assert report(client, meeting).url == page_of(forum)
    page = client.get(page_of(forum)).content.decode()
    assert "being worked out" in page
    made = execute_replanning(Replanning.objects.get().pk)
    part = client.get(page_of(forum), headers={"HX-Request": "true", "HX-Target": "replan"})
    told = part.content.decode()
    assert told.startswith('<section id="replan" data-live="meetings" aria-live')
    assert (told.count('<li class="move"'), f"{table.name} is lost" in told) == (1, True)
    board = reverse("board", args=[forum.code])
    assert "A replan of the day is proposed." in client.get(board).content.decode()
    client.post(reverse("replan_apply", args=[forum.code, made.pk]), {"words": "It rains in"})
    meeting.refresh_from_db()
    assert meeting.place != table
    page = client.get(page_of(forum)).content.decode()
    assert ("Applied: 1 meeting changed." in page, HOLDS in page) == (True, True)
    batch = meeting.timetable.batches.get()
    client.post(reverse("changes_undo", args=[forum.code, batch.pk]))
    meeting.refresh_from_db()
    assert meeting.place == table
    assert HOLDS not in client.get(page_of(forum)).content.decode()


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"kind": ""}, "This field is required."),
        ({"kind": "place", "place": ""}, "Choose who or what is missing."),
        ({"kind": "absent"}, "Choose who or what is missing."),
        ({"kind": "absent", "who": "nobody"}, "Nobody here has this code, address or name."),
        ({"kind": "absent", "who": "organisation"}, "Which of them? "),
        ({"kind": "place", "place": "999999999"}, "Select a valid choice."),
        ({"kind": "late", "who": "sender", "until": "day"}, "Choose when they come."),
        ({"kind": "absent", "who": "sender", "start": "slot", "until": "slot"}, "before it begins"),
    ],
)
def test_what_is_not_said_whole_is_asked_for(client, meeting, fields, complaint):
    client.force_login(organiser_of(meeting.timetable.forum))
    known = {"sender": meeting.request.sender.code, "slot": meeting.slot_id}
    Organisation.objects.update(name="Organisation of all")
    page = report(client, meeting, **{k: known.get(v, v) for k, v in fields.items()})
    assert complaint in page.content.decode()
    assert Replanning.objects.count() == 0


def test_the_end_of_a_day_is_its_last_slot(client, meeting):
    client.force_login(organiser_of(meeting.timetable.forum))
    sender = text_of(meeting.request.sender)
    report(client, meeting, kind="absent", who=sender, until="day")
    incident = Incident.objects.get()
    last = meeting.slot.day.slots.latest("start")
    assert (incident.delegate_id, incident.until) == (meeting.request.sender_id, last.end)


def test_a_link_fills_the_form_in(client, meeting):
    forum = meeting.timetable.forum
    client.force_login(organiser_of(forum))
    page = client.get(reverse("board_meeting", args=[forum.code, meeting.pk])).content.decode()
    link = f"{page_of(forum)}?kind=place&amp;place={meeting.place.pk}"
    assert link in page
    form = client.get(link.replace("&amp;", "&")).content.decode()
    assert f'<option value="{meeting.place.pk}" selected>' in form
    who = text_of(meeting.request.sender)
    absent = f"{page_of(forum)}?kind=absent&who={quote(who)}"
    assert absent.replace("&", "&amp;") in page
    assert f'value="{who}"' in client.get(absent).content.decode()


def test_people_are_found_while_typing(client, meeting):
    forum, sender = meeting.timetable.forum, meeting.request.sender
    sender.person.name, sender.person.name_latin = "Иван Петров", "Ivan Petrov"
    sender.person.save()
    forum.interpreters.create(
        code="I1", name="Ivan Translator", languages=["ru", "th"], modes=["online"]
    )
    url = reverse("people_found", args=[forum.code])
    client.force_login(organiser_of(forum))

    def options(field, typed):
        return re.findall(r'value="([^"]+)"', client.get(url, {field: typed}).content.decode())

    assert options("who", "ivan") == [text_of(sender), "Ivan Translator (I1)"]
    assert options("one", "petr iv") == [text_of(sender)]
    assert (options("who", " "), options("who", "van")) == ([], [])
    client.force_login(sender.person.user)
    assert client.get(url, {"who": "ivan"}).status_code == 403


def test_without_a_published_timetable_the_page_leads_to_the_board(client):
    forum = ForumFactory()
    client.force_login(organiser_of(forum))
    assert "no timetable is published" in client.get(page_of(forum)).content.decode()


def test_nobody_else_sees_it_or_acts(client, meeting):
    forum = meeting.timetable.forum
    client.force_login(organiser_of(forum))
    report(client, meeting)
    made = execute_replanning(Replanning.objects.get().pk)
    incident = made.incidents.get()
    theirs = DelegateFactory().forum
    foreign = [organiser_of(theirs), meeting.request.sender.person.user]
    foreign += [staff(forum, role) for role in ("desk_officer", "door_staff")]
    acts = [
        *(("replan_" + act, made.pk) for act in ("apply", "drop", "again")),
        ("incident_forget", incident.pk),
    ]
    for user in foreign:
        client.force_login(user)
        assert client.get(page_of(forum)).status_code == 403
        assert report(client, meeting).status_code == 403
        for act, pk in acts:
            assert client.post(reverse(act, args=[forum.code, pk])).status_code == 403
    client.force_login(foreign[0])
    for act, pk in acts:  # of the other forum, under the own one's address
        assert client.post(reverse(act, args=[theirs.code, pk])).status_code == 404
    made.refresh_from_db()
    assert (made.state, Replanning.objects.count()) == ("proposed", 1)
    client.force_login(staff(forum, "co_organiser", "TH"))
    for act, _pk in acts:
        assert client.get(reverse(act, args=[forum.code, made.pk])).status_code == 405
    client.post(reverse("replan_drop", args=[forum.code, made.pk]))
    made.refresh_from_db()
    assert made.state == "dropped"
