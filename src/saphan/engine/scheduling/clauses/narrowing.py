"""What looking at one person or one order at a time says about where meetings can be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from saphan.engine.scheduling.model.zones import Ground, slots_of, union
from saphan.engine.scheduling.problem import Forum, Meeting, Precedence

Slots = dict[str, set[int]]
"""The slots that are left, by meeting's or person's id."""


class Impossible(Exception):
    """Nothing is left for some meeting or somebody."""


def possible_slots(forum: Forum) -> Slots:
    """Where meetings that must all be held, of one slot each, can be.

    Args:
        forum: A problem that `encoding.suits`.

    Returns:
        The slots of each meeting.

    Raises:
        Impossible: A meeting has none, or somebody's meetings have not as many slots together as
            there are meetings, so that there is no timetable.
    """
    ground = Ground(forum)
    where = {m.id: set(slots_of(union(ground.where(m).values()))) for m in forum.meetings}
    left = -1
    while left != (left := sum(map(len, where.values()))):
        order(forum.precedences, where)
        if not all(where.values()):
            raise Impossible
    for asked in forum.meetings_of().values():
        fits = slots_by_meeting(asked, where, len(forum.slots))
        if asked and not each_has_one(fits):
            raise Impossible
    return where


def order(precedences: Sequence[Precedence], where: Slots) -> None:
    """Leave what comes before another no slot too late, and the other none too early."""
    for rule in precedences:
        earlier, later = where[rule.before], where[rule.after]
        if earlier and later:
            first, last = min(earlier), max(later)
            later -= {slot for slot in later if slot <= first}
            earlier -= {slot for slot in earlier if slot >= last}


def slots_by_meeting(
    asked: Sequence[Meeting], where: Slots, slots: int
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Whether a meeting (row) can be in a slot (column)."""
    fits = np.zeros((len(asked), slots), dtype=bool)
    for row, meeting in enumerate(asked):
        fits[row, list(where[meeting.id])] = True
    return fits


def each_has_one(fits: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> bool:
    """Whether each row can have a column of its own."""
    return bool((maximum_bipartite_matching(csr_array(fits), perm_type="column") >= 0).all())
