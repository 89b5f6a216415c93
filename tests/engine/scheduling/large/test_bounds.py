"""What is called a bound is one: nothing that keeps the rules is better."""

from dataclasses import replace

from hypothesis import given, settings
from tests.engine.scheduling.large.forums import every_rule, forum_of
from tests.thorough import examples

from saphan.engine.scheduling import Forum, Interpreter, Meeting, Participant, Place, Slot
from saphan.engine.scheduling.large.board import Board
from saphan.engine.scheduling.large.bounds import Relaxation, most_slots, stretches
from saphan.engine.scheduling.solver import solve


@settings(max_examples=examples(40), deadline=None)
@given(every_rule())
def test_no_timetable_is_better_than_the_bounds(forum: Forum):
    forum = replace(forum, goals=("shortfall", "value", "breaks"))
    best = solve(forum, time_limit=20, workers=1)
    board = Board(forum)
    relaxation = Relaxation(board)
    plan = relaxation.plan()
    if plan is None:
        assert best.status == "infeasible"
    if best.status == "infeasible" or plan is None:
        return
    reached = {goal.name: goal.value for goal in best.goals}
    shortfall = reached.get("shortfall", 0)
    assert plan.shortfall <= shortfall
    again = relaxation.plan(shortfall=shortfall)
    assert again is not None
    assert reached["value"] <= again.value
    assert relaxation.fewest_breaks(shortfall, reached["value"]) <= reached["breaks"]


def bound(forum: Forum) -> int:
    plan = Relaxation(Board(forum)).plan()
    assert plan is not None
    return plan.value


def test_a_person_has_no_more_meetings_than_slots():
    assert bound(forum_of(("AB", "AC", "AD"), slots=2, tables=9, values=(1, 2, 4))) == 6


def test_places_hold_no_more_meetings_than_there_is_room():
    assert bound(forum_of(("AB", "CD", "EF"), slots=1, tables=2, values=(1, 2, 4))) == 6


def test_interpreters_rest():
    every = frozenset(range(5))
    need = (frozenset({"th"}), frozenset({"ru"}))
    names = [(f"a{i}", f"b{i}") for i in range(5)]
    forum = Forum(
        tuple(Participant(name, every) for pair in names for name in pair),
        tuple(Slot(str(i), start=i) for i in range(5)),
        (Place("T", every),),
        tuple(Meeting(pair[0], pair, needs_interpreter=need) for pair in names),
        interpreters=(Interpreter("I", frozenset({"th", "ru"}), every, max_run=2),),
    )
    assert bound(forum) == 4


def test_most_slots_of_an_interpreter():
    sessions = [0b11111, 0b1111100000]
    assert most_slots(0b1111111111, sessions, 3) == 8
    assert most_slots(0b0000011011, sessions, 3) == 4
    assert most_slots(0b1111111111, sessions, 1) == 6
    assert most_slots(0b1111111111, sessions, 10**9) == 10


def test_stretches():
    assert stretches(0b1011_0111_01, [0b11111_00000, 0b11111]) == (5, [1, 1])


def test_who_has_more_meetings_than_a_stretch_holds_has_a_break():
    forum = forum_of(("AB", "AC", "AD"), slots=4, tables=3)
    away = tuple(
        replace(p, available=frozenset({0, 1, 3})) if p.id == "A" else p for p in forum.participants
    )
    forum = replace(forum, participants=away)
    relaxation = Relaxation(Board(forum))
    assert relaxation.fewest_breaks(0, 3) == 1
    assert relaxation.fewest_breaks(0, 2) == 0
    assert solve(forum, time_limit=10, workers=1).goals[1].value == 1
