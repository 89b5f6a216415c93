"""One rule of the model a test: the smallest problem that shows it, with the exact optimum."""

from dataclasses import replace

import pytest
from tests.engine.scheduling.rules.small import best, forum, goals, infeasible, must, slots

from saphan.engine.scheduling import (
    Meeting,
    Participant,
    Place,
    Scheduled,
    solve,
)


def test_the_more_valuable_of_two_that_clash_is_held():
    result = best(forum(Meeting("ab", ("A", "B"), 3), Meeting("ac", ("A", "C"), 5), slots=1))
    assert slots(result) == {"ac": "1"}
    assert (result.goals[0].name, result.goals[0].value, result.goals[0].bound) == ("value", 5, 5)


def test_a_must_goes_before_any_value():
    result = best(
        forum(Meeting("ab", ("A", "B"), 3, must=True), Meeting("ac", ("A", "C"), 500), slots=1)
    )
    assert slots(result) == {"ab": "1"}


def test_nobody_is_in_two_places():
    problem = forum(
        Meeting("ab", ("A", "B"), must=True), Meeting("ac", ("A", "C"), must=True), slots=1
    )
    assert solve(problem).status == "infeasible"


def test_three_can_meet():
    result = best(forum(Meeting("abc", ("A", "B", "C")), Meeting("cd", ("C", "D")), slots=1))
    assert goals(result)["value"] == 1


def test_a_slot_holds_as_many_meetings_as_there_are_places():
    pairs = (Meeting("ab", ("A", "B")), Meeting("cd", ("C", "D")))
    assert goals(best(forum(*pairs, slots=1, tables=2)))["value"] == 2
    assert goals(best(forum(*pairs, slots=1, tables=1)))["value"] == 1


def test_a_place_serves_only_its_slots():
    problem = replace(
        forum(Meeting("ab", ("A", "B")), slots=2), places=(Place("R", frozenset({1})),)
    )
    result = best(problem)
    assert result.meetings == (Scheduled("ab", "2", "R"),)


def test_a_slot_has_no_place_that_serves_another_though_all_meet_in_that():
    pairs = (must("ab", "AB", fixed=0), must("cd", "CD", fixed=0), must("abcd", "ABCD", fixed=1))
    one, two = frozenset({0, 1}), frozenset({1})
    assert infeasible(forum(*pairs, slots=2, places=(Place("T", one), Place("U", two))))
    assert not infeasible(forum(*pairs, slots=2, places=(Place("T", one), Place("U", one))))


def test_participants_are_available():
    problem = replace(
        forum(Meeting("ab", ("A", "B")), slots=3),
        participants=(Participant("A", frozenset({0, 1})), Participant("B", frozenset({1, 2}))),
    )
    assert slots(best(problem)) == {"ab": "2"}


def test_a_meeting_stays_in_its_allowed_slots():
    problem = forum(Meeting("ab", ("A", "B"), allowed=frozenset({2})), slots=3)
    assert slots(best(problem)) == {"ab": "3"}


def test_a_fixed_meeting_is_in_its_slot():
    assert slots(best(forum(Meeting("ab", ("A", "B"), fixed=1), slots=3))) == {"ab": "2"}


def test_nobody_has_more_meetings_than_agreed():
    problem = forum(*(Meeting(f"a{x}", ("A", x)) for x in "BCD"), slots=3)
    limited = replace(
        problem,
        participants=(replace(problem.participants[0], max_meetings=2), *problem.participants[1:]),
    )
    assert goals(best(problem))["value"] == 3
    assert goals(best(limited))["value"] == 2


def test_only_the_goals_asked_for_are_reported():
    result = best(forum(Meeting("ab", ("A", "B"), must=True), goals=("breaks",)))
    assert result.status == "optimal"
    assert [goal.name for goal in result.goals] == ["breaks"]


def test_a_forum_without_meetings_has_an_empty_timetable():
    result = best(forum())
    assert (result.status, result.meetings) == ("optimal", ())


@pytest.mark.parametrize(("limit", "workers"), [(0.0, 1), (-1.0, 1), (1.0, 0)])
def test_senseless_limits_are_refused(limit: float, workers: int):
    with pytest.raises(ValueError, match="expected"):
        solve(forum(), time_limit=limit, workers=workers)
