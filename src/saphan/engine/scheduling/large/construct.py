"""A first timetable, meeting by meeting, after the plan of a relaxation.

Musts stand first, then what the plan holds, the people with least room first; each goes where its
people get the fewest breaks. What finds no slot is made room for along chains.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from saphan.engine.scheduling.large.board import NOBODY, Board
from saphan.engine.scheduling.large.bounds import Plan
from saphan.engine.scheduling.large.chains import chain, shift, undo
from saphan.engine.scheduling.model.zones import slots_of

Going = Callable[[], bool]
"""Whether there is time left and nobody has called an end."""


def construct(board: Board, plan: Plan, chance: Random, going: Going) -> None:
    """Fill an empty board.

    Args:
        board: The timetable; afterwards it keeps every rule, but for musts that found no slot.
        plan: What to hold, if it can be.
        chance: Breaks ties.
        going: Asked now and then whether to go on.
    """
    order = sorted(wanted(board, plan), key=lambda j: urgency(board, plan, j))
    missed = []
    for meeting in order:
        if not insert(board, meeting, chance):
            missed.append(meeting)
    for meeting in missed:
        if going():
            make_room(board, meeting, chance)
    fill(board, chance, going)


def wanted(board: Board, plan: Plan) -> list[int]:
    """The meetings that must be held or that the plan holds."""
    return [j for j, meeting in enumerate(board.meetings) if meeting.must or plan.held[j] > 0.5]


def urgency(board: Board, plan: Plan, meeting: int) -> tuple[object, ...]:
    """Musts, then meetings with an interpreter, then those of the people with least room."""
    room = min(
        board.available[who].bit_count() - len(board.mine[who]) for who in board.people_of(meeting)
    )
    return (
        not board.meetings[meeting].must,
        board.domain[meeting].bit_count() if board.meetings[meeting].must else 0,
        -board.length[meeting],
        board.kind[meeting] == NOBODY,
        room,
        meeting,
    )


def fill(board: Board, chance: Random, going: Going) -> None:
    """Hold whatever else there is room for, the most valuable first."""
    rest = [j for j, way in enumerate(board.held) if way is None]
    for meeting in sorted(rest, key=lambda j: (-board.meetings[j].value, j)):
        insert(board, meeting, chance)


def insert(board: Board, meeting: int, chance: Random) -> bool:
    """Hold a meeting where its people get the fewest breaks, if it can be held as things are."""
    starts = board.starts(meeting)
    if not starts:
        return False
    ranked = sorted((cost(board, meeting, s), chance.random(), s) for s in slots_of(starts))
    for _, _, start in ranked:
        way = board.way(meeting, start)
        if way is None:
            continue
        board.place(meeting, way)
        if board.within(way.people):
            return True
        board.remove(meeting)
    return False


def cost(board: Board, meeting: int, start: int) -> int:
    """What a slot costs: breaks, against slots that stand beside others of the people."""
    taken = board.taken(meeting, start)
    beside = (taken << 1 | taken >> 1) & board.days[board.day[start]]
    total = 8 * (board.before.get(meeting, start) != start)
    for who in board.members[meeting]:
        busy = board.busy[who]
        total += 4 * board.breaks_more(who, taken) - (busy & beside != 0)
    return total


def make_room(board: Board, meeting: int, chance: Random, tries: int = 60) -> bool:
    """Hold a meeting after others have moved along a chain, none of them given up.

    One of its people is free in one slot and another in another: the meeting that stands in the
    way in the first goes to the second.
    """
    if insert(board, meeting, chance):
        return True
    options = list(slots_of(board.domain[meeting] & board.window(meeting)))
    if board.length[meeting] > 1 or any(
        board.count[who] >= board.most[who] for who in board.members[meeting]
    ):
        return False
    chance.shuffle(options)
    for start in options:
        if tries <= 0:
            break
        for blocking in in_the_way(board, meeting, start):
            for to in options:
                if to == start:
                    continue
                tries -= 1
                if tries <= 0:
                    return False
                steps = chain(board, blocking, to) if board.length[blocking] == 1 else None
                if steps is None:
                    continue
                old = shift(board, steps)
                if old is None:
                    continue
                if board.starts(meeting) and insert(board, meeting, chance):
                    return True
                undo(board, old)
    return False


def in_the_way(board: Board, meeting: int, start: int) -> list[int]:
    """The meetings that the members are in at a slot; none when somebody is away."""
    found = []
    for who in board.members[meeting]:
        if not board.available[who] >> start & 1:
            return []
        other = board.at[who][start]
        if other >= 0 and other not in found:
            found.append(other)
    return found


def missing_musts(board: Board) -> list[int]:
    """The meetings that must be held and are not."""
    return [j for j in board.musts if board.held[j] is None]
