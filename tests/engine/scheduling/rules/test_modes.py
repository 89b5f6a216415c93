"""On the spot and online: who can meet at a table, who in a room, and whose table it is."""

import pytest
from tests.engine.scheduling.rules.small import (
    best,
    change,
    everybody,
    forum,
    goals,
    infeasible,
    must,
    slots,
)

from saphan.engine.scheduling import Meeting, Place, Scheduled

ONLINE = frozenset({"online"})
EITHER = frozenset({"online", "face_to_face"})
BOTH = frozenset({0, 1})
T, U, R = Place("T", BOTH), Place("U", BOTH), Place("R", BOTH, "online")


def test_who_is_online_meets_in_a_room():
    problem = change(forum(must("ab", "AB"), slots=2, places=(T, R)), "A", modes=ONLINE)
    assert best(problem).meetings[0].place == "R"
    assert infeasible(change(forum(must("ab", "AB"), slots=2, places=(T,)), "A", modes=ONLINE))


def test_at_a_table_all_are_on_the_spot():
    problem = change(forum(must("abc", "ABC"), slots=2, places=(T, R)), "C", modes=ONLINE)
    assert best(problem).meetings[0].place == "R"


def test_in_a_room_somebody_is_online():
    assert infeasible(forum(must("ab", "AB"), slots=2, places=(R,)))
    assert best(forum(must("ab", "AB"), slots=2, places=(T, R))).meetings[0].place == "T"


def test_one_online_is_enough_for_a_room():
    problem = change(forum(must("abc", "ABC"), slots=2, places=(R,)), "B", modes=ONLINE)
    assert best(problem).meetings[0].place == "R"


def test_tables_and_rooms_are_counted_apart():
    pairs = (Meeting("ab", ("A", "B")), Meeting("cd", ("C", "D")))
    problem = forum(*pairs, slots=1, tables=2)
    assert goals(best(problem))["value"] == 2
    problem = forum(
        *pairs,
        slots=1,
        places=(Place("T", frozenset({0})), Place("R", frozenset({0}), "online")),
    )
    assert goals(best(problem))["value"] == 1
    assert goals(best(change(problem, "A", modes=ONLINE)))["value"] == 2
    assert goals(best(change(change(problem, "A", modes=ONLINE), "C", modes=ONLINE)))["value"] == 1


@pytest.mark.parametrize("who", ["A", "AB", "ABC"])
def test_who_can_be_either_is_one_of_them_on_a_day(who: str):
    pair = (must("ab", "AB", fixed_place="T", fixed=0), must("ac", "AC", fixed_place="R", fixed=1))
    one_day = forum(*pair, slots=2, places=(T, R))
    two_days = forum(*pair, slots=2, days=2, places=(T, R))
    for name in who:
        one_day = change(one_day, name, modes=EITHER)
        two_days = change(two_days, name, modes=EITHER)
    # C can be online all day; A cannot, having been at the table.
    assert infeasible(one_day) == ("C" not in who)
    assert [m.place for m in best(two_days).meetings] == ["T", "R"]


def test_when_all_can_be_either_somebody_in_a_room_is_at_no_table():
    trio = (
        must("ab", "AB", fixed_place="R"),
        must("ac", "AC", fixed_place="T"),
        must("bd", "BD", fixed_place="T"),
    )
    every = frozenset(range(3))
    places = (Place("T", every), Place("R", every, "online"))
    assert infeasible(everybody(forum(*trio, places=places), modes=EITHER))
    assert not infeasible(everybody(forum(*trio[:2], places=places), modes=EITHER))


def test_who_can_be_either_joins_a_room_from_the_hall_when_another_is_online():
    pair = (must("ab", "AB", fixed_place="T"), must("ac", "AC", fixed_place="R"))
    problem = change(forum(*pair, slots=2, places=(T, R)), "A", modes=EITHER)
    assert infeasible(problem)
    assert slots(best(change(problem, "C", modes=ONLINE))).keys() == {"ab", "ac"}


def test_the_mode_of_a_day_holds_in_all_its_slots():
    trio = (
        must("ab", "AB", fixed_place="R", fixed=0),
        must("ac", "AC", fixed_place="T", fixed=2),
        must("ad", "AD", fixed=1),
    )
    every = frozenset(range(3))
    places = (Place("T", every), Place("R", every, "online"))
    assert infeasible(change(forum(*trio, places=places), "A", modes=EITHER))
    free = change(forum(*trio[::2], places=places), "A", modes=EITHER)
    assert [m.place for m in best(free).meetings] == ["R", "R"]


def test_without_tables_that_day_who_can_be_either_is_online():
    problem = change(
        forum(
            must("ab", "AB", fixed=0),
            must("ac", "AC", fixed=1),
            slots=2,
            days=2,
            places=(Place("R", frozenset({0}), "online"), Place("T", frozenset({1}))),
        ),
        "A",
        modes=EITHER,
    )
    assert [m.place for m in best(problem).meetings] == ["R", "T"]


@pytest.mark.parametrize(("place", "online"), [(T, "B"), (T, "C"), (R, "B"), (R, "C")])
def test_of_a_group_who_suits_the_place_is_chosen(place: Place, online: str):
    split = Meeting("a-bc", ("A",), must=True, any_of=(("B", "C"),))
    problem = change(forum(split, slots=2, places=(place,)), online, modes=ONLINE)
    other = {"B": "C", "C": "B"}[online]
    chosen, passed = (other, online) if place is T else (online, other)
    # Even when another is to meet somebody above all.
    problem = change(problem, passed, min_meetings=1)
    assert best(problem).meetings[0].chosen == (chosen,)


