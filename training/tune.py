"""Teaching the network what firms say: the knowledge base, needs and offers, messages.

Each step shows pairs of texts that mean the same; each text is to lie nearer to its partner than
to all others of the step, of whatever language (the normalised temperature-scaled cross entropy of
Chen et al., 2020, arXiv:2002.05709). Neighbours that are easily confused come in one step. What
the network knew is kept by holding each vector near the one it had.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from sentencepiece import SentencePieceProcessor
from torch.nn import functional

from .base import Arrays
from .network import Network
from .text import Row

SHARES = {"messages": 0.5, "names": 1.0, "offers": 1.6}
PAIRS = 160
LONGEST = 72  # pieces of a text
SHARPNESS = 20.0
HELD = 1.0
SHARE = 0.7
WARM = 50
HELD_OUT = 12  # one of so many concepts, and runs of needs and offers, is for measuring only


@dataclass(frozen=True)
class Material:
    """What is learned from.

    Attributes:
        messages: Rows of three texts, some empty.
        names: Concepts by group, each with its names in each language.
        offers: Runs of neighbours, rows of three texts.
    """

    messages: Sequence[Row]
    names: dict[str, list[tuple[tuple[str, ...], ...]]]
    offers: Sequence[Sequence[Row]]

    def divided(self, seed: int) -> tuple[Material, Material]:
        """What to learn from, and what is held out to measure by."""
        chance = random.Random(seed)
        messages, offers = list(self.messages), list(self.offers)
        chance.shuffle(messages)
        chance.shuffle(offers)
        whole = [row for row in messages if all(row)][:500]
        learned, held = {}, {}
        for group, rows in sorted(self.names.items()):
            cut = len(rows) // HELD_OUT
            held[group], learned[group] = rows[:cut], rows[cut:]
        cut = len(offers) // HELD_OUT
        taken = set(whole)
        return (
            Material([row for row in messages if row not in taken], learned, offers[cut:]),
            Material(whole, held, offers[:cut]),
        )


def tune(
    arrays: Arrays,
    pieces: bytes,
    material: Material,
    steps: int,
    told: Callable[[int, dict[str, float]], None],
    seed: int = 1,
) -> Arrays:
    """Train.

    Args:
        arrays: The network to start from.
        pieces: Its model of word pieces.
        material: What to learn from.
        steps: How many steps.
        told: Told the step and the figures on what is held out, now and then.
        seed: Same seed, same steps; sums differ in the last digits with the machine.

    Returns:
        The network trained.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    learned, held = material.divided(seed)
    split = _splitter(pieces)
    network, before = Network(arrays), _remembering(Network(arrays), split)
    dense = torch.optim.AdamW(network.numbers.parameters(), lr=3e-4, weight_decay=0.0)
    sparse = torch.optim.SparseAdam(list(network.added.parameters()), lr=5e-3)
    told(0, figures(network, split, held))
    for step in range(1, steps + 1):
        pace = min(1.0, step / WARM) * max(0.02, 1 - step / steps)
        for optimiser, rate in ((dense, 3e-4), (sparse, 5e-3)):
            optimiser.param_groups[0]["lr"] = rate * pace
            optimiser.zero_grad()
        left, right = _pairs(learned, chance)
        ids = split([*left, *right])
        vectors = network(ids)
        likeness = SHARPNESS * vectors @ vectors.T
        likeness = likeness.masked_fill(torch.eye(len(ids), dtype=torch.bool), -1e4)
        count = len(left)
        partner = torch.cat([torch.arange(count) + count, torch.arange(count)])
        known = before([*left, *right])
        loss = functional.cross_entropy(likeness, partner)
        loss = loss + HELD * (1 - (vectors * known).sum(1).mean())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.numbers.parameters(), 1.0)
        dense.step()
        sparse.step()
        if step % 200 == 0 or step == steps:
            told(step, figures(network, split, held))
    return network.arrays(SHARE)


def _remembering(network: Network, split: Any) -> Callable[[Sequence[str]], Any]:
    """Vectors of texts by a network that does not change, each worked out once."""
    known: dict[str, Any] = {}

    def vectors(texts: Sequence[str]) -> Any:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            with torch.no_grad():
                known.update(zip(new, network(split(new)), strict=True))
        return torch.stack([known[text] for text in texts])

    return vectors


def figures(network: Network, split: Any, held: Material) -> dict[str, float]:
    """How often a text held out finds its partner first, by kind and pair of languages."""
    names = [tuple(own[0] for own in row) for rows in held.names.values() for row in rows]
    offers = [row for run in held.offers for row in run]
    found = {}
    for kind, rows in (("messages", held.messages), ("names", names), ("offers", offers)):
        if not rows:
            continue
        vectors = [_vectors(network, split, [row[place] for row in rows]) for place in range(3)]
        for name, a, b in (("th-en", 0, 2), ("ru-en", 1, 2), ("th-ru", 0, 1)):
            nearest = (vectors[a] @ vectors[b].T).argmax(axis=1)
            found[f"{kind} {name}"] = float(np.mean(nearest == np.arange(len(rows))))
    return found


def _vectors(network: Network, split: Any, texts: Sequence[str]) -> np.ndarray:
    with torch.no_grad():
        blocks = [network(split(texts[at : at + 64])) for at in range(0, len(texts), 64)]
    return torch.cat(blocks).numpy()


def _splitter(pieces: bytes) -> Any:
    model = SentencePieceProcessor(model_proto=pieces)
    start, end = model.bos_id(), model.eos_id()
    return lambda texts: [[start, *ids[:LONGEST], end] for ids in model.encode(list(texts))]


def _pairs(material: Material, chance: random.Random) -> tuple[list[str], list[str]]:
    """Pairs of texts that mean the same, no two pairs of one thing."""
    groups = [group for group, rows in material.names.items() if rows]
    sizes = [len(material.names[group]) for group in groups]
    left: list[str] = []
    right: list[str] = []
    seen: set[str] = set()
    while len(left) < PAIRS:
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        rows: list[list[Sequence[str]]]
        if kind == "names":
            weights = sizes if chance.random() < 0.5 else None
            group = material.names[chance.choices(groups, weights)[0]]
            rows = [list(row) for row in chance.sample(group, min(4, len(group)))]
        else:
            texts = (
                [chance.choice(material.messages)]
                if kind == "messages"
                else chance.choice(material.offers)
            )
            rows = [[(text,) if text else () for text in row] for row in texts]
        for row in rows:
            languages = chance.sample([place for place, own in enumerate(row) if own], 2)
            if kind == "names" and chance.random() < 0.15:
                languages = [languages[0]] * 2
            a, b = (chance.choice(row[language]) for language in languages)
            key = (row[2] or row[0])[0]
            if a != b and key not in seen:
                seen.add(key)
                left.append(a)
                right.append(b)
    return left, right
