"""Fewer breaks, and a little more value, by many small changes.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi, "Optimization by Simulated Annealing",
Science 220, 1983) over chains of meetings that change slots. Now and then it tries to hold what
is not held: slots come free that no single change would have freed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from saphan.engine.scheduling.large.board import Board, Score, Way
from saphan.engine.scheduling.large.chains import Steps, breaks_in, chain, changes, shift, undo
from saphan.engine.scheduling.large.construct import insert
from saphan.engine.scheduling.model.zones import slots_of

HOT, COLD = 0.15, 0.06
"""Temperatures at the beginning and at the end, in breaks."""

UNEVEN = 0.01
"""Weight of the square of a person's breaks: of two timetables with as many, the fairer one."""

CHANGED = 0.02
"""Weight of a meeting that has left its slot of the earlier timetable, in breaks."""

BESIDE = 0.9
"""Part of the changes that go beside another meeting of somebody who meets."""

ROUND = 500
"""Changes tried between two looks at the clock."""


@dataclass
class Best:
    """The best timetable seen.

    Attributes:
        score: What it reaches.
        held: How each meeting is held.
    """

    score: Score
    held: list[Way | None]


class Annealing:
    """One run over one board; the best timetable seen is kept and put back at the end."""

    def __init__(self, board: Board, chance: Random) -> None:
        self.board = board
        self.chance = chance
        self.best = Best(board.score(), list(board.held))
        self.options = [list(slots_of(domain)) for domain in board.domain]
        self.refresh()

    def refresh(self) -> None:
        """Note afresh what is held and what is not."""
        self.held = [j for j, way in enumerate(self.board.held) if way is not None]
        self.unheld = [
            j
            for j, way in enumerate(self.board.held)
            if way is None and self.board.domain[j] and self.board.meetings[j].value
        ]
        self.served = [j for j in self.held if self.board.kind[j] >= 0]
        self.note()

    def run(self, passed: Callable[[int], float]) -> None:
        """Anneal.

        Args:
            passed: Told the changes tried, says which part of the run is over, from 0 to 1; the
                run ends at 1.
        """
        done = 0
        while self.held and (part := passed(done)) < 1:
            heat = HOT * (COLD / HOT) ** part
            for _ in range(ROUND):
                self.step(heat)
            done += ROUND
            self.more()
            self.note()
        self.restore()

    def step(self, heat: float) -> None:
        """Try to change the slot of one meeting."""
        board, random = self.board, self.chance.random
        if random() < 0.8:
            meeting = self.held[int(random() * len(self.held))]
        else:
            who = int(random() * len(board.busy))
            if not board.breaks[who]:
                return
            day = [m for m in board.at[who] if m >= 0]
            meeting = day[int(random() * len(day))]
        way = board.held[meeting]
        if way is None:
            return
        to = self.somewhere(meeting, way)
        if to == way.start:
            return
        steps: Steps | None
        steps = chain(board, meeting, to) if board.length[meeting] == 1 else [(meeting, to)]
        if steps is None:
            return
        gain = self.gain(steps, (way.start, to))
        if gain <= 0 or random() < math.exp(-gain / heat):
            shift(board, steps)

    def somewhere(self, meeting: int, way: Way) -> int:
        """A slot to go to: one beside another meeting of somebody who meets, or any."""
        random, board = self.chance.random, self.board
        if random() < BESIDE:
            who = way.people[int(random() * len(way.people))]
            busy = board.busy[who] & ~(1 << way.start)
            beside = (busy << 1 | busy >> 1) & ~busy & board.domain[meeting]
            if beside:
                slots = list(slots_of(beside))
                return slots[int(random() * len(slots))]
        options = self.options[meeting]
        return options[int(random() * len(options))]

    def gain(self, steps: Steps, slots: tuple[int, int]) -> float:
        """What the steps add to what is made small."""
        board = self.board
        total = 0.0
        for who, busy in changes(board, steps).items():
            more = breaks_in(board, busy, slots) - breaks_in(board, board.busy[who], slots)
            if more:
                total += more + UNEVEN * more * (2 * board.breaks[who] + more)
        if board.before:
            for meeting, start in steps:
                old, way = board.before.get(meeting), board.held[meeting]
                if old is not None and way is not None:
                    total += CHANGED * ((start != old) - (way.start != old))
        return total

    def more(self) -> None:
        """Try to hold some of what is not held, and to share the interpreters out anew."""
        short = [j for j in self.unheld if is_short(self.board, j)] if self.board.shortfall else []
        for turn in range(min(10, len(self.unheld))):
            some = short if short and turn % 2 else self.unheld
            meeting = some[int(self.chance.random() * len(some))]
            if self.board.held[meeting] is None and (
                insert(self.board, meeting, self.chance) or exchange(self.board, meeting)
            ):
                self.refresh()
                if not self.unheld:
                    break
        for _ in range(min(10, len(self.served))):
            meeting = self.served[int(self.chance.random() * len(self.served))]
            other_interpreter(self.board, meeting, self.chance)

    def note(self) -> None:
        """Keep what stands when it is the best so far."""
        now = self.board.score()
        if now < self.best.score:
            self.best = Best(now, list(self.board.held))

    def restore(self) -> None:
        """Let the best so far stand."""
        self.note()
        if self.best.score < self.board.score():
            self.board.load((j, way) for j, way in enumerate(self.best.held) if way is not None)
            self.refresh()


