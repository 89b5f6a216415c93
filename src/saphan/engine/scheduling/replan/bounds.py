"""What no timetable of the day can beat, from counting alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from saphan.engine.scheduling.model.zones import slots_of
from saphan.engine.scheduling.replan.board import Board
from saphan.engine.scheduling.replan.surroundings import Surroundings


class Floor:
    """Least losses and moves that the incidents cost.

    Attributes:
        lost: Ids of the meetings that cannot be held at all any more, urgent ones included.
        leaving: Ids of those that cannot stay in their slot and can be held in another.
        more: How many further meetings have to leave their slot when nothing but the lost ones is
            dropped: too few places or interpreters are left there, or they stand in the way.
    """

    def __init__(self, board: Board, urgent: Sequence[str], around: Surroundings) -> None:
        self.board = board
        self.around = around
        self.lost = {name for name in (*board.hit, *urgent) if not board.when(name)}
        self.leaving = [
            name
            for name in board.hit
            if name not in self.lost and not board.when(name) >> board.held[name].start & 1
        ]
        held = [name for name in urgent if name not in self.lost]
        self.more = max(self._excess(), self._in_the_way([*self.leaving, *held]))

    def _excess(self) -> int:
        """How many of those that could stay in their slots do not fit there.

        Slots that share a long meeting are counted once, so that nothing is counted twice.
        """
        out = {*self.lost, *self.leaving}
        here: dict[int, list[str]] = defaultdict(list)
        for name, held in self.board.held.items():
            if name not in out:
                for slot in slots_of(held.taken):
                    here[slot].append(name)
        total = 0
        counted: set[str] = set()
        concerned = {s for n in self.board.hit for s in slots_of(self.board.held[n].taken)}
        for slot in sorted(concerned):
            names = here[slot]
            over = max(self._over_places(slot, names), self._over_interpreters(slot, names))
            if over > 0 and counted.isdisjoint(names):
                total += over
                counted.update(n for n in names if self.board.held[n].meeting.length > 1)
        return total

    def _in_the_way(self, names: list[str]) -> int:
        """How many sets of meetings, without one in common, each have to lose one."""
        found = 0
        counted: set[str] = set()
        blockers = (self.around.blockers(name) for name in names)
        for some in sorted((s for s in blockers if s is not None), key=len):
            if counted.isdisjoint(some):
                found += 1
                counted |= some
        return found

    def _over_places(self, slot: int, names: list[str]) -> int:
        ground = self.board.ground
        room = {"face_to_face": 0, "online": 0}
        for zone, left in zip(ground.zones, ground.room, strict=True):
            room[zone.mode] += left[slot]
        bound: Counter[str] = Counter()
        for name in names:
            start = self.board.held[name].start
            modes = {
                ground.zones[zone].mode
                for zone, mask in self.board.where(name).items()
                if mask >> start & 1
            }
            if len(modes) == 1:
                bound[modes.pop()] += 1
        return max(
            len(names) - sum(room.values()),
            sum(max(bound[mode] - left, 0) for mode, left in room.items()),
        )

    def _over_interpreters(self, slot: int, names: list[str]) -> int:
        served = sum(bool(self.board.held[n].meeting.needs_interpreter) for n in names)
        return served - sum(slot in i.available for i in self.board.forum.interpreters)

    def moved(self, dropped: Iterable[int]) -> int:
        """Least number of moved meetings when meetings of these values are dropped, besides
        those that are lost."""
        values = sorted(self.board.asked[name].value for name in self.leaving)
        allowed = sum(dropped)
        if not allowed and not any(value == 0 for value in values):
            return len(self.leaving) + self.more
        left = len(values)
        for value in values:
            allowed -= value
            if allowed < 0:
                break
            left -= 1
        return left
