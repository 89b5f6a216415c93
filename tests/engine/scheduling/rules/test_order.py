"""Which meeting comes before which."""

from tests.engine.scheduling.rules.small import best, forum, infeasible, must, slots

from saphan.engine.scheduling import Meeting, Precedence


def test_what_comes_before_is_strictly_earlier():
    pairs = (Meeting("ab", ("A", "B"), must=True), Meeting("cd", ("C", "D"), must=True))
    problem = forum(*pairs, slots=2, precedences=(Precedence("cd", "ab"),))
    assert slots(best(problem)) == {"ab": "2", "cd": "1"}


def test_precedence_binds_only_when_both_are_held():
    pairs = (Meeting("ab", ("A", "B"), 2), Meeting("cd", ("C", "D"), 1))
    problem = forum(*pairs, slots=1, precedences=(Precedence("cd", "ab"),))
    assert slots(best(problem)) == {"ab": "1"}


def test_no_later_pair_of_slots_is_in_order_either():
    late, early = must("ab", "AB", allowed={1, 2}), must("cd", "CD", allowed={0, 1})
    assert not infeasible(forum(late, early, precedences=(Precedence("cd", "ab"),)))
    first = must("cd", "CD", allowed={0, 1})
    last = must("ab", "AB", allowed={1})
    assert infeasible(forum(last, first, precedences=(Precedence("ab", "cd"),)))


def test_order_holds_over_days():
    pairs = (must("ab", "AB", fixed=2), must("cd", "CD"))
    problem = forum(*pairs, slots=4, days=2, precedences=(Precedence("ab", "cd"),))
    assert slots(best(problem)) == {"ab": "3", "cd": "4"}


def test_a_meeting_before_itself_is_not_held():
    itself = (Precedence("ab", "ab"),)
    pair = (Meeting("ab", ("A", "B")), Meeting("cd", ("C", "D")))
    assert slots(best(forum(*pair, slots=1, precedences=itself))) == {"cd": "1"}
    assert infeasible(forum(must("ab", "AB"), precedences=itself))