def other_interpreter(board: Board, meeting: int, chance: Random) -> None:
    """Let somebody else serve a meeting, when somebody can."""
    way = board.held[meeting]
    if way is None or board.meetings[meeting].fixed_interpreter is not None:
        return
    taken = board.taken(meeting, way.start)
    able = [
        who
        for who in board.able[board.kind[meeting]]
        if board.interprets(who, taken, board.hall[way.zone])
    ]
    if able:
        board.remove(meeting)
        board.place(meeting, way._replace(interpreter=able[int(chance.random() * len(able))]))


def exchange(board: Board, meeting: int) -> bool:
    """Hold a meeting instead of others, if less is missing of guarantees or the value grows."""
    if board.length[meeting] != 1 or board.groups[meeting]:
        return False
    before = (board.shortfall, -board.value)
    short = is_short(board, meeting)
    for start in slots_of(board.domain[meeting] & board.window(meeting)):
        given_up = in_exchange(board, meeting, start)
        if given_up is None:
            continue
        lost = sum(board.meetings[m].value for m in given_up)
        if lost >= board.meetings[meeting].value and not short:
            continue
        old = [(m, board.remove(m)) for m in sorted(given_up)]
        way = board.way(meeting, start) if board.starts(meeting) >> start & 1 else None
        if way is not None:
            board.place(meeting, way)
            people = {who for _, was in old for who in was.people}
            within = board.within({*way.people, *people})
            if within and (board.shortfall, -board.value) < before:
                return True
            board.remove(meeting)
        undo(board, old)
    return False


def is_short(board: Board, meeting: int) -> bool:
    """Whether somebody who could meet has fewer meetings than are guaranteed."""
    return any(board.count[who] < board.wanted[who] for who in board.people_of(meeting))


def in_exchange(board: Board, meeting: int, start: int) -> set[int] | None:
    """What its people would have to give up for a meeting; None when that is a must."""
    given_up = {m for who in board.members[meeting] if (m := board.at[who][start]) >= 0}
    for who in board.members[meeting]:
        if board.count[who] - len(given_up & set(board.at[who])) >= board.most[who]:
            least = least_valuable(board, who)
            if least is not None:
                given_up.add(least)
    return None if any(board.meetings[m].must for m in given_up) else given_up


def least_valuable(board: Board, who: int) -> int | None:
    """The meeting of a person that is worth least, musts left aside."""
    mine = [m for m in dict.fromkeys(board.at[who]) if m >= 0 and not board.meetings[m].must]
    return min(mine, key=lambda m: (board.meetings[m].value, m), default=None)
