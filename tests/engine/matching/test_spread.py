from hypothesis import given
from hypothesis import strategies as st

from saphan.engine.matching.spread import Candidate, spread


def test_each_need_has_its_best() -> None:
    pools = [[(0.9, 0), (0.5, 1)], [(0.8, 0), (0.2, 1)]]
    assert spread(pools, [0, 1], [2, 3], {}, 1) == [[(0.9, 0)], [(0.8, 0)]]


def test_the_better_pair_has_the_only_place() -> None:
    pools = [[(0.8, 0), (0.5, 1)], [(0.9, 0), (0.2, 1)]]
    assert spread(pools, [0, 1], [2, 3], {2: 1}, 1) == [[(0.5, 1)], [(0.9, 0)]]


def test_two_needs_of_one_organisation_take_one_place() -> None:
    pools = [[(0.8, 0)], [(0.9, 0)]]
    assert spread(pools, [0, 0], [2], {2: 1}, 1) == [[(0.8, 0)], [(0.9, 0)]]


def test_who_can_meet_nobody_is_not_shown() -> None:
    assert spread([[(0.9, 0)]], [0], [1], {1: 0}, 3) == [[]]


def test_who_is_shown_to_nobody_takes_the_last_place_of_one_shown_elsewhere() -> None:
    pools = [[(0.9, 0), (0.8, 1), (0.1, 2)], [(0.9, 1), (0.7, 0)]]
    assert spread(pools, [0, 1], [2, 3, 4], {}, 2) == [
        [(0.9, 0), (0.1, 2)],
        [(0.9, 1), (0.7, 0)],
    ]


@given(
    st.lists(
        st.dictionaries(st.integers(0, 6), st.floats(0.01, 0.99).map(lambda x: round(x, 3))),
        max_size=6,
    ),
    st.lists(st.integers(0, 3), min_size=7, max_size=7),
    st.dictionaries(st.integers(10, 13), st.integers(0, 3)),
    st.integers(1, 4),
)
def test_what_is_promised_is_kept(
    scores: list[dict[int, float]], givers: list[int], capacity: dict[int, int], top: int
) -> None:
    pools: list[list[Candidate]] = [
        sorted(((score, offer) for offer, score in own.items()), key=lambda c: (-c[0], c[1]))
        for own in scores
    ]
    owners = [10 + giver for giver in givers]
    needers = list(range(len(pools)))
    chosen = spread(pools, needers, owners, capacity, top)
    shown = {(owners[offer], need) for need, own in enumerate(chosen) for _, offer in own}
    for giver in range(10, 14):
        assert sum(g == giver for g, _ in shown) <= capacity.get(giver, 99)
    for pool, own in zip(pools, chosen, strict=True):
        assert len(own) <= top
        assert len(set(own)) == len(own)
        assert set(own) <= set(pool)
        assert own == sorted(own, key=lambda c: (-c[0], c[1]))
    assert spread(pools, needers, owners, capacity, top) == chosen
