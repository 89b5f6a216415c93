"""Which meetings could make room for one that is hit: the neighbourhoods of the search."""

from __future__ import annotations

from collections.abc import Sequence, Set

from saphan.engine.scheduling.model.zones import Mask, slots_of
from saphan.engine.scheduling.problem import Meeting
from saphan.engine.scheduling.replan.board import Board

EASY = 3
"""Meetings that could easily be elsewhere which are set free of a slot that is full."""


class Surroundings:
    """The day without some meetings, and who stands in whose way then."""

    def __init__(self, board: Board, out: Set[str]) -> None:
        self.board = board
        self.out = out
        self.taken = board.taken_without(out)
        ground = board.ground
        used = [[0] * len(board.forum.slots) for _zone in ground.zones]
        for name, held in board.held.items():
            if name not in out:
                for slot in slots_of(held.taken):
                    used[held.zone][slot] += 1
        self._room: list[Mask] = [
            sum(1 << slot for slot, left in enumerate(room) if left > full[slot])
            for room, full in zip(ground.room, used, strict=True)
        ]
        self._served: dict[tuple[object, ...], Mask] = {}
        self._open: dict[str, Mask] = {}
        self.at: dict[int, list[str]] = {}
        for name in board.later:
            if name not in out:
                for slot in slots_of(board.held[name].taken):
                    self.at.setdefault(slot, []).append(name)

    def people_free(self, name: str) -> Mask:
        """Where a meeting could start as far as the time of its people goes."""
        board, ground = self.board, self.board.ground
        meeting, held = board.asked[name], board.held.get(name)
        own = held.taken if held is not None and name not in self.out else 0
        common = board.when(name)
        for person in held.who if held is not None else meeting.participants:
            common &= ground.starts(
                ground.available[person] & (~self.taken.people[person] | own), meeting.length
            )
        return common

    def open(self, name: str) -> Mask:
        """Where a meeting could start with nothing else changed, its own start left out."""
        if name not in self._open:
            board, meeting = self.board, self.board.asked[name]
            room = 0
            for zone, mask in board.where(name).items():
                room |= mask & board.ground.starts(self._room[zone], meeting.length)
            found = self.people_free(name) & room
            if found and meeting.needs_interpreter:
                found &= self._interpreted(meeting)
            if name in board.held:
                found &= ~(1 << board.held[name].start)
            self._open[name] = found
        return self._open[name]

    def _interpreted(self, meeting: Meeting) -> Mask:
        """Where somebody who could interpret is free."""
        key = (meeting.needs_interpreter, meeting.length, meeting.fixed_interpreter)
        if key not in self._served:
            ground, found = self.board.ground, 0
            for one in ground.able(meeting):
                free = ground.starts(~self.taken.interpreters[one.id], meeting.length)
                found |= ground.at_work(one, meeting) & free
            self._served[key] = found
        return self._served[key]

    def beside(self, name: str) -> set[str]:
        """The later meetings of those who may take part in a meeting."""
        board = self.board
        return {other for person in board.asked[name].everybody() for other in board.of[person]}

    def full(self, name: str) -> Mask:
        """Where the people of a meeting are free and only a place or interpreter is missing."""
        return self.people_free(name) & ~self.open(name)

    def in_the_way(self, name: str) -> set[str]:
        """Of each slot that is full, the few meetings that could most easily be elsewhere."""
        board = self.board
        needs = bool(board.asked[name].needs_interpreter)
        found: set[str] = set()
        for slot in slots_of(self.full(name)):
            easy = [
                other
                for other in self.at.get(slot, ())
                if (self.open(other) or (needs and board.held[other].item.interpreter is not None))
            ]
            easy.sort(key=lambda other: -self.open(other).bit_count())
            found.update(easy[:EASY])
            if needs:
                served = [o for o in easy if board.held[o].item.interpreter is not None]
                found.update(served[:EASY])
        return found

    def near(self, names: Sequence[str]) -> set[str]:
        """All that could make room for these at first hand."""
        found: set[str] = set()
        for name in names:
            found |= self.beside(name) | self.in_the_way(name)
        return found

    def farther(self, names: Sequence[str]) -> set[str]:
        """All that could make room for these at second hand: what could easily be elsewhere of
        those who meet the people of these."""
        found = self.near(names)
        for name in names:
            for one in self.beside(name):
                found.update(other for other in self.beside(one) if self.open(other))
                if not self.open(one):
                    found |= self.in_the_way(one)
        return found

    def blockers(self, name: str) -> set[str] | None:
        """Meetings of which at least one has to go before this one can be held in another slot;
        None where there is room without."""
        if self.open(name):
            return None
        found = self.beside(name) - self.out
        for slot in slots_of(self.full(name)):
            length = self.board.asked[name].length
            for index in range(slot, slot + length):
                found.update(self.at.get(index, ()))
        return found
