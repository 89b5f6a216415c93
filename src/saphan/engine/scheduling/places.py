"""Who sits where and who interprets, once the slots of the meetings are known.

Places, and interpreters where it does not matter who, are counted in the model, so that there is
always one; here they get names, such that people move little between places.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import linear_sum_assignment

from saphan.engine.scheduling.model.choices import Choices
from saphan.engine.scheduling.model.variables import bound, named_interpreters
from saphan.engine.scheduling.model.zones import serves, zones_of
from saphan.engine.scheduling.problem import Forum, Meeting, Place, Scheduled, by_id

Search = Callable[[cp_model.CpModel, cp_model.CpSolver], int]
"""Runs a solver on a model and returns its status; whoever gives it can watch and stop it."""

MOST_CHOICES = 100_000
"""Pairs of a meeting and a place up to which all slots are improved together."""

NEVER = -(10**9)
"""Gain of a place that a meeting must not be at."""


def _unwatched(model: cp_model.CpModel, solver: cp_model.CpSolver) -> int:
    return int(solver.solve(model))


@dataclass(frozen=True)
class Seating:
    """Places by meeting id, and how often somebody changes place between two meetings of a day."""

    places: dict[str, str]
    moves: int


def timetable(
    forum: Forum, chosen: Choices, places: Mapping[str, str], serving: Mapping[str, str]
) -> tuple[Scheduled, ...]:
    """The meetings held, in the order of the problem, with the names they were given.

    Args:
        forum: The problem.
        chosen: The meetings held.
        places: Place's id by meeting's id.
        serving: Interpreter's id by the id of a meeting that has one.

    Returns:
        The timetable.
    """
    return tuple(
        Scheduled(
            m.id,
            forum.slots[chosen[m.id].slot].id,
            places[m.id],
            serving.get(m.id),
            chosen[m.id].chosen,
        )
        for m in forum.meetings
        if m.id in chosen
    )


def interpreters_for(forum: Forum, chosen: Choices) -> dict[str, str]:
    """Name the interpreter of each meeting that needs one.

    Where the model only counted them: a maximum matching in each slot (augmenting paths), which
    keeps an earlier timetable's interpreter where it can and else prefers who has served least.

    Args:
        forum: The problem.
        chosen: The meetings held; they keep the rules of the model.

    Returns:
        Interpreter's id by meeting's id.
    """
    if named_interpreters(forum):
        return {name: c.interpreter for name, c in chosen.items() if c.interpreter is not None}
    before = {old.id: old.interpreter for old in forum.previous}
    asked: dict[int, list[Meeting]] = {}
    for meeting in forum.meetings:
        if meeting.needs_interpreter and meeting.id in chosen:
            asked.setdefault(chosen[meeting.id].slot, []).append(meeting)
    load = {interpreter.id: 0 for interpreter in forum.interpreters}
    found: dict[str, str] = {}
    for slot in sorted(asked):
        taken: dict[str, Meeting] = {}
        for meeting in asked[slot]:
            _interpret(forum, slot, meeting, taken, load, before, set())
        for name, meeting in taken.items():
            found[meeting.id] = name
            load[name] += 1
    return found


def _interpret(
    forum: Forum,
    slot: int,
    meeting: Meeting,
    taken: dict[str, Meeting],
    load: dict[str, int],
    before: dict[str, str | None],
    seen: set[str],
) -> bool:
    """Give the meeting an interpreter, moving others' interpreters where that makes room."""
    able = [i.id for i in forum.interpreters if slot in i.available and serves(i, meeting)]
    able.sort(key=lambda name: (before.get(meeting.id) != name, name in taken, load[name], name))
    for name in able:
        if name in seen:
            continue
        seen.add(name)
        if name not in taken or _interpret(forum, slot, taken[name], taken, load, before, seen):
            taken[name] = meeting
            return True
    return False


