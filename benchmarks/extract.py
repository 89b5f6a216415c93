"""How well facts are found in releases, field by field, and how fast.

    python benchmarks/extract.py RELEASES [--half NAME] [--wrong] [--speed]

RELEASES is a folder of releases, ID.txt, in folders of any depth. `benchmarks/data/releases` has
the labels of 410 of them, read by hand: 30 to develop by, 30 for the figure, of 90 more the topics
and promises (46 to develop by, 44 to confirm it), and of 260 more the topics alone. The topics of
all but the half for the figure are learned from (`training.topics`). Its README tells how they are
labelled and when a finding counts as right. `--speed` reads every release of the folder,
with `--workers` processes, and tells the largest memory of a process.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saphan.engine.extraction import check, extract, parse_release
from saphan.engine.extraction.batch import facts_of_all
from saphan.engine.extraction.formats.facts_json import as_json
from saphan.engine.extraction.formats.sources import read_source

LABELS = Path(__file__).parent / "data" / "releases"
GOALS = {
    "published": 1.00,
    "event_date": 0.90,
    "event_kind": 0.85,
    "partners": 0.92,
    "people": 0.85,
    "topics": 0.80,
    "promises": 0.60,
}
FIELDS = (*GOALS, "future_events")
HALVES = ("development", "test", "second", "confirm", "topics")


@dataclass
class Score:
    """Right, found and labelled values of a field."""

    right: int = 0
    found: int = 0
    labelled: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the extraction.")
    parser.add_argument("releases", type=Path, help="folder of releases")
    parser.add_argument("--half", choices=HALVES, default="development")
    parser.add_argument("--wrong", action="store_true", help="list what is not right")
    parser.add_argument("--speed", action="store_true", help="read every release of the folder")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    if options.speed:
        speed(options.releases, options.workers)
    else:
        quality(options.releases, options.half, wrong=options.wrong)


def quality(releases: Path, half: str, *, wrong: bool) -> None:
    paths = {path.stem: path for path in releases.rglob("*.txt")}
    scores = {field: Score() for field in FIELDS}
    days = offices = sides = same = labelled = 0
    for line in (LABELS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        source = read_source(paths[label["id"]])
        facts = extract(parse_release(source.text, strict=False))
        assert check(facts) == [], check(facts)
        found = as_json(label["id"], facts)
        labelled += 1
        days += found["event_date"] == label.get("event_date")
        for field, values in compared(label, found, facts.text):
            right, extra, missing = values
            score = scores[field]
            score.right += len(right)
            score.found += len(right) + len(extra)
            score.labelled += len(right) + len(missing)
            if wrong and (extra or missing):
                print(f"{label['id']} {field}\n  found {extra}\n  missing {missing}")
        people = {squeezed(person["name"]): person for person in found["people"]}
        for person in label.get("people") or ():
            other = people.get(squeezed(person["name"]))
            if other:
                same += 1
                offices += agree(other["office"], person["office"])
                sides += (other["side"] or "") == person["side"]
    print(f"{labelled} releases, {half} half")
    print("field          goal   precision   recall   F1")
    for field, score in scores.items():
        if not score.labelled:
            continue  # no part of this half's labels
        goal = f"{GOALS[field]:.2f}" if field in GOALS else "    "
        print(
            f"{field:14} {goal} {score.precision:11.3f} {score.recall:8.3f} {score.f1:6.3f}"
            f"   ({score.right} right, {score.found} found, {score.labelled} labelled)"
        )
    if same:
        print(f"event_date the same, none for none: {days / labelled:.3f}")
        print(f"of people found: office {offices / same:.3f}, side {sides / same:.3f}")


Compared = tuple[list[Any], list[Any], list[Any]]


def compared(
    label: dict[str, Any], found: dict[str, Any], text: str
) -> Iterator[tuple[str, Compared]]:
    """Right, extra and missing values of each field that is labelled."""
    for field in ("published", "event_date", "event_kind"):
        if field not in label:
            continue
        yield field, sets(*([value] if value else [] for value in (found[field], label[field])))
    for field in ("partners", "topics"):
        if label.get(field) is not None:
            yield field, sets(found[field], label[field])
    if label.get("people") is not None:
        mentioned = {squeezed(person["name"]) for person in label.get("mentioned", ())}
        names = [squeezed(person["name"]) for person in found["people"]]
        yield (
            "people",
            sets(
                [name for name in names if name not in mentioned],
                [squeezed(person["name"]) for person in label["people"]],
            ),
        )
    if label.get("promises") is not None:
        yield "promises", overlapping(found["promises"], label["promises"], text)
    if label.get("future_events") is not None:
        yield (
            "future_events",
            sets(
                [event["when"] for event in found["future_events"] if event["when"]],
                [event["when"] for event in label["future_events"]],
            ),
        )


def sets(found: Iterable[Any], labelled: Iterable[Any]) -> Compared:
    found, labelled = list(found), list(labelled)
    right = [value for value in labelled if value in found]
    return (
        right,
        [value for value in found if value not in labelled],
        [value for value in labelled if value not in found],
    )


def overlapping(found: list[Any], labelled: list[Any], text: str) -> Compared:
    """Clauses that share half of the characters of each of the two."""
    left = [promise["text"] for promise in found]
    right, missing = [], []
    for wanted in labelled:
        start = text.find(wanted["text"])
        best = max(left, key=lambda clause: common(text, clause, start, wanted["text"]), default="")
        if best and common(text, best, start, wanted["text"]) >= 0.5:
            left.remove(best)
            right.append(wanted["text"])
        else:
            missing.append(wanted["text"])
    return right, left, missing


def common(text: str, clause: str, start: int, wanted: str) -> float:
    """The share of the longer of two clauses that both have in common."""
    begin = text.find(clause)
    shared = min(begin + len(clause), start + len(wanted)) - max(begin, start)
    return shared / max(len(clause), len(wanted))


def squeezed(name: str) -> str:
    return "".join(name.split())


def agree(one: str, other: str) -> bool:
    """Whether two offices are the same, or one goes on where the other ends."""
    one, other = squeezed(one), squeezed(other)
    return one == other or bool(one and other and (one.startswith(other) or other.startswith(one)))


def speed(releases: Path, workers: int) -> None:
    paths = sorted(releases.rglob("*.txt"))
    size = sum(path.stat().st_size for path in paths) / 1024**2
    begin = time.perf_counter()
    with tempfile.TemporaryFile("w", encoding="utf-8") as file:
        for found in facts_of_all(paths, workers):
            file.write(found.line + "\n")
    took = time.perf_counter() - begin
    memory = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    used = sum(
        resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{len(paths)} releases ({size:.0f} MB), {workers} processes: {took:.1f} s")
    print(f"{1000 * used / len(paths):.1f} ms of a processor's time a release, starting included")
    print(f"{len(paths) / took:.0f} releases a second, at most {memory / 1024:.0f} MB a process")


if __name__ == "__main__":
    main()
