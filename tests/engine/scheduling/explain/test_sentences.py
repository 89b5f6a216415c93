"""Sentences and what fills them."""

from tests.engine.scheduling.explain.test_counting import forum

from saphan.engine.scheduling.explain.sentences import fill, when


def test_long_lists_are_cut_where_they_are_shown():
    params = {"meetings": [str(number) for number in range(20)]}
    assert fill("must_be_held", params) == (
        "These meetings must be held: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …."
    )


def test_what_an_older_program_wrote_is_not_filled():
    assert fill("no_such_code", {}) is None
    assert fill("full_slots", {"meetings": 2, "slots": "2", "room": 1}) is None


def test_three_slots_on_end_are_a_range():
    assert when(forum("ab", slots=8), [0, 1, 3, 4, 5, 7]) == {
        "slots": ["1", "2", "4", "5", "6", "8"],
        "when": ["1", "2", "4 – 6", "8"],
    }