def least_moves(
    forum: Forum,
    chosen: Choices,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    search: Search = _unwatched,
    going: Callable[[], bool] = lambda: True,
) -> Seating:
    """Give each meeting a place so that people change place as rarely as possible.

    Slot by slot, the assignment that keeps most people where they last were that day (Hungarian
    method); then likewise with regard to where they go next, as long as that helps; then, where
    time is given and the forum is not too large for it, CP-SAT improves all slots together.

    Args:
        forum: The problem.
        chosen: The meetings held; they keep the rules of the model.
        seconds: Wall time for the improvement; 0 for none.
        workers: Threads of the improvement.
        seed: Seed of the improvement.
        search: Runs the improvement, which makes the moves small.
        going: Asked after each slot whether to go on; once all meetings have a place, a no ends
            the looks back.

    Returns:
        The places and the number of moves.
    """
    floor = _Floor(forum, chosen)
    floor.settle_all(going)
    if seconds > 0.05 and floor.moves() and floor.choices() <= MOST_CHOICES:
        _improve(floor, seconds, workers, seed, search)
    return Seating(floor.places, floor.moves())


def fewest_moves(forum: Forum, value: int, breaks: int) -> int:
    """A bound from below on the moves of any timetable that is as good in value and breaks.

    Whoever meets n times on a day goes n - 1 times from one meeting to the next. Without a break
    between them, those who stay at the table of a meeting stay for the one meeting that is there
    in the next slot, so that they are in both: of people who meet only once, one can stay.

    Args:
        forum: The problem.
        value: The least value of the meetings held; musts are held anyway.
        breaks: The most breaks.

    Returns:
        The bound, 0 or more; sharp only where people meet often and have few breaks.
    """
    shared = Counter(pair for m in forum.meetings for pair in _pairs(m))
    # What a meeting brings: the steps of its people, less those who can stay for the next.
    steps = {
        m.id: 0
        if any(shared[pair] > 1 for pair in _pairs(m))
        else len(m.participants) + len(m.any_of) - 1
        for m in forum.meetings
    }
    least = float(sum(steps[m.id] for m in forum.meetings if m.must))
    missing = value - sum(m.value for m in forum.meetings if m.must)
    # The way to that value that brings the fewest steps, parts of meetings allowed.
    rest = [m for m in forum.meetings if not m.must and m.value]
    for meeting in sorted(rest, key=lambda m: steps[m.id] / m.value):
        part = min(1.0, max(missing, 0) / meeting.value)
        least += part * steps[meeting.id]
        missing -= meeting.value
    stays = sum(
        len({forum.slots[slot].day for slot in person.available}) for person in forum.participants
    )
    return max(0, math.ceil(least - 1e-9) - stays - breaks)


def _pairs(meeting: Meeting) -> Iterator[tuple[str, str]]:
    return itertools.combinations(sorted(meeting.everybody()), 2)


