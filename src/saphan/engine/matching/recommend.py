"""From profiles to recommendations."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Protocol, TypeVar

import numpy as np

from saphan.engine.language import unrelated

from .acceptance import PARTS, Acceptance
from .explain import Reasons
from .problem import Listing, MatchingProblem
from .reading import BLOCK, Readings, Side, joined, ordered, read
from .result import Match, MatchingResult
from .score import Block, Indices, Scorer, subject
from .spread import spread

_CELLS = 8_000_000  # pairs looked at together: bounds the memory at some 32 MB a part
_MOST_ROWS = 512
_SOUGHT = 64  # offers a need that are compared in every part; more where more are asked for
_POOL = 3  # of them kept a need, as a multiple of `top`

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")
ResultOut = TypeVar("ResultOut", covariant=True)
Progress = Callable[[str, int, int], None]
"""Told the stage, how many blocks of it are done, and how many there are."""


class Runner(Protocol):
    """Does pieces of work, here or elsewhere."""

    def run(
        self,
        stage: str,
        function: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Sequence[Item],
    ) -> Iterator[Result]:
        """Results of `function(shared, item)`, in the order of the items."""
        ...


class Pending(Protocol[ResultOut]):
    """A piece of work handed over, of which the result is to come."""

    def result(self) -> ResultOut: ...


def in_order(pieces: Iterable[Pending[Result]], most: Callable[[], int]) -> Iterator[Result]:
    """Results of pieces in their order, while others wait: what a runner elsewhere does.

    Args:
        pieces: Pieces handed over as they are taken from here.
        most: How many may be handed over before the first one is fetched, which bounds the memory.
    """
    waiting: deque[Pending[Result]] = deque()
    for piece in pieces:
        waiting.append(piece)
        if len(waiting) >= most():
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


class Here:
    """One piece after another, in this process."""

    def run(
        self,
        stage: str,
        function: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Sequence[Item],
    ) -> Iterator[Result]:
        return (function(shared, item) for item in items)


@dataclass(frozen=True)
class Found:
    """The pairs of a block of needs that come into question.

    Attributes:
        needs: Index of the need, a pair.
        offers: Index of the offer.
        scores: Probability of acceptance, without regard to the other way round.
        parts: The parts, a row a part in the order of `PARTS` but the last.
        pairs: How many pairs were looked at.
    """

    needs: Indices
    offers: Indices
    scores: Block
    parts: Block
    pairs: int


def match(
    problem: MatchingProblem,
    model: Acceptance | None = None,
    embedding: str | None = None,
    runner: Runner | None = None,
    progress: Progress | None = None,
) -> MatchingResult:
    """Recommend offers for every need.

    For each need the offers nearest by meaning and concepts are compared in every part; a pair
    whose organisations fit the other way round too gains by it. What is shown is chosen by
    `spread`. Equal scores are ordered by id, so the result does not depend on the order of the
    input, nor on who does the work.

    Args:
        problem: Organisations and how to match them.
        model: Makes probabilities of parts; by default what is believed without decisions.
        embedding: The model of meaning, as `saphan.engine.language.embedder` takes it.
        runner: Who does the work; by default this process.
        progress: Told how far it is.

    Returns:
        At most `problem.top` matches a need, each with score, parts and reasons. A pair that has no
        subject in common (no concept, word, division of activity or like meaning) is never a match.
    """
    model, runner = model or Acceptance(), runner or Here()
    told = progress or (lambda stage, done, all_of_it: None)
    needs, offers = _sides(problem, embedding, runner, told)
    if not needs.listings or not offers.listings:
        return MatchingResult((), model, 0)
    scorer = Scorer(needs, offers, problem.cross_border, unrelated(embedding))
    blocks = list(_blocks(len(needs.listings), len(offers.listings)))
    most = max(_SOUGHT, problem.top * _POOL)
    work = (scorer, model, most, problem.top * _POOL)
    found = _watched("compare", runner.run("compare", compare, work, blocks), len(blocks), told)
    with _many_objects():
        return _recommended(problem, scorer, model, _together(found))


def compare(work: tuple[Scorer, Acceptance, int, int], block: tuple[int, int]) -> Found:
    """Find what comes into question for a block of needs: the piece of work that is shared out.

    Args:
        work: The scorer, the model, how many offers a need to compare, and how many to keep.
        block: First need, and one beyond the last.

    Returns:
        The best pairs of each need, best first.
    """
    scorer, model, most, keep = work
    needs, offers, pairs = scorer.near(*block, most)
    parts = scorer.parts(needs, offers)
    scores = np.round(model.probability(parts), 6)
    good = np.flatnonzero(subject(parts))
    order = good[np.lexsort((offers[good], -scores[good], needs[good]))]
    first = np.concatenate(([True], np.diff(needs[order]) != 0)) if len(order) else order
    start = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    kept = order[np.arange(len(order)) - start < keep]
    rows = np.array([parts[part][kept] for part in PARTS if part in parts])
    return Found(needs[kept], offers[kept], scores[kept], rows, pairs)


def _sides(
    problem: MatchingProblem, embedding: str | None, runner: Runner, told: Progress
) -> tuple[Side, Side]:
    """Needs and offers, read: both in one stage, in blocks that are of one of them only."""
    sides = [ordered(problem.profiles, side) for side in ("needs", "offers")]
    blocks = [
        (listings[start : start + BLOCK], [o.about for o in owners[start : start + BLOCK]])
        for listings, owners in sides
        for start in range(0, len(listings), BLOCK)
    ]
    made = runner.run("read", _read_block, embedding, blocks)
    readings = _watched("read", made, len(blocks), told)
    needs, offers = (
        Side(tuple(listings), tuple(owners), joined(islice(readings, -(-len(listings) // BLOCK))))
        for listings, owners in sides
    )
    return needs, offers


def _read_block(embedding: str | None, block: tuple[Sequence[Listing], Sequence[str]]) -> Readings:
    return read(*block, embedding)


def _watched(
    stage: str, results: Iterable[Result], pieces: int, told: Progress
) -> Iterator[Result]:
    told(stage, 0, pieces)
    for done, result in enumerate(results, 1):
        yield result
        told(stage, done, pieces)


def _blocks(needs: int, offers: int) -> Iterator[tuple[int, int]]:
    rows = max(1, min(_MOST_ROWS, _CELLS // offers))
    return pairwise([*range(0, needs, rows), needs])


def _together(found: Iterable[Found]) -> Found:
    parts = list(found)
    return Found(
        np.concatenate([part.needs for part in parts]),
        np.concatenate([part.offers for part in parts]),
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.parts for part in parts], axis=1),
        sum(part.pairs for part in parts),
    )


def _recommended(
    problem: MatchingProblem, scorer: Scorer, model: Acceptance, found: Found
) -> MatchingResult:
    needs, offers = scorer.needs, scorer.offers
    names = [part for part in PARTS if part != "mutual"]
    parts = dict(zip(names, np.round(found.parts, 4), strict=True))
    parts["mutual"] = np.round(_mutual(scorer, found), 4)
    scores = np.round(model.probability(parts), 4)
    needers, givers = (scorer.owners[0].tolist(), scorer.owners[1].tolist())
    pools: list[list[tuple[float, int]]] = [[] for _ in needs.listings]
    place: dict[tuple[int, int], int] = {}
    order = np.lexsort((found.offers, -scores, found.needs))
    for index, need, offer, score in zip(
        order.tolist(),
        found.needs[order].tolist(),
        found.offers[order].tolist(),
        scores[order].tolist(),
        strict=True,
    ):
        pools[need].append((score, offer))
        place[need, offer] = index
    capacity = {
        owner: profile.capacity
        for owner, profile in zip(givers, offers.owners, strict=True)
        if profile.capacity is not None
    }
    matches = []
    for need, picks in enumerate(spread(pools, needers, givers, capacity, problem.top)):
        for score, offer in picks:
            index = place[need, offer]
            values = {part: float(parts[part][index]) for part in PARTS}
            matches.append(
                Match(
                    need=needs.listings[need].id,
                    offer=offers.listings[offer].id,
                    need_organisation=needs.owners[need].id,
                    offer_organisation=offers.owners[offer].id,
                    score=score,
                    parts=values,
                    why=Reasons(needs, need, offers, offer, values),
                )
            )
    return MatchingResult(tuple(matches), model, found.pairs)


@contextmanager
def _many_objects() -> Iterator[None]:
    """Have no rounds made for garbage in circles while hundreds of thousands of things are built,
    none of which is in one."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _mutual(scorer: Scorer, found: Found) -> Block:
    """Of each pair, the best score of the same two organisations the other way round."""
    needers, givers = scorer.owners[0][found.needs], scorer.owners[1][found.offers]
    most = int(max(needers.max(initial=0), givers.max(initial=0))) + 1
    keys = needers * most + givers
    order = np.lexsort((found.scores, keys))
    last = np.concatenate((np.diff(keys[order]) != 0, [True])) if len(order) else order > 0
    best_keys, best = keys[order][last], found.scores[order][last]
    if not len(best_keys):
        return np.zeros(0)
    wanted = givers * most + needers
    at = np.minimum(np.searchsorted(best_keys, wanted), len(best_keys) - 1)
    mutual: Block = np.where(best_keys[at] == wanted, best[at], 0.0)
    return mutual


