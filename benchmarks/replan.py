"""On the day: how fast a timetable is mended after an incident, and how few meetings move.

    python benchmarks/replan.py [--delegates 300] [--meetings 1500] [--incidents 200] [--seed 0]
                                [--variant plain|halls] [--proofs 20] [--proof-limit 20]

Makes up a forum and, meeting by meeting, a timetable of as many meetings as asked; then lets
incidents of every kind befall it, each by itself and at a slot drawn at random, and mends the
timetable. Every mended timetable is judged by the checker.

The peer, in the same run: the exact model of the whole rest of the day in the same solver, value
first and then the fewest meetings moved, within a limit of its own, on as many of the incidents as
`--proofs` says. On forums of some dozen delegates it proves the least number of moves.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from saphan.engine.scheduling import Forum, Meeting, Scheduled, check
from saphan.engine.scheduling.generate import Shares, generate
from saphan.engine.scheduling.model.zones import Ground, slots_of
from saphan.engine.scheduling.replan import (
    Cancelled,
    Disconnected,
    Incident,
    Late,
    LeavesEarly,
    LostInterpreter,
    LostPlace,
    NoShow,
    Replan,
    Step,
    TurnedOnline,
    UrgentRequest,
    changed,
    replan,
)
from saphan.engine.scheduling.solver import build

KINDS = (
    "no-show",
    "late",
    "leaves early",
    "disconnected",
    "turned online",
    "lost place",
    "lost interpreter",
    "urgent",
    "cancelled",
)


def made_up(delegates: int, meetings: int, variant: str, seed: int) -> Forum:
    """A forum in which about so many meetings can be held."""
    halls = variant == "halls"
    slots = 40 if delegates > 100 else 20
    asked = min(meetings * 5 // 2, (delegates // 2) ** 2 // 2)
    return generate(
        delegates,
        asked,
        slots,
        max(4, meetings * (4 if halls else 3) // (2 * slots)),
        seed=seed,
        shares=Shares(
            online=0.15, english=0.8, long=0.05 if halls else 0.0, either=0.1 if halls else 0.0
        ),
        halls=2 if halls else 1,
        interpreters=max(2, meetings // 100),
    )


class _Filling:
    """A first timetable, meeting by meeting, each where its people wait least."""

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.ground = Ground(forum)
        self.busy = dict.fromkeys(self.ground.available, 0)
        self.used = {place.id: 0 for place in forum.places}
        self.serving = {one.id: 0 for one in forum.interpreters}
        self.usable = {p.id: sum(1 << s for s in p.slots) for p in forum.places}
        self.count: dict[str, int] = defaultdict(int)
        self.most = {p.id: p.max_meetings for p in forum.participants}
        self.hall: dict[tuple[str, int], str] = {}
        self.ordered = {name for p in forum.precedences for name in (p.before, p.after)}
        self.found: list[Scheduled] = []

    def timetable(self, most: int) -> tuple[Scheduled, ...]:
        order = sorted(self.forum.meetings, key=lambda m: (not m.must, -m.length))
        for meeting in order:
            if len(self.found) < most and (meeting.must or meeting.id not in self.ordered):
                self.put(meeting)
        at = {item.id: item for item in self.found}
        return tuple(at[m.id] for m in self.forum.meetings if m.id in at)

    def put(self, meeting: Meeting) -> None:
        chosen = tuple(min(group, key=lambda n: self.count[n]) for group in meeting.any_of)
        who = (*meeting.participants, *chosen)
        if any(self.count[n] >= (self.most[n] or 999) for n in who):
            return
        online = any("face_to_face" not in self.ground.modes[n] for n in who)
        common = self.ground.when(meeting)
        for name in who:
            common &= self.ground.starts(
                self.ground.available[name] & ~self.busy[name], meeting.length
            )
        days = {s: (slot.day, slot.session) for s, slot in enumerate(self.forum.slots)}

        def waits(start: int) -> int:
            return -sum(
                self.busy[n] >> s & 1
                for n in who
                for s in (start - 1, start + meeting.length)
                if days.get(s) == days[start]
            )

        for start in sorted(slots_of(common), key=lambda s: (waits(s), s)):
            if self.take(meeting, start, who, chosen, online):
                return

    def take(
        self,
        meeting: Meeting,
        start: int,
        who: tuple[str, ...],
        chosen: tuple[str, ...],
        online: bool,
    ) -> bool:
        taken = ((1 << meeting.length) - 1) << start
        serving = None
        if meeting.needs_interpreter:
            serving = next((i for i in self.able(meeting, start)), None)
            if serving is None:
                return False
        place = next(
            (
                place
                for place in self.forum.places
                if (place.mode == "online") == online
                and not taken & ~(self.usable[place.id] & ~self.used[place.id])
                and self.near((*who, *([serving] if serving else [])), start, meeting, place.hall)
            ),
            None,
        )
        if place is None:
            return False
        self.used[place.id] |= taken
        for name in who:
            self.busy[name] |= taken
            self.count[name] += 1
        for name in (*who, *([serving] if serving else [])):
            if place.mode == "face_to_face":
                self.hall.update(((name, slot), place.hall) for slot in slots_of(taken))
        if serving is not None:
            self.serving[serving] |= taken
        slot = self.forum.slots[start].id
        self.found.append(Scheduled(meeting.id, slot, place.id, serving, chosen))
        return True

    def able(self, meeting: Meeting, start: int) -> Iterator[str]:
        taken = ((1 << meeting.length) - 1) << start
        for one in self.ground.able(meeting):
            if not self.ground.at_work(one, meeting) >> start & 1 or self.serving[one.id] & taken:
                continue
            busy = self.serving[one.id] | taken
            limit = one.max_run or len(self.forum.slots)
            runs = (self.forum.run(s, limit + 1) for s in range(len(self.forum.slots)))
            if not any(run and all(busy >> s & 1 for s in run) for run in runs):
                yield one.id

    def near(self, who: tuple[str, ...], start: int, meeting: Meeting, hall: str) -> bool:
        if not self.forum.travel or not hall:
            return True
        around = range(start - 1, start + meeting.length + 1)
        return all(self.hall.get((name, slot), hall) == hall for name in who for slot in around)


def incident_of(
    kind: str, forum: Forum, timetable: tuple[Scheduled, ...], chance: random.Random
) -> tuple[Incident, int]:
    """An incident of a kind, and the slot that is running then."""
    number = {slot.id: index for index, slot in enumerate(forum.slots)}
    asked = {m.id: m for m in forum.meetings}
    now = chance.randrange(-1, len(forum.slots) - 4)
    ends = next((s for s in range(now + 2, len(forum.slots)) if _new_day(forum, s)), now + 4)
    later = [item for item in timetable if number[item.slot] > now]
    item = chance.choice(later)
    who = chance.choice((*asked[item.id].participants, *item.chosen))
    soon = chance.randrange(now + 2, max(ends, now + 3))
    if kind == "no-show":
        return NoShow(who), now
    if kind == "late":
        return Late(who, soon), now
    if kind == "leaves early":
        return LeavesEarly(who, chance.randrange(now + 1, len(forum.slots))), now
    if kind == "disconnected":
        online = [p.id for p in forum.participants if "online" in p.modes] or [who]
        return Disconnected(chance.choice(online), soon), now
    if kind == "turned online":
        return TurnedOnline(who), now
    if kind == "lost place":
        return LostPlace(item.place or "", 0, chance.choice([None, soon])), now
    if kind == "lost interpreter":
        serving = [i.id for i in forum.interpreters]
        return LostInterpreter(chance.choice(serving), 0, chance.choice([None, soon])), now
    if kind == "cancelled":
        return Cancelled(item.id), now
    held = {one.id for one in timetable}
    waiting = [m.id for m in forum.meetings if m.id not in held]
    return UrgentRequest(chance.choice(waiting), chance.choice([None, soon])), now


def _new_day(forum: Forum, slot: int) -> bool:
    return forum.slots[slot].day != forum.slots[slot - 1].day


@dataclass
class Peer:
    """The exact model of the whole rest of the day."""

    status: str
    score: tuple[int, int, int]
    seconds: float


def peer(
    forum: Forum,
    timetable: tuple[Scheduled, ...],
    incident: Incident,
    now: int,
    limit: float,
) -> Peer:
    """Solve the rest of the day as a whole: musts, value, then moved meetings."""
    began = time.perf_counter()
    day = changed(forum, timetable, [Step(now, (incident,))])
    held = {item.id: item for item in day.timetable}
    wanted = {incident.id} if isinstance(incident, UrgentRequest) else set()
    musts = {m.id for m in day.forum.meetings if m.must and m.id not in day.begun}
    meetings = tuple(
        replace(m, must=m.must and m.id in day.begun)
        for m in day.forum.meetings
        if m.id in held or m.id in wanted
    )
    known = {m.id for m in meetings}
    v = build(
        replace(
            day.forum,
            meetings=meetings,
            precedences=tuple(p for p in day.forum.precedences if {p.before, p.after} <= known),
        )
    )
    number = {slot.id: index for index, slot in enumerate(forum.slots)}
    a_value = len(meetings) + 1
    a_must = a_value * (sum(m.value for m in meetings) + 1)
    cost: list[cp_model.LinearExprT] = []
    for meeting in meetings:
        if meeting.id in day.begun:
            continue
        lost = a_value * meeting.value + a_must * (meeting.id in musts)
        cost.append(lost * (1 - v.held[meeting.id]))
        if meeting.id in held:
            old = v.at.get((meeting.id, number[held[meeting.id].slot]))
            moved = v.model.new_bool_var("")
            v.model.add(moved >= v.held[meeting.id] - (0 if old is None else old))
            cost.append(moved)
    v.model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = limit
    status = solver.solve(v.model)
    seconds = time.perf_counter() - began
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Peer("none", (0, 0, 0), seconds)
    total, moves = divmod(round(solver.objective_value), a_value)
    musts_lost, lost = divmod(total, a_must // a_value)
    name = "proven" if status == cp_model.OPTIMAL else "found"
    return Peer(name, (musts_lost, lost, moves), seconds)


@dataclass
class Row:
    """One incident, mended."""

    kind: str
    incident: Incident
    now: int
    seconds: float
    cpu: float
    found: Replan

    def goal(self, name: str) -> tuple[int, int]:
        goal = next(g for g in self.found.goals if g.name == name)
        return goal.value, goal.bound

    def score(self, day: Forum) -> tuple[int, int, int]:
        """Musts given up, value lost and meetings moved."""
        asked = {m.id: m for m in day.meetings}
        gone = [asked[c.meeting] for c in self.found.changes if not c.after and c.meeting in asked]
        return sum(m.must for m in gone), sum(m.value for m in gone), self.goal("moved")[0]

    @property
    def proven(self) -> bool:
        names = ("given_up", "value", "moved")
        return all(value == bound for value, bound in map(self.goal, names))


def run_all(
    forum: Forum, timetable: tuple[Scheduled, ...], count: int, seed: int, limit: float
) -> list[Row]:
    """Let incidents befall a timetable, one at a time."""
    chance = random.Random(seed)
    rows = []
    kinds = [k for k in KINDS if k != "lost interpreter" or forum.interpreters]
    for number in range(count):
        kind = kinds[number % len(kinds)]
        incident, now = incident_of(kind, forum, timetable, chance)
        cpu, began = time.process_time(), time.perf_counter()
        found = replan(forum, timetable, [incident], now=now, time_limit=limit, seed=seed)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        day = changed(forum, found.meetings, found.steps)
        report = check(day.forum, day.timetable)
        if not report.ok:
            raise SystemExit(f"{incident} at {now}: {report.broken[:3]}")
        rows.append(Row(kind, incident, now, seconds, cpu, found))
    return rows


def percentile(values: list[float], part: float) -> float:
    """The value below which that part of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def show(rows: list[Row]) -> None:
    """Print a line for each kind and one for all."""
    print(
        f"{'kind':<17}{'n':>4}{'p50 s':>7}{'p95 s':>7}{'max s':>7}{'p95 cpu':>8}"
        f"{'moved p50':>10}{'max':>5}{'seats p50':>10}{'max':>5}{'dropped':>8}{'max':>5}"
        f"{'no room':>8}{'proven':>7}"
    )
    for kind in (*KINDS, "all"):
        some = [row for row in rows if kind in (row.kind, "all")]
        if not some:
            continue
        wall, cpu = [r.seconds for r in some], [r.cpu for r in some]
        moved, seats = ([r.goal(n)[0] for r in some] for n in ("moved", "reseated"))
        dropped = [r.found.count("dropped") for r in some]
        without = sum(c.kind == "added" and c.after is None for r in some for c in r.found.changes)
        print(
            f"{kind:<17}{len(some):>4}{percentile(wall, 0.5):>7.2f}{percentile(wall, 0.95):>7.2f}"
            f"{max(wall):>7.2f}{percentile(cpu, 0.95):>8.2f}{statistics.median(moved):>10g}"
            f"{max(moved):>5}{statistics.median(seats):>10g}{max(seats):>5}"
            f"{statistics.median(dropped):>8g}{max(dropped):>5}{without:>8}"
            f"{sum(r.proven for r in some) / len(some):>7.0%}"
        )


