"""By clauses there are as few breaks as by trying everything, and as by CP-SAT."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model
from tests.engine.scheduling.brute_force import best
from tests.thorough import examples

from saphan.engine.scheduling import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    Scheduled,
    Slot,
    Travel,
    check,
)
from saphan.engine.scheduling.clauses.encoding import suits
from saphan.engine.scheduling.clauses.search import Answer, fewest_breaks
from saphan.engine.scheduling.model.variables import Variables
from saphan.engine.scheduling.solver import build


def forum(*pairs: str, slots: int = 4, tables: int = 2, days: int = 1, **more: object) -> Forum:
    """Musts between people of one letter each, `ab` that of a and b; `ab2` is fixed in slot 2."""
    every = frozenset(range(slots))
    people = sorted({person for pair in pairs for person in pair[:2]})
    return Forum(
        tuple(Participant(person, every) for person in people),
        tuple(Slot(str(i), str(i * days // slots), start=i) for i in range(slots)),
        tuple(Place(f"T{i}", every) for i in range(tables)),
        tuple(
            Meeting(p[:2], tuple(p[:2]), must=True, fixed=int(p[2]) if p[2:] else None)
            for p in pairs
        ),
        **more,  # type: ignore[arg-type]
    )


def search(problem: Forum) -> Answer:
    assert suits(problem)
    told: list[int] = []
    answer = fewest_breaks(problem, 20, lambda bound: told.append(bound) or True)
    if answer.status == "optimal":
        # A timetable without breaks refuted in error is found by the search that follows.
        assert max(told) <= answer.bound
        names = [slot.id for slot in problem.slots]
        report = check(problem, [Scheduled(m, names[s]) for m, s in answer.slots.items()])
        assert report.broken == []
        assert report.figures["breaks"] == answer.bound
    return answer


def reached(problem: Forum) -> tuple[str, int]:
    answer = search(problem)
    return answer.status, answer.bound


def every_person(problem: Forum, **more: object) -> Forum:
    people = tuple(replace(p, **more) for p in problem.participants)  # type: ignore[arg-type]
    return replace(problem, participants=people)


def test_who_has_a_break_between_fixed_meetings_has_one():
    assert search(forum("ab0", "ac2")) == Answer("optimal", {"ab": 0, "ac": 2}, 1)


def test_meetings_follow_one_another():
    answer = search(forum("ab1", "ac", "ad3"))
    assert answer == Answer("optimal", {"ab": 1, "ac": 2, "ad": 3}, 0)


def test_a_night_is_no_break():
    assert reached(forum("ab0", "ac3", days=2)) == ("optimal", 0)
    assert reached(forum("ab0", "ac3")) == ("optimal", 1)


def test_breaks_of_several_days_add_up():
    assert reached(forum("ab0", "ac2", "ad3", "ae5", slots=6, days=2)) == ("optimal", 2)


def test_nobody_is_in_two_places():
    assert reached(forum("ab0", "ac0")) == ("infeasible", 0)


def test_a_slot_holds_as_many_meetings_as_there_are_places():
    assert reached(forum("ab0", "cd0")) == ("optimal", 0)
    assert reached(forum("ab0", "cd0", tables=1)) == ("infeasible", 0)
    assert reached(forum("ab0", "cd0", "ef0")) == ("infeasible", 0)
    assert reached(forum("ab", "cd", "ef", slots=1)) == ("infeasible", 0)


def test_the_only_slot_left_holds_one_meeting_too_many():
    assert reached(forum("ab", "cd", "ef0", "gh2", slots=3, tables=1)) == ("infeasible", 0)


def test_the_only_slot_left_is_the_same_for_what_comes_before():
    # Beside the fixed meetings there is room for both in slot 1 alone.
    problem = forum("ab", "cd", "ef0", "gh2", slots=3, tables=1)
    problem = replace(problem, places=(*problem.places, Place("U", frozenset({1}))))
    assert search(problem).slots["ab"] == 1
    order = (Precedence("ab", "cd"),)
    assert reached(replace(problem, precedences=order)) == ("infeasible", 0)


@pytest.mark.parametrize(("full", "slots"), [(0, {"ab": 1, "cd": 2}), (2, {"ab": 0, "cd": 1})])
def test_what_comes_before_has_the_slots_that_are_not_full(full: int, slots: dict[str, int]):
    order = (Precedence("ab", "cd"),)
    problem = forum("ab", "cd", f"ef{full}", slots=3, tables=1, precedences=order)
    assert search(problem).slots == {**slots, "ef": full}


def test_a_place_serves_only_its_slots():
    problem = replace(forum("ab"), places=(Place("T", frozenset({2})),))
    assert search(problem).slots == {"ab": 2}


def test_without_a_slot_there_is_no_timetable():
    assert reached(every_person(forum("ab"), available=frozenset())) == ("infeasible", 0)


def test_allowed_slots_are_kept():
    problem = forum("ab0", "ac")
    later = replace(problem.meetings[1], allowed=frozenset({3}))
    assert reached(replace(problem, meetings=(problem.meetings[0], later))) == ("optimal", 1)


def test_what_comes_before_is_earlier():
    problem = forum("ab1", "cd", "ce0", precedences=(Precedence("ab", "cd"),))
    assert search(problem) == Answer("optimal", {"ab": 1, "cd": 2, "ce": 0}, 1)
    both = (Precedence("ab", "cd"), Precedence("cd", "ab"))
    assert reached(forum("ab", "cd", precedences=both)) == ("infeasible", 0)
    assert reached(forum("ab", precedences=(Precedence("ab", "ab"),))) == ("infeasible", 0)


def test_what_comes_before_is_not_at_the_same_time():
    problem = forum("ab1", "cd1", precedences=(Precedence("ab", "cd"),))
    assert reached(problem) == ("infeasible", 0)


def test_nobody_has_more_breaks_than_agreed():
    problem = forum("ab0", "ac2", "ad4", slots=5)
    assert reached(problem) == ("optimal", 2)
    assert reached(every_person(problem, max_breaks=2)) == ("optimal", 2)
    assert reached(every_person(problem, max_breaks=1)) == ("infeasible", 0)
    assert reached(every_person(forum("ab0", "ac2"), max_breaks=0)) == ("infeasible", 0)


def test_fairness_forbids_a_larger_difference():
    problem = forum("ab0", "ac2", "ad4", slots=5)
    assert reached(replace(problem, fairness=2)) == ("optimal", 2)
    assert reached(replace(problem, fairness=1)) == ("infeasible", 0)
    assert reached(replace(forum("ab0", "ac2"), fairness=0)) == ("infeasible", 0)


def fixed(**slots: str) -> Forum:
    """Meetings of people of one letter each by slot: `s2="ab"` is one of a and b in slot 2."""
    problem = forum("ab", "ac", slots=5)
    return replace(
        problem,
        meetings=tuple(
            Meeting(slot, tuple(who), must=True, fixed=int(slot[1:])) for slot, who in slots.items()
        ),
    )


def test_two_breaks_of_everybody_are_fair():
    problem = fixed(s0="abc", s2="abc", s4="abc")
    assert reached(replace(problem, fairness=0)) == ("optimal", 6)


def test_one_break_and_two_are_apart():
    problem = fixed(s0="abc", s2="ab", s3="bc", s4="ac")
    assert reached(replace(problem, fairness=1)) == ("optimal", 4)
    assert reached(replace(problem, fairness=0)) == ("infeasible", 0)


def test_for_fairness_others_take_breaks_too():
    # A has two breaks; each of the others has three meetings of five slots and can take one.
    others = ("bc", "bd", "cd", "be", "ce", "de")
    problem = forum("ab0", "ac2", "ad4", *others, slots=7, tables=3)
    without, fair = search(problem), search(replace(problem, fairness=1))
    assert (without.status, fair.status) == ("optimal", "optimal")
    expected = [fewest_by_cp_sat(replace(problem, fairness=f)) for f in (None, 1)]
    assert [without.bound, fair.bound] == expected
    assert without.bound < fair.bound


def test_three_meet_in_as_few_places():
    problem = forum("ab0", "cd1", slots=2, tables=1)
    three = replace(problem.meetings[0], participants=("a", "b", "c"))
    assert search(replace(problem, meetings=(three, problem.meetings[1]))).slots == {
        "ab": 0,
        "cd": 1,
    }


def test_pairs_fill_a_slot_though_three_could_meet_in_another():
    problem = forum("ab0", "cd0", "ef0", "ac1")
    three = replace(problem.meetings[3], participants=("a", "c", "e"))
    assert reached(replace(problem, meetings=(*problem.meetings[:3], three))) == ("infeasible", 0)


def test_meetings_of_one_person_count_though_four_could_meet_in_another_slot():
    # One of a's meetings is in slot 0, whose only place is taken.
    problem = forum("ab", "ac", "de0", "fg1", slots=2, days=2, tables=1)
    four = replace(problem.meetings[3], participants=("d", "e", "f", "g"))
    places = (*problem.places, Place("U", frozenset({1})))
    problem = replace(problem, places=places, meetings=(*problem.meetings[:3], four))
    assert reached(problem) == ("infeasible", 0)
    assert reached(replace(problem, meetings=(*problem.meetings[:2], four))) == ("optimal", 0)


def test_the_later_of_two_breaks_that_could_be_is_one_break():
    problem = forum("ab0", "ac1", "ad", "de2")
    late = replace(problem.meetings[2], allowed=frozenset({2, 3}))
    meetings = (*problem.meetings[:2], late, problem.meetings[3])
    problem = replace(problem, meetings=meetings)
    assert reached(problem) == ("optimal", 1)
    assert reached(every_person(problem, max_breaks=1)) == ("optimal", 1)


def test_a_search_that_is_not_to_go_on_ends():
    assert fewest_breaks(forum("ab0", "ac2"), 20, lambda bound: False) == Answer("unknown", {}, 1)


SIMPLE = forum("ab", "ac")
AB = SIMPLE.meetings[0]


def first_person(**more: object) -> tuple[Participant, ...]:
    """The people of the simple forum, of whom one is another."""
    one, *rest = SIMPLE.participants
    return (replace(one, **more), *rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"goals": ("value",)},
        {"meetings": ()},
        {"meetings": (AB, Meeting("ac", ("a", "c")))},
        {"meetings": (AB, Meeting("ac", ("a", "c"), must=True, length=2))},
        {"meetings": (AB, Meeting("a-bc", ("a",), must=True, any_of=(("b", "c"),)))},
        {"meetings": (AB, Meeting("ac", ("a", "c"), must=True, fixed_place="T0"))},
        {
            "meetings": (
                AB,
                Meeting("ac", ("a", "c"), must=True, needs_interpreter=({"th"}, {"ru"})),
            ),
            "interpreters": (Interpreter("I", frozenset({"th", "ru"}), frozenset({0})),),
        },
        {"places": (*SIMPLE.places, Place("R", frozenset({0}), "online"))},
        {"places": (*SIMPLE.places, Place("K", frozenset({0}), kept_by=frozenset("a")))},
        {
            "places": (
                Place("N", frozenset({0}), hall="n"),
                Place("S", frozenset({1}), hall="s"),
                Place("W", frozenset({1}), hall="w"),
            ),
            "travel": (Travel("n", "s", 5),),
        },
        {"participants": first_person(max_meetings=1)},
        {"participants": first_person(modes=frozenset({"face_to_face", "online"}))},
    ],
)
def test_what_clauses_do_not_say_is_left_to_cp_sat(change: dict[str, object]):
    assert suits(SIMPLE)
    assert not suits(replace(SIMPLE, **change))  # type: ignore[arg-type]


@st.composite
def forums(draw: st.DrawFn, people: str, most: int, slots: int, tables: int) -> Forum:
    """Every rule that clauses say, over one day or several."""
    every = frozenset(range(slots))

    def hours(away: int) -> frozenset[int]:
        return every - draw(st.frozensets(st.integers(0, slots - 1), max_size=away))

    def rarely(something: st.SearchStrategy) -> st.SearchStrategy:
        return st.none() | st.none() | st.none() | something

    names = [f"m{i}" for i in range(draw(st.integers(2, most)))]
    day = draw(st.sampled_from([slots, slots, slots // 2, 2]))
    modes = draw(st.sampled_from([frozenset({"face_to_face"})] * 3 + [frozenset({"online"})]))
    pairs = st.builds(Precedence, st.sampled_from(names), st.sampled_from(names))
    return Forum(
        tuple(
            Participant(p, hours(1), max_breaks=draw(rarely(st.integers(0, 1))), modes=modes)
            for p in people
        ),
        tuple(Slot(str(i), str(i // day), start=i) for i in range(slots)),
        tuple(
            Place(f"T{i}", hours(1), next(iter(modes))) for i in range(draw(st.integers(1, tables)))
        ),
        tuple(
            Meeting(
                name,
                tuple(draw(st.permutations(people))[: draw(st.sampled_from([2, 2, 3]))]),
                must=True,
                allowed=draw(rarely(st.just(hours(2)))),
                fixed=draw(rarely(st.integers(0, slots - 1))),
            )
            for name in names
        ),
        precedences=tuple(draw(st.lists(pairs, max_size=2))),
        fairness=draw(rarely(st.integers(0, 2))),
        goals=("breaks",),
    )


def fewest_by_cp_sat(problem: Forum) -> int | None:
    v: Variables = build(problem)
    v.model.minimize(sum(v.ends.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(v.model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


@settings(max_examples=examples(60), deadline=None)
@given(forums("ABCDE", 5, 5, 2))
def test_clauses_are_as_good_as_trying_everything(problem: Forum):
    expected = best(problem, seated=False)
    if expected is None:
        assert search(problem).status == "infeasible"
    else:
        assert reached(problem) == ("optimal", expected["breaks"])


@settings(max_examples=examples(40), deadline=None)
@given(forums("ABCDEFG", 14, 8, 3))
def test_clauses_are_as_good_as_cp_sat(problem: Forum):
    expected = fewest_by_cp_sat(problem)
    if expected is None:
        assert search(problem).status == "infeasible"
    else:
        assert reached(problem) == ("optimal", expected)
