"""Two slots exchanged along a chain of meetings that get into each other's way.

A meeting that goes to another slot pushes out whoever its people meet there, who go to the slot
it came from, and so on (the chains of Kempe, used since for colouring the edges of a graph and
for timetables). Nobody is in two places afterwards, and only the people at the ends of the chain
have other busy slots than before.
"""

from __future__ import annotations

from saphan.engine.scheduling.large.board import NOBODY, Board, Way, day_breaks

LONGEST = 40
"""Meetings of a chain; longer ones change much and gain little."""

Steps = list[tuple[int, int]]
"""Meetings and the slots they go to."""


def chain(board: Board, meeting: int, to: int) -> Steps | None:
    """The meetings that have to change slots for one to go to another slot.

    Args:
        board: The timetable.
        meeting: One that is held and takes one slot.
        to: The slot it goes to.

    Returns:
        The meetings, each with its new slot, or None when there is no such chain.
    """
    way = board.held[meeting]
    assert way is not None
    slots = (way.start, to)
    steps = [(meeting, to)]
    seen = {meeting}
    for one, start in steps:
        if not board.domain[one] >> start & 1 or board.length[one] != 1:
            return None
        held = board.held[one]
        assert held is not None
        if held.block is not None or not board.where[one][held.zone] >> start & 1:
            return None
        other = slots[0] if start == slots[1] else slots[1]
        for who in held.people:
            pushed = board.at[who][start]
            if pushed < 0:
                if not board.available[who] >> start & 1:
                    return None
            elif pushed not in seen:
                seen.add(pushed)
                steps.append((pushed, other))
        if held.interpreter != NOBODY:
            pushed = board.serves[held.interpreter][start]
            if pushed >= 0 and pushed not in seen:
                seen.add(pushed)
                steps.append((pushed, other))
        if len(steps) > LONGEST:
            return None
    return steps


def changes(board: Board, steps: Steps) -> dict[int, int]:
    """Whose busy slots change by the steps: the new ones, by participant."""
    toggled: dict[int, int] = {}
    for meeting, start in steps:
        way = board.held[meeting]
        assert way is not None
        bits = 1 << way.start | 1 << start
        for who in way.people:
            toggled[who] = toggled.get(who, 0) ^ bits
    return {who: board.busy[who] ^ bits for who, bits in toggled.items() if bits}


def breaks_in(board: Board, busy: int, slots: tuple[int, int]) -> int:
    """Breaks on the days of two slots."""
    one, two = board.day[slots[0]], board.day[slots[1]]
    found = day_breaks(busy & board.days[one])
    return found if one == two else found + day_breaks(busy & board.days[two])


def shift(board: Board, steps: Steps) -> list[tuple[int, Way]] | None:
    """Take the steps if every rule is kept then.

    Args:
        board: The timetable.
        steps: Meetings held, and where they go.

    Returns:
        How the meetings were held, for `undo`; None when a rule is against it and nothing has
        changed.
    """
    old = [(meeting, board.remove(meeting)) for meeting, _ in steps]
    placed = []
    for (meeting, start), (_, was) in zip(steps, old, strict=True):
        way = board.moved(was, start)
        if not board.allows(meeting, way):
            another = board.way(meeting, start) if len(steps) == 1 else None
            if another is None:
                break
            way = another
        board.place(meeting, way)
        placed.append(meeting)
    else:
        if board.within({who for _, way in old for who in way.people}):
            return old
    for meeting in placed:
        board.remove(meeting)
    for meeting, way in old:
        board.place(meeting, way)
    return None


def undo(board: Board, old: list[tuple[int, Way]]) -> None:
    """Hold meetings as they were."""
    for meeting, _ in old:
        if board.held[meeting] is not None:
            board.remove(meeting)
    for meeting, way in old:
        board.place(meeting, way)
