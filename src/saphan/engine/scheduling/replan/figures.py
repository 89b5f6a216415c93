"""Figures of a day's timetable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from saphan.engine.scheduling.model.zones import Mask, mask_of
from saphan.engine.scheduling.problem import Meeting, Scheduled
from saphan.engine.scheduling.replan.board import Board


def breaks_of(board: Board, asked: dict[str, Meeting], items: Iterable[Scheduled]) -> int:
    """Breaks of all people together.

    Args:
        board: The day.
        asked: The meetings by id, those called off included.
        items: The timetable.

    Returns:
        Maximal idle runs between two meetings of one person on one day.
    """
    busy: dict[str, Mask] = defaultdict(int)
    for item in items:
        meeting = asked[item.id]
        taken = ((1 << meeting.length) - 1) << board.slots[item.slot]
        chosen = () if item.id in board.day.begun else item.chosen
        for name in (*meeting.participants, *chosen):
            busy[board.real(name)] |= taken
    days = [mask_of(day) for day in board.forum.days()]
    # A run begins where a taken slot follows an idle one; a break stands between two runs.
    runs = (
        (taken & day & ~((taken & day) << 1)).bit_count() for taken in busy.values() for day in days
    )
    return sum(max(count - 1, 0) for count in runs)
