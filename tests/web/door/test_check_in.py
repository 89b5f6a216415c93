"""What a phone at the door sends and gets."""

import hashlib
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    OrganisationFactory,
    RequestFactory,
    UserFactory,
    hold,
    staff,
)

from saphan.record.forum import actions, queries
from saphan.record.forum.models import Badge, CheckIn, Day, Slot
from saphan.record.meetings.models import Timetable

pytestmark = pytest.mark.django_db


def url(forum, name, *args):
    return reverse(name, args=[forum.code, *args])


def slot_from(forum, start, minutes=25):
    date = start.astimezone(forum.zone).date()
    day, _made = Day.objects.get_or_create(forum=forum, date=date, mode="face_to_face")
    end = start + timedelta(minutes=minutes)
    return Slot.objects.create(
        forum=forum, day=day, code=f"now-{start:%H:%M}", session="now", start=start, end=end
    )


@pytest.fixture
def met():
    """A request whose two delegates meet at a table now, in a forum where all have badges."""
    request = RequestFactory(
        state="accepted",
        sender__person__name="สมชาย ใจดี",
        sender__organisation=OrganisationFactory(country="TH", name="ไทย"),
        receiver__organisation=OrganisationFactory(country="RU", name="Факт"),
    )
    forum = request.forum
    now = timezone.now().replace(second=0, microsecond=0)
    slot = slot_from(forum, now - timedelta(minutes=5))
    timetable = Timetable.objects.create(
        forum=forum, version=1, state="published", status="optimal"
    )
    place = forum.places.get(code="face_to_face-1")
    hold(timetable, request, slot, slot, place, [request.sender, request.receiver])
    user = staff(forum, "organiser")
    actions.print_badges(user, forum, queries.holders(forum, None))
    return request


def send(client, forum, *scans, undone=(), sent=None, **more):
    told = {
        "sent": (sent or timezone.now()).isoformat(),
        "scans": list(scans),
        "undone": list(undone),
        "door": "North",
    }
    return client.post(
        url(forum, "check_ins"), json.dumps({**told, **more}), content_type="application/json"
    )


def read(code, **more):
    return {"id": str(uuid4()), "code": code, "at": timezone.now().isoformat(), **more}


def test_a_scan_is_welcomed_with_the_next_meeting_and_counts_once(client, met):
    client.force_login(staff(met.forum, "door_staff"))
    scan = read(met.sender.badge.token)
    (answer,) = send(client, met.forum, scan).json()["answers"]
    assert (answer["answer"], answer["name"], answer["latin"]) == (
        "welcome",
        "สมชาย ใจดี",
        "Somchai Chaidi",
    )
    start = met.meetings.get().start.astimezone(met.forum.zone)
    assert answer["lines"] == [f"Next: {start:%H:%M}, face to face 1, with Факт"]
    assert send(client, met.forum, scan).json()["answers"] == [answer]
    (again,) = send(client, met.forum, read(met.sender.badge.token)).json()["answers"]
    assert (again["answer"], again["lines"][0][-5:]) == ("already", "North")
    assert CheckIn.objects.count() == 2
    assert "@" not in json.dumps(answer)


def test_who_is_awaited_is_shown_until_there(client, met):
    client.force_login(staff(met.forum, "door_staff"))
    page = client.get(url(met.forum, "check_in"))
    people = [met.sender, met.receiver]
    assert [one.delegate for one in page.context["awaited"]] == people
    send(client, met.forum, read(met.sender.badge.token))
    hall = client.get(url(met.forum, "check_in_hall"))
    assert [one.delegate for one in hall.context["awaited"]] == [met.receiver]
    assert (hall.context["here"], hall.context["expected"]) == (1, 2)
    client.force_login(staff(met.forum, "co_organiser", "RU"))
    page = client.get(url(met.forum, "check_in"))
    assert [one.delegate for one in page.context["awaited"]] == [met.receiver]
    assert "สมชาย" not in page.content.decode()


def test_a_wrong_clock_of_the_phone_is_put_right(client, met):
    client.force_login(staff(met.forum, "door_staff"))
    wrong = timezone.now() - timedelta(days=400)
    scan = {**read(met.sender.badge.token), "at": (wrong - timedelta(seconds=90)).isoformat()}
    send(client, met.forum, scan, sent=wrong)
    late = timezone.now() - CheckIn.objects.get().scanned_at
    assert timedelta(seconds=90) <= late < timedelta(seconds=120)


