"""What a timetable is made for, goal by goal, with the exact optimum of each."""

from dataclasses import replace

import pytest
from tests.engine.scheduling.rules.small import (
    best,
    change,
    forum,
    goals,
    infeasible,
    must,
    slots,
)

from saphan.engine.scheduling import (
    Meeting,
    Scheduled,
    solve,
)
from saphan.engine.scheduling.problem import GoalName


def test_breaks_are_as_few_as_can_be():
    # A's first and last meetings are fixed; the third meeting cannot be between them both ways.
    result = best(
        forum(
            Meeting("ab", ("A", "B"), must=True, fixed=0),
            Meeting("ac", ("A", "C"), must=True, fixed=3),
            Meeting("ad", ("A", "D"), must=True),
            slots=4,
        )
    )
    assert goals(result)["breaks"] == 1


def test_a_night_is_no_break():
    pair = (
        Meeting("ab", ("A", "B"), must=True, fixed=0),
        Meeting("ac", ("A", "C"), must=True, fixed=3),
    )
    assert goals(best(forum(*pair, slots=4, days=1)))["breaks"] == 1
    assert goals(best(forum(*pair, slots=4, days=2)))["breaks"] == 0


def test_value_goes_before_breaks():
    result = best(
        forum(
            Meeting("ab", ("A", "B"), fixed=0),
            Meeting("ac", ("A", "C"), fixed=2),
            slots=3,
        )
    )
    assert goals(result) == {"value": 2, "breaks": 1, "fairness": 1, "moves": 0}


def test_fairness_forbids_a_larger_difference():
    problem = forum(
        Meeting("ab", ("A", "B"), must=True, fixed=0),
        Meeting("ac", ("A", "C"), must=True, fixed=2),
        slots=3,
    )
    assert goals(best(replace(problem, fairness=1)))["breaks"] == 1
    assert solve(replace(problem, fairness=0)).status == "infeasible"


def test_among_equals_breaks_are_shared():
    # Two breaks there must be: AB and AC or CD far apart; equal in number, unequal in whom.
    problem = forum(
        Meeting("ab", ("A", "B"), must=True, fixed=0),
        Meeting("ac", ("A", "C"), must=True, fixed=2),
        Meeting("ad", ("A", "D"), must=True, fixed=4),
        Meeting("bc", ("B", "C"), must=True),
        slots=5,
    )
    result = best(problem)
    # BC at slot 2: B and C go straight on; only A has his two breaks.
    assert goals(result)["breaks"] == 2
    assert goals(result)["fairness"] == 2


def test_people_stay_at_their_table():
    result = best(
        forum(
            Meeting("ab", ("A", "B"), must=True, fixed=0),
            Meeting("cd", ("C", "D"), must=True, fixed=0),
            Meeting("ac", ("A", "C"), must=True, fixed=1),
            Meeting("bd", ("B", "D"), must=True, fixed=1),
            slots=2,
        )
    )
    assert goals(result)["moves"] == 2


def test_an_earlier_timetable_is_kept():
    problem = forum(
        Meeting("ab", ("A", "B"), must=True),
        Meeting("cd", ("C", "D"), must=True),
        slots=3,
        previous=(Scheduled("ab", "3", "T2"), Scheduled("cd", "2", "T2")),
    )
    result = best(problem)
    assert slots(result) == {"ab": "3", "cd": "2"}
    assert goals(result)["change"] == 0


def test_a_guarantee_goes_before_value():
    pair = (Meeting("ab", ("A", "B"), 0), Meeting("bc", ("B", "C"), 10))
    problem = forum(*pair, slots=1)
    assert slots(best(problem)) == {"bc": "1"}
    result = best(change(problem, "A", min_meetings=1))
    assert (slots(result), goals(result)["shortfall"]) == ({"ab": "1"}, 0)


def test_what_is_missing_of_guarantees_is_counted():
    trio = tuple(Meeting(f"a{x}", ("A", x.upper())) for x in "bcd")
    problem = change(forum(*trio, slots=2), "A", min_meetings=3)
    assert goals(best(problem))["shortfall"] == 1
    for name in "BCD":
        problem = change(problem, name, min_meetings=1)
    assert goals(best(problem))["shortfall"] == 2


def test_nothing_is_guaranteed_beyond_what_is_asked():
    problem = change(forum(Meeting("ab", ("A", "B"), 0)), "A", min_meetings=3)
    assert goals(best(problem))["shortfall"] == 0
    assert goals(best(change(forum(), "A", min_meetings=2)))["shortfall"] == 0
    nowhere = change(problem, "B", available=frozenset())
    assert goals(best(nowhere))["shortfall"] == 1


def test_shortfall_is_told_of_only_where_something_is_guaranteed():
    assert "shortfall" not in goals(best(forum(Meeting("ab", ("A", "B")))))


def test_guarantees_are_shared_out():
    # Two of A's three meetings fit, and those who are guaranteed one go first.
    trio = tuple(Meeting(f"a{x}", ("A", x.upper()), 5) for x in "bcd")
    problem = forum(*trio, slots=2)
    for name in "CD":
        problem = change(problem, name, min_meetings=1)
    assert slots(best(problem)).keys() == {"ac", "ad"}


