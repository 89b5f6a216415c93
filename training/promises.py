"""Learns what tells that a clause of a release is a promise, and prints how well.

    python -m training.promises RELEASES [--out FILE]

A logistic regression with a ridge (`training.logistic`) over what the extraction says of a clause:
its verb, its subject, its place, its words. RELEASES is a folder of releases as
`benchmarks/extract.py` reads it; the clauses are those of the releases that are labelled to develop
by. A clause is one when it shares half of the characters of the longer of the two with a label. The
probability from which on a clause is told comes from releases that a model was not taught.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from saphan.engine.extraction import extract
from saphan.engine.extraction.promises import Candidate, candidates, chosen
from saphan.engine.extraction.tables import likely

from .labelled import labelled
from .logistic import features, learned, write

ROOT = Path(__file__).parents[1]
TO_DEVELOP = ("development", "second")
OUT = ROOT / "src" / "saphan" / "engine" / "extraction" / "promise_weights.tsv"
RIDGE = 3.0
FOLDS = 10
ROUNDS = 8
"""Times that the releases are dealt into folds anew."""
SELDOM = 4
"""Clauses that must have a feature for it to be weighed."""
SAYS_WILL = 0.85
"""The weight of a clause in English or Russian: there are too few to learn it from."""


@dataclass
class Read:
    """A release to learn from: its clauses, which of them are promises, and how many it has."""

    half: str
    plain: str
    clauses: list[Candidate]
    right: list[bool]
    labels: list[tuple[int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("releases", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    releases = [read for half in TO_DEVELOP for read in gather(arguments.releases, half)]
    clauses = sum(len(release.clauses) for release in releases)
    promises = sum(sum(release.right) for release in releases)
    weights = taught(releases)
    print(
        f"{clauses} clauses of {len(releases)} releases, {promises} promises, "
        f"{len(weights)} features"
    )
    limits = {"enough": round(threshold(releases), 2), "says_will": SAYS_WILL}
    write(arguments.out, limits, weights)
    print(arguments.out.read_text(encoding="utf-8"))


def gather(folder: Path, half: str) -> list[Read]:
    """Read the labelled releases of a half, with the clauses of each."""
    found = []
    for release, promises in labelled(folder, half, "promises"):
        clauses = candidates(release, release.plain, foreign=bool(extract(release).partners))
        labels = []
        for promise in promises:
            start = release.text.find(promise["text"], release.body)
            labels.append((start, start + len(promise["text"])))
        right = [any(same(clause, wanted) for wanted in labels) for clause in clauses]
        found.append(Read(half, release.plain, clauses, right, labels))
    return found


def same(clause: Candidate, label: tuple[int, int]) -> bool:
    """Whether a clause is a labelled one: half of the characters of the longer are common."""
    shared = min(clause.end, label[1]) - max(clause.start, label[0])
    return 2 * shared >= max(clause.end - clause.start, label[1] - label[0])


def taught(releases: list[Read]) -> dict[str, float]:
    """Weigh the features by what the clauses of some releases are."""
    given = [clause.features for release in releases for clause in release.clauses]
    right = [value for release in releases for value in release.right]
    names = [name for name in features(given, SELDOM) if name != "says_will"]
    return learned(given, right, names, lambda name: 0.01 if name == "always" else RIDGE)


def threshold(releases: list[Read]) -> float:
    """Find from which probability on a clause is best told, by what models say of releases unseen.

    It lies midway between what is best for each half: their readers label more and less readily.
    """
    order = np.random.default_rng(2565)
    steps = np.arange(0.2, 0.71, 0.05)
    totals = {half: np.zeros((len(steps), 3)) for half in TO_DEVELOP}
    for _ in range(ROUNDS):
        fold = order.permutation(len(releases)) % FOLDS
        for number in range(FOLDS):
            weights = taught(
                [r for r, place in zip(releases, fold, strict=True) if place != number]
            )
            for release, place in zip(releases, fold, strict=True):
                if place == number:
                    totals[release.half] += [told(release, weights, step) for step in steps]
    f1 = {half: 2 * t[:, 0] / (t[:, 1] + t[:, 2]) for half, t in totals.items()}
    for number, step in enumerate(steps):
        print(f"{step:.2f}  " + "  ".join(f"{half} {f1[half][number]:.3f}" for half in f1))
    return float(np.mean([steps[np.argmax(scores)] for scores in f1.values()]))


def told(release: Read, weights: dict[str, float], enough: float) -> tuple[int, int, int]:
    """Right, found and labelled promises of a release."""
    found = [(likely(weights, clause.features), clause) for clause in release.clauses]
    kept = [clause for _, clause in chosen(found, release.plain, enough)]
    right = sum(any(same(clause, label) for clause in kept) for label in release.labels)
    return right, len(kept), len(release.labels)


if __name__ == "__main__":
    main()
