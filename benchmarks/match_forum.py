"""How fast a forum is matched, and how many first places share a subject.

    python -m benchmarks.match_forum ORGANISATIONS [--copies N]

ORGANISATIONS is what `saphan match` takes. The peer works in the same process on the same pairs:
TF-IDF vectors of character n-grams (3 to 5) and their cosine, the usual baseline of fuzzy text
matching. It knows no concepts, so across two scripts only Latin terms and digits can help it.
"Shares a subject" is told by the activity codes that the organisations wrote themselves, which
the peer does not see and of which the second row of our own is deprived too.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.peers.ngrams import vectors
from saphan.engine.language import concepts_in, shared_code_level
from saphan.engine.matching import (
    Acceptance,
    Listing,
    MatchingProblem,
    Profile,
    match,
    read_profiles,
)

Firsts = list[tuple[Listing, Listing]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("organisations", type=Path)
    parser.add_argument("--copies", type=int, default=1, help="repeat the organisations N times")
    arguments = parser.parse_args()
    profiles = copies(read_profiles(arguments.organisations), arguments.copies)
    problem = MatchingProblem(profiles, cross_border=True, top=10)
    listings = {x.id: x for p in profiles for x in (*p.offers, *p.needs)}
    print(f"{len(profiles)} organisations, {len(listings)} offers and needs")
    print(f"{'method':38}{'seconds':>9}{'pairs/s':>11}{'class':>8}{'division':>10}{'concept':>9}")

    started = time.perf_counter()
    result = match(problem)
    seconds = time.perf_counter() - started
    report(
        "saphan (dictionaries loaded meanwhile)", seconds, result.pairs, firsts(result, listings)
    )
    started = time.perf_counter()
    result = match(problem, Acceptance({**Acceptance().weights, "codes": 0.0}))
    again = time.perf_counter() - started
    report("saphan without activity codes", again, result.pairs, firsts(result, listings))
    started = time.perf_counter()
    chosen, pairs = peer(profiles)
    peer_seconds = time.perf_counter() - started
    report("peer: character n-gram TF-IDF", peer_seconds, pairs, chosen)
    print(
        f"time against the peer: {seconds / peer_seconds:.2f} (first), {again / peer_seconds:.2f}"
    )


def copies(profiles: tuple[Profile, ...], times: int) -> tuple[Profile, ...]:
    """The same organisations several times, each time under other ids."""

    def renamed(listings: tuple[Listing, ...], number: int) -> tuple[Listing, ...]:
        return tuple(replace(x, id=f"{x.id}/{number}") for x in listings)

    return tuple(
        replace(p, id=f"{p.id}/{n}", offers=renamed(p.offers, n), needs=renamed(p.needs, n))
        for n in range(times)
        for p in profiles
    )


def firsts(result, listings: dict[str, Listing]) -> Firsts:  # type: ignore[no-untyped-def]
    best = {}
    for found in result.matches:
        best.setdefault(found.need, found.offer)
    return [(listings[need], listings[offer]) for need, offer in best.items()]


def peer(profiles: tuple[Profile, ...]) -> tuple[Firsts, int]:
    """The best foreign offer of each need by character n-grams; nothing where none shares any."""
    needs = [(x, p) for p in profiles for x in p.needs]
    offers = [(x, p) for p in profiles for x in p.offers]
    matrix = vectors([f"{x.title}\n{x.text}" for x, _ in (*needs, *offers)])
    left, right = matrix[: len(needs)], matrix[len(needs) :].T.tocsr()
    countries = np.array([p.country for _, p in offers])
    chosen: Firsts = []
    pairs = 0
    for start in range(0, len(needs), 512):
        block = (left[start : start + 512] @ right).toarray()
        for row, (need, owner) in zip(block, needs[start : start + 512], strict=True):
            foreign = countries != owner.country
            pairs += int(foreign.sum())
            scores = np.where(foreign, row, 0)
            best = int(scores.argmax())
            if scores[best] > 0:
                chosen.append((need, offers[best][0]))
    return chosen, pairs


def report(name: str, seconds: float, pairs: int, chosen: Firsts) -> None:
    levels = [
        max((shared_code_level(a, b) for a in need.isic for b in offer.isic), default=0)
        for need, offer in chosen
    ]
    shared = sum(
        bool(
            concepts_in(f"{a.title}\n{a.text}").keys() & concepts_in(f"{b.title}\n{b.text}").keys()
        )
        for a, b in chosen[:500]
    ) / max(1, len(chosen[:500]))
    same, near = (sum(level >= n for level in levels) / max(1, len(levels)) for n in (4, 2))
    print(
        f"{name:38}{seconds:9.2f}{pairs / seconds:11,.0f}{same:8.0%}{near:10.0%}{shared:9.0%}"
        f"  ({len(chosen)} needs answered)"
    )


if __name__ == "__main__":
    main()
