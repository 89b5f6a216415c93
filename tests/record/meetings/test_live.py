"""Moving, swapping, cancelling, restoring and undoing, alone and at the same moment."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from tests.board import TwoMeetings
from tests.factories import (
    DelegateFactory,
    ForumFactory,
    RequestFactory,
    hold,
    organiser_of,
    slot_at,
    staff,
)

from saphan.record.audit.models import AuditEntry
from saphan.record.errors import Conflicting, Refused
from saphan.record.forum.models import Day, Interpreter
from saphan.record.meetings import actions
from saphan.record.meetings.models import Batch, Meeting, Timetable

pytestmark = pytest.mark.django_db


class Board(TwoMeetings):
    def now(self, meeting):
        meeting.refresh_from_db()
        seats = sorted({(seat.start, seat.end, seat.state) for seat in meeting.seats.all()})
        assert seats == [(meeting.start, meeting.end, meeting.state)]
        return (meeting.slot, meeting.place, str(meeting.state), meeting.sequence)


@pytest.fixture
def board(db):
    return Board()


def codes(refusal):
    return [conflict.code for conflict in refusal.value.conflicts]


def test_a_meeting_moves_with_its_seats_and_is_numbered_on(board):
    batch = actions.move(
        board.user, board.one, board.slots[0], board.tables[1], sequence=0, words="Nearer"
    )
    assert board.now(board.one) == (board.slots[0], board.tables[1], "scheduled", 1)
    assert (batch.kind, batch.words, batch.by) == ("move", "Nearer", board.user)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.data["meetings"]) == ("meetings.move_live", [board.request.pk])


def test_nobody_is_put_in_two_meetings_and_is_told_which(board):
    with pytest.raises(Conflicting) as refusal:
        actions.move(board.user, board.one, board.slots[1], board.tables[1])
    sender, receiver = board.two.request.sender, board.two.request.receiver
    assert str(refusal.value.message) == (
        f"{sender.person.name} meets {sender.organisation.name} – "
        f"{receiver.organisation.name} then."
    )
    assert board.now(board.one) == (board.slots[0], board.tables[0], "scheduled", 0)


def test_two_meetings_change_places(board):
    batch = actions.swap(board.user, board.one, board.two, sequences={board.one.pk: 0})
    assert board.now(board.one) == (board.slots[1], board.tables[0], "scheduled", 1)
    assert board.now(board.two) == (board.slots[0], board.tables[0], "scheduled", 1)
    assert batch.changes.count() == 2


def test_swapping_with_itself_is_no_swap(board):
    with pytest.raises(Refused, match="one version"):
        actions.swap(board.user, board.one, board.one)


def test_a_meeting_called_off_gives_way_and_comes_back_if_it_can(board):
    actions.cancel(board.user, board.one, words="They are ill")
    assert board.now(board.one) == (board.slots[0], board.tables[0], "cancelled", 1)
    actions.move(board.user, board.two, board.slots[0], board.tables[0])
    with pytest.raises(Conflicting) as refusal:
        actions.restore(board.user, board.one)
    assert codes(refusal) == ["busy", "taken"]
    actions.restore(board.user, board.one, board.slots[1], board.tables[1])
    assert board.now(board.one) == (board.slots[1], board.tables[1], "scheduled", 2)


@pytest.mark.parametrize("act", ["move", "cancel", "swap", "go_online"])
def test_what_is_called_off_has_to_be_restored_first(board, act):
    actions.cancel(board.user, board.one)
    more = {"move": [board.slots[0], board.tables[1]], "swap": [board.two]}.get(act, [])
    with pytest.raises(Refused, match="called off"):
        getattr(actions, act)(board.user, board.one, *more)


def test_what_is_not_called_off_is_not_restored(board):
    with pytest.raises(Refused, match="not called off"):
        actions.restore(board.user, board.one)


def test_a_meeting_turns_online_in_the_first_room_that_will_do(board):
    Day.objects.filter(pk=board.one.slot.day_id).update(mode="both")
    # Who is at a table later that day is on the spot, and so is the other one.
    receivers = board.forum.delegates.filter(pk=board.request.receiver_id)
    receivers.update(modes=["face_to_face"])
    with pytest.raises(Conflicting) as refusal:
        actions.go_online(board.user, board.one)
    assert codes(refusal) == ["nobody_online"]
    actions.cancel(board.user, board.two)
    batch = actions.go_online(board.user, board.one)
    assert batch.kind == "online"
    assert board.now(board.one) == (board.slots[0], board.rooms[0], "scheduled", 1)


def test_an_interpreter_gives_way_to_another(board):
    request = board.request
    for side, language in ((request.sender, "th"), (request.receiver, "ru")):
        side.person.languages = [language]
        side.person.save()
    first, second = (
        Interpreter.objects.create(
            forum=board.forum,
            code=code,
            name=code,
            languages=["th", "ru"],
            modes=["face_to_face"],
            zone="UTC",
        )
        for code in ("I-1", "I-2")
    )
    Meeting.objects.filter(pk=board.one.pk).update(interpreter=first)
    third = RequestFactory(sender=DelegateFactory(forum=board.forum), state="accepted")
    people = [third.sender, third.receiver]
    last = board.slots[1]
    hold(board.timetable, third, last, last, board.tables[1], people, interpreter=first)
    actions.cancel(board.user, board.two)
    board.one.refresh_from_db()
    actions.move(board.user, board.one, board.slots[1], board.tables[0])
    board.one.refresh_from_db()
    assert board.one.interpreter == second
    Interpreter.objects.filter(pk=second.pk).update(max_meetings=0)
    actions.move(board.user, board.one, board.slots[0], board.tables[0])
    board.one.refresh_from_db()
    assert board.one.interpreter == first
    with pytest.raises(Conflicting) as refusal:
        actions.move(board.user, board.one, board.slots[1], board.tables[0])
    assert codes(refusal) == ["interpreter"]


def test_a_batch_is_undone_at_once_and_that_can_be_undone(board):
    batch = actions.swap(board.user, board.one, board.two)
    back = actions.undo(board.user, batch)
    assert board.now(board.one) == (board.slots[0], board.tables[0], "scheduled", 2)
    assert board.now(board.two) == (board.slots[1], board.tables[0], "scheduled", 2)
    with pytest.raises(Refused, match="undone already"):
        actions.undo(board.user, batch)
    actions.undo(board.user, back)
    assert board.now(board.one)[:2] == (board.slots[1], board.tables[0])


@pytest.mark.parametrize("act", ["cancel", "restore"])
def test_calling_off_and_restoring_are_undone(board, act):
    batch = actions.cancel(board.user, board.one)
    if act == "restore":
        batch = actions.restore(board.user, board.one)
    actions.undo(board.user, batch)
    assert board.now(board.one)[2] == {"cancel": "scheduled", "restore": "cancelled"}[act]


def test_what_was_changed_again_is_undone_from_the_end(board):
    first = actions.move(board.user, board.one, board.slots[0], board.tables[1])
    actions.cancel(board.user, board.one)
    with pytest.raises(Refused, match="later change first"):
        actions.undo(board.user, first)


def test_what_cannot_go_back_says_why(board):
    first = actions.move(board.user, board.one, board.slots[0], board.tables[1])
    actions.move(board.user, board.two, board.slots[1], board.tables[1])
    third = RequestFactory(sender=DelegateFactory(forum=board.forum), state="accepted")
    people = [third.sender, third.receiver]
    hold(board.timetable, third, board.slots[0], board.slots[0], board.tables[0], people)
    with pytest.raises(Conflicting) as refusal:
        actions.undo(board.user, first)
    assert codes(refusal) == ["taken"]


def test_a_meeting_of_a_request_taken_back_does_not_come_back(board):
    actions.withdraw(board.request.sender.person.user, board.request)
    with pytest.raises(Conflicting) as refusal:
        actions.undo(board.user, Batch.objects.get())
    assert codes(refusal) == ["withdrawn"]


def test_what_has_begun_stays(board):
    day = Day.objects.create(
        forum=board.forum, date=timezone.now().date() - timedelta(days=2), mode="face_to_face"
    )
    past = slot_at(day, 9)
    with pytest.raises(Conflicting) as refusal:
        actions.move(board.user, board.one, past, board.tables[0])
    assert codes(refusal) == ["past"]
    third = RequestFactory(sender=DelegateFactory(forum=board.forum), state="accepted")
    begun = hold(board.timetable, third, past, past, board.tables[0], [third.sender])
    with pytest.raises(Refused, match="has begun"):
        actions.cancel(board.user, begun)
    with pytest.raises(Refused, match="has begun"):
        actions.swap(board.user, begun, board.one)


def test_who_saw_an_older_board_is_told(board):
    actions.move(board.user, board.one, board.slots[0], board.tables[1], sequence=0)
    with pytest.raises(Refused, match="changed meanwhile"):
        actions.cancel(board.user, board.one, sequence=0)


def test_a_version_of_the_past_does_not_change(board):
    Timetable.objects.update(state=Timetable.State.SUPERSEDED)
    with pytest.raises(Refused, match="newer version"):
        actions.cancel(board.user, board.one)


def test_it_is_there_already(board):
    with pytest.raises(Refused, match="already"):
        actions.move(board.user, board.one, board.slots[0], board.tables[0])


def test_reasons_have_a_length(board):
    with pytest.raises(Refused, match="too long"):
        actions.cancel(board.user, board.one, words="x" * 301)


@pytest.mark.parametrize("role", ["desk_officer", "door_staff", "elsewhere", "delegate"])
@pytest.mark.parametrize("act", ["move", "swap", "cancel", "restore", "go_online", "undo"])
def test_only_who_looks_after_the_timetable_changes_it(board, role, act):
    batch = actions.move(board.user, board.one, board.slots[0], board.tables[1])
    actor = {
        "elsewhere": lambda: organiser_of(ForumFactory()),
        "delegate": lambda: board.request.sender.person.user,
    }.get(role, lambda: staff(board.forum, role))()
    arguments = {
        "move": [board.one, board.slots[0], board.tables[0]],
        "swap": [board.one, board.two],
        "undo": [batch],
    }
    with pytest.raises(PermissionDenied):
        getattr(actions, act)(actor, *arguments.get(act, [board.one]))
    assert board.now(board.one)[3] == 1


def test_a_co_organiser_may(board):
    actions.cancel(staff(board.forum, "co_organiser", "TH"), board.one)
    assert board.now(board.one)[2] == "cancelled"


def at_once(*acts):
    """Do these in threads of their own at the same moment.

    Returns:
        How many were refused.
    """
    start = threading.Barrier(len(acts))
    refused = []

    def act(one):
        try:
            start.wait(timeout=10)
            one()
        except Refused as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[one]) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(refused)


@pytest.mark.django_db(transaction=True)
def test_two_who_move_at_once_never_both_take_a_table():
    board = Board()
    third = RequestFactory(sender=DelegateFactory(forum=board.forum), state="accepted")
    people = [third.sender, third.receiver]
    other = hold(board.timetable, third, board.slots[1], board.slots[1], board.tables[1], people)
    Meeting.objects.filter(pk=board.two.pk).update(state="cancelled")
    users = [board.user, organiser_of(board.forum)]
    free = board.slots[0], board.tables[1]
    assert (
        at_once(
            lambda: actions.move(users[0], board.one, *free),
            lambda: actions.move(users[1], other, *free),
        )
        == 1
    )
    assert Meeting.objects.filter(slot=free[0], place=free[1]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_change_one_meeting_at_once_do_not_both():
    board = Board()
    first, second = board.user, organiser_of(board.forum)
    assert (
        at_once(
            lambda: actions.move(first, board.one, board.slots[0], board.tables[1], sequence=0),
            lambda: actions.cancel(second, board.one, sequence=0),
        )
        == 1
    )
    assert Batch.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_side_that_withdraws_while_its_meeting_is_moved_is_out_in_the_end():
    board = Board()
    at_once(
        lambda: actions.move(board.user, board.one, board.slots[0], board.tables[1]),
        lambda: actions.withdraw(board.request.sender.person.user, board.request),
    )
    assert board.now(board.one)[2] == "cancelled"
