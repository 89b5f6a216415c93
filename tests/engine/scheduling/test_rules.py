"""One rule of the model a test: the smallest problem that shows it, with the exact optimum."""

from dataclasses import replace

import pytest

from saphan.engine.scheduling import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    Result,
    Scheduled,
    Slot,
    check,
    solve,
)


def forum(
    *meetings: Meeting,
    slots: int = 3,
    tables: int = 2,
    people: str = "ABCD",
    days: int = 1,
    **more: object,
) -> Forum:
    """A forum of people called A, B, C …, free all the time, with slots called 1, 2, 3 …"""
    every = frozenset(range(slots))
    a_day = slots // days
    return Forum(
        participants=tuple(Participant(name, every) for name in people),
        slots=tuple(Slot(str(i + 1), day=str(i // a_day), start=i) for i in range(slots)),
        places=tuple(Place(f"T{i + 1}", every) for i in range(tables)),
        meetings=meetings,
        **more,  # type: ignore[arg-type]
    )


def best(problem: Forum) -> Result:
    result = solve(problem, time_limit=10, workers=1)
    report = check(problem, result.meetings)
    assert report.broken == []
    for goal in result.goals:
        if goal.name in report.figures:
            assert goal.value == report.figures[goal.name]
    return result


def goals(result: Result) -> dict[str, int]:
    return {goal.name: goal.value for goal in result.goals}


def slots(result: Result) -> dict[str, str]:
    return {meeting.id: meeting.slot for meeting in result.meetings}


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


def test_what_comes_before_is_strictly_earlier():
    pairs = (Meeting("ab", ("A", "B"), must=True), Meeting("cd", ("C", "D"), must=True))
    problem = forum(*pairs, slots=2, precedences=(Precedence("cd", "ab"),))
    assert slots(best(problem)) == {"ab": "2", "cd": "1"}


def test_precedence_binds_only_when_both_are_held():
    pairs = (Meeting("ab", ("A", "B"), 2), Meeting("cd", ("C", "D"), 1))
    problem = forum(*pairs, slots=1, precedences=(Precedence("cd", "ab"),))
    assert slots(best(problem)) == {"ab": "1"}


TH_RU = (frozenset({"th"}), frozenset({"ru"}))


def test_an_interpreter_is_in_one_meeting_at_a_time():
    pairs = (
        Meeting("ab", ("A", "B"), needs_interpreter=TH_RU),
        Meeting("cd", ("C", "D"), needs_interpreter=TH_RU),
    )
    one = Interpreter("I", frozenset({"th", "ru"}), frozenset({0}))
    assert goals(best(forum(*pairs, slots=1, interpreters=(one,))))["value"] == 1
    two = (one, replace(one, id="J"))
    assert goals(best(forum(*pairs, slots=1, interpreters=two)))["value"] == 2


def test_an_interpreter_speaks_a_language_of_each_side_and_is_at_work():
    meeting = Meeting("ab", ("A", "B"), must=True, needs_interpreter=TH_RU)
    others = (
        Interpreter("I", frozenset({"th", "en"}), frozenset({0, 1})),
        Interpreter("J", frozenset({"th", "ru", "en"}), frozenset({1})),
    )
    result = best(forum(meeting, slots=2, interpreters=others))
    assert result.meetings[0].slot == "2"
    assert result.meetings[0].interpreter == "J"


def test_interpreters_are_shared_out_so_that_all_can_serve():
    th_en = (frozenset({"th"}), frozenset({"en"}))
    result = best(
        forum(
            Meeting("ab", ("A", "B"), must=True, needs_interpreter=th_en),
            Meeting("cd", ("C", "D"), must=True, needs_interpreter=TH_RU),
            slots=1,
            interpreters=(
                Interpreter("all", frozenset({"th", "en", "ru"}), frozenset({0})),
                Interpreter("some", frozenset({"th", "en"}), frozenset({0})),
            ),
        )
    )
    assert [m.interpreter for m in result.meetings] == ["some", "all"]


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