@pytest.mark.parametrize(("most", "held"), [(None, 3), (2, 3), (1, 2), (0, 1)])
def test_nobody_has_more_breaks_than_agreed(most: int | None, held: int):
    trio = tuple(Meeting(f"a{x}", ("A", x.upper()), fixed=2 * i) for i, x in enumerate("bcd"))
    problem = change(forum(*trio, slots=5), "A", max_breaks=most)
    assert goals(best(problem))["value"] == held


def test_breaks_of_all_days_are_counted_against_the_most():
    four = tuple(
        Meeting(f"a{x}", ("A", x.upper()), fixed=slot)
        for x, slot in zip("bcde", (0, 2, 3, 5), strict=True)
    )
    problem = forum(*four, slots=6, days=2, people="ABCDE")
    assert goals(best(change(problem, "A", max_breaks=2)))["value"] == 4
    assert goals(best(change(problem, "A", max_breaks=1)))["value"] == 3


@pytest.mark.parametrize(
    ("free", "breaks"),
    [((0, 1, 2, 3, 4), 1), ((0, 1, 4), 1), ((0, 4), 1), ((0, 3, 4), 1)],
)
def test_a_long_wait_is_one_break(free: tuple[int, ...], breaks: int):
    pair = (must("ab", "AB", fixed=0), must("ac", "AC", fixed=4))
    problem = change(forum(*pair, slots=5), "A", available=frozenset(free))
    assert goals(best(problem))["breaks"] == breaks


def test_fairness_counts_those_without_meetings():
    pair = (must("ab", "AB", fixed=0), must("ab2", "AB", fixed=2))
    assert goals(best(forum(*pair, people="AB")))["fairness"] == 0
    assert goals(best(forum(*pair, people="ABC")))["fairness"] == 1
    assert infeasible(forum(*pair, people="ABC", fairness=0))
    assert not infeasible(forum(*pair, people="AB", fairness=0))


def test_one_can_have_more_breaks_than_another_could():
    trio = tuple(must(f"a{x}", f"A{x.upper()}", fixed=2 * i) for i, x in enumerate("bcd"))
    problem = forum(*trio, must("be", "BE", allowed=frozenset({1, 2})), slots=5, people="ABCDE")
    assert goals(best(problem))["breaks"] == 2


@pytest.mark.parametrize("asked", [("breaks",), ("value",)])
def test_a_break_cannot_be_feigned_to_be_fair(asked: tuple[GoalName, ...]):
    # By clauses where breaks are a goal, by the model of CP-SAT where they are not.
    apart = (must("ab", "AB", fixed=0), must("ab2", "AB", fixed=2))
    once = must("cd", "CD", allowed=frozenset({0, 2}))
    assert infeasible(forum(*apart, once, fairness=0, goals=asked))
    always = tuple(must(f"cd{i}", "CD") for i in range(3))
    assert infeasible(forum(*apart, *always, fairness=0, goals=asked))


def test_a_break_goes_to_whom_it_makes_equal():
    # C goes with A's break or without; as many breaks either way would be unfair to nobody.
    four = (
        must("ab", "AB", fixed=0),
        must("ab2", "AB", fixed=2),
        must("cd", "CD", fixed=0),
        Meeting("cd2", ("C", "D"), must=True, allowed=frozenset({1, 2})),
    )
    free = best(forum(*four))
    assert (goals(free)["breaks"], goals(free)["fairness"]) == (2, 1)
    fair = best(forum(*four, fairness=0))
    assert (goals(fair)["breaks"], goals(fair)["fairness"]) == (4, 0)
    only_fair = best(forum(*four, goals=("fairness",)))
    assert goals(only_fair) == {"fairness": 0}


def test_what_is_no_longer_held_is_a_change():
    problem = forum(
        Meeting("ab", ("A", "B"), 3),
        Meeting("ac", ("A", "C"), 5),
        slots=1,
        previous=(Scheduled("ab", "1"), Scheduled("zz", "1")),
    )
    assert goals(best(problem))["change"] == 1


def test_a_slot_that_is_no_more_is_a_change():
    problem = forum(Meeting("ab", ("A", "B")), slots=1, previous=(Scheduled("ab", "9"),))
    assert goals(best(problem))["change"] == 1


def test_one_person_can_have_more_breaks_than_another_ever_could():
    # A has two breaks whatever happens; E and F could have one, and have none.
    result = best(
        forum(
            must("ab", "AB", fixed=0),
            must("ac", "AC", fixed=2),
            must("ad", "AD", fixed=4),
            Meeting("ef", ("E", "F"), allowed=frozenset({0, 2})),
            Meeting("eg", ("E", "G"), allowed=frozenset({0, 2})),
            slots=5,
            tables=3,
            people="ABCDEFG",
        )
    )
    assert goals(result) == {"value": 5, "breaks": 3, "fairness": 2, "moves": 0}
