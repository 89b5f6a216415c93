"""The tables of this package: words that tell something, and weights that were learned."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """Read a table, a row a line, with the columns that its first line names."""
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def weights(name: str) -> Mapping[str, float]:
    """Read a table of learned weights: what each feature adds."""
    return {row["feature"]: float(row["weight"]) for row in rows(name)}


def likely(learned: Mapping[str, float], features: Iterable[str]) -> float:
    """How likely something is, by what is true of it: a logistic regression.

    Args:
        learned: What each feature adds; those that it does not name add nothing.
        features: What is true.

    Returns:
        0 to 1.
    """
    return 1 / (1 + math.exp(-sum(learned.get(name, 0.0) for name in features)))
