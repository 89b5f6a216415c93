"""How a cluster of claims grows from day to day, and whether that is alarming.

A claim that spreads is mentioned more often than it was. What is usual is learned from the days
before; the alarm is the early-aberration method C2 of the Centers for Disease Control (Hutwagner et
al., 2003: seven days of baseline, two days of guard between it and the day judged), with the
probability of a Poisson count in place of its normal one, since counts are small (as Farrington et
al., 1996, note for rare events).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from scipy.special import pdtrc

BASELINE = 7
"""Days from which is learned what is usual."""
GUARD = 2
"""Days between those and the day judged, so that a growth does not hide itself."""
RARE = 0.001
"""Probability of a count so high, were nothing growing, below which an alarm is raised."""
LEAST = 3
"""Mentions of a day below which nothing is alarming."""
FLOOR = 0.5
"""Mentions of a day expected at least: a claim unheard of for a week is not impossible."""


@dataclass(frozen=True)
class Day:
    """One day of a cluster.

    Attributes:
        day: Which.
        count: Mentions.
        total: Mentions so far.
        expected: Mentions to be expected by the days before.
        probability: Of so many or more, were nothing growing.
        alarm: Whether so many are alarming.
    """

    day: date
    count: int
    total: int
    expected: float
    probability: float
    alarm: bool


def growth(
    days: Iterable[date],
    until: date | None = None,
    *,
    baseline: int = BASELINE,
    guard: int = GUARD,
    rare: float = RARE,
    least: int = LEAST,
) -> tuple[Day, ...]:
    """Count mentions day by day and tell which days are alarming.

    Args:
        days: The day of each mention, in any order.
        until: The last day to tell of; by default that of the last mention.
        baseline: Days from which is learned what is usual.
        guard: Days between those and the day judged.
        rare: Probability below which a count is alarming.
        least: Fewest mentions that are.

    Returns:
        Every day from the first mention to the last; none when there are no mentions. Days before
        the first mention count as days without one: a claim that breaks out on its first day is
        alarming, too.
    """
    counts = Counter(days)
    if not counts:
        return ()
    first, last = min(counts), until or max(counts)
    told: list[Day] = []
    total = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        total += counts[day]
        before = [counts[day - timedelta(guard + back)] for back in range(1, baseline + 1)]
        expected = max(FLOOR, sum(before) / baseline)
        probability = float(pdtrc(counts[day] - 1, expected)) if counts[day] else 1.0
        alarm = counts[day] >= least and probability < rare
        told.append(Day(day, counts[day], total, expected, probability, alarm))
    return tuple(told)
