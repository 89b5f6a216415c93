"""Learns what tells that a clause of a release is a promise, and prints how well.

    python -m training.promises RELEASES [--out FILE]

A logistic regression (Cox, 1958) with a ridge, by Newton's method, over what the extraction says of
a clause: its verb, its subject, its place, its words. RELEASES is a folder of releases as
`benchmarks/extract.py` reads it; the clauses are those of the releases that are labelled to develop
by. A clause is one when it shares half of the characters of the longer of the two with a label. The
probability from which on a clause is told comes from releases that a model was not taught.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from saphan.engine.extraction import extract, parse_release
from saphan.engine.extraction.formats.sources import read_source
from saphan.engine.extraction.promises import Candidate, candidates, chosen

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "benchmarks" / "data" / "releases"
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
STEPS = 40


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
    names = features(releases)
    clauses = sum(len(release.clauses) for release in releases)
    promises = sum(sum(release.right) for release in releases)
    print(
        f"{clauses} clauses of {len(releases)} releases, {promises} promises, {len(names)} features"
    )
    enough = threshold(releases, names)
    weights = learned(releases, names)
    rows = [("enough", round(enough, 2)), ("says_will", SAYS_WILL)]
    rows += [(name, round(float(weight), 2)) for name, weight in zip(names, weights, strict=True)]
    text = "".join(f"{name}\t{weight:g}\n" for name, weight in rows)
    arguments.out.write_text(f"feature\tweight\n{text}", encoding="utf-8")
    print(text)


def gather(folder: Path, half: str) -> list[Read]:
    """Read the labelled releases of a half, with the clauses of each."""
    paths = {path.stem: path for path in folder.rglob("*.txt")}
    found = []
    for line in (LABELS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["promises"] is None:
            continue
        release = parse_release(read_source(paths[label["id"]]).text, strict=False)
        clauses = candidates(release, release.plain, foreign=bool(extract(release).partners))
        labels = []
        for promise in label["promises"]:
            start = release.text.find(promise["text"], release.body)
            labels.append((start, start + len(promise["text"])))
        right = [any(same(clause, wanted) for wanted in labels) for clause in clauses]
        found.append(Read(half, release.plain, clauses, right, labels))
    return found


def same(clause: Candidate, label: tuple[int, int]) -> bool:
    """Whether a clause is a labelled one: half of the characters of the longer are common."""
    shared = min(clause.end, label[1]) - max(clause.start, label[0])
    return 2 * shared >= max(clause.end - clause.start, label[1] - label[0])


def features(releases: list[Read]) -> list[str]:
    """Name what enough clauses have."""
    counts: dict[str, int] = {}
    for release in releases:
        for clause in release.clauses:
            for name in clause.features:
                counts[name] = counts.get(name, 0) + 1
    return sorted(name for name, count in counts.items() if count >= SELDOM and name != "says_will")


def learned(releases: list[Read], names: list[str]) -> Any:
    """Weigh the features by what the clauses of some releases are."""
    clauses = [clause for release in releases for clause in release.clauses]
    given = np.array([[name in clause.features for name in names] for clause in clauses], float)
    right = np.array([value for release in releases for value in release.right], float)
    ridge = np.where(np.array(names) == "always", 0.01, RIDGE)
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (right - likely) - ridge * weights
        bend = (given * (likely * (1 - likely))[:, None]).T @ given + np.diag(ridge)
        weights += np.linalg.solve(bend, slope)
    return weights


def threshold(releases: list[Read], names: list[str]) -> float:
    """Find from which probability on a clause is best told, by what models say of releases unseen.

    It lies midway between what is best for each half: their readers label more and less readily.
    """
    order = np.random.default_rng(2565)
    steps = np.arange(0.2, 0.71, 0.05)
    totals = {half: np.zeros((len(steps), 3)) for half in TO_DEVELOP}
    for _ in range(ROUNDS):
        fold = order.permutation(len(releases)) % FOLDS
        for number in range(FOLDS):
            taught = [r for r, place in zip(releases, fold, strict=True) if place != number]
            weights = dict(zip(names, learned(taught, names), strict=True))
            for release, place in zip(releases, fold, strict=True):
                if place == number:
                    totals[release.half] += [told(release, weights, step) for step in steps]
    f1 = {half: 2 * t[:, 0] / (t[:, 1] + t[:, 2]) for half, t in totals.items()}
    for number, step in enumerate(steps):
        print(f"{step:.2f}  " + "  ".join(f"{half} {f1[half][number]:.3f}" for half in f1))
    return float(np.mean([steps[np.argmax(scores)] for scores in f1.values()]))


def told(release: Read, weights: dict[str, float], enough: float) -> tuple[int, int, int]:
    """Right, found and labelled promises of a release."""
    found = []
    for clause in release.clauses:
        total = sum(weights.get(name, 0.0) for name in clause.features)
        found.append((float(1 / (1 + np.exp(-total))), clause))
    kept = [clause for _, clause in chosen(found, release.plain, enough)]
    right = sum(any(same(clause, label) for clause in kept) for label in release.labels)
    return right, len(kept), len(release.labels)


if __name__ == "__main__":
    main()
