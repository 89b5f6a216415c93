"""Too much for too little: things that fit into few slots, and the room in these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow


def overfull(
    wanted: Mapping[str, tuple[int, Sequence[int]]], room: Sequence[int]
) -> tuple[list[str], list[int]] | None:
    """Find things that take more than there is in all the slots they can be in (Hall, 1935).

    By a maximum flow: what cannot flow leads to a minimum cut, and its near side are the things.

    Args:
        wanted: How much each thing takes, and the slots it can be in.
        room: What each slot has room for.

    Returns:
        The things and their slots; None when all fit.
    """
    names = [name for name, (_, slots) in wanted.items() if slots]
    total = sum(wanted[name][0] for name in names)
    sink = len(names) + len(room) + 1
    edges: list[tuple[int, int, int]] = []
    for number, name in enumerate(names, start=1):
        amount, slots = wanted[name]
        edges.append((0, number, amount))
        edges.extend((number, len(names) + 1 + slot, amount) for slot in slots)
    edges.extend((len(names) + 1 + slot, sink, some) for slot, some in enumerate(room) if some)
    if not names:
        return None
    rows, columns, amounts = (
        np.array(column, dtype=np.int32) for column in zip(*edges, strict=True)
    )
    network = csr_array((amounts, (rows, columns)), shape=(sink + 1, sink + 1))
    flow = maximum_flow(network, 0, sink)
    if flow.flow_value == total:
        return None
    left = csr_array(network - flow.flow)
    left.eliminate_zeros()
    reached = set(breadth_first_order(left, 0, return_predecessors=False).tolist())
    inside = [name for number, name in enumerate(names, start=1) if number in reached]
    return inside, sorted({slot for name in inside for slot in wanted[name][1]})
