"""Ways between halls, for all who meet and all who interpret."""

import pytest
from tests.engine.scheduling.rules.small import best, change, forum, goals, infeasible, must, slots

from saphan.engine.scheduling import Interpreter, Meeting, Place, Travel

EVERY = frozenset(range(4))
N = Place("N", EVERY, hall="north")
S = Place("S", EVERY, hall="south")
N2, S2 = (Place(p.id, frozenset({0, 1}), hall=p.hall) for p in (N, S))
NEED = (frozenset({"th"}), frozenset({"ru"}))
NORTH_SOUTH = (must("ab", "AB", fixed_place="N"), must("ac", "AC", fixed_place="S"))


def ways(minutes: int) -> tuple[Travel, ...]:
    return (Travel("south", "north", minutes),)


def hall_forum(*meetings: Meeting, minutes: int | None = None, way: int = 5, **more: object):
    more = {"places": (N, S), "slots": 4, "travel": ways(way), **more}
    return forum(*meetings, minutes=minutes, **more)  # type: ignore[arg-type]


def test_between_halls_there_is_time_to_go():
    assert goals(best(hall_forum(*NORTH_SOUTH)))["breaks"] == 1
    assert goals(best(hall_forum(*NORTH_SOUTH, way=0)))["breaks"] == 0


@pytest.mark.parametrize(("way", "breaks"), [(6, 0), (7, 1), (16, 1), (17, 1), (26, 1)])
def test_the_time_to_go_is_what_is_left_of_a_slot(way: int, breaks: int):
    result = best(hall_forum(*NORTH_SOUTH, minutes=4, way=way))
    assert goals(result)["breaks"] == breaks
    found = sorted(int(slot) for slot in slots(result).values())
    assert 10 * (found[1] - found[0]) - 4 >= way


@pytest.mark.parametrize("slots_there", [2, 3, 4])
def test_a_way_too_long_for_the_day_forbids_both(slots_there: int):
    every = frozenset(range(slots_there))
    places = (Place("N", every, hall="north"), Place("S", every, hall="south"))
    longest = 10 * (slots_there - 1) - 4
    near = hall_forum(*NORTH_SOUTH, minutes=4, way=longest, slots=slots_there, places=places)
    far = hall_forum(*NORTH_SOUTH, minutes=4, way=longest + 1, slots=slots_there, places=places)
    assert not infeasible(near)
    assert infeasible(far)


@pytest.mark.parametrize("order", [("N", "S"), ("S", "N")])
def test_the_way_is_as_long_back(order: tuple[str, str]):
    pair = (
        must("ab", "AB", fixed_place=order[0], fixed=0),
        must("ac", "AC", fixed_place=order[1], fixed=1),
    )
    assert infeasible(hall_forum(*pair))
    assert not infeasible(hall_forum(*pair, way=0))
    assert not infeasible(hall_forum(*pair, travel=(Travel("north", "elsewhere", 50),)))


def test_the_longest_of_ways_named_twice_counts():
    twice = (Travel("north", "south", 5), Travel("south", "north", 15), Travel("north", "south", 1))
    result = best(hall_forum(*NORTH_SOUTH, travel=twice))
    assert sorted(slots(result).values()) in (["1", "4"],)


def test_within_a_hall_no_time_is_needed():
    places = (N, Place("O", EVERY, hall="north"), S)
    pair = (must("ab", "AB", fixed_place="N"), must("ac", "AC", fixed_place="O"))
    assert goals(best(hall_forum(*pair, places=places)))["breaks"] == 0
    trip = hall_forum(*pair, places=places, travel=(*ways(5), Travel("north", "north", 30)))
    assert goals(best(trip))["breaks"] == 0


def test_within_a_hall_no_time_is_needed_even_where_slots_overlap():
    pair = (must("ab", "AB", fixed_place="N"), must("ac", "AC", fixed_place="N"))
    result = best(hall_forum(*pair, minutes=12))
    assert goals(result)["breaks"] == 0
    assert infeasible(hall_forum(*NORTH_SOUTH, minutes=12, slots=2, places=(N2, S2)))


def test_over_night_there_is_time_to_go():
    pair = (
        must("ab", "AB", fixed_place="N", fixed=1),
        must("ac", "AC", fixed_place="S", fixed=2),
    )
    assert infeasible(hall_forum(*pair))
    assert not infeasible(hall_forum(*pair, days=2))


