"""Meetings of several slots, and meetings with a place of their own."""

from tests.engine.scheduling.rules.small import best, change, forum, goals, infeasible, must, slots

from saphan.engine.scheduling import Meeting, Place, Precedence, Scheduled, Travel


def test_a_long_meeting_takes_all_its_slots():
    pair = (must("ab", "AB", length=2, fixed=0), must("ac", "AC"))
    assert slots(best(forum(*pair, slots=3)))["ac"] == "3"
    assert infeasible(forum(*pair, slots=2))
    assert infeasible(forum(must("ab", "AB", length=3), slots=2))


def test_a_long_meeting_takes_a_place_in_all_its_slots():
    pair = (Meeting("ab", ("A", "B"), length=2), Meeting("cd", ("C", "D"), fixed=1))
    assert goals(best(forum(*pair, slots=2, tables=2)))["value"] == 2
    assert goals(best(forum(*pair, slots=2, tables=1)))["value"] == 1


def test_a_long_meeting_lies_within_a_session():
    pair = must("ab", "AB", length=2, allowed=frozenset({1, 2}))
    assert slots(best(forum(pair, slots=4, sessions=2))) == {"ab": "3"}
    assert slots(best(forum(pair, slots=4, days=2))) == {"ab": "3"}
    assert infeasible(forum(must("ab", "AB", length=2, fixed=1), slots=4, sessions=2))
    assert infeasible(forum(must("ab", "AB", length=2, fixed=3), slots=4))


def test_all_are_free_all_along():
    long = forum(must("ab", "AB", length=2), slots=4)
    problem = change(long, "B", available=frozenset({0, 2, 3}))
    assert slots(best(problem)) == {"ab": "3"}


def test_a_long_meeting_has_one_table_throughout():
    apart = (Place("T", frozenset({0})), Place("U", frozenset({1})))
    assert infeasible(forum(must("ab", "AB", length=2), slots=2, places=apart))
    one = (Place("T", frozenset({0, 1})), Place("U", frozenset({0})), Place("V", frozenset({1})))
    longs = (Meeting("ab", ("A", "B"), length=2), Meeting("cd", ("C", "D"), length=2))
    assert goals(best(forum(*longs, slots=2, places=one)))["value"] == 1
    assert goals(best(forum(*longs, slots=2)))["value"] == 2


def test_no_more_long_meetings_are_held_than_places_stay_all_along():
    hours = {"T": {0, 1}, "U": {0, 1, 2}, "V": {0}, "W": {1}}
    places = tuple(Place(name, frozenset(slots)) for name, slots in hours.items())
    longs = tuple(Meeting(a + b, (a, b), length=2, fixed=0) for a, b in ("AB", "CD", "EF"))
    result = best(forum(*longs, slots=3, people="ABCDEF", places=places))
    assert goals(result)["value"] == 2
    assert {meeting.place for meeting in result.meetings} == {"T", "U"}


def test_a_hall_without_a_table_all_along_holds_no_long_meeting():
    places = (
        Place("N1", frozenset({0}), hall="north"),
        Place("N2", frozenset({1}), hall="north"),
        Place("S", frozenset({0, 1}), hall="south"),
    )
    longs = tuple(Meeting(a + b, (a, b), length=2) for a, b in ("AB", "CD"))
    way = (Travel("north", "south", 5),)
    assert goals(best(forum(*longs, slots=2, places=places, travel=way)))["value"] == 1


def test_short_meetings_leave_the_table_to_a_long_one():
    places = (Place("T", frozenset({0})), Place("U", frozenset({0, 1})))
    pairs = (must("ab", "AB", fixed=0), must("cd", "CD", length=2))
    result = best(forum(*pairs, slots=2, places=places))
    assert result.meetings == (Scheduled("ab", "1", "T"), Scheduled("cd", "1", "U"))


def test_a_long_meeting_has_no_break_inside():
    pair = (must("ab", "AB", length=3, fixed=0), must("ac", "AC", fixed=3))
    assert goals(best(forum(*pair, slots=4)))["breaks"] == 0
    later = (must("ab", "AB", length=2, fixed=0), must("ac", "AC", fixed=3))
    assert goals(best(forum(*later, slots=4)))["breaks"] == 1


def test_what_comes_after_a_long_meeting_waits_for_its_end():
    pair = (must("ab", "AB", length=2, fixed=0), must("cd", "CD"))
    problem = forum(*pair, slots=3, precedences=(Precedence("ab", "cd"),))
    assert slots(best(problem)) == {"ab": "1", "cd": "3"}
    assert infeasible(forum(*pair, slots=2, precedences=(Precedence("ab", "cd"),)))


def test_a_long_meeting_can_come_after():
    pair = (must("ab", "AB", length=2), must("cd", "CD"))
    problem = forum(*pair, slots=3, precedences=(Precedence("cd", "ab"),))
    assert slots(best(problem)) == {"ab": "2", "cd": "1"}


def test_a_meeting_is_at_its_place():
    problem = forum(must("ab", "AB", fixed_place="T2"), slots=1)
    assert best(problem).meetings == (Scheduled("ab", "1", "T2"),)


def test_a_place_fixed_twice_is_used_once_a_slot():
    pair = tuple(Meeting(f"{x}{y}", (x, y), fixed_place="T1") for x, y in ("AB", "CD"))
    assert goals(best(forum(*pair, slots=1)))["value"] == 1
    assert goals(best(forum(*pair, slots=2)))["value"] == 2
    long = (pair[0], Meeting("CD", ("C", "D"), fixed_place="T1", length=2))
    assert goals(best(forum(*long, slots=2)))["value"] == 1
    assert goals(best(forum(*long, slots=3)))["value"] == 2


def test_a_fixed_place_has_its_hours_and_takes_one_from_the_others():
    places = (Place("T", frozenset({0})), Place("U", frozenset({0, 1})))
    problem = forum(must("ab", "AB", fixed_place="T"), slots=2, places=places)
    assert slots(best(problem)) == {"ab": "1"}
    assert infeasible(forum(must("ab", "AB", fixed_place="T", fixed=1), slots=2, places=places))
    assert infeasible(forum(must("ab", "AB", fixed_place="T", length=2), slots=2, places=places))
    others = (must("cd", "CD", fixed=0), must("ef", "EF", fixed=0))
    three = (must("ab", "AB", fixed_place="T"), *others)
    assert infeasible(forum(*three, slots=2, people="ABCDEF", places=places))


def test_a_place_fixed_where_one_must_not_be_is_no_place():
    kept = (Place("T", frozenset({0})), Place("K", frozenset({0}), kept_by=frozenset("C")))
    assert infeasible(forum(must("ab", "AB", fixed_place="K"), slots=1, places=kept))
    assert infeasible(forum(must("bc", "BC", fixed_place="T"), slots=1, places=kept))
    assert not infeasible(forum(must("bc", "BC", fixed_place="K"), slots=1, places=kept))
