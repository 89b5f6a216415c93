"""An infeasible forum says why and what would help, so that a person can act on it."""

import time
from dataclasses import replace

from tests.engine.scheduling.explain.test_counting import (
    ONLINE,
    TH_RU,
    forum,
    interpreted,
    meeting,
    person,
)

from saphan.engine.scheduling import Forum, Place, Precedence, Reason, Slot, Travel, solve
from saphan.engine.scheduling.explain.core import find_core
from saphan.engine.scheduling.explain.elements import elements_of
from saphan.engine.scheduling.explain.reasons import explain


def reasons(problem: Forum) -> tuple[Reason, ...]:
    result = solve(problem, time_limit=10, workers=1)
    assert (result.status, result.meetings) == ("infeasible", ())
    return result.reasons


def helps(problem: Forum) -> list[str]:
    """The changes that would remove the first reason."""
    return [change.text for change in reasons(problem)[0].help]


def repairs(problem: Forum) -> tuple[str, list[str]]:
    """The last reason: the changes that make a timetable possible."""
    last = reasons(problem)[-1]
    return last.code, [change.text for change in last.help]


def test_rules_that_cannot_hold_together_where_counting_shows_nothing():
    # Three who all meet each other need three slots; each is free in the two there are.
    first, last = reasons(forum("ab", "bc", "ca", "xy"))
    assert (first.code, first.text) == (
        "cannot_all_be_held",
        "3 meetings of 3 people cannot all be held as things are.",
    )
    assert (first.params["meetings"], first.params["smallest"]) == (["ab", "bc", "ca"], True)
    assert [rule.text for rule in first.because] == [
        "These meetings must be held: ab (a, b), bc (b, c), ca (c, a)."
    ]
    assert len(first.help) == 1
    assert first.help[0].code == "let_go"
    assert last.code == "repair_fewest"
    assert [change.code for change in last.help] == ["let_go"]


def test_each_kind_of_rule_of_a_contradiction_is_said():
    # a is busy in slot 2 and cannot go to the other hall for slot 3.
    problem = forum("ab", "ac", slots=4)
    problem = replace(
        problem,
        slots=tuple(Slot(str(i + 1), start=i * 30, end=i * 30 + 30) for i in range(4)),
        places=(
            Place("X1", frozenset(range(4)), hall="X"),
            Place("Y1", frozenset(range(4)), hall="Y"),
        ),
        travel=(Travel("X", "Y", 10),),
    )
    problem = meeting(problem, 0, fixed=1, fixed_place="X1")
    problem = meeting(problem, 1, allowed=frozenset({1, 2}), fixed_place="Y1")
    first, _ = reasons(problem)
    assert [rule.text for rule in first.because] == [
        "These meetings must be held: ab (a, b), ac (a, c).",
        "These meetings can only be in slots 2, 3: ac (a, c).",
        "Fixed in slot 2: ab (a, b).",
        "Meeting ab is at X1.",
        "Meeting ac is at Y1.",
        "People need time to go from hall to hall.",
    ]
    assert sorted(change.code for change in first.help) == [
        "allow_in",
        "let_go",
        "move_to",
        "no_ways",
        "other_place",
    ]


def test_a_contradiction_of_few_is_found_in_a_large_forum():
    people = [chr(0x4E00 + number) for number in range(1200)]
    pairs = [one + two for one, two in zip(people[::2], people[1::2], strict=True)]
    problem = forum("ab", "bc", "ca", *pairs, slots=20, tables=31)
    for number in range(3):
        problem = meeting(problem, number, allowed=frozenset({0, 1}))
    core = find_core(problem, elements_of(problem), time.monotonic() + 60, 0)
    assert core is not None
    assert core.smallest
    assert [(e.kind, e.key) for e in core.elements] == [
        (kind, (name,)) for kind in ("session", "must") for name in ("ab", "bc", "ca")
    ]


def test_two_contradictions_are_both_told():
    first, second, last = reasons(forum("ab", "bc", "ca", "xy", "yz", "zx"))
    assert {str(first.params["meetings"]), str(second.params["meetings"])} == {
        "['ab', 'bc', 'ca']",
        "['xy', 'yz', 'zx']",
    }
    assert (last.code, last.params["changes"]) == ("repair_fewest", 2)


def test_one_more_slot_helps_whoever_is_asked_for_too_much():
    problem = person(forum("ab", "ac"), 0, available=frozenset({0}))
    assert helps(problem)[0] == "a is free in slots 2 as well."
    assert repairs(problem) == ("repair_fewest", ["a is free in slots 2 as well."])


def test_a_higher_limit_helps():
    assert helps(person(forum("ab", "ac"), 0, max_meetings=1))[0] == "a agrees to 2 meetings."


def test_more_tables_help_as_many_as_are_missing():
    problem = forum("ab", "cd", "ef", slots=1, tables=1)
    assert helps(problem)[0] == "More tables in slots 1 (+2)."
    assert repairs(problem) == ("repair_fewest", ["More tables in slots 1 (+2)."])


def test_more_rooms_help():
    problem = forum("ab", "cd", slots=1, tables=1)
    problem = replace(problem, places=(*problem.places, Place("R", frozenset({0}), "online")))
    problem = person(person(problem, 0, modes=ONLINE), 2, modes=ONLINE)
    assert helps(problem)[0] == "More online rooms in slots 1 (+1)."


def test_more_kept_tables_help():
    problem = forum("ab", "cd", slots=1, tables=2)
    kept = replace(problem.places[0], kept_by=frozenset("ac"))
    problem = replace(problem, places=(kept, problem.places[1]))
    assert helps(problem)[0] == "More tables that a, c keep in slots 1 (+1)."


def test_interpreters_help():
    problem = meeting(forum("ab", slots=1), 0, needs_interpreter=TH_RU)
    assert helps(problem)[0] == "More interpreters for th – ru in slots 1 (+1)."
    codes = {change.code for change in reasons(interpreted(max_run=1))[0].help}
    assert codes == {"find_interpreter", "longer_run", "let_go"}
    codes = {change.code for change in reasons(interpreted(max_meetings=1))[0].help}
    assert codes == {"find_interpreter", "interpreter_agrees_to", "let_go"}
    codes = {change.code for change in reasons(interpreted(available=frozenset({0})))[0].help}
    assert codes == {"find_interpreter", "interpreter_at_work", "let_go"}


def test_another_slot_another_order_or_another_mode_helps():
    problem = meeting(meeting(forum("ab", "ac", slots=3), 0, fixed=1), 1, fixed=1)
    assert [change.code for change in reasons(problem)[0].help] == ["move_to", "let_go"]
    circle = (Precedence("ab", "cd"), Precedence("cd", "ab"))
    assert helps(forum("ab", "cd", precedences=circle))[0].startswith("Meeting ")
    problem = person(forum("ab"), 0, modes=ONLINE)
    assert "a can take part on the spot as well." in helps(problem)


def test_breaks_may_be_more_or_differ_by_more():
    problem = meeting(meeting(forum("ab", "ac", slots=3), 0, fixed=0), 1, fixed=2)
    assert "a can have 1 breaks." in helps(person(problem, 0, max_breaks=0))
    assert "The breaks of two people may differ by 1." in helps(replace(problem, fairness=0))


def test_what_is_not_found_in_time_is_not_claimed():
    (first,) = explain(forum("ab", "bc", "ca"), seconds=0.001)
    assert first.code == "not_explained"
    first, last = explain(forum("ab", "ac", "ad"), seconds=0.001)
    assert (first.code, first.help) == ("over_asked", ())
    assert last.code == "repair_unknown"