def best_parts(
    problem: MatchingProblem,
    pairs: Iterable[tuple[str, str]],
    model: Acceptance | None = None,
    embedding: str | None = None,
) -> dict[tuple[str, str], dict[str, float]]:
    """What pairs of organisations have in common, recommended or not: what is learned from.

    Args:
        problem: Organisations; their exclusions do not count.
        pairs: Ids of two organisations each; one that is not of the problem is passed over.
        model: Tells which need and offer of the two fit best; by default `Acceptance()`.
        embedding: The model of meaning, as `saphan.engine.language.embedder` takes it.

    Returns:
        The parts of the likeliest need and offer of each pair, whoever of the two needs; a pair
        that has no subject in common is left out.
    """
    model = model or Acceptance()
    needs, offers = _sides(problem, embedding, Here(), lambda stage, done, all_of_it: None)
    of_needs, of_offers = _of_owners(needs), _of_owners(offers)
    wanted = list(dict.fromkeys(pairs))
    rows = [
        (need, offer)
        for one, other in wanted
        for needer, giver in ((one, other), (other, one))
        for need in of_needs.get(needer, ())
        for offer in of_offers.get(giver, ())
    ]
    if not rows:
        return {}
    scorer = Scorer(needs, offers, problem.cross_border, unrelated(embedding))
    columns = np.array(sorted(set(rows))).T
    parts = scorer.parts(columns[0], columns[1])
    good = np.flatnonzero(subject(parts))
    parts = {part: values[good] for part, values in parts.items()}
    table = np.array([parts[part] for part in PARTS if part in parts])
    found = Found(
        columns[0][good], columns[1][good], model.probability(parts), table, columns.shape[1]
    )
    parts["mutual"] = _mutual(scorer, found)
    best: dict[frozenset[str], int] = {}
    for index in np.argsort(model.probability(parts), kind="stable").tolist():
        need, offer = int(found.needs[index]), int(found.offers[index])
        best[frozenset((needs.owners[need].id, offers.owners[offer].id))] = index
    return {
        pair: {part: round(float(parts[part][index]), 4) for part in PARTS}
        for pair in wanted
        if (index := best.get(frozenset(pair))) is not None
    }


def _of_owners(side: Side) -> dict[str, list[int]]:
    """Indices of the listings of each organisation."""
    found: dict[str, list[int]] = {}
    for index, owner in enumerate(side.owners):
        found.setdefault(owner.id, []).append(index)
    return found
