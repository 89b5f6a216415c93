"""Learns what tells that a message repeats a claim, and prints how well.

    python -m training.claims [--out FILE]

Logistic regressions (Cox, 1958) over the likenesses of `saphan.engine.claims.likeness`, one for
messages in the claim's language and one for others, with a ridge, by L-BFGS. The messages are those
of `training/text/claims.jsonl` and the part of `benchmarks/data/claims` that may be looked at; the
claims are all of that set. Every claim that the index puts forward for a message is a pair; near
misses (a denial, another number) are pairs that are none.

The thresholds come from what a model says of messages that it was not taught: five folds by claim.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from saphan.engine.claims.index import Index, common, named
from saphan.engine.claims.likeness import FEATURES, contradicted, features
from saphan.engine.claims.reading import pieces, read
from saphan.engine.language import embed

ROOT = Path(__file__).parents[1]
SET = ROOT / "benchmarks" / "data" / "claims"
TEXT = Path(__file__).parent / "text" / "claims.jsonl"
OUT = ROOT / "src" / "saphan" / "engine" / "claims" / "data" / "weights.json"
COMMON = OUT.with_name("common.tsv")
OFTEN = 3
"""Claims of the set that have a word which counts as common."""
RIDGE = 2.0
FOLDS = 5
WRONG = 0.005
"""Share of messages repeating nothing that may be told to repeat a checked claim, in the folds."""
AT_LEAST = 0.7
"""Probability below which nothing is said to repeat a checked claim, whatever the folds say.

