"""Things that take more than the slots they can be in have room for."""

from saphan.engine.scheduling.explain.matching import overfull


def test_all_fit():
    assert overfull({"a": (1, [0]), "b": (1, [0, 1]), "c": (1, [1, 2])}, [1, 1, 1]) is None


def test_only_those_that_do_not_fit_are_named():
    wanted = {"a": (1, [0]), "b": (1, [0, 1]), "c": (1, [1]), "d": (1, [2, 3])}
    assert overfull(wanted, [1, 1, 1, 1]) == (["a", "b", "c"], [0, 1])


def test_what_can_be_nowhere_is_left_aside():
    assert overfull({"a": (1, [])}, [1]) is None
