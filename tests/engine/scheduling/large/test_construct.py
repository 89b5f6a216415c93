"""A start keeps every rule, and the board knows what it reaches."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.scheduling.large.forums import every_rule, forum_of, timetable
from tests.thorough import examples

from saphan.engine.scheduling import Forum, Meeting, Participant, Place, Slot, check
from saphan.engine.scheduling.large.board import Board
from saphan.engine.scheduling.large.bounds import Relaxation
from saphan.engine.scheduling.large.chains import chain, shift, undo
from saphan.engine.scheduling.large.construct import construct, make_room, missing_musts
from saphan.engine.scheduling.model.zones import slots_of


def started(forum: Forum, seed: int = 0) -> Board:
    board = Board(forum)
    plan = Relaxation(board).plan()
    assert plan is not None
    construct(board, plan, Random(seed), lambda: True)
    return board


@settings(max_examples=examples(40), deadline=None)
@given(every_rule(), st.integers(0, 99))
def test_a_start_keeps_every_rule(forum: Forum, seed: int):
    board = Board(forum)
    plan = Relaxation(board).plan()
    if plan is None:
        return
    construct(board, plan, Random(seed), lambda: True)
    report = check(forum, timetable(board))
    broken = [rule.name for rule in report.rules if rule.broken]
    assert broken in ([], ["musts are held"])
    assert bool(missing_musts(board)) == bool(broken)


@settings(max_examples=examples(40), deadline=None)
@given(every_rule(), st.randoms(use_true_random=False))
def test_the_board_knows_what_it_reaches(forum: Forum, chance: Random):
    board = Board(forum)
    for _ in range(20):
        meeting = chance.randrange(len(board.meetings))
        if board.held[meeting] is not None:
            board.remove(meeting)
            continue
        starts = list(slots_of(board.starts(meeting)))
        way = board.way(meeting, chance.choice(starts)) if starts else None
        if way is not None:
            board.place(meeting, way)
    figures = check(forum, timetable(board)).figures
    spread = figures["most breaks"] - figures["fewest breaks"]
    assert board.score() == (
        figures["shortfall"],
        -figures["value"],
        figures["breaks"],
        spread,
        figures["change"],
    )


@settings(max_examples=examples(40), deadline=None)
@given(every_rule(), st.randoms(use_true_random=False))
def test_a_chain_keeps_every_rule_and_can_be_taken_back(forum: Forum, chance: Random):
    board = Board(forum)
    plan = Relaxation(board).plan()
    if plan is None:
        return
    construct(board, plan, chance, lambda: True)
    for meeting, way in board.ways():
        to = chance.randrange(len(forum.slots))
        steps = chain(board, meeting, to) if board.length[meeting] == 1 else [(meeting, to)]
        if to == way.start or steps is None:
            continue
        before = board.ways()
        old = shift(board, steps)
        if old is None:
            assert board.ways() == before
            continue
        broken = [rule.name for rule in check(forum, timetable(board)).rules if rule.broken]
        assert broken in ([], ["musts are held"])
        undo(board, old)
        assert board.ways() == before


def test_a_meeting_goes_beside_the_others():
    forum = forum_of(("AB", "AC"), slots=5, tables=2)
    board = started(forum)
    one, two = (way.start for _, way in board.ways())
    assert abs(one - two) == 1


def test_the_more_valuable_of_two_is_held():
    forum = forum_of(("AB", "AC"), slots=1, tables=2, values=(1, 2))
    assert [meeting for meeting, _ in started(forum).ways()] == [1]


def test_a_must_comes_before_value():
    forum = forum_of(("AB", "AC"), slots=1, tables=2, values=(1, 2), musts="0")
    assert [meeting for meeting, _ in started(forum).ways()] == [0]


def test_room_is_made_along_a_chain():
    """A is free in slot 1, B in slot 0, until the meeting of B and D moves to slot 0."""
    forum = forum_of(("AC", "BD", "AB"), slots=2, tables=3)
    board = Board(forum)
    for meeting, start in ((0, 0), (1, 1)):
        way = board.way(meeting, start)
        assert way is not None
        board.place(meeting, way)
    assert board.starts(2) == 0
    assert make_room(board, 2, Random(0))
    assert len(board.ways()) == 3
    assert check(forum, timetable(board)).broken == []


def test_fairness_is_kept_as_a_limit():
    people = tuple(
        Participant(name, frozenset(slots))
        for name, slots in (("A", {0, 2}), ("B", {0}), ("C", {2}))
    )
    forum = Forum(
        people,
        tuple(Slot(str(i), start=i) for i in range(3)),
        (Place("T", frozenset(range(3))),),
        (Meeting("m", ("A", "B")), Meeting("n", ("A", "C"))),
        fairness=0,
    )
    assert [meeting for meeting, _ in started(forum).ways()] == [0]