def test_who_does_not_meet_need_not_go():
    pair = (must("ab", "AB", fixed_place="N", fixed=0), must("cd", "CD", fixed_place="S", fixed=1))
    assert not infeasible(hall_forum(*pair))


def test_a_room_is_where_one_is():
    trio = (
        must("ab", "AB", fixed_place="N", fixed=0),
        must("ac", "AC", fixed_place="R", fixed=1),
        must("ad", "AD", fixed_place="N", fixed=2),
    )
    places = (N, S, Place("R", EVERY, "online", hall="south"))
    problem = change(hall_forum(*trio, places=places), "C", modes=frozenset({"online"}))
    assert not infeasible(problem)


def test_the_hall_is_chosen_that_one_is_in():
    trio = (must("ab", "AB", fixed_place="S"), must("ac", "AC"), must("ad", "AD"))
    result = best(hall_forum(*trio, slots=4))
    assert goals(result)["breaks"] == 0
    assert {m.place for m in result.meetings} == {"S"}


def test_interpreters_go_too():
    one = Interpreter("I", frozenset({"th", "ru"}), EVERY)
    pair = (
        must("ab", "AB", fixed_place="N", fixed=0, needs_interpreter=NEED),
        must("cd", "CD", fixed_place="S", fixed=1, needs_interpreter=NEED),
    )
    assert infeasible(hall_forum(*pair, interpreters=(one,)))
    assert not infeasible(hall_forum(*pair, interpreters=(one,), way=0))
    two = (one, Interpreter("J", frozenset({"th", "ru"}), EVERY))
    assert {m.interpreter for m in best(hall_forum(*pair, interpreters=two)).meetings} == {"I", "J"}


def test_interpreters_go_even_a_minute_and_where_another_way_takes_none():
    one = Interpreter("I", frozenset({"th", "ru"}), EVERY)
    pair = (
        must("ab", "AB", fixed_place="N", fixed=0, needs_interpreter=NEED),
        must("cd", "CD", fixed_place="S", fixed=1, needs_interpreter=NEED),
    )
    assert infeasible(hall_forum(*pair, interpreters=(one,), way=1))
    two_ways = (*ways(5), Travel("north", "west", 0))
    assert infeasible(hall_forum(*pair, interpreters=(one,), travel=two_ways))


def test_a_person_and_an_interpreter_of_one_name_are_two():
    namesake = Interpreter("A", frozenset({"th", "ru"}), EVERY)
    pair = (
        must("ab", "AB", fixed_place="N", fixed=0),
        must("cd", "CD", fixed_place="S", fixed=1, needs_interpreter=NEED),
    )
    assert not infeasible(hall_forum(*pair, interpreters=(namesake,)))


def test_of_a_group_who_is_near_is_chosen():
    pair = (
        must("bd", "BD", fixed_place="N", fixed=0),
        Meeting("a-bc", ("A",), must=True, any_of=(("B", "C"),), fixed_place="S", fixed=1),
    )
    assert best(hall_forum(*pair)).meetings[1].chosen == ("C",)


def test_a_long_meeting_is_left_at_its_end():
    pair = (
        must("ab", "AB", fixed_place="N", fixed=0, length=2),
        must("ac", "AC", fixed_place="S"),
    )
    assert slots(best(hall_forum(*pair, minutes=4, way=6)))["ac"] == "3"
    assert slots(best(hall_forum(*pair, minutes=4, way=7)))["ac"] == "4"


def test_three_halls_each_with_its_own_way():
    places = (N, S, Place("W", EVERY, hall="west"))
    trio = (
        must("ab", "AB", fixed_place="N"),
        must("ac", "AC", fixed_place="S"),
        must("ad", "AD", fixed_place="W"),
    )
    travel = (Travel("north", "south", 5), Travel("north", "west", 6), Travel("south", "west", 8))
    problem = hall_forum(*trio, minutes=4, travel=travel, places=places)
    # By way of the north hall; straight on from the south to the west there is no time.
    found = slots(best(problem))
    assert goals(best(problem))["breaks"] == 0
    assert found["ab"] not in (min(found.values()), max(found.values()))
