"""A solve tells how it goes, ends when asked to, and loses nothing."""

import random
import time
from dataclasses import replace

import pytest

from saphan.engine.scheduling import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Progress,
    Slot,
    check,
    solve,
)


def crowd(people: int = 40, meetings: int = 110, slots: int = 9, tables: int = 10) -> Forum:
    """A forum of two sides in which more is asked for than fits."""
    chance = random.Random(7)
    every = frozenset(range(2 * slots))
    sides = (frozenset({"th"}), frozenset({"ru"}))
    pairs = [(f"T{i}", f"R{j}") for i in range(people // 2) for j in range(people // 2)]
    return Forum(
        participants=tuple(
            Participant(f"{side}{i}", every - {chance.randrange(2 * slots)}, 8)
            for side in "TR"
            for i in range(people // 2)
        ),
        slots=tuple(Slot(str(i), day=str(i // slots), start=i % slots) for i in range(2 * slots)),
        places=tuple(Place(f"P{i}", every) for i in range(tables)),
        meetings=tuple(
            Meeting(
                f"m{number}",
                pair,
                value=chance.choice((10, 15)),
                needs_interpreter=sides if number % 2 else (),
            )
            for number, pair in enumerate(chance.sample(pairs, meetings))
        ),
        interpreters=tuple(Interpreter(f"I{i}", frozenset({"th", "ru"}), every) for i in range(3)),
        fairness=2,
    )


def test_progress_tells_goal_value_bound_and_time():
    seen: list[Progress] = []

    def watch(progress: Progress) -> bool:
        seen.append(progress)
        return True

    result = solve(replace(crowd(), goals=("value", "breaks")), time_limit=2, progress=watch)
    assert check(crowd(), result.meetings).broken == []
    assert list(dict.fromkeys(p.goal for p in seen)) == ["value", "breaks"]
    assert [p.seconds for p in seen] == sorted(p.seconds for p in seen)
    last = {p.goal: (p.value, p.bound) for p in seen}
    assert last["value"] == (result.goals[0].value, result.goals[0].bound)


def test_a_cancelled_solve_returns_the_best_so_far():
    began = time.monotonic()
    result = solve(crowd(), time_limit=60, progress=lambda progress: progress.value is None)
    assert time.monotonic() - began < 10
    assert (result.status, result.cancelled) == ("feasible", True)
    assert [goal.name for goal in result.goals] == ["value", "breaks", "fairness", "moves"]
    assert result.meetings
    assert check(crowd(), result.meetings).broken == []


def test_a_solve_cancelled_while_places_are_sought_keeps_the_timetable():
    result = solve(crowd(), time_limit=3, progress=lambda progress: progress.goal != "moves")
    assert result.cancelled
    assert check(crowd(), result.meetings).broken == []


def test_the_time_limit_is_kept():
    began = time.monotonic()
    result = solve(crowd(), time_limit=1.5)
    assert time.monotonic() - began < 4
    assert check(crowd(), result.meetings).broken == []


def test_one_worker_and_one_seed_give_one_timetable():
    forum = replace(crowd(20, 30, 6, 6), goals=("value", "breaks"))
    one, two = (solve(forum, time_limit=20, workers=1, seed=3) for _ in range(2))
    assert one.status == "optimal"
    assert one.meetings == two.meetings


def test_one_worker_gives_one_timetable_even_where_time_does_not_suffice():
    one, two = (solve(crowd(), time_limit=4, workers=1, seed=3) for _ in range(2))
    assert one.status == "feasible"
    assert one.meetings == two.meetings


def test_a_limit_on_memory_ends_the_search():
    began = time.monotonic()
    result = solve(crowd(), time_limit=60, memory_limit=1)
    assert result.status in ("unknown", "feasible")
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("limits", [{"memory_limit": 0}, {"time_limit": 0.0}, {"workers": 0}])
def test_senseless_limits_are_refused(limits: dict[str, int]):
    with pytest.raises(ValueError, match="expected"):
        solve(crowd(), **limits)  # type: ignore[arg-type]


def test_reasons_are_left_out_where_they_are_not_asked_for():
    pair = (Meeting("ab", ("A", "B"), must=True), Meeting("ac", ("A", "C"), must=True))
    one = frozenset({0})
    forum = Forum(
        tuple(Participant(name, one) for name in "ABC"), (Slot("1"),), (Place("T", one),), pair
    )
    assert solve(forum, reasons_within=0).reasons == ()
    assert [reason.code for reason in solve(forum).reasons] != []
