"""Who sits where and who interprets, once the slots of the meetings are known.

Capacity and teams are counted in the model, so that there is always a place and an interpreter;
here they get names, such that people move little between places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import linear_sum_assignment

from saphan.engine.scheduling.model.variables import serves
from saphan.engine.scheduling.problem import Forum, Meeting

Search = Callable[[cp_model.CpModel, cp_model.CpSolver], int]
"""Runs a solver on a model and returns its status; whoever gives it can watch and stop it."""


def _unwatched(model: cp_model.CpModel, solver: cp_model.CpSolver) -> int:
    return int(solver.solve(model))


@dataclass(frozen=True)
class Seating:
    """Places by meeting id, and how often somebody changes place between two meetings of a day."""

    places: dict[str, str]
    moves: int


def interpreters_for(forum: Forum, chosen: dict[str, int]) -> dict[str, str]:
    """Name the interpreter of each meeting that needs one.

    A maximum matching in each slot (augmenting paths), which keeps an earlier timetable's
    interpreter where it can and else prefers who has served least.

    Args:
        forum: The problem.
        chosen: Slot index by meeting id; it keeps the rules of the model.

    Returns:
        Interpreter's id by meeting's id.
    """
    before = {old.id: old.interpreter for old in forum.previous}
    load = {interpreter.id: 0 for interpreter in forum.interpreters}
    found: dict[str, str] = {}
    for slot in range(len(forum.slots)):
        taken: dict[str, Meeting] = {}
        for meeting in forum.meetings:
            if meeting.needs_interpreter and chosen.get(meeting.id) == slot:
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
    chosen: dict[str, int],
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    search: Search = _unwatched,
) -> Seating:
    """Give each meeting a place so that people change place as rarely as possible.

    Slot by slot, the assignment that keeps most people where they last were that day (Hungarian
    method); then, where time is given, CP-SAT improves all slots together.

    Args:
        forum: The problem.
        chosen: Slot index by meeting id; it keeps the rules of the model.
        seconds: Wall time for the improvement; 0 for none.
        workers: Threads of the improvement.
        seed: Seed of the improvement.
        search: Runs the improvement, which makes the moves small.

    Returns:
        The places and the number of moves.
    """
    places = _place_by_place(forum, chosen)
    after = _successions(forum, chosen)
    moves = _moves(places, after)
    if seconds > 0.05 and moves:
        places = _improved(forum, chosen, places, after, seconds, workers, seed, search)
        moves = _moves(places, after)
    return Seating(places, moves)


def _place_by_place(forum: Forum, chosen: dict[str, int]) -> dict[str, str]:
    before = {old.id: old.place for old in forum.previous}
    found: dict[str, str] = {}
    for day in forum.days():
        last: dict[str, str] = {}
        for slot in day:
            here = [m for m in forum.meetings if chosen.get(m.id) == slot]
            usable = [place.id for place in forum.places if slot in place.slots]
            if not here:
                continue
            # A person who stays counts 4; the earlier timetable's place breaks ties.
            gain = np.array(
                [
                    [
                        4 * sum(last.get(name) == place for name in m.participants)
                        + (before.get(m.id) == place)
                        for place in usable
                    ]
                    for m in here
                ]
            )
            for row, column in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
                found[here[row].id] = usable[column]
                for name in here[row].participants:
                    last[name] = usable[column]
    return found


def _successions(forum: Forum, chosen: dict[str, int]) -> dict[tuple[str, str], int]:
    """How many people go straight from one meeting to another of the same day."""
    order = sorted((m for m in forum.meetings if m.id in chosen), key=lambda m: chosen[m.id])
    last: dict[tuple[str, str], str] = {}
    found: dict[tuple[str, str], int] = {}
    for meeting in order:
        day = forum.slots[chosen[meeting.id]].day
        for name in meeting.participants:
            earlier = last.get((name, day))
            if earlier is not None:
                found[earlier, meeting.id] = found.get((earlier, meeting.id), 0) + 1
            last[name, day] = meeting.id
    return found


def _moves(places: dict[str, str], after: dict[tuple[str, str], int]) -> int:
    return sum(people for (one, two), people in after.items() if places[one] != places[two])


def _improved(
    forum: Forum,
    chosen: dict[str, int],
    places: dict[str, str],
    after: dict[tuple[str, str], int],
    seconds: float,
    workers: int,
    seed: int,
    search: Search,
) -> dict[str, str]:
    model = cp_model.CpModel()
    at: dict[tuple[str, str], cp_model.IntVar] = {}
    by_place: dict[tuple[int, str], list[cp_model.IntVar]] = {}
    for meeting, slot in chosen.items():
        usable = [place.id for place in forum.places if slot in place.slots]
        for place in usable:
            var = model.new_bool_var("")
            model.add_hint(var, places[meeting] == place)
            at[meeting, place] = var
            by_place.setdefault((slot, place), []).append(var)
        model.add_exactly_one(at[meeting, place] for place in usable)
    for group in by_place.values():
        model.add_at_most_one(group)
    moves = []
    for (one, two), people in after.items():
        stay = model.new_bool_var("")
        model.add_hint(stay, places[one] == places[two])
        moves.append(people * ~stay)
        for table in forum.places:
            first, second = at.get((one, table.id)), at.get((two, table.id))
            # Who stays and was here is here again; and the other way round.
            if first is not None and second is not None:
                model.add_bool_or([~stay, ~first, second])
                model.add_bool_or([~stay, first, ~second])
            elif first is not None:
                model.add_implication(stay, ~first)
            elif second is not None:
                model.add_implication(stay, ~second)
    model.minimize(sum(moves))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    if search(model, solver) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return places
    found = {meeting: place for (meeting, place), var in at.items() if solver.value(var)}
    return found if _moves(found, after) < _moves(places, after) else places
