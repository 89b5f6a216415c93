"""The board on the day: its parts, its second view, and what is changed from it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    hold,
    organiser_of,
    staff,
    timetable_with,
)

from saphan.record.forum.models import AgendaItem, Place, Slot
from saphan.record.meetings import actions, queries
from saphan.record.meetings.models import Batch, Meeting, Timetable
from saphan.record.meetings.queries import Wanted

pytestmark = pytest.mark.django_db
PART = {"hx_request": "true", "hx_target": "grid"}


@pytest.fixture
def one():
    return RequestFactory()


@pytest.fixture
def timetable(one):
    return timetable_with(one, Timetable.State.PUBLISHED)


@pytest.fixture
def meeting(timetable):
    return timetable.meetings.get()


@pytest.fixture
def organiser(client, timetable):
    client.force_login(organiser_of(timetable.forum))
    return client


@pytest.fixture
def free(meeting):
    """A cell where the meeting can be."""
    place = meeting.timetable.forum.places.filter(mode="face_to_face").latest("code")
    return f"{meeting.slot_id}-{place.pk}"


def to(name, meeting):
    return reverse(name, args=[meeting.timetable.forum.code, meeting.pk])


def test_the_cells_say_where_a_meeting_can_be_and_why_not_elsewhere(organiser, meeting, free):
    first, second = meeting.slot.day.slots.order_by("start")
    request = RequestFactory(sender=meeting.request.sender, state="accepted")
    taken = Place.objects.get(pk=int(free.split("-")[1]))
    other = hold(meeting.timetable, request, second, second, taken, [request.sender])
    answer = organiser.get(to("board_cells", meeting)).json()
    sender = request.sender.person.name
    side = request.sender.organisation.name
    both = {f"{sender} meets {side} then.", f"{taken.name} is taken: {side}."}
    assert {key: [answer["reasons"][n] for n in told] for key, told in answer["cells"].items()} == {
        f"{first.pk}-{meeting.place_id}": [],
        free: [],
        f"{second.pk}-{meeting.place_id}": [f"{sender} meets {side} then."],
        f"{second.pk}-{taken.pk}": sorted(both, key=lambda text: "taken" in text),
    }
    assert answer["swaps"] == {f"{second.pk}-{taken.pk}": other.pk}
    third = RequestFactory(sender=request.receiver, receiver=meeting.request.receiver)
    third.state = "accepted"
    third.save()
    hold(meeting.timetable, third, second, second, meeting.place, [third.receiver])
    assert organiser.get(to("board_cells", meeting)).json()["swaps"] == {}


def test_the_cells_are_those_that_the_page_shows(organiser, meeting, free):
    second, place = free.split("-")
    asked = {"slots": f"{second},x", "places": f"{place},{meeting.place_id}"}
    told = organiser.get(to("board_cells", meeting), asked).json()["cells"]
    assert set(told) == {free, f"{second}-{meeting.place_id}"}


def test_a_drop_draws_the_board_anew_and_says_what_was_done(organiser, meeting, free):
    answer = organiser.post(
        to("meeting_move", meeting) + "?day=2027-02-17", {"cell": free, "sequence": 0}, headers=PART
    )
    assert (answer.status_code, answer.templates[0].name) == (200, "organiser/grid.html")
    content = answer.content.decode()
    assert content.count("data-said>The meeting is moved.<") == 1
    assert content.count(f'data-cell="{free}" class="met face_to_face"') == 1


def test_a_drop_that_cannot_be_says_why_and_changes_nothing(organiser, meeting):
    day = meeting.timetable.forum.days.latest("date")
    slot, room = day.slots.first(), meeting.timetable.forum.places.filter(mode="online").first()
    meeting.request.fixed_slot = meeting.slot
    meeting.request.save()
    cell = f"{slot.pk}-{room.pk}"
    answer = organiser.post(to("meeting_move", meeting), {"cell": cell}, headers=PART)
    assert answer.status_code == 409
    assert answer.content.decode().count("data-said>It is fixed to another time.<") == 1
    assert Batch.objects.count() == 0


def test_without_scripts_everything_is_done_by_forms(organiser, meeting, free):
    page = to("board_meeting", meeting)
    assert organiser.get(page).content.decode().count(f'<option value="{free}">') == 1
    answer = organiser.post(
        to("meeting_move", meeting), {"cell": free, "sequence": 0, "words": "Nearer"}, follow=True
    )
    assert answer.redirect_chain == [(page, 302)]
    assert answer.content.decode().count("“Nearer”") == 1
    organiser.post(to("meeting_cancel", meeting))
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    organiser.post(to("meeting_restore", meeting))
    batch = Batch.objects.latest("pk")
    assert batch.kind == "restore"
    back = reverse("changes_undo", args=[batch.forum.code, batch.pk])
    assert organiser.post(back).url == reverse("board_version", args=[batch.forum.code, 1])
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"


def test_two_meetings_change_places_by_form(organiser, meeting):
    second = meeting.slot.day.slots.latest("start")
    request = RequestFactory(sender=DelegateFactory(forum=meeting.timetable.forum))
    request.state = "accepted"
    request.save()
    people = [request.sender, request.receiver]
    other = hold(meeting.timetable, request, second, second, meeting.place, people)
    assert organiser.get(to("board_meeting", meeting)).context["swaps"] == [other]
    organiser.post(to("meeting_swap", meeting), {"other": other.pk})
    meeting.refresh_from_db()
    assert meeting.slot == second


@pytest.mark.parametrize(
    ("act", "given", "said"),
    [
        ("meeting_move", {"cell": "x"}, "Choose a time and a place."),
        ("meeting_swap", {"other": ""}, "Choose the meeting to change places with."),
        ("meeting_online", {}, "The forum has no online room."),
    ],
)
def test_what_makes_no_sense_is_said(organiser, meeting, act, given, said):
    Place.objects.filter(mode="online").delete()
    answer = organiser.post(to(act, meeting), given, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [said]


def test_places_of_another_forum_are_not_there(organiser, meeting):
    elsewhere = ForumFactory()
    cell = f"{elsewhere.slots.first().pk}-{elsewhere.places.first().pk}"
    assert organiser.post(to("meeting_move", meeting), {"cell": cell}).status_code == 404


POSTED = ["meeting_move", "meeting_swap", "meeting_cancel", "meeting_restore", "meeting_online"]


@pytest.mark.parametrize("name", [*POSTED, "board_meeting", "board_cells", "changes_undo"])
@pytest.mark.parametrize("who", ["delegate", "desk_officer", "elsewhere"])
def test_nobody_else_sees_or_changes_meetings(client, timetable, meeting, free, name, who):
    organiser = organiser_of(timetable.forum)
    batch = actions.cancel(organiser, meeting)
    forum = timetable.forum
    client.force_login(
        {
            "delegate": lambda: meeting.request.sender.person.user,
            "elsewhere": lambda: organiser_of(ForumFactory()),
        }.get(who, lambda: staff(forum, who))()
    )
    pk = batch.pk if name == "changes_undo" else meeting.pk
    url = reverse(name, args=[forum.code, pk])
    posted = name in POSTED or name == "changes_undo"
    answer = client.post(url, {"cell": free}) if posted else client.get(url)
    assert answer.status_code == 403
    assert Batch.objects.count() == 1


@pytest.mark.parametrize("name", [*POSTED, "board_meeting", "board_cells", "changes_undo"])
def test_a_meeting_is_not_reached_through_another_forum(client, timetable, meeting, free, name):
    batch = actions.cancel(organiser_of(timetable.forum), meeting)
    other = ForumFactory()
    client.force_login(organiser_of(other))
    pk = batch.pk if name == "changes_undo" else meeting.pk
    url = reverse(name, args=[other.code, pk])
    posted = name in POSTED or name == "changes_undo"
    answer = client.post(url, {"cell": free}) if posted else client.get(url)
    assert answer.status_code == 404


def test_a_co_organiser_of_one_country_changes_the_board_too(client, timetable, meeting, free):
    client.force_login(staff(timetable.forum, "co_organiser", "RU"))
    client.post(to("meeting_move", meeting), {"cell": free})
    assert Batch.objects.get().kind == "move"


def test_what_is_past_or_superseded_has_no_forms(organiser, timetable, meeting):
    Timetable.objects.update(state=Timetable.State.SUPERSEDED)
    content = organiser.get(to("board_meeting", meeting)).content.decode()
    assert content.count("this one can no longer change") == 1
    assert content.count("meeting_move") == 0
    board = organiser.get(reverse("board", args=[timetable.forum.code])).content.decode()
    assert board.count("data-meeting") == 0


def test_by_delegate_meetings_breaks_and_duties_are_seen(organiser, timetable, meeting):
    sender = meeting.request.sender
    first, second = meeting.slot.day.slots.order_by("start")
    third = Slot.objects.create(
        forum=timetable.forum,
        day=first.day,
        code="later",
        session="morning",
        start=second.end,
        end=second.end + (second.end - second.start),
    )
    request = RequestFactory(sender=sender, state="accepted")
    hold(timetable, request, third, third, meeting.place, [sender, request.receiver])
    AgendaItem.objects.create(
        forum=timetable.forum,
        code="A",
        kind="talk",
        titles={"en": "A talk"},
        start=first.start,
        end=first.end,
    ).attendees.set([request.receiver])
    board = queries.people_board(timetable)
    kinds = {
        row.delegate: [
            "met" if c.meeting else "duty" if c.duty else "idle" if c.idle else ""
            for c in row.cells
        ]
        for row in board.rows
    }
    assert kinds == {
        sender: ["met", "idle", "met"],
        meeting.request.receiver: ["met", "", ""],
        request.receiver: ["duty", "", "met"],
    }
    assert {row.delegate: row.breaks for row in board.rows}[sender] == 1
    page = organiser.get(
        reverse("board_people", args=[timetable.forum.code]), {"who": sender.person.name}
    )
    assert [row.delegate for row in page.context["board"].rows] == [sender]
    assert page.content.decode().count('<td class="break">') == 1


def test_a_day_too_large_for_a_page_is_shown_in_parts(timetable):
    forum = timetable.forum
    day = forum.days.earliest("date")
    last = day.slots.latest("start")
    for number in range(6):
        Slot.objects.create(
            forum=forum,
            day=day,
            code=f"s{number}",
            session="afternoon",
            start=last.end + number * (last.end - last.start),
            end=last.end + (number + 1) * (last.end - last.start),
        )
    Place.objects.bulk_create(
        Place(forum=forum, code=f"T{n}", name=f"T{n}", mode="face_to_face", hall="H")
        for n in range(1, 101)
    )
    whole = queries.board(timetable)
    assert whole.shown.sessions == ["morning", "afternoon"]
    assert (whole.shown.session, len(whole.rows), len(whole.places)) == ("morning", 2, 80)
    late = queries.board(timetable, Wanted(session="afternoon", page=2))
    assert (len(late.rows), len(late.places), late.page) == (6, 26, 2)
    assert [(one.name, other.name) for one, other in late.pages] == [
        ("face to face 1", "T24"),
        ("T25", "T50"),
        ("T51", "T76"),
        ("T77", "T100"),
    ]


def test_what_is_now_and_what_is_past_are_marked(timetable):
    first, _second = timetable.forum.days.earliest("date").slots.order_by("start")
    board = queries.board(timetable, now=first.end)
    assert [row.when for row in board.rows] == ["past", ""]
    assert [row.when for row in queries.board(timetable, now=first.start).rows] == ["now", ""]


def test_a_forum_of_its_day_opens_on_that_day(timetable):
    last = timetable.forum.days.latest("date")
    board = queries.board(timetable, now=last.slots.first().start)
    assert board.shown.day == last


def test_meetings_called_off_are_listed_with_a_way_back(organiser, timetable, meeting):
    actions.cancel(organiser_of(timetable.forum), meeting, words="Ill")
    content = organiser.get(reverse("board", args=[timetable.forum.code])).content.decode()
    assert content.count(to("meeting_restore", meeting)) == 2
    assert Meeting.objects.filter(start__gt=timezone.now()).count() == 1
