"""Growth of a cluster, day by day, and its alarm."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saphan.engine.claims import growth

FIRST = date(2026, 3, 1)


def days(*counts: int) -> list[date]:
    return [FIRST + timedelta(at) for at, count in enumerate(counts) for _ in range(count)]


def test_every_day_is_told_of_with_its_sum():
    told = growth(days(1, 0, 2), until=FIRST + timedelta(4))
    assert [(x.count, x.total) for x in told] == [(1, 1), (0, 1), (2, 3), (0, 3), (0, 3)]
    assert growth([]) == ()


def test_a_steady_claim_raises_no_alarm_and_an_outbreak_does():
    steady = [2] * 14
    assert [x.alarm for x in growth(days(*steady))][7:] == [False] * 7
    told = growth(days(*steady, 12))
    assert told[-1].alarm
    assert (told[-1].count, told[-1].expected) == (12, 2.0)
    assert told[-1].probability < 0.00001  # P(Poisson(2) >= 12) = 1.4e-6


def test_the_days_just_before_do_not_hide_a_growth():
    assert [x.alarm for x in growth(days(*[1] * 10, 9, 9, 9))][-3:] == [True, True, True]


def test_a_claim_that_breaks_out_at_once_is_alarming_and_one_mention_is_not():
    assert [x.alarm for x in growth(days(8))] == [True]
    assert [x.alarm for x in growth(days(1))] == [False]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_counts_add_up_and_probabilities_are_some(counts):
    told = growth(days(*counts))
    assert sum(x.count for x in told) == sum(counts)
    assert all(0 <= x.probability <= 1 for x in told)
    assert [x.day for x in told] == sorted({x.day for x in told})
