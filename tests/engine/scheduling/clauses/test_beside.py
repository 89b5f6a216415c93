"""The search in a process of its own finds what the one here finds, and leaves nothing behind."""

import random
import time

import psutil
import pytest

from saphan.engine.scheduling import Forum, Meeting, Participant, Place, Slot, check, solve
from saphan.engine.scheduling.clauses.core_guided import Beside

CLAUSES = [[1, 2], [3, 4], [-1, -3]]
UNWANTED = [1, 2, 3, 4]


def wait(search: Beside) -> Beside:
    deadline = time.monotonic() + 60
    while not search.done:
        assert time.monotonic() < deadline
        search.look()
        time.sleep(0.01)
    return search


def test_as_few_unwanted_literals_as_can_be():
    search = wait(Beside(CLAUSES, UNWANTED))
    assert search.bound == 2
    assert search.model is not None
    assert sum(literal > 0 for literal in search.model) == 2
    search.close()


def test_a_contradiction_has_no_model():
    search = wait(Beside([[1], [-1]], []))
    assert search.model is None
    search.close()


def test_a_search_that_is_closed_leaves_no_process():
    before = {child.pid for child in psutil.Process().children()}
    search = Beside(CLAUSES, UNWANTED)
    search.close()
    assert {child.pid for child in psutil.Process().children()} == before


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_forum_of_musts_is_proven_whatever_the_workers(workers: int):
    forum = musts()
    result = solve(forum, time_limit=60, workers=workers)
    assert check(forum, result.meetings).broken == []
    assert (result.status, [(g.name, g.value, g.bound) for g in result.goals]) == (
        "optimal",
        [("breaks", 4, 4)],
    )


def musts() -> Forum:
    """A crowded forum of musts alone, in which somebody has breaks."""
    chance = random.Random(7)
    every = frozenset(range(8))
    pairs = [(f"T{i}", f"R{j}") for i in range(8) for j in range(8)]
    return Forum(
        tuple(
            Participant(f"{side}{i}", every - {chance.randrange(8)})
            for side in "TR"
            for i in range(8)
        ),
        tuple(Slot(str(i), start=i) for i in every),
        tuple(Place(f"P{i}", every) for i in range(7)),
        tuple(
            Meeting(f"m{number}", pair, must=True)
            for number, pair in enumerate(chance.sample(pairs, 40))
        ),
        fairness=2,
        goals=("breaks",),
    )
