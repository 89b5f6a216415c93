"""Choosing what to recommend so that attention spreads and nobody gets more than they can meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

CROWDING = 0.05
"""Share of its score by which an organisation stands back that has its fair share already; twice
that at most."""

Candidate = tuple[float, int]  # score and offer


def spread(
    pools: Sequence[Sequence[Candidate]],
    needers: Sequence[int],
    givers: Sequence[int],
    capacity: Mapping[int, int],
    top: int,
) -> list[list[Candidate]]:
    """Choose among the candidates of each need.

    Places are given in rounds, in each of them to the needs with the best candidate first. Of
    nearly equal ones an organisation that is shown often already stands back a little, and one
    that is shown to as many as it can meet is not shown to more. In the end who has been shown to
    nobody takes the last place of the need that it fits best, from one who is shown elsewhere too.

    Args:
        pools: The candidates of each need, best first; equal ones in order of offer.
        needers: The organisation of each need.
        givers: The organisation of each offer.
        capacity: How many others an organisation can meet; one that is not in it has not said.
        top: Most candidates a need.

    Returns:
        The candidates chosen for each need, best first.
    """
    choice = _Choice(pools, needers, givers, capacity, top)
    for place in range(top):
        heads = [
            (-pool[0][0], need) for need, pool in enumerate(choice.left) if pool
        ]  # equal heads: the need that comes first
        for _, need in sorted(heads):
            choice.give(need, crowding=0.0 if place == 0 else CROWDING)
    choice.include_everybody()
    return [sorted(picks, key=lambda pick: (-pick[0], pick[1])) for picks in choice.chosen]


class _Choice:
    def __init__(
        self,
        pools: Sequence[Sequence[Candidate]],
        needers: Sequence[int],
        givers: Sequence[int],
        capacity: Mapping[int, int],
        top: int,
    ) -> None:
        self.pools, self.needers, self.givers = pools, needers, givers
        self.capacity, self.top = capacity, top
        self.left = [list(pool) for pool in pools]
        self.chosen: list[list[Candidate]] = [[] for _ in pools]
        self.shown: Counter[int] = Counter()  # to how many others, an organisation
        self.times: Counter[int] = Counter()  # how often
        self.pairs: Counter[tuple[int, int]] = Counter()
        shown_at_all = {givers[offer] for pool in pools for _, offer in pool}
        self.fair = max(1.0, len(pools) * top / max(1, len(shown_at_all)))

    def give(self, need: int, crowding: float) -> None:
        """Choose the next candidate of a need, if one is left that can take it."""
        pool, best, value = self.left[need], -1, float("-inf")
        for index, (score, offer) in enumerate(pool):
            if score <= value:
                break  # standing back only lowers a score, so that no later one can be better
            if self._full(need, offer):
                continue
            load = self.times[self.givers[offer]] / self.fair
            standing = score * (1 - crowding * min(2.0, load))
            if standing > value:
                best, value = index, standing
        if best < 0:
            pool.clear()
            return
        self._add(need, pool.pop(best))

    def include_everybody(self) -> None:
        """Show those who have been shown to nobody where they fit best."""
        places: dict[int, list[tuple[float, int, int]]] = {}
        for need, pool in enumerate(self.pools):
            for score, offer in pool:
                if not self.shown[self.givers[offer]]:
                    places.setdefault(self.givers[offer], []).append((-score, need, offer))
        for giver in sorted(places):
            for negative, need, offer in sorted(places[giver]):
                if not self._full(need, offer) and self._room(need):
                    self._add(need, (-negative, offer))
                    break

    def _room(self, need: int) -> bool:
        """Whether a need has a place, or one whose holder is shown elsewhere too and gives it."""
        if len(self.chosen[need]) < self.top:
            return True
        for candidate in sorted(self.chosen[need][1:], key=lambda pick: (pick[0], -pick[1])):
            if self.shown[self.givers[candidate[1]]] > 1:
                self.chosen[need].remove(candidate)
                pair = (self.needers[need], self.givers[candidate[1]])
                self.pairs[pair] -= 1
                self.times[pair[1]] -= 1
                self.shown[pair[1]] -= self.pairs[pair] == 0
                return True
        return False

    def _full(self, need: int, offer: int) -> bool:
        giver = self.givers[offer]
        if self.pairs[self.needers[need], giver]:
            return False
        return self.shown[giver] >= self.capacity.get(giver, len(self.pools) + 1)

    def _add(self, need: int, candidate: Candidate) -> None:
        pair = (self.needers[need], self.givers[candidate[1]])
        self.shown[pair[1]] += self.pairs[pair] == 0
        self.pairs[pair] += 1
        self.times[pair[1]] += 1
        self.chosen[need].append(candidate)