From there on, at most 1 % of the messages written for development are wrongly told so when the
claims that they repeat are taken away, both from the set and from among 100,000.
"""
ALIKE = 0.15
"""Share of messages that repeat nothing, near misses apart, that may be told to look like one."""
NEAR_WEIGHT = 4.0
"""Near misses are few beside what they stand for."""
NEVER_HELPS = (
    "numbers_against", "denial_odd", "denial_one_sided", "denial_of_word", "names_against",
)  # fmt: skip
ALWAYS_HELPS = (
    "meaning", "meaning_high", "stands_out", "letters", "letters_of_claim", "words_of_claim",
    "words_of_message", "concepts_of_claim", "numbers_shared",
)  # fmt: skip


@dataclass
class Lesson:
    """Pairs of messages and claims: what each is told by, and whether it is one."""

    features: Any
    same: Any
    right: Any
    message: Any
    fold: Any
    repeats: list[bool]
    weight: Any
    missing: Any


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    write_common()
    pairs = gather()
    print(f"{len(pairs.right):,} pairs of {len(pairs.repeats):,} messages")
    unseen = np.empty(len(pairs.right), np.float32)
    for fold in range(FOLDS):
        taught, left = pairs.fold != fold, pairs.fold == fold
        unseen[left] = _likely(pairs, learned(pairs, taught), left)
    checked, similar = thresholds(pairs, unseen)
    weights = learned(pairs, np.ones(len(pairs.right), bool))
    stored: dict[str, Any] = {
        side: dict(zip(FEATURES, [round(float(x), 4) for x in weights[side]], strict=True))
        for side in ("same", "across")
    }
    stored |= {"checked": round(checked, 3), "similar": round(similar, 3)}
    arguments.out.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    for name, same, across in zip(FEATURES, weights["same"], weights["across"], strict=True):
        print(f"{name:20}{same:9.3f}{across:9.3f}")
    _calibration(pairs, unseen)


def write_common() -> None:
    """Write which words many claims have: those of the set, each wording once."""
    texts = {json.loads(line)["text"] for line in (SET / "claims.jsonl").open(encoding="utf-8")}
    times = Counter(name for text in texts for name in set(named(read(text))))
    rows = [
        f"{name}\t{count / len(texts):.4f}\n"
        for name, count in sorted(times.items())
        if count >= OFTEN
    ]
    head = "# Made by training/claims.py: words and concepts (=) of claims, share that has them.\n"
    COMMON.write_text(head + "".join(rows), encoding="utf-8")
    common.cache_clear()


def gather() -> Lesson:
    claims = [json.loads(line) for line in (SET / "claims.jsonl").open(encoding="utf-8")]
    place = {claim["id"]: at for at, claim in enumerate(claims)}
    messages: list[tuple[str, list[str]]] = []
    near: list[list[str]] = []
    for line in (SET / "messages.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row["part"] == "dev":
            messages.append((row["text"], row["claims"]))
            near.append(row.get("near", []))
    for line in TEXT.open(encoding="utf-8"):
        row = json.loads(line)
        messages += [(row[language], row["claims"]) for language in ("th", "ru", "en")]
    near += [[]] * (len(messages) - len(near))
    index = Index([read(claim["text"]) for claim in claims], embed)
    readings, owners = [], []
    for at, (text, _) in enumerate(messages):
        own = pieces(text)[:1]
        readings += own
        owners += [at] * len(own)
    asked = index.read(readings)
    rows, columns = index.candidates(asked)
    pairs = features(index, asked, rows, columns)
    told, same = pairs.told, pairs.same
    message = np.array(owners)[rows]
    right = np.array(
        [
            column in {place[name] for name in messages[at][1]}
            for at, column in zip(message, columns, strict=True)
        ]
    )
    rng = np.random.default_rng(1)
    groups: dict[str, int] = {}
    fold_of = np.array(
        [
            groups.setdefault(named[0] if named else text, int(rng.integers(FOLDS)))
            for text, named in messages
        ]
    )
    missed = [{place[name] for name in names} for names in near]
    weight = np.array(
        [
            NEAR_WEIGHT if column in missed[at] else 1.0
            for at, column in zip(message, columns, strict=True)
        ]
    )
    repeats = [bool(named) for _, named in messages]
    return Lesson(
        told,
        same,
        right,
        message,
        fold_of[message],
        repeats,
        weight,
        np.array([bool(x) for x in near]),
    )


def learned(pairs: Lesson, taught: Any) -> dict[str, Any]:
    bounds = [
        (None, 0) if name in NEVER_HELPS else (0, None) if name in ALWAYS_HELPS else (None, None)
        for name in FEATURES
    ]
    found = {}
    for side, chosen in (("same", pairs.same), ("across", ~pairs.same)):
        x, y = pairs.features[taught & chosen].astype(float), pairs.right[taught & chosen]
        times = pairs.weight[taught & chosen]

        def loss(weights: Any, x: Any = x, y: Any = y, times: Any = times) -> tuple[float, Any]:
            odds = x @ weights
            likely = 1 / (1 + np.exp(-odds))
            value = times @ (np.logaddexp(0, odds) - odds * y)
            value += RIDGE / 2 * weights[1:] @ weights[1:]
            slope = x.T @ (times * (likely - y))
            slope[1:] += RIDGE * weights[1:]
            return float(value), slope

        start = np.zeros(len(FEATURES))
        done = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
        found[side] = done.x
    return found


def _likely(pairs: Lesson, weights: dict[str, Any], left: Any) -> Any:
    odds = np.where(
        pairs.same[left],
        pairs.features[left] @ weights["same"],
        pairs.features[left] @ weights["across"],
    )
    return 1 / (1 + np.exp(-odds))


def thresholds(pairs: Lesson, likely: Any) -> tuple[float, float]:
    best, agreeing = np.zeros(len(pairs.repeats)), np.zeros(len(pairs.repeats))
    np.maximum.at(best, pairs.message, likely)
    np.maximum.at(agreeing, pairs.message, likely * ~contradicted(pairs.features))
    first = np.zeros(len(pairs.repeats), bool)
    at_best = likely >= best[pairs.message]
    first[pairs.message[at_best]] = pairs.right[at_best]
    repeats = np.array(pairs.repeats)
    none = np.sort(agreeing[~repeats])[::-1]
    checked = max(AT_LEAST, float(none[int(WRONG * len(none))]) + 0.002)
    plain = ~repeats & ~pairs.missing
    similar = float(np.quantile(best[plain], 1 - ALIKE))
    print(f"first right {first[repeats].mean():.3f}")
    for cut, likeliest in ((checked, agreeing), (similar, best)):
        print(
            f"from {cut:.3f}: {(likeliest[repeats] >= cut).mean():.3f} of those that repeat one, "
            f"{(likeliest[~repeats] >= cut).mean():.3f} of those that do not"
        )
    return checked, min(similar, checked)


def _calibration(pairs: Lesson, likely: Any) -> None:
    print("said      is   pairs")
    for low in (0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9):
        high = {0: 0.05, 0.05: 0.1, 0.1: 0.2, 0.2: 0.4, 0.4: 0.6, 0.6: 0.8, 0.8: 0.9, 0.9: 1.01}[
            low
        ]
        inside = (likely >= low) & (likely < high)
        if inside.any():
            print(
                f"{likely[inside].mean():.3f}  {pairs.right[inside].mean():.3f}  {inside.sum():6}"
            )


if __name__ == "__main__":
    main()
