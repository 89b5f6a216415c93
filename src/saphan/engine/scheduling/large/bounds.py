"""What no timetable of a large forum can beat: linear programs over the meetings alone.

Which meetings are held is relaxed to how much of each is held; slots are counted, not chosen. The
program is small, its optimum is close, and for a forum of two sides its answer is nearly always
whole: a plan of what to hold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from saphan.engine.scheduling.large.board import UNLIMITED, Board
from saphan.engine.scheduling.model.zones import slots_of

SAFE = 1e-6
"""Relative error allowed for in what the linear solver says."""


@dataclass(frozen=True)
class Plan:
    """The optimum of the relaxation.

    Attributes:
        shortfall: No timetable falls less short of what is guaranteed.
        value: No timetable that falls no shorter than `given` is worth more.
        held: How much of each meeting is held there, from 0 to 1.
    """

    shortfall: int
    value: int
    held: np.ndarray[Any, np.dtype[np.float64]]


def most_slots(available: int, sessions: list[int], most_run: int) -> int:
    """The most slots an interpreter can serve: all available ones but for the rests."""
    total = 0
    for session in sessions:
        bits = [(session & available) >> slot & 1 for slot in slots_of(session)]
        for at_work, run in groupby(bits):
            length = len(list(run))
            total += (length - length // (most_run + 1)) if at_work else 0
    return total


def stretches(hours: int, days: list[int]) -> tuple[int, list[int]]:
    """Slots in the longest stretch of each day together, and the lengths of all others."""
    longest = 0
    others: list[int] = []
    for day in days:
        bits = [(hours & day) >> slot & 1 for slot in slots_of(day)]
        runs = sorted((len(list(run)) for free, run in groupby(bits) if free), reverse=True)
        longest += sum(runs[:1])
        others += runs[1:]
    return longest, others


class Relaxation:
    """The linear program of a forum."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.entries: list[float] = []
        self.limits: list[float] = []
        self.size = len(board.meetings)
        self.lowest = np.array([float(m.must) for m in board.meetings])
        self.highest = np.array([float(domain != 0) for domain in board.domain])
        self.value = np.array([float(m.value) for m in board.meetings])
        self.joins: dict[tuple[int, int], int] = {}
        self.missing: list[int] = []
        self._groups()
        self._people()
        self._places()
        self._interpreters()

    def _column(self, highest: float) -> int:
        self.size += 1
        self.lowest = np.append(self.lowest, 0.0)
        self.highest = np.append(self.highest, highest)
        self.value = np.append(self.value, 0.0)
        return self.size - 1

    def _row(self, entries: list[tuple[int, float]], limit: float) -> None:
        """The sum of these columns is at most the limit."""
        for column, entry in entries:
            self.rows.append(len(self.limits))
            self.columns.append(column)
            self.entries.append(entry)
        self.limits.append(limit)

    def _groups(self) -> None:
        for meeting, groups in enumerate(self.board.groups):
            for group in groups:
                for who in group:
                    self.joins[meeting, who] = self._column(1.0)
                part = [(self.joins[meeting, who], 1.0) for who in group]
                self._row([*part, (meeting, -1.0)], 0.0)
                self._row([*[(column, -1.0) for column, _ in part], (meeting, 1.0)], 0.0)

    def _people(self) -> None:
        board = self.board
        mine: list[list[tuple[int, int]]] = [[] for _ in board.busy]
        for meeting, members in enumerate(board.members):
            for who in members:
                mine[who].append((meeting, meeting))
        for (meeting, who), column in self.joins.items():
            mine[who].append((meeting, column))
        self.mine = mine
        for who, some in enumerate(mine):
            if len(some) > board.most[who]:
                self._row([(column, 1.0) for _, column in some], board.most[who])
            hours = board.available[who].bit_count()
            if sum(board.length[meeting] for meeting, _ in some) > hours:
                self._row([(column, board.length[meeting]) for meeting, column in some], hours)
            wanted = board.wanted[who]
            if wanted:
                missing = self._column(float(wanted))
                self.missing.append(missing)
                self._row([*[(column, -1.0) for _, column in some], (missing, -1.0)], -wanted)

    def _places(self) -> None:
        """All places together; a meeting counts with all its slots."""
        board = self.board
        room = sum(sum(left) for left in board.ground.room)
        self._row([(j, float(n)) for j, n in enumerate(board.length)], float(room))

    def _interpreters(self) -> None:
        """Interpreters by what they can serve; each kind of meeting is divided among them."""
        board = self.board
        sessions = list(dict.fromkeys(board.session))
        slots: dict[tuple[int, ...], int] = {}
        most: dict[tuple[int, ...], int] = {}
        for who, kinds in enumerate(board.kinds_of):
            served = most_slots(board.at_work[who], sessions, board.run[who])
            slots[kinds] = slots.get(kinds, 0) + served
            most[kinds] = min(most.get(kinds, 0) + board.most_served[who], UNLIMITED)
        asked: dict[int, list[int]] = {}
        for meeting, kind in enumerate(board.kind):
            if kind >= 0:
                asked.setdefault(kind, []).append(meeting)
        shares: dict[tuple[int, ...], list[tuple[int, float, float]]] = {t: [] for t in slots}
        for kind, meetings in asked.items():
            parts = []
            for team in slots:
                if kind in team:
                    column = self._column(np.inf)
                    parts.append((column, -1.0))
                    length = board.length[meetings[0]]
                    shares[team].append((column, float(length), 1.0))
            self._row([*[(meeting, 1.0) for meeting in meetings], *parts], 0.0)
        for team, some in shares.items():
            self._row([(column, length) for column, length, _ in some], float(slots[team]))
            if most[team] < UNLIMITED:
                self._row([(column, one) for column, _, one in some], float(most[team]))

    def _optimum(self, cost: np.ndarray[Any, np.dtype[np.float64]]) -> Any:
        matrix = coo_array(
            (self.entries, (self.rows, self.columns)), shape=(len(self.limits), self.size)
        )
        return linprog(
            cost,
            A_ub=matrix.tocsr(),
            b_ub=self.limits,
            bounds=np.column_stack([self.lowest, self.highest]),
            method="highs",
        )

    def plan(self, *, shortfall: int | None = None) -> Plan | None:
        """The optimum: first as little shortfall as can be, or what is given, then value.

        Args:
            shortfall: What has been reached; the least possible when None.

        Returns:
            The plan; None when not even the relaxation has an answer.
        """
        least = 0
        if self.missing:
            cost = np.zeros(self.size)
            cost[self.missing] = 1.0
            answer = self._optimum(cost)
            if answer.status != 0:
                return None
            least = math.ceil(answer.fun - SAFE * max(1.0, abs(answer.fun)))
            self._row([(column, 1.0) for column in self.missing], float(max(least, shortfall or 0)))
        answer = self._optimum(-self.value)
        if self.missing:
            self._drop()
        if answer.status != 0:
            return None
        value = math.floor(-answer.fun + SAFE * max(1.0, abs(answer.fun)))
        return Plan(least, value, answer.x[: len(self.board.meetings)])

    def fewest_breaks(self, shortfall: int, value: int) -> int:
        """Breaks that no timetable avoids that is as good in the goals before.

        On each day the longest stretch of time without an absence is free of breaks; whoever has
        more meetings than these stretches hold uses others as well, for a break each.

        Args:
            shortfall: What has been reached.
            value: Likewise.

        Returns:
            A lower bound.
        """
        size, rows = self.size, len(self.limits)
        extra: list[int] = []
        for who, some in enumerate(self.mine):
            longest, others = stretches(self._hours(who), self.board.days)
            if others and sum(self.board.length[meeting] for meeting, _ in some) > longest:
                more = [(self._column(1.0), -float(length)) for length in others]
                extra += [column for column, _ in more]
                busy = [(column, float(self.board.length[meeting])) for meeting, column in some]
                self._row([*busy, *more], float(longest))
        least = 0
        if extra:
            worth = [(j, -v) for j, v in enumerate(self.value) if v]
            self._row(worth, -float(value))
            self._row([(column, 1.0) for column in self.missing], float(shortfall))
            cost = np.zeros(self.size)
            cost[extra] = 1.0
            answer = self._optimum(cost)
            least = math.ceil(answer.fun - SAFE * self.size) if answer.status == 0 else 0
        while len(self.limits) > rows:
            self._drop()
        self.lowest, self.highest = self.lowest[:size], self.highest[:size]
        self.value, self.size = self.value[:size], size
        return max(least, 0)

    def _hours(self, who: int) -> int:
        """The slots in which somebody could be in one of his or her meetings."""
        board = self.board
        found = 0
        for meeting, _ in self.mine[who]:
            for offset in range(board.length[meeting]):
                found |= board.domain[meeting] << offset
        return found & board.available[who]

    def _drop(self) -> None:
        """Take the last row away."""
        last = len(self.limits) - 1
        while self.rows and self.rows[-1] == last:
            self.rows.pop()
            self.columns.pop()
            self.entries.pop()
        self.limits.pop()
