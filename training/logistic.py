"""Logistic regression (Cox, 1958) with a ridge, by Newton's method, over things true or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

import numpy as np

STEPS = 40
STILL = 1e-6
"""The change of every weight below which the search ends."""


def features(items: Iterable[Collection[str]], seldom: int) -> list[str]:
    """Name what enough items have.

    Args:
        items: What is true of each.
        seldom: How many must have it.
    """
    counts = Counter(name for item in items for name in item)
    return sorted(name for name, count in counts.items() if count >= seldom)


def learned(
    items: Sequence[Collection[str]],
    right: Sequence[bool],
    names: Sequence[str],
    ridge: Callable[[str], float],
) -> dict[str, float]:
    """Weigh features by what some items are.

    Args:
        items: What is true of each.
        right: Whether each is what is looked for.
        names: The features.
        ridge: How firmly the weight of a feature is held at nothing.
    """
    number = {name: column for column, name in enumerate(names)}
    given = np.zeros((len(items), len(names)))
    for row, item in enumerate(items):
        given[row, [number[name] for name in item if name in number]] = 1
    wanted = np.array(right, float)
    held = np.array([ridge(name) for name in names])
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (wanted - likely) - held * weights
        bend = (given.T * (likely * (1 - likely))) @ given + np.diag(held)
        change = np.linalg.solve(bend, slope)
        weights += change
        if np.abs(change).max() < STILL:
            break
    return dict(zip(names, weights.tolist(), strict=True))


def write(path: Path, limits: dict[str, float], weights: dict[str, float]) -> None:
    """Write a table of weights, to two decimals; those that round to nothing are left out."""
    rounded = {name: round(weight, 2) for name, weight in weights.items()}
    rows = [*limits.items(), *((name, weight) for name, weight in rounded.items() if weight)]
    text = "".join(f"{name}\t{weight:g}\n" for name, weight in rows)
    path.write_text(f"feature\tweight\n{text}", encoding="utf-8")
