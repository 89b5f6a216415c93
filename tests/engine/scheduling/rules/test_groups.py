"""One of a group takes part, the same in all slots, and a group can split."""

import pytest
from tests.engine.scheduling.rules.small import best, change, forum, goals, infeasible, must, slots

from saphan.engine.scheduling import Meeting


def split(name: str, who: str, *groups: str, **more: object) -> Meeting:
    """A meeting of all of `who` with one of each group."""
    any_of = tuple(tuple(group) for group in groups)
    return Meeting(name, tuple(who), any_of=any_of, **{"must": True, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(("away", "chosen"), [("B", ("C",)), ("C", ("B",))])
def test_who_is_free_is_chosen(away: str, chosen: tuple[str, ...]):
    problem = change(forum(split("a-bc", "A", "BC"), slots=1), away, available=frozenset())
    assert best(problem).meetings[0].chosen == chosen


def test_one_of_a_group_has_to_be_free():
    problem = change(forum(split("a-bc", "A", "BC"), slots=2), "B", available=frozenset({1}))
    assert slots(best(change(problem, "C", available=frozenset()))) == {"a-bc": "2"}
    nobody = change(problem, "B", available=frozenset())
    assert infeasible(change(nobody, "C", available=frozenset()))


def test_a_group_that_splits_meets_more():
    halves = (split("a-bc", "A", "BC", must=False), split("d-bc", "D", "BC", must=False))
    result = best(forum(*halves, slots=1))
    assert goals(result)["value"] == 2
    assert {m.chosen for m in result.meetings} == {("B",), ("C",)}
    assert goals(best(change(forum(*halves, slots=1), "B", available=frozenset())))["value"] == 1


def test_who_is_chosen_is_in_one_meeting():
    problem = forum(split("a-bc", "A", "BC"), must("bd", "BD"), slots=1)
    assert best(problem).meetings[0].chosen == ("C",)
    assert infeasible(change(problem, "C", available=frozenset()))


def test_the_same_member_stays_for_all_slots():
    problem = change(forum(split("a-bc", "A", "BC", length=2), slots=2), "B", available={0})
    assert infeasible(change(problem, "C", available={1}))
    assert best(problem).meetings[0].chosen == ("C",)


def test_groups_alone_can_meet():
    problem = change(forum(split("ab-cd", "", "AB", "CD"), slots=1), "A", available=frozenset())
    assert best(change(problem, "D", available=frozenset())).meetings[0].chosen == ("B", "C")


def test_a_group_of_one_is_that_one():
    problem = forum(split("a-b", "A", "B"), must("bc", "BC"), slots=2)
    assert {m.chosen for m in best(problem).meetings} == {("B",), ()}
    assert infeasible(forum(split("a-b", "A", "B"), must("bc", "BC"), slots=1))


def test_who_is_chosen_has_no_more_meetings_than_agreed():
    problem = forum(split("a-bc", "A", "BC"), split("d-bc", "D", "BC"), slots=2)
    one = change(problem, "B", max_meetings=1)
    assert infeasible(change(one, "C", max_meetings=0))
    assert not infeasible(change(one, "C", max_meetings=1))
    assert {m.chosen for m in best(change(problem, "C", max_meetings=0)).meetings} == {("B",)}


def test_a_guarantee_chooses_who_takes_part():
    problem = change(forum(split("a-bc", "A", "BC"), slots=1), "B", min_meetings=1)
    assert best(problem).meetings[0].chosen == ("B",)
    assert goals(best(problem))["shortfall"] == 0
    assert goals(best(change(problem, "C", min_meetings=1)))["shortfall"] == 1


def test_breaks_choose_who_takes_part():
    trio = (must("bd", "BD", fixed=0), split("a-bc", "A", "BC", fixed=2))
    result = best(forum(*trio, slots=3))
    assert (result.meetings[1].chosen, goals(result)["breaks"]) == (("C",), 0)
