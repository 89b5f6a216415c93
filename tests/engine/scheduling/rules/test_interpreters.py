"""Who interprets: one person at a time, who speaks with both sides and has hours and rests."""

from dataclasses import replace

import pytest
from tests.engine.scheduling.rules.small import (
    best,
    forum,
    goals,
    infeasible,
    must,
)

from saphan.engine.scheduling import (
    Forum,
    Interpreter,
    Meeting,
)

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


def test_an_interpreter_of_other_languages_is_no_help_to_one_asked_for_twice():
    # Both musts want J; K could only serve the third meeting, which there is no reason to hold.
    en, ru, th = (frozenset({code}) for code in ("en", "ru", "th"))
    problem = forum(
        must("ab", "AB", needs_interpreter=(th, ru)),
        must("cd", "CD", needs_interpreter=(en, ru)),
        Meeting("ef", ("E", "F"), value=0, needs_interpreter=(th, en)),
        slots=1,
        tables=3,
        people="ABCDEF",
        interpreters=(
            Interpreter("J", en | ru | th, frozenset({0})),
            Interpreter("K", en | th, frozenset({0})),
        ),
    )
    assert infeasible(problem)


def one(name: str = "I", hours: tuple[int, ...] = (0, 1, 2, 3), **more: object) -> Interpreter:
    return Interpreter(name, frozenset({"th", "ru"}), frozenset(hours), **more)  # type: ignore[arg-type]


def served(
    *names: str,
    slots: int = 3,
    length: int = 1,
    interpreters: tuple[Interpreter, ...] = (),
    **more: object,
) -> Forum:
    """Meetings of two letters each that need an interpreter; all are there to the end."""
    every = frozenset(range(slots))
    return forum(
        *(Meeting(n, tuple(n.upper()), needs_interpreter=TH_RU, length=length) for n in names),
        slots=slots,
        tables=3,
        people="ABCDEF",
        interpreters=tuple(replace(i, available=i.available & every) for i in interpreters),
        **more,  # type: ignore[arg-type]
    )


def test_a_meeting_without_anybody_to_interpret_is_not_held():
    assert goals(best(served("ab", slots=2)))["value"] == 0
    assert goals(best(served("ab", slots=2, interpreters=(one(hours=()),))))["value"] == 0


def test_a_fixed_interpreter_serves():
    pair = served("ab", slots=1, interpreters=(one(), one("J")))
    fixed = replace(pair.meetings[0], fixed_interpreter="J")
    assert best(replace(pair, meetings=(fixed,))).meetings[0].interpreter == "J"
    wrong = (one("I", (0,)), Interpreter("J", frozenset({"th"}), frozenset({0})))
    assert goals(best(replace(pair, meetings=(fixed,), interpreters=wrong)))["value"] == 0


def test_two_meetings_of_one_fixed_interpreter_follow_each_other():
    pair = served("ab", "cd", slots=1, interpreters=(one(), one("J")))
    both = tuple(replace(m, fixed_interpreter="J") for m in pair.meetings)
    assert goals(best(replace(pair, meetings=both)))["value"] == 1


def test_one_interpreter_stays_for_a_long_meeting():
    by_turns, through = (one("I", (0,)), one("J", (1,))), (one("I", (0, 1)),)
    assert goals(best(served("ab", slots=2, length=2, interpreters=by_turns)))["value"] == 0
    assert goals(best(served("ab", slots=2, length=2, interpreters=through)))["value"] == 1


def test_a_long_meeting_keeps_its_interpreter_busy():
    pair = served("ab", "cd", slots=2, interpreters=(one(hours=(0, 1)),))
    long = (replace(pair.meetings[0], length=2), pair.meetings[1])
    assert goals(best(pair))["value"] == 2
    assert goals(best(replace(pair, meetings=long)))["value"] == 1


@pytest.mark.parametrize(
    ("max_run", "sessions", "held"),
    [(None, 1, 4), (3, 1, 3), (2, 1, 3), (1, 1, 2), (2, 2, 4), (1, 2, 2)],
)
def test_an_interpreter_rests_after_so_many_slots_of_a_session(
    max_run: int | None, sessions: int, held: int
):
    person = one(max_run=max_run)
    four = served("ab", "cd", "ef", "ac", slots=4, sessions=sessions, interpreters=(person,))
    assert goals(best(four))["value"] == held


def test_slots_of_long_meetings_count_towards_the_run():
    pair = served("ab", "cd", slots=4, length=2, interpreters=(one(max_run=3),))
    assert goals(best(pair))["value"] == 1
    assert goals(best(replace(pair, interpreters=(one(max_run=4),))))["value"] == 2
    assert goals(best(replace(pair, interpreters=(one(max_run=1),))))["value"] == 0


@pytest.mark.parametrize("most", [0, 1, 2])
def test_an_interpreter_serves_no_more_meetings_than_agreed(most: int):
    trio = served("ab", "cd", "ef", interpreters=(one(max_meetings=most),))
    assert goals(best(trio))["value"] == most


def test_what_one_interpreter_agreed_to_binds_beside_another_who_did_not():
    for limited in one(max_meetings=1), one(max_run=1, hours=(0, 1)):
        trio = served("ab", "cd", "ef", interpreters=(limited, one("J", (0,))))
        assert goals(best(trio))["value"] == 2


def test_a_most_of_meetings_counts_meetings_not_slots():
    pair = served("ab", "cd", slots=4, length=2, interpreters=(one(max_meetings=2),))
    assert goals(best(pair))["value"] == 2


def test_who_interprets_more_tongues_is_left_to_those_who_need_it():
    # Three kinds of need, three who are alike in part.
    th_en = (frozenset({"th"}), frozenset({"en"}))
    problem = forum(
        must("ab", "AB", needs_interpreter=th_en),
        must("cd", "CD", needs_interpreter=TH_RU),
        must("ef", "EF", needs_interpreter=th_en),
        slots=1,
        tables=3,
        people="ABCDEF",
        interpreters=(
            Interpreter("all", frozenset({"th", "en", "ru"}), frozenset({0})),
            Interpreter("some", frozenset({"th", "en"}), frozenset({0})),
            Interpreter("more", frozenset({"th", "en"}), frozenset({0})),
        ),
    )
    assert best(problem).meetings[1].interpreter == "all"
    assert infeasible(replace(problem, interpreters=problem.interpreters[:2]))


def test_who_speaks_with_one_side_only_does_not_count():
    half = Interpreter("H", frozenset({"th", "en"}), frozenset({0}))
    pair = served("ab", "cd", slots=1, interpreters=(one("I", (0,)), half))
    assert goals(best(pair))["value"] == 1


def test_each_slot_has_its_own_interpreters():
    two = (one("I", (0,)), one("J", (1,)))
    trio = served("ab", "cd", "ef", slots=2, interpreters=two)
    assert goals(best(trio))["value"] == 2
