"""Large neighbourhoods: a part of the timetable set free and solved exactly, the rest kept.

After Shaw, "Using Constraint Programming and Local Search Methods to Solve Vehicle Routing
Problems", CP 1998. The model knows only what is free, so that it is made in milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from random import Random
from typing import Literal

from ortools.sat.python import cp_model

from saphan.engine.scheduling.large.board import NOBODY, UNLIMITED, Board, Way, day_breaks
from saphan.engine.scheduling.large.bounds import Plan
from saphan.engine.scheduling.large.construct import missing_musts
from saphan.engine.scheduling.model.zones import slots_of

Aim = Literal["musts", "value", "breaks"]
Search = Callable[[cp_model.CpModel, cp_model.CpSolver], int]
"""Runs a solver on a model and returns its status."""

LARGEST = 90
"""Meetings set free at once."""

EFFORT = 0.5
"""Deterministic seconds of the solver on one part, so that the same seed does the same."""


@dataclass(frozen=True)
class Limits:
    """How a part is searched: seconds of wall time, threads, seed."""

    seconds: float
    workers: int
    seed: int


def unwatched(model: cp_model.CpModel, solver: cp_model.CpSolver) -> int:
    """Just solve."""
    return int(solver.solve(model))


def around_missing(board: Board, plan: Plan, chance: Random) -> set[int]:
    """Meetings around one that is not held though a guarantee or the plan asks for it: those of
    its people and of some interpreters who could serve it."""
    missing = [
        j
        for j, way in enumerate(board.held)
        if way is None
        and board.domain[j]
        and any(board.count[who] < board.wanted[who] for who in board.people_of(j))
    ]
    if not missing:
        missing = [j for j, way in enumerate(board.held) if way is None and plan.held[j] > 0.5]
    if not missing:
        return set()
    free: dict[int, None] = {}
    first = missing[chance.randrange(len(missing))]
    free[first] = None
    kind = board.kind[first]
    if kind >= 0:
        able = list(board.able[kind])
        chance.shuffle(able)
        for who in able[:2]:
            free.update(dict.fromkeys(m for m in board.serves[who] if m >= 0))
        alike = [j for j in missing if board.kind[j] == kind]
        chance.shuffle(alike)
        free.update(dict.fromkeys(alike[:10]))
    for who in board.people_of(first):
        free.update(dict.fromkeys(m for m in board.at[who] if m >= 0))
    return set(list(free)[:LARGEST])


def around_musts(board: Board, missing: list[int], chance: Random, size: int) -> set[int]:
    """Meetings around one that must be held and is not, and those around these."""
    first = missing[chance.randrange(len(missing))]
    free: dict[int, None] = dict.fromkeys([first])
    for meeting in free.copy():
        free.update(dict.fromkeys(_beside(board, meeting)))
    for meeting in list(free):
        if len(free) < size:
            free.update(dict.fromkeys(_beside(board, meeting)))
    return set(list(free)[:size])


def _beside(board: Board, meeting: int) -> list[int]:
    """Meetings held that share people, an interpreter or an order with one."""
    found = [m for who in board.people_of(meeting) for m in board.at[who] if m >= 0]
    if board.kind[meeting] >= 0:
        found += [m for who in board.able[board.kind[meeting]] for m in board.serves[who] if m >= 0]
    found += [m for m in board.earlier.get(meeting, ()) if board.held[m] is not None]
    found += [m for m in board.later.get(meeting, ()) if board.held[m] is not None]
    return found


def around_break(board: Board, chance: Random) -> set[int]:
    """Meetings around somebody who has a break: his or hers, and those of whom he or she meets."""
    waiting = [who for who, breaks in enumerate(board.breaks) if breaks]
    if not waiting:
        return set()
    who = waiting[chance.randrange(len(waiting))]
    free = dict.fromkeys(m for m in board.at[who] if m >= 0)
    others = sorted(
        {other for m in free if (way := board.held[m]) is not None for other in way.people} - {who}
    )
    chance.shuffle(others)
    for other in others:
        if len(free) >= LARGEST:
            break
        free.update(dict.fromkeys(m for m in board.at[other] if m >= 0))
    return set(list(free)[:LARGEST])


def improve_part(
    board: Board,
    free: Set[int],
    goal: Aim,
    limits: Limits,
    search: Search = unwatched,
) -> bool:
    """Set meetings free and hold them as well as can be.

    Args:
        board: The timetable; changed only for the better.
        free: The meetings that may change.
        goal: What to look at: `musts` alone, `value` after the shortfall, whatever the breaks,
            or `breaks` with the same meetings held.
        limits: How long and with what.
        search: Runs the solver; whoever gives it can watch and stop it.

    Returns:
        Whether the timetable is better now.
    """
    before = (len(missing_musts(board)), board.score())
    old = [(j, board.remove(j)) for j in sorted(free) if board.held[j] is not None]
    part = _Part(board, sorted(free))
    if goal == "breaks":
        part.fewer_breaks({meeting for meeting, _ in old})
    else:
        part.more(dict(old))
    for meeting, way in old:
        part.hint(meeting, way)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(limits.seconds, 0.01)
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.num_workers = limits.workers
    solver.parameters.random_seed = limits.seed
    found = {}
    if search(part.model, solver) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        found = part.read(solver)
    adopt(board, found)
    if board.within(part.people) and (len(missing_musts(board)), board.score()) < before:
        return True
    for meeting in sorted(free):
        if board.held[meeting] is not None:
            board.remove(meeting)
    for meeting, way in old:
        board.place(meeting, way)
    return False


def adopt(board: Board, found: dict[int, Way]) -> None:
    """Hold the meetings as found, as far as every rule is kept."""
    tables_first = sorted(found, key=lambda j: (not board.table[found[j].zone], j))
    for meeting in tables_first:
        way: Way | None = board.moved(found[meeting], found[meeting].start)
        assert way is not None
        if not board.allows(meeting, way):
            way = board.way(meeting, way.start) if board.starts(meeting) >> way.start & 1 else None
        if way is not None:
            board.place(meeting, way)


class _Part:
    """The model of a part, against all that stays.

    The board says where a free meeting could go if it alone were put back; the model sees to it
    that the free ones leave each other room. Travel, presence by day and precedences between two
    free meetings are left to the board, which takes over only what keeps every rule.
    """

    def __init__(self, board: Board, free: list[int]) -> None:
        self.board = board
        self.model = cp_model.CpModel()
        self.columns: dict[tuple[int, Way], cp_model.IntVar] = {}
        self.serves: dict[tuple[int, int, int], cp_model.IntVar] = {}
        self.held: dict[int, cp_model.IntVar] = {}
        self.people = sorted({who for j in free for who in board.people_of(j)})
        self.used: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        self.mine: dict[int, list[cp_model.IntVar]] = {who: [] for who in self.people}
        self.room: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        self.block_room: dict[tuple[int, int, int], list[cp_model.IntVar]] = {}
        for meeting in free:
            self._meeting(meeting)
        self._limits()
        self._interpreters()

    def _meeting(self, meeting: int) -> None:
        board, model = self.board, self.model
        held = self.held[meeting] = model.new_bool_var("")
        mine = []
        for way in self._ways(meeting):
            column = model.new_bool_var("")
            self.columns[meeting, way] = column
            mine.append(column)
            slots = range(way.start, way.start + board.length[meeting])
            for who in way.people:
                self.mine[who].append(column)
                for slot in slots:
                    self.used.setdefault((who, slot), []).append(column)
            for slot in slots:
                self.room.setdefault((way.zone, slot), []).append(column)
                if way.block is not None:
                    key = (way.zone, way.block, slot)
                    self.block_room.setdefault(key, []).append(column)
        model.add_exactly_one([*mine, ~held])
        if board.kind[meeting] >= 0:
            self._served(meeting)

    def _ways(self, meeting: int) -> Iterator[Way]:
        """How the meeting could be held if it alone were put back, interpreters left aside."""
        board = self.board
        for start in slots_of(board.starts(meeting)):
            for people in board.parties(meeting, start):
                for zone, when in board.where[meeting].items():
                    if (when & board.open[zone]) >> start & 1:
                        yield from board.ways_in(meeting, start, people, zone)

    def _served(self, meeting: int) -> None:
        board = self.board
        starts: dict[int, list[cp_model.IntVar]] = {}
        for (one, way), column in self.columns.items():
            if one == meeting:
                starts.setdefault(way.start, []).append(column)
        for start, columns in starts.items():
            taken = board.taken(meeting, start)
            serving = []
            for who in board.able[board.kind[meeting]]:
                if board.interprets(who, taken):
                    serves = self.serves[meeting, start, who] = self.model.new_bool_var("")
                    serving.append(serves)
            self.model.add(sum(serving) == sum(columns))

    def _limits(self) -> None:
        board, model = self.board, self.model
        for columns in self.used.values():
            model.add_at_most_one(columns)
        for who, columns in self.mine.items():
            left = board.most[who] - board.count[who]
            if len(columns) > left:
                model.add(sum(columns) <= left)
        for (zone, slot), columns in self.room.items():
            if len(columns) > board.left[zone][slot]:
                model.add(sum(columns) <= board.left[zone][slot])
        for (zone, block, slot), columns in self.block_room.items():
            model.add(sum(columns) <= board.block_left[zone][block][slot])

    def _interpreters(self) -> None:
        board, model = self.board, self.model
        busy: dict[int, dict[int, list[cp_model.IntVar]]] = {}
        served: dict[int, list[cp_model.IntVar]] = {}
        for (meeting, start, who), serves in self.serves.items():
            served.setdefault(who, []).append(serves)
            for slot in range(start, start + board.length[meeting]):
                busy.setdefault(who, {}).setdefault(slot, []).append(serves)
        for who, slots in busy.items():
            for literals in slots.values():
                model.add_at_most_one(literals)
            left = board.most_served[who] - board.served[who]
            if len(served[who]) > left:
                model.add(sum(served[who]) <= left)
            self._rests(who, slots)

    def _rests(self, who: int, slots: dict[int, list[cp_model.IntVar]]) -> None:
        board = self.board
        run = board.run[who]
        for first in range(len(board.day) - run):
            window = ((1 << (run + 1)) - 1) << first
            if window & board.session[first] != window:
                continue
            fixed = (board.serving[who] & window).bit_count()
            literals = [x for s in range(first, first + run + 1) for x in slots.get(s, ())]
            if literals and len(literals) + fixed > run:
                self.model.add(sum(literals) + fixed <= run)

    def more(self, old: dict[int, Way]) -> None:
        """Make the shortfall small and the value large, and move few of the meetings."""
        board, model = self.board, self.model
        missing: list[cp_model.IntVar] = []
        for who, columns in self.mine.items():
            wanted = board.wanted[who] - board.count[who]
            if wanted > 0:
                short = model.new_int_var(0, wanted, "")
                model.add(short + sum(columns) >= wanted)
                missing.append(short)
        worth = 1 + sum(board.meetings[j].value for j in self.held)
        # A must outweighs everything; a guarantee outweighs value.
        most = worth * (1 + sum(board.wanted[who] for who in self.people))
        value = sum(
            (board.meetings[j].value + most * board.meetings[j].must) * held
            for j, held in self.held.items()
        )
        if board.limited:
            self._count_breaks()
        staying = [
            column
            for (meeting, way), column in self.columns.items()
            if meeting in old and way.start == old[meeting].start
        ]
        point = len(old) + 1
        model.minimize(point * worth * sum(missing) - point * value - sum(staying))

    def fewer_breaks(self, held: Set[int]) -> None:
        """Make the breaks few, with the same meetings held."""
        for meeting, holds in self.held.items():
            self.model.add(holds == (meeting in held))
        self.model.minimize(self._count_breaks())

    def _count_breaks(self) -> cp_model.LinearExprT:
        """The breaks on the days that can change, none above the limit of anybody."""
        board = self.board
        every: list[cp_model.LinearExprT] = []
        for who in self.people:
            days = dict.fromkeys(board.day[s] for one, s in self.used if one == who)
            mine = [term for day in days for term in self._breaks(who, day)]
            if mine and board.limit[who] < UNLIMITED:
                self.model.add(sum(mine) + self._other_breaks(who) <= board.limit[who])
            every += mine
        return sum(every)

    def _other_breaks(self, who: int) -> int:
        """Breaks on the days on which nothing changes."""
        board = self.board
        changing = {board.day[slot] for one, slot in self.used if one == who}
        return sum(
            day_breaks(board.busy[who] & mask)
            for day, mask in enumerate(board.days)
            if day not in changing
        )

    def _breaks(self, who: int, day: int) -> list[cp_model.LinearExprT]:
        """Runs of busy slots begun on a day, less one if there is any: its breaks."""
        board, model = self.board, self.model
        begun: list[cp_model.LinearExprT] = []
        busy = board.busy[who]
        before: list[cp_model.IntVar] | bool = False
        some: list[cp_model.IntVar] = []
        for slot in slots_of(board.days[day]):
            now: list[cp_model.IntVar] | bool = bool(busy >> slot & 1) or self.used.get(
                (who, slot), False
            )
            if now and before is not True:
                earlier = [] if isinstance(before, bool) else before
                begins = model.new_bool_var("")
                begun.append(begins)
                # A run begins with a busy slot unless the slot before is busy.
                if isinstance(now, bool):
                    model.add_bool_or([begins, *earlier])
                else:
                    for used in now:
                        model.add_bool_or([begins, ~used, *earlier])
            if not isinstance(now, bool):
                some += now
            before = now
        if busy & board.days[day]:
            return [*begun, -1]
        met = model.new_bool_var("")
        model.add_bool_or([~met, *some])
        return [*begun, -met]

    def hint(self, meeting: int, way: Way) -> None:
        """Start the search from how a meeting was held."""
        known = way._replace(interpreter=NOBODY, online=NOBODY)
        for (one, other), column in self.columns.items():
            if one == meeting:
                self.model.add_hint(column, other == known)
        for (one, start, who), serves in self.serves.items():
            if one == meeting:
                self.model.add_hint(serves, (start, who) == (way.start, way.interpreter))

    def read(self, solver: cp_model.CpSolver) -> dict[int, Way]:
        """How the free meetings are held in the answer."""
        serving = {key[:2]: key[2] for key, x in self.serves.items() if solver.boolean_value(x)}
        return {
            meeting: way._replace(interpreter=serving.get((meeting, way.start), NOBODY))
            for (meeting, way), column in self.columns.items()
            if solver.boolean_value(column)
        }
