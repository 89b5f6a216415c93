"""The encoder in PyTorch, to be trained: the same network as `saphan.engine.language.vectors`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from .base import AS_IT_IS, CHUNKS, Arrays, added

WINDOWS = ((2, 0), (3, 1), (5, 2))
WIDTH = 256
MARGIN = 2
EPSILON = 1e-12
LEAST = 1e-4
"""A piece of which no number moved by more than this is not kept as trained."""


class Network(nn.Module):
    """Word pieces to unit vectors.

    The table of pieces stays as it is; what is learned of a piece is added to its row.

    Args:
        arrays: What `training.base.read` gives.
    """

    def __init__(self, arrays: Arrays) -> None:
        super().__init__()
        self._kept = arrays
        self.rows = torch.from_numpy(arrays["rows"])
        self.low = torch.from_numpy(arrays["low"].astype(np.float32))
        self.step = torch.from_numpy(arrays["step"].astype(np.float32))
        self.numbers = nn.ParameterDict(
            {
                name: nn.Parameter(torch.from_numpy(array.astype(np.float32)))
                for name, array in arrays.items()
                if name not in AS_IT_IS
            }
        )
        self.added = nn.Embedding(*self.rows.shape, sparse=True)
        nn.init.zeros_(self.added.weight)

    def forward(self, pieces: Sequence[Sequence[int]]) -> Any:
        """Unit vectors of texts, each given by its pieces."""
        of = self.numbers
        lengths = torch.tensor([len(own) for own in pieces])
        flat = torch.tensor([piece for own in pieces for piece in own])
        text = torch.repeat_interleave(torch.arange(len(pieces)), lengths)
        place = torch.arange(len(flat)) + MARGIN * (text + 1)
        rooms = len(flat) + MARGIN * (len(pieces) + 2)
        taken = torch.zeros(rooms, 1).index_fill(0, place, 1.0)

        def spread(values: Any) -> Any:
            """Texts one after another with empty rows between them, so that a window is a slice."""
            return torch.zeros(rooms, values.shape[1]).index_copy(0, place, values)

        def around(values: Any, size: int, left: int) -> Any:
            wide = functional.pad(values, (0, 0, MARGIN, MARGIN))
            slices = [wide[MARGIN + at : MARGIN + at + rooms] for at in range(-left, size - left)]
            return torch.cat(slices, 1)

        chunk = flat % CHUNKS
        words = self.rows[flat].float() * self.step[chunk, None] + self.low[chunk, None]
        words = words + self.added(flat)
        narrow = functional.layer_norm(
            words @ of["narrow"] + of["narrow_bias"],
            (WIDTH * len(WINDOWS),),
            of["narrow_gain"],
            of["narrow_shift"],
            EPSILON,
        )
        features = [spread(words)]
        narrow = spread(narrow)
        for index, (size, left) in enumerate(WINDOWS):
            seen = narrow[:, index * WIDTH : (index + 1) * WIDTH]
            for layer in ("first", "second"):
                weights, bias = of[f"{layer}_{size}"], of[f"{layer}_{size}_bias"]
                seen = functional.relu(around(seen, size, left) @ weights + bias) + seen
                seen = seen * taken
            features.append(seen)
        joined = torch.cat(features, 1)
        joined = functional.layer_norm(
            joined, (joined.shape[1],), of["joined_gain"], of["joined_shift"], EPSILON
        )
        owner = torch.zeros(rooms, dtype=torch.long).index_copy(0, place, text)
        summed = torch.zeros(len(pieces), joined.shape[1]).index_add(0, owner, joined * taken)
        mixed = summed @ of["mix"] + lengths[:, None] * of["mix_bias"]
        mixed = mixed / lengths[:, None].sqrt()
        first = functional.relu(mixed @ of["deep"])
        second = functional.relu(mixed @ of["skip"] + first @ of["deeper"])
        third = functional.relu(second @ of["deepest"])
        out = torch.tanh(second @ of["skip_out"] + third @ of["out"])
        return functional.normalize(out, dim=1)

    def arrays(self, share: float = 1.0) -> Arrays:
        """What `training.base.write` writes.

        Args:
            share: How far to go from the numbers started with to those learned. A part of the way
                keeps most of what was learned and more of what was known (Wortsman et al., 2022,
                arXiv:2109.01903).
        """
        found = dict(self._kept)
        for name, value in self.numbers.items():
            before = self._kept[name].astype(np.float32)
            found[name] = before + share * (value.detach().numpy() - before)
        rows = share * self.added.weight.detach().numpy()
        pieces = np.flatnonzero(np.abs(rows).max(axis=1) > LEAST)
        return found | added(rows[pieces], pieces)
