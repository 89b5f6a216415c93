"""What happens on the day leads to a proposal; applied it is a batch, and undone as one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.board import TwoMeetings
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    hold,
    organiser_of,
    slot_at,
    staff,
    timetable_with,
)

from saphan.engine.scheduling import solve
from saphan.engine.scheduling.formats.forum import forum_from_sheets
from saphan.engine.sheets.reader import read_forum_sheets
from saphan.record.errors import Conflicting, Refused
from saphan.record.forum.models import Availability, Day, Interpreter
from saphan.record.meetings import actions, queries
from saphan.record.meetings.actions import Report
from saphan.record.meetings.actions.runs import keep_result
from saphan.record.meetings.models import Batch, Incident, Replanning
from saphan.record.meetings.queries.incidents import in_force
from saphan.record.meetings.queries.mending import without_what_is_missing
from saphan.record.meetings.standing import standing_of

pytestmark = pytest.mark.django_db
SHEETS = read_forum_sheets(Path(__file__).resolve().parents[3] / "examples" / "hybrid")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Board(TwoMeetings):
    def __init__(self):
        super().__init__()
        self.forum.delegates.update(modes=["face_to_face"])

    def report(self, kind, of, start=LONG_AGO, until=None):
        """What is proposed after a report."""
        made = actions.report_incident(self.user, self.forum, Report(kind, of, start, until))
        return actions.execute_replanning(made.pk)

    def stands(self):
        return stands_of(self.timetable)


def stands_of(timetable):
    return {meeting.pk: standing_of(meeting) for meeting in timetable.meetings.all()}


@pytest.fixture
def board(db):
    return Board()


def told(replanning):
    proposal = queries.proposal_of(replanning, timezone.now())
    return [(row.told.meeting, row.told.after.place, row.off, row.lack) for row in proposal.rows]


def test_a_lost_table_is_left_by_all_that_are_still_to_come(board):
    before = board.stands()
    made = board.report("place", board.tables[0])
    assert (made.state, board.stands()) == ("proposed", before)
    free = board.tables[1]
    assert told(made) == [(board.one, free, False, ""), (board.two, free, False, "")]
    proposal = queries.proposal_of(made, timezone.now())
    assert (proposal.moved, proposal.elsewhere, proposal.off, proposal.people) == (0, 2, 0, 3)
    assert (proposal.kept, proposal.proven, proposal.fits) == (0, True, True)
    batch = actions.apply_replanning(board.user, made, words="The roof leaks")
    assert (batch.kind, batch.words, batch.told_at) == ("replan", "The roof leaks", None)
    assert {stand["place"] for stand in board.stands().values()} == {free.pk}
    assert [one.why["incident"] for one in batch.changes.all()] == [made.incidents.get().pk] * 2
    actions.undo(board.user, batch)
    assert board.stands() == before


def test_what_was_lost_stays_lost_until_it_is_undone(board):
    batch = actions.apply_replanning(board.user, board.report("place", board.tables[0]))
    with pytest.raises(Conflicting, match="is lost then"):
        actions.move(board.user, board.one, board.slots[0], board.tables[0])
    made = board.report("place", board.tables[1])
    assert [(off, lack) for _one, _place, off, lack in told(made)] == [(True, "place")] * 2
    undone = actions.undo(board.user, batch)
    assert in_force(board.forum) == []
    actions.undo(board.user, undone)
    assert [one.of for one in in_force(board.forum)] == [board.tables[0]]
    with pytest.raises(Refused, match="undone already"):
        actions.undo(board.user, batch)
    (held,) = queries.holding(board.forum)
    actions.undo(board.user, held.batch)
    assert in_force(board.forum) == []


def test_a_new_timetable_does_without_what_is_lost(board):
    table = board.tables[0]
    actions.apply_replanning(board.user, board.report("place", table))
    actions.apply_replanning(board.user, board.report("online", board.request.sender))
    problem = forum_from_sheets(queries.forum_sheets(board.forum))
    less = without_what_is_missing(board.forum, problem)
    assert {one.id: len(one.slots) for one in less.places if one.mode == "face_to_face"} == {
        table.code: 0,
        board.tables[1].code: 2,
    }
    person = next(one for one in less.participants if one.id == board.request.sender.code)
    assert person.modes == {"online"}
    run = actions.execute_run(actions.start_run(board.user, board.forum, 1.0).pk)
    assert run.state == "done"
    assert not run.timetable.meetings.filter(place=table).exists()


def test_a_place_is_lost_for_its_time_alone(board):
    first = board.slots[0]
    made = board.report("place", board.tables[0], first.start, first.end)
    assert told(made) == [(board.one, board.tables[1], False, "")]
    actions.apply_replanning(board.user, made)
    two = board.report("place", board.tables[1], board.slots[1].start)
    assert told(two) == []


def test_who_does_not_come_frees_the_others_and_who_comes_late_meets_later(board):
    later = board.slots[1]
    other = DelegateFactory(forum=board.forum)
    request = RequestFactory(sender=other, state="accepted")
    first = board.slots[0]
    third = hold(board.timetable, request, first, first, board.tables[1], [other, request.receiver])
    made = board.report("late", other, LONG_AGO, later.start)
    assert told(made) == [(third, board.tables[1], False, "")]
    actions.apply_replanning(board.user, made)
    third.refresh_from_db()
    assert third.slot == later
    gone = board.report("absent", board.request.sender)
    assert [(meeting, off, lack) for meeting, _p, off, lack in told(gone)] == [
        (board.one, True, "time"),
        (board.two, True, "time"),
    ]
    batch = actions.apply_replanning(board.user, gone)
    assert batch.changes.count() == 2
    with pytest.raises(Conflicting, match="is missing then"):
        actions.restore(board.user, board.one)


def test_who_makes_room_is_told_for_whom(board):
    made = board.report("late", board.request.receiver, LONG_AGO, board.slots[1].start)
    proposal = queries.proposal_of(made, timezone.now())
    (group,) = proposal.groups
    assert [(row.told.meeting, row.room_for) for row in group.hit] == [(board.one, None)]
    assert [(row.told.meeting, row.room_for) for row in group.room] == [(board.two, board.one)]
    assert (proposal.moved, proposal.people) == (2, 3)
    batch = actions.apply_replanning(board.user, made)
    assert [one.why["for"] for one in batch.changes.order_by("meeting_id")] == [None, board.one.pk]


def test_what_was_wrong_before_is_put_right_and_not_laid_to_the_report(board):
    first = board.slots[0]
    Availability.objects.create(
        forum=board.forum,
        delegate=board.request.receiver,
        status="away",
        start=first.start,
        end=first.end,
    )
    stranger = DelegateFactory(forum=board.forum)
    proposal = queries.proposal_of(board.report("absent", stranger), timezone.now())
    assert board.one in [row.told.meeting for row in proposal.wrong]
    assert [(group.hit, group.room) for group in proposal.groups] == [([], [])]


def test_an_interpreter_who_does_not_come_gives_way_to_another(board):
    person = board.request.sender.person
    person.languages = ["th"]
    person.save()
    ill, able = (
        Interpreter.objects.create(
            forum=board.forum,
            code=code,
            name=code,
            languages=["th", "en"],
            modes=["face_to_face"],
            zone="Asia/Bangkok",
        )
        for code in ("I-1", "I-2")
    )
    board.timetable.meetings.update(interpreter=ill)
    made = board.report("absent", ill)
    actions.apply_replanning(board.user, made)
    assert {stand["interpreter"] for stand in board.stands().values()} == {able.pk}


def test_somebody_turned_online_meets_in_rooms_and_comes_back(board):
    Day.objects.filter(pk=board.slots[0].day_id).update(mode="both")
    before = board.stands()
    made = board.report("online", board.request.sender, board.slots[1].start)
    proposal = queries.proposal_of(made, timezone.now())
    assert (proposal.online, [row.told.meeting for row in proposal.rows]) == (1, [board.two])
    batch = actions.apply_replanning(board.user, made)
    board.two.refresh_from_db()
    assert board.two.place in board.rooms
    other = next(room for room in board.rooms if room != board.two.place)
    actions.move(board.user, board.two, board.two.slot, other)
    with pytest.raises(Conflicting, match="online only"):
        actions.move(board.user, board.two, board.two.slot, board.tables[0])
    actions.undo(board.user, Batch.objects.latest("pk"))
    actions.undo(board.user, batch)
    assert board.stands() == before


def test_what_has_begun_stays(board):
    day = Day.objects.create(
        forum=board.forum, date=timezone.now().date() + timedelta(days=1), mode="face_to_face"
    )
    running, soon = slot_at(day, 9), slot_at(day, 10)
    now = timezone.now()
    for slot, start in ((running, now - timedelta(minutes=5)), (soon, now + timedelta(minutes=25))):
        slot.start, slot.end = start, start + timedelta(minutes=20)
        slot.save()
    request = RequestFactory(sender=DelegateFactory(forum=board.forum), state="accepted")
    people = [request.sender, request.receiver]
    met = hold(board.timetable, request, running, running, board.tables[0], people)
    made = board.report("absent", request.sender, now)
    assert told(made) == []
    assert actions.apply_replanning(board.user, made).changes.count() == 0
    made = board.report("place", board.tables[0], now)
    assert met not in [meeting for meeting, *_rest in told(made)]
    with pytest.raises(Refused, match="still to come"):
        board.report("absent", request.sender, now - timedelta(hours=2), now - timedelta(hours=1))


def test_reports_add_up_until_they_are_decided_on(board):
    one = board.report("place", board.tables[0])
    made = board.report("place", board.tables[1], board.slots[1].start)
    one.refresh_from_db()
    assert (one.state, queries.open_replanning(board.forum)) == ("dropped", made)
    assert [(off, lack) for _one, _place, off, lack in told(made)] == [(False, ""), (True, "room")]
    left = actions.forget_incident(board.user, made.incidents.last())
    made = actions.execute_replanning(left.pk)
    assert [off for _one, _place, off, _lack in told(made)] == [False, False]
    with pytest.raises(Refused, match="decided on"):
        actions.apply_replanning(board.user, one)
    assert actions.forget_incident(board.user, made.incidents.get()) is None
    assert queries.open_replanning(board.forum) is None
    with pytest.raises(Refused, match="decided on"):
        actions.drop_replanning(board.user, made)
    assert list(board.timetable.batches.all()) == []


def test_a_proposal_overtaken_by_the_board_is_refused_and_made_anew(board):
    made = board.report("place", board.tables[0])
    actions.move(board.user, board.one, board.slots[0], board.tables[1])
    before = board.stands()
    assert not queries.proposal_of(made, timezone.now()).fits
    with pytest.raises(Refused, match="proposed anew"):
        actions.apply_replanning(board.user, made)
    assert (board.stands(), Replanning.objects.get(pk=made.pk).state) == (before, "proposed")
    again = actions.execute_replanning(actions.propose_again(board.user, made).pk)
    assert told(again) == [(board.two, board.tables[1], False, "")]
    actions.apply_replanning(board.user, again)


def test_what_has_taken_the_place_meanwhile_is_found_by_the_checker(board):
    made = board.report("place", board.tables[0])
    request = RequestFactory(sender=DelegateFactory(forum=board.forum), state="accepted")
    first = board.slots[0]
    people = [request.sender, request.receiver]
    hold(board.timetable, request, first, first, board.tables[1], people)
    assert queries.proposal_of(made, timezone.now()).fits
    with pytest.raises(Refused, match="proposed anew"):
        actions.apply_replanning(board.user, made)


def test_a_newer_version_is_not_changed_by_an_older_proposal(board):
    made = board.report("place", board.tables[0])
    actions.publish(board.user, timetable_with(RequestFactory(sender=board.request.sender)))
    with pytest.raises(Refused, match="newer version"):
        actions.apply_replanning(board.user, made)


def test_what_fails_changes_nothing_and_is_tried_again(board, monkeypatch):
    made = actions.report_incident(
        board.user, board.forum, Report("place", board.tables[0], LONG_AGO)
    )
    board.forum.requests.update(fixed_slot=board.slots[0], place=board.tables[0])
    with pytest.raises(ValueError, match="time limit"):
        actions.execute_replanning(made.pk, seconds=0)
    made.refresh_from_db()
    assert made.state == "failed"
    again = actions.propose_again(board.user, made)
    board.forum.requests.update(fixed_slot=None, place=None)
    assert actions.execute_replanning(again.pk).state == "proposed"
    assert actions.execute_replanning(again.pk).state == "proposed"


def test_without_a_published_timetable_there_is_nothing_to_replan():
    request = RequestFactory()
    user = organiser_of(request.forum)
    timetable_with(request)
    report = Report("absent", request.sender, LONG_AGO)
    with pytest.raises(Refused, match="published"):
        actions.report_incident(user, request.forum, report)


def test_only_who_looks_after_this_timetable_replans(board):
    made = board.report("place", board.tables[0])
    other = ForumFactory()
    strangers = [organiser_of(other), board.request.sender.person.user]
    strangers += [staff(board.forum, role) for role in ("desk_officer", "door_staff")]
    report = Report("absent", board.request.sender, LONG_AGO)
    for user in strangers:
        for act in (
            lambda user=user: actions.report_incident(user, board.forum, report),
            lambda user=user: actions.apply_replanning(user, made),
            lambda user=user: actions.drop_replanning(user, made),
            lambda user=user: actions.propose_again(user, made),
            lambda user=user: actions.forget_incident(user, made.incidents.get()),
        ):
            with pytest.raises(PermissionDenied):
                act()
    foreign = Report("place", other.places.first(), LONG_AGO)
    with pytest.raises(Refused, match="not of this forum"):
        actions.report_incident(board.user, board.forum, foreign)
    co = staff(board.forum, "co_organiser", "TH")
    assert actions.apply_replanning(co, made).by == co
    assert in_force(other) == []


@pytest.fixture
def planned(hybrid):
    """A forum of people at tables and online, with its timetable published."""
    problem = forum_from_sheets(SHEETS)
    # Moves are sought last, and to the end of the time.
    found = solve(problem, workers=1, progress=lambda at: at.goal != "moves")
    timetable = keep_result(None, hybrid, problem, found)
    return actions.publish(None, timetable)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_applied_and_undone_the_timetable_is_what_it_was(planned, data):
    with transaction.atomic():
        forum, user = planned.forum, organiser_of(planned.forum)
        before = stands_of(planned)
        slots = list(forum.slots.order_by("start"))
        batches = []
        for _turn in range(data.draw(st.integers(1, 2), "replannings")):
            for _report in range(data.draw(st.integers(1, 2), "reports")):
                kind = data.draw(st.sampled_from(Incident.Kind.values), "kind")
                rows = forum.places if kind == "place" else forum.delegates
                of = data.draw(st.sampled_from(list(rows.order_by("pk"))), "of")
                when = data.draw(st.tuples(*[st.sampled_from(slots)] * 2), "when")
                start, until = sorted(when, key=lambda slot: slot.start)
                end = None if kind == "online" else until.end
                report = Report(kind, of, start.start, end)
                made = actions.report_incident(user, forum, report)
            made = actions.execute_replanning(made.pk, seconds=0.5)
            stood = stands_of(planned)
            batches.append(actions.apply_replanning(user, made))
            proposed = {one["meeting"]: one["after"] for one in made.proposal["changes"]}
            assert stands_of(planned) == {**stood, **proposed}
        for batch in reversed(batches):
            actions.undo(user, batch)
        assert stands_of(planned) == before
        transaction.set_rollback(True)
