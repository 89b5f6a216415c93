"""Learns what tells that a release is about a topic, and prints how well.

    python -m training.topics RELEASES [--out FILE]

A logistic regression with a ridge (`training.logistic`) over what the extraction says of a topic's
words in a release: where they stand, their share among those of other topics, the topic, each word.
RELEASES is a folder of releases as `benchmarks/extract.py` reads it; learned from are those with
labels, without the half for the figure. The probability from which on a topic is told, and the
figures, come from releases that a model was not taught.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from saphan.engine.extraction.countries import find_countries
from saphan.engine.extraction.events import find_event
from saphan.engine.extraction.extract import TALKS
from saphan.engine.extraction.moments import find_moments
from saphan.engine.extraction.parties import find_parties
from saphan.engine.extraction.tables import likely
from saphan.engine.extraction.topics import Candidate, candidates, chosen

from .labelled import labelled
from .logistic import features, learned, write

ROOT = Path(__file__).parents[1]
TO_LEARN = ("development", "second", "confirm", "topics")
OUT = ROOT / "src" / "saphan" / "engine" / "extraction" / "topic_weights.tsv"
RIDGE = 5.0
WORD_RIDGE = 3.0
SELDOM = 4
"""Candidates that must have a feature for it to be weighed."""
ALONE = 0.25
"""The probability that the likeliest topic must have where none has enough."""
FOLDS = 10
ROUNDS = 3
"""Times that the releases are dealt into folds anew."""
LIMITS = np.arange(0.3, 0.56, 0.05)


@dataclass
class Read:
    """A release to learn from: the topics that it may have, and those that it has."""

    half: str
    found: list[Candidate]
    labels: set[str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("releases", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    releases = [read for half in TO_LEARN for read in gather(arguments.releases, half)]
    print(
        f"{len(releases)} releases, {sum(len(release.labels) for release in releases)} topics, "
        f"{sum(len(release.found) for release in releases)} candidates"
    )
    enough = threshold(releases)
    weights = taught(releases)
    write(arguments.out, {"enough": enough, "alone": ALONE}, weights)
    print(f"{len(weights)} features, told from {enough:g} on")


def gather(folder: Path, half: str) -> list[Read]:
    """Read the labelled releases of a half, with the topics that each may have."""
    found = []
    for release, labels in labelled(folder, half, "topics"):
        plain = release.plain
        joined = find_parties(release, plain, find_countries(plain))[2]
        foreign = any(country != release.publisher for country in joined)
        moments = find_moments(plain, release.published)
        talks = find_event(release, plain, moments, foreign=foreign)[0] in TALKS
        items = candidates(release, plain, foreign=foreign, talks=talks)
        found.append(Read(half, items, set(labels)))
    return found


def taught(releases: list[Read]) -> dict[str, float]:
    """Weigh the features by the topics of some releases."""
    items = [item for release in releases for item in release.found]
    right = [item.topic in release.labels for release in releases for item in release.found]
    given = [item.features for item in items]
    return learned(given, right, features(given, SELDOM), _ridge)


def _ridge(name: str) -> float:
    return 0.01 if name == "always" else WORD_RIDGE if name.endswith("”") else RIDGE


def threshold(releases: list[Read]) -> float:
    """Find from which probability on topics are best told, by what models say of releases unseen.

    Prints F1 for each probability and half, and at the best one precision and recall of each topic.
    """
    order = np.random.default_rng(2566)
    totals: dict[str, Any] = defaultdict(lambda: np.zeros((len(LIMITS), 3)))
    for _ in range(ROUNDS):
        fold = order.permutation(len(releases)) % FOLDS
        for number in range(FOLDS):
            weights = taught([r for r, at in zip(releases, fold, strict=True) if at != number])
            for release, at in zip(releases, fold, strict=True):
                if at == number:
                    for row, limit in enumerate(LIMITS):
                        _count(totals, release, weights, row, float(limit))
    f1 = {
        name: 2 * total[:, 0] / np.maximum(1, total[:, 1] + total[:, 2])
        for name, total in totals.items()
    }
    for row, limit in enumerate(LIMITS):
        print(f"{limit:.2f}  " + "  ".join(f"{h} {f1[h][row]:.3f}" for h in ("all", *TO_LEARN)))
    best = int(np.argmax(f1["all"]))
    for topic in sorted(totals.keys() - {"all", *TO_LEARN}):
        right, told, labelled = totals[topic][best] / ROUNDS
        precision, recall = right / max(1, told), right / max(1, labelled)
        print(f"{topic:18} precision {precision:.2f}  recall {recall:.2f}  of {labelled:.0f}")
    return round(float(LIMITS[best]), 2)


def _count(
    totals: dict[str, Any], release: Read, weights: dict[str, float], row: int, enough: float
) -> None:
    found = [(likely(weights, item.features), item) for item in release.found]
    told = {item.topic for _, item in chosen(found, enough, ALONE)}
    for topic in told | release.labels:
        for name in ("all", release.half, topic):
            totals[name][row] += (
                topic in told and topic in release.labels,
                topic in told,
                topic in release.labels,
            )


if __name__ == "__main__":
    main()