def test_what_was_undone_on_the_phone_is_undone(client, met):
    client.force_login(staff(met.forum, "door_staff"))
    scan = read(met.sender.badge.token)
    send(client, met.forum, scan, undone=[scan["id"]])
    assert CheckIn.objects.get().undone_at is not None
    send(client, met.forum, read(met.sender.badge.token))
    kept = CheckIn.objects.get(undone_at=None)
    client.post(url(met.forum, "check_in_undo", kept.pk))
    assert not CheckIn.objects.filter(undone_at=None).exists()


def test_a_phone_knows_names_and_hashes_but_no_code(client, met):
    client.force_login(staff(met.forum, "door_staff"))
    response = client.get(url(met.forum, "check_in_people"))
    listed = response.json()
    token = met.sender.badge.token
    hashes = {one["name"]: one["hash"] for one in listed["people"]}
    assert hashes["สมชาย ใจดี"] == (hashlib.sha256((listed["salt"] + token).encode()).hexdigest())
    assert (token in response.content.decode(), "@" in response.content.decode()) == (False, False)
    client.force_login(staff(met.forum, "co_organiser", "RU"))
    listed = client.get(url(met.forum, "check_in_people")).json()
    assert [one["organisation"] for one in listed["people"]] == ["Факт"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"sent": "now", "scans": []}',
        '{"sent": "2026-01-01T00:00:00", "scans": []}',
        '{"sent": "2026-01-01T00:00:00Z", "scans": [1]}',
        '{"sent": "2026-01-01T00:00:00Z", "scans": [{"id": "x", "at": "2026-01-01T00:00:00Z"}]}',
    ],
)
def test_what_no_phone_of_ours_sends_is_refused(client, met, body):
    client.force_login(staff(met.forum, "door_staff"))
    response = client.post(url(met.forum, "check_ins"), body, content_type="application/json")
    assert response.status_code == 400


def test_the_door_is_for_its_duty_alone(client, met):
    pages = ("check_in", "check_in_hall", "check_in_people")
    scan = read(met.sender.badge.token)
    for user in (
        UserFactory(),
        met.sender.person.user,
        staff(met.forum, "desk_officer"),
        staff(ForumFactory(), "organiser"),
    ):
        client.force_login(user)
        assert [client.get(url(met.forum, name)).status_code for name in pages] == [403] * 3
        assert send(client, met.forum, scan).status_code == 403
    assert CheckIn.objects.count() == 0


def test_a_co_organiser_undoes_the_own_countrys_alone(client, met):
    client.force_login(staff(met.forum, "door_staff"))
    scan = read(met.sender.badge.token)
    send(client, met.forum, scan)
    kept = CheckIn.objects.get()
    client.force_login(staff(met.forum, "co_organiser", "RU"))
    assert client.post(url(met.forum, "check_in_undo", kept.pk)).status_code == 404
    send(client, met.forum, undone=[scan["id"]])
    client.force_login(staff(ForumFactory(), "organiser"))
    kept.refresh_from_db()
    assert kept.undone_at is None


def test_a_forum_that_is_not_open_has_no_door(client, met):
    met.forum.is_open = False
    met.forum.save()
    client.force_login(staff(met.forum, "organiser"))
    assert client.get(url(met.forum, "check_in")).status_code == 404
    assert send(client, met.forum, read(met.sender.badge.token)).status_code == 404


def test_without_scripts_a_form_checks_in(client, met):
    client.force_login(staff(met.forum, "door_staff"))
    late = DelegateFactory(forum=met.forum, person__name="Ann Lee")
    page = client.get(url(met.forum, "check_in"), {"q": "ann"})
    assert [one.key for one in page.context["found"]] == [f"d{late.pk}"]
    assert page.headers["Permissions-Policy"].startswith("camera=(self)")
    said = client.post(url(met.forum, "check_in_by_hand"), {"who": f"d{late.pk}"}, follow=True)
    assert "Welcome · Ann Lee" in said.content.decode()
    assert Badge.objects.get(delegate=late).check_ins.count() == 1