def compare(forum: Forum, timetable: tuple[Scheduled, ...], rows: list[Row], limit: float) -> None:
    """Let the peer mend the same incidents, and print how the two compare."""
    states, times, pairs, worse = [], [], [], 0
    for row in rows:
        day = changed(forum, timetable, [Step(row.now, (row.incident,))]).forum
        best, ours = peer(forum, timetable, row.incident, row.now, limit), row.score(day)
        times.append(best.seconds)
        states.append(best.status)
        if best.status == "none":
            continue
        if best.status == "proven" and ours < best.score:
            raise SystemExit(f"{row.incident} at {row.now}: {ours} beats the proven {best.score}")
        if row.proven and best.score < ours:
            raise SystemExit(f"{row.incident} at {row.now}: {best.score} beats our bound of {ours}")
        if best.status == "proven":
            worse += ours[:2] > best.score[:2]
            if ours[:2] == best.score[:2]:
                pairs.append((ours[2], best.score[2]))
    print(
        f"peer, {limit:g} s each: {len(rows)} incidents, {states.count('proven')} proven, "
        f"{states.count('found')} not proven, {states.count('none')} without an answer; "
        f"p50 {percentile(times, 0.5):.2f} s, p95 {percentile(times, 0.95):.2f} s; ours on these "
        f"p50 {percentile([r.seconds for r in rows], 0.5):.2f} s, "
        f"p95 {percentile([r.seconds for r in rows], 0.95):.2f} s"
    )
    print(f"of the proven: {worse} in which ours holds less value than could be held")
    if pairs:
        moving = [(ours, least) for ours, least in pairs if least]
        print(
            f"moved where the value is the same: {sum(o for o, _ in pairs)} against the least "
            f"{sum(t for _, t in pairs)}; the least in {sum(o == t for o, t in pairs)} of "
            f"{len(pairs)}"
        )
        if moving:
            ratios = [ours / least for ours, least in moving]
            print(
                f"where some must move ({len(moving)}): median ratio "
                f"{statistics.median(ratios):.2f}, largest {max(ratios):.2f}"
            )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--delegates", type=int, default=300)
    parser.add_argument("--meetings", type=int, default=1500)
    parser.add_argument("--incidents", type=int, default=200)
    parser.add_argument("--variant", choices=("plain", "halls"), default="plain")
    parser.add_argument("--time-limit", type=float, default=1.25)
    parser.add_argument("--proofs", type=int, default=0, help="incidents that the peer mends too")
    parser.add_argument("--proof-limit", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    forum = made_up(given.delegates, given.meetings, given.variant, given.seed)
    began = time.perf_counter()
    timetable = _Filling(forum).timetable(given.meetings)
    report = check(forum, timetable)
    if not report.ok:
        raise SystemExit(f"the first timetable breaks a rule: {report.broken[:3]}")
    print(
        f"{len(forum.participants)} delegates, {len(timetable)} meetings held of "
        f"{len(forum.meetings)}, {len(forum.slots)} slots, {len(forum.places)} places, "
        f"{len(forum.interpreters)} interpreters, {given.variant}; first timetable in "
        f"{time.perf_counter() - began:.1f} s"
    )
    rows = run_all(forum, timetable, given.incidents, given.seed, given.time_limit)
    show(rows)
    if given.proofs:
        compare(forum, timetable, rows[: given.proofs], given.proof_limit)


if __name__ == "__main__":
    main()
