"""What is known before the search for a timetable without breaks."""

from dataclasses import replace

import pytest

from saphan.engine.scheduling import Forum, Meeting, Participant, Place, Precedence, Slot
from saphan.engine.scheduling.clauses.narrowing import Impossible, Slots, possible_slots
from saphan.engine.scheduling.clauses.unbroken import unbroken_starts


def forum(*pairs: str, slots: int = 4, **more: object) -> Forum:
    """Musts between people of one letter each; `ab2` is the meeting of a and b, in slot 2."""
    every = frozenset(range(slots))
    people = sorted({person for pair in pairs for person in pair[:2]})
    return Forum(
        tuple(Participant(person, every) for person in people),
        tuple(Slot(str(i), start=i) for i in range(slots)),
        (Place("T", every), Place("U", every)),
        tuple(
            Meeting(p[:2], tuple(p[:2]), must=True, fixed=int(p[2]) if p[2:] else None)
            for p in pairs
        ),
        **more,  # type: ignore[arg-type]
    )


def starts_of(problem: Forum) -> tuple[Slots, Slots]:
    return unbroken_starts(problem, possible_slots(problem))


def test_who_has_a_fixed_meeting_starts_near_it():
    problem = forum("ab0", "ac", slots=5)
    alone = Participant("z", frozenset(range(5)))
    problem = replace(problem, participants=(*problem.participants, alone))
    where, starts = starts_of(problem)
    assert where == {"ab": {0}, "ac": {0, 1}}
    assert starts == {"a": {0}, "b": {0}, "c": {0, 1}}


def test_fixed_meetings_with_a_gap_that_others_can_fill():
    where, starts = starts_of(forum("ab0", "ac2", "ad", slots=6))
    assert where["ad"] == {0, 1, 2}
    assert starts["a"] == {0}


def test_fixed_meetings_with_a_gap_that_nobody_fills():
    with pytest.raises(Impossible):
        starts_of(forum("ab0", "ac2"))


def test_two_meetings_do_not_share_the_only_slot_within_reach():
    # Each has a slot beside the fixed one, and both have the same.
    with pytest.raises(Impossible):
        starts_of(forum("ab0", "ac", "ad", "ce3", "de3", slots=5))


def test_orders_leave_what_is_early_or_late_enough():
    where, _ = starts_of(forum("ab", "cd", precedences=(Precedence("ab", "cd"),)))
    assert where == {"ab": {0, 1, 2}, "cd": {1, 2, 3}}


def test_who_is_asked_more_often_than_there_are_slots():
    with pytest.raises(Impossible):
        possible_slots(forum("ab", "ac", "ad", slots=2))


def test_an_order_longer_than_the_day():
    chain = (Precedence("ab", "cd"), Precedence("cd", "ef"))
    with pytest.raises(Impossible):
        possible_slots(forum("ab", "cd", "ef", slots=2, precedences=chain))
    assert possible_slots(forum("ab", "cd", "ef", slots=3, precedences=chain)) == {
        "ab": {0},
        "cd": {1},
        "ef": {2},
    }


@pytest.mark.parametrize("slots", [frozenset(), frozenset({0})])
def test_more_meetings_than_slots(slots: frozenset[int]):
    problem = forum("ab", slots=1)
    twice = replace(problem.meetings[0], id="again", allowed=slots)
    never = replace(problem.meetings[0], allowed=frozenset())
    with pytest.raises(Impossible):
        starts_of(replace(problem, meetings=(never, twice)))