@pytest.mark.parametrize(("either", "chosen"), [("B", ("B",)), ("C", ("C",)), ("", None)])
def test_of_a_group_who_can_be_online_that_day_is_chosen_for_a_room(
    either: str, chosen: tuple[str, ...] | None
):
    problem = forum(
        Meeting("a-bc", ("A",), must=True, any_of=(("B", "C"),), fixed_place="R"),
        slots=2,
        places=(T, R),
    )
    for name in either:
        problem = change(problem, name, modes=EITHER)
    for name in {"B": "C", "C": "B", "": ""}[either]:
        problem = change(problem, name, min_meetings=1)
    if chosen is None:
        assert infeasible(problem)
    else:
        assert best(problem).meetings[0].chosen == chosen


def test_of_a_group_who_is_at_a_table_that_day_does_not_make_a_room():
    problem = forum(
        must("bd", "BD", fixed_place="T"),
        Meeting("a-bc", ("A",), must=True, any_of=(("B", "C"),), fixed_place="R"),
        slots=2,
        places=(T, R),
    )
    assert infeasible(change(problem, "B", modes=EITHER))
    both = change(change(problem, "B", modes=EITHER), "C", modes=EITHER)
    assert best(both).meetings[1].chosen == ("C",)


KEPT = Place("K", BOTH, kept_by=frozenset("A"))


def test_a_kept_table_serves_those_who_keep_it():
    assert infeasible(forum(must("bc", "BC"), slots=2, places=(KEPT,)))
    assert best(forum(must("ab", "AB"), slots=2, places=(KEPT,))).meetings[0].place == "K"


def test_who_keeps_a_table_sits_at_no_other():
    late = Place("K", frozenset({1}), kept_by=frozenset("A"))
    problem = forum(must("ab", "AB"), slots=2, places=(T, late))
    assert best(problem).meetings == (Scheduled("ab", "2", "K"),)
    assert infeasible(forum(must("ab", "AB", fixed=0), slots=2, places=(T, late)))


def test_the_table_of_any_who_meet_will_do():
    other = Place("L", frozenset({0}), kept_by=frozenset("BC"))
    late = Place("K", frozenset({1}), kept_by=frozenset("A"))
    pair = (must("ab", "AB", fixed=0), must("ab2", "AB", fixed=1))
    problem = forum(*pair, slots=2, places=(other, late))
    assert [m.place for m in best(problem).meetings] == ["L", "K"]


def test_who_keeps_a_table_can_be_online():
    never = Place("K", frozenset(), kept_by=frozenset("A"))
    problem = forum(must("ab", "AB"), slots=2, places=(never, T, R))
    assert infeasible(problem)
    assert best(change(problem, "A", modes=ONLINE)).meetings[0].place == "R"


def test_a_kept_room_serves_those_who_keep_it_and_they_can_be_in_others():
    room = Place("Q", frozenset({0}), "online", kept_by=frozenset("A"))
    pairs = (Meeting("ab", ("A", "B"), fixed=0), Meeting("cd", ("C", "D"), fixed=0))
    problem = forum(*pairs, slots=2, places=(room,))
    for name in "AC":
        problem = change(problem, name, modes=ONLINE)
    assert slots(best(problem)) == {"ab": "1"}
    later = forum(must("ab", "AB", fixed=1), slots=2, places=(room, R))
    assert best(change(later, "A", modes=ONLINE)).meetings[0].place == "R"


def test_who_keeps_a_room_can_sit_at_a_table_for_all():
    room = Place("Q", BOTH, "online", kept_by=frozenset("A"))
    assert best(forum(must("ab", "AB"), slots=2, places=(T, room))).meetings[0].place == "T"


@pytest.mark.parametrize(("place", "chosen"), [(KEPT, ("B",)), (T, ("C",))])
def test_of_a_group_who_keeps_the_table_is_chosen(place: Place, chosen: tuple[str, ...]):
    kept = Place("K", place.slots if place is KEPT else frozenset(), kept_by=frozenset("B"))
    problem = forum(
        Meeting("a-bc", ("A",), must=True, any_of=(("B", "C"),)),
        slots=2,
        places=(kept,) if place is KEPT else (kept, T),
    )
    other = {("B",): "C", ("C",): "B"}[chosen]
    # Even when another is to meet somebody above all.
    problem = change(problem, other, min_meetings=1)
    assert best(problem).meetings[0].chosen == chosen


def test_of_a_group_who_keeps_a_table_takes_the_others_there():
    kept = Place("K", BOTH, kept_by=frozenset("B"))
    problem = forum(
        Meeting("a-bc", ("A",), must=True, any_of=(("B", "C"),)), slots=2, places=(T, kept)
    )
    for name, place in ("B", "K"), ("C", "T"):
        held = best(change(problem, name, min_meetings=1)).meetings[0]
        assert (held.chosen, held.place) == ((name,), place)


def test_a_kept_table_takes_no_place_from_others():
    # A's meeting needs the kept table; the other needs a table for all.
    pairs = (Meeting("ab", ("A", "B")), Meeting("cd", ("C", "D")))
    kept = Place("K", frozenset({0}), kept_by=frozenset("A"))
    both = forum(*pairs, slots=1, places=(kept, Place("T", frozenset({0}))))
    assert [m.place for m in best(both).meetings] == ["K", "T"]
    one = forum(*pairs, slots=1, places=(kept,))
    assert slots(best(one)) == {"ab": "1"}