class _Floor:
    """The meetings held, the places they can be at, and those they are at so far."""

    def __init__(self, forum: Forum, chosen: Choices) -> None:
        self.forum = forum
        self.chosen = chosen
        self.zones = zones_of(forum)
        self.asked = by_id(forum.meetings)
        self.before = {old.id: old.place for old in forum.previous}
        self.places: dict[str, str] = {}
        # Who is at which place, by slot.
        self.taken: dict[int, dict[str, str]] = {}
        self.starting: dict[tuple[int, int], list[str]] = {}
        for meeting in forum.meetings:
            if meeting.id in chosen:
                choice = chosen[meeting.id]
                self.starting.setdefault((choice.slot, choice.zone), []).append(meeting.id)
        self.after = self._successions()
        self.beside: dict[str, list[tuple[str, int]]] = {}
        for (one, two), people in self.after.items():
            self.beside.setdefault(one, []).append((two, people))
            self.beside.setdefault(two, []).append((one, people))

    def slots(self, name: str) -> range:
        """The slots that a meeting takes."""
        start = self.chosen[name].slot
        return range(start, start + self.asked[name].length)

    def _successions(self) -> dict[tuple[str, str], int]:
        """How many people go straight from one meeting to another of the same day."""
        last: dict[tuple[str, str], str] = {}
        found: dict[tuple[str, str], int] = {}
        order = (m for m in self.asked if m in self.chosen)
        for meeting in sorted(order, key=lambda name: self.chosen[name].slot):
            choice = self.chosen[meeting]
            day = self.forum.slots[choice.slot].day
            for name in choice.who(self.asked[meeting]):
                earlier = last.get((name, day))
                if earlier is not None:
                    found[earlier, meeting] = found.get((earlier, meeting), 0) + 1
                last[name, day] = meeting
        return found

    def moves(self) -> int:
        """How often somebody changes place."""
        return moves(self.places, self.after)

    def allowed(self, name: str) -> list[str]:
        """The places that a meeting can be at, others left aside."""
        fixed = self.asked[name].fixed_place
        return [
            place.id
            for place in self.zones[self.chosen[name].zone].places
            if fixed in (None, place.id) and place.slots.issuperset(self.slots(name))
        ]

    def choices(self) -> int:
        """How many pairs of a meeting and a place there are, about."""
        sizes = [len(zone.places) for zone in self.zones]
        return sum(sizes[choice.zone] for choice in self.chosen.values())

    def settle_all(self, going: Callable[[], bool]) -> None:
        """Place all meetings, in order of time and then again while that helps."""
        for slot, zone in sorted(self.starting):
            going()
            self.settle(slot, zone, self.starting[slot, zone])
        before = None
        while (now := self.moves()) and now != before:
            before = now
            for (slot, zone), meetings in sorted(self.starting.items()):
                if not going():
                    return
                self.settle(slot, zone, [name for name in meetings if not bound(self.asked[name])])

    def settle(self, slot: int, zone: int, meetings: list[str]) -> None:
        """Place these meetings anew, so that most people stay where the others are placed."""
        taken = self.taken.setdefault(slot, {})
        for name in meetings:
            taken.pop(self.places.pop(name, ""), None)
        free = [p for p in self.zones[zone].places if slot in p.slots and p.id not in taken]
        gain = self._gain(meetings, free)
        for row, column in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
            name, place = meetings[row], free[column].id
            self.places[name] = place
            for index in self.slots(name):
                self.taken.setdefault(index, {})[place] = name

    def _gain(self, meetings: list[str], free: list[Place]) -> np.ndarray:
        """What each place (column) is good for each meeting (row)."""
        column = {place.id: number for number, place in enumerate(free)}
        gain = np.zeros((len(meetings), len(free)), dtype=np.int64)
        for row, name in enumerate(meetings):
            # A person who stays counts 4; the earlier timetable's place breaks ties.
            for other, people in self.beside.get(name, ()):
                there = column.get(self.places.get(other, ""))
                if there is not None:
                    gain[row, there] += 4 * people
            earlier = column.get(self.before.get(name) or "")
            if earlier is not None:
                gain[row, earlier] += 1
            block = self.chosen[name].block
            if block is not None:
                inside = {place.id for place in self.zones[self.chosen[name].zone].blocks[block]}
                gain[row, [place.id not in inside for place in free]] = NEVER
        return gain


def moves(places: dict[str, str], after: dict[tuple[str, str], int]) -> int:
    """How many people change place between two meetings that follow each other."""
    return sum(people for (one, two), people in after.items() if places[one] != places[two])


def _improve(floor: _Floor, seconds: float, workers: int, seed: int, search: Search) -> None:
    """Look for places with fewer moves, all slots together."""
    model = cp_model.CpModel()
    at: dict[str, dict[str, cp_model.IntVar]] = {}
    by_place: dict[tuple[int, str], list[cp_model.IntVar]] = {}
    for meeting, place in floor.places.items():
        at[meeting] = {}
        for usable in floor.allowed(meeting):
            var = at[meeting][usable] = model.new_bool_var("")
            model.add_hint(var, place == usable)
            for slot in floor.slots(meeting):
                by_place.setdefault((slot, usable), []).append(var)
        model.add_exactly_one(at[meeting].values())
    for group in by_place.values():
        model.add_at_most_one(group)
    moving = []
    for (one, two), people in floor.after.items():
        if at[one].keys().isdisjoint(at[two]):
            continue
        stay = model.new_bool_var("")
        model.add_hint(stay, floor.places[one] == floor.places[two])
        moving.append(people * ~stay)
        for place in [*at[one], *(place for place in at[two] if place not in at[one])]:
            first, second = at[one].get(place), at[two].get(place)
            # Who stays and was here is here again; and the other way round.
            if first is not None and second is not None:
                model.add_bool_or([~stay, ~first, second])
                model.add_bool_or([~stay, first, ~second])
            elif first is not None:
                model.add_implication(stay, ~first)
            elif second is not None:
                model.add_implication(stay, ~second)
    model.minimize(sum(moving))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.catch_sigint_signal = False
    if search(model, solver) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return
    found = {
        meeting: next(place for place, var in usable.items() if solver.boolean_value(var))
        for meeting, usable in at.items()
    }
    if moves(found, floor.after) < floor.moves():
        floor.places = found
