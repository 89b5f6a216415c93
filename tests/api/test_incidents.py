"""What happens on the day, by the API: told, proposed, applied, undone."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    organiser_of,
    staff,
    timetable_with,
)

from saphan.record.meetings.actions import Report, execute_replanning, report_incident
from saphan.record.meetings.models import Incident, Replanning, Timetable

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return timetable_with(RequestFactory(), Timetable.State.PUBLISHED).meetings.get()


@pytest.fixture
def forum(meeting):
    return meeting.timetable.forum


def reported(forum, of, kind="place"):
    return report_incident(organiser_of(forum), forum, Report(kind, of, timezone.now()))


def test_a_lost_table_is_told_proposed_applied_and_undone(call, forum, meeting):
    user, base, table = organiser_of(forum), f"/forums/{forum.code}", meeting.place
    body = {"kind": "place", "place": table.code}
    told = call(user, "POST", f"{base}/incidents", body).json()
    incident = Incident.objects.get()
    assert (told["state"], told["change"]) == ("queued", None)
    assert told["incidents"] == [
        {
            "id": incident.pk,
            "kind": "place",
            "delegate": None,
            "interpreter": None,
            "place": table.code,
            "start": told["incidents"][0]["start"],
            "until": None,
        }
    ]
    path = f"{base}/replannings/{told['id']}"
    assert call(user, "GET", path).json()["proposal"] is None
    execute_replanning(told["id"])
    proposal = call(user, "GET", path).json()["proposal"]
    (change,) = proposal["changes"]
    assert (change["meeting"], change["incident"]) == (meeting.pk, incident.pk)
    assert (change["before"]["place"], change["makes_room_for"]) == (table.code, None)
    assert change["before"]["people"] == [
        meeting.request.sender.code,
        meeting.request.receiver.code,
    ]
    assert (proposal["kept"], proposal["proven"], proposal["fits"]) == (0, True, True)
    applied = call(user, "POST", f"{path}/apply", {"words": "Rain"}).json()
    assert (applied["kind"], applied["meetings"]) == ("replan", [meeting.pk])
    meeting.refresh_from_db()
    assert meeting.place.code == change["after"]["place"] != table.code
    (held,) = call(user, "GET", f"{base}/incidents").json()
    assert (held["change"], held["incidents"][0]["id"]) == (applied["id"], incident.pk)
    assert call(user, "POST", f"{path}/apply", {}).status_code == 409
    call(user, "POST", f"{base}/changes/{held['change']}/undo")
    meeting.refresh_from_db()
    assert meeting.place == table
    assert call(user, "GET", f"{base}/incidents").json() == []
    (listed,) = call(user, "GET", f"{base}/replannings").json()["items"]
    assert (listed["state"], listed["change"]) == ("applied", applied["id"])


def test_a_report_is_taken_back_proposed_anew_or_dropped(call, forum, meeting):
    user, base = organiser_of(forum), f"/forums/{forum.code}"
    reported(forum, meeting.place)
    second = reported(forum, meeting.request.sender, "absent")
    place, absent = second.incidents.all()
    (left,) = call(user, "POST", f"{base}/incidents/{absent.pk}/take-back").json()
    assert [one["place"] for one in left["incidents"]] == [place.place.code]
    again = call(user, "POST", f"{base}/replannings/{left['id']}/again").json()
    assert again["id"] > left["id"]
    dropped = call(user, "POST", f"{base}/replannings/{again['id']}/drop").json()
    assert (dropped["state"], Replanning.objects.filter(state="dropped").count()) == ("dropped", 4)
    third = reported(forum, meeting.place)
    path = f"{base}/incidents/{third.incidents.get().pk}/take-back"
    assert call(user, "POST", path).json() == []
    assert call(user, "POST", path).status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "place"}, 400),
        ({"kind": "place", "place": "nowhere"}, 404),
        ({"kind": "place", "delegate": "sender"}, 409),
        ({"kind": "absent", "place": "table"}, 409),
        ({"kind": "absent", "delegate": "sender", "place": "table"}, 400),
        ({"kind": "late", "delegate": "sender"}, 409),
        ({"kind": "online", "delegate": "sender", "until": "2999-01-01T00:00:00Z"}, 409),
        ({"kind": "absent", "delegate": "sender", "until": "2001-01-01T00:00:00Z"}, 409),
        ({"kind": "absent", "delegate": "sender", "start": "2999-01-01T00:00:00Z"}, 409),
        ({"kind": "absent", "delegate": "sender", "start": "2027-01-01T00:00:00"}, 400),
    ],
)
def test_what_cannot_have_happened_is_not_taken(call, forum, meeting, body, status):
    known = {"sender": meeting.request.sender.code, "table": meeting.place.code}
    given = {name: known.get(value, value) for name, value in body.items()}
    path = f"/forums/{forum.code}/incidents"
    assert call(organiser_of(forum), "POST", path, given).status_code == status
    assert Incident.objects.count() == 0


def test_only_who_looks_after_the_timetable_of_this_forum_reads_and_acts(call, forum, meeting):
    made = reported(forum, meeting.place)
    incident, base = made.incidents.get(), f"/forums/{forum.code}"
    body = {"kind": "place", "place": meeting.place.code}
    reads = ("incidents", "replannings", f"replannings/{made.pk}")
    acts = [
        ("incidents", body),
        (f"incidents/{incident.pk}/take-back", None),
        *((f"replannings/{made.pk}/{act}", {}) for act in ("apply", "again", "drop")),
    ]
    for user in (
        meeting.request.sender.person.user,
        organiser_of(ForumFactory()),
        *(staff(forum, role) for role in ("desk_officer", "door_staff")),
    ):
        for path in reads:
            assert call(user, "GET", f"{base}/{path}").status_code == 403
        for path, given in acts:
            assert call(user, "POST", f"{base}/{path}", given).status_code == 403
    co_organiser = staff(forum, "co_organiser", "RU")
    reading = ["meetings:read"]
    for path in reads:
        assert call(co_organiser, "GET", f"{base}/{path}", None, reading).status_code == 200
        assert call(co_organiser, "GET", f"{base}/{path}", None, ["forum:read"]).status_code == 403
    for path, given in acts:
        assert call(co_organiser, "POST", f"{base}/{path}", given, reading).status_code == 403
    assert Replanning.objects.get().state == Replanning.State.QUEUED


def test_what_is_of_another_forum_is_not_there(call, forum, meeting):
    made = reported(forum, meeting.place)
    other = DelegateFactory().forum
    user, base = organiser_of(other), f"/forums/{other.code}"
    for path in (
        f"incidents/{made.incidents.get().pk}/take-back",
        *(f"replannings/{made.pk}/{act}" for act in ("apply", "again", "drop")),
    ):
        assert call(user, "POST", f"{base}/{path}", {}).status_code == 404
    assert call(user, "GET", f"{base}/replannings/{made.pk}").status_code == 404
    body = {"kind": "absent", "delegate": meeting.request.sender.code}
    assert call(user, "POST", f"{base}/incidents", body).status_code in (404, 409)
    assert Incident.objects.count() == 1
