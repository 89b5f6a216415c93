"""A few meetings of the day free, all others where they are: the exact model of that part.

It names what `model/` counts (places, where that tells whether a meeting is re-seated) and leaves
out who is not concerned, so that it is made and solved in a fraction of a second. It shares its
rules with `model/` and no code but `Ground`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from saphan.engine.scheduling.model.zones import Mask, slots_of
from saphan.engine.scheduling.problem import Meeting, Scheduled
from saphan.engine.scheduling.replan.board import Board, Held

Literal = cp_model.IntVar
Where = tuple[int, str]
"""A slot and a hall."""

FEW = 300
"""Meetings times slots up to which one thread is enough."""


@dataclass(frozen=True)
class Outcome:
    """What a part can come to.

    Attributes:
        items: The free meetings that are held.
        proven: Whether this is the best answer for these free meetings.
    """

    items: tuple[Scheduled, ...]
    proven: bool


class Part:
    """The model of a part; what is wanted of it comes with `search`."""

    def __init__(self, board: Board, free: Sequence[str]) -> None:
        self.board = board
        self.free = {name: board.asked[name] for name in free}
        self.old = {name: board.held[name] for name in free if name in board.held}
        self.model = cp_model.CpModel()
        self.taken = board.taken_without(self.free.keys())
        self.staying = [one for name, one in board.held.items() if name not in self.free]
        self.at: dict[tuple[str, int], Literal] = {}
        self.dropped: dict[str, Literal] = {}
        self.zone: dict[tuple[str, int, int], Literal] = {}
        self.seat: dict[tuple[str, int, str], Literal] = {}
        self.serves: dict[tuple[str, int, str], Literal] = {}
        self.joins: dict[tuple[str, int, str], Literal] = {}
        self.attends: dict[tuple[str, str], Literal] = {}
        self.kept: dict[str, Literal] = {}
        self._moved: dict[str, Literal] = {}
        self._working: dict[str, dict[str, Mask]] = {}
        self._room = self._rooms()
        self._halls = self._halls_taken()
        self._near = self._too_near()
        self._windows = self._order()
        for meeting in self.free.values():
            self._add(meeting)
        self._nobody_in_two_places()
        self._capacity()
        self._max_meetings()
        self._precedences()
        self._interpreters()
        self._travel()
        self._modes()

    # What the meetings that stay leave

    def _rooms(self) -> list[list[int]]:
        """Places left, by zone and slot."""
        room = [list(zone) for zone in self.board.ground.room]
        for held in self.staying:
            left = room[held.zone]
            for slot in slots_of(held.taken):
                left[slot] -= 1
        return room

    def _halls_taken(self) -> dict[tuple[str, str], set[Where]]:
        """Where people and interpreters are bound to be in halls that take time to reach."""
        found: dict[tuple[str, str], set[Where]] = defaultdict(set)
        zones = self.board.ground.zones
        if not any(zone.hall for zone in zones):
            return found
        for held in self.staying:
            hall = zones[held.zone].hall
            if hall:
                here = {(slot, hall) for slot in slots_of(held.taken)}
                for name in held.who:
                    found["", self.board.real(name)] |= here
                if held.item.interpreter is not None:
                    found["interpreter", held.item.interpreter] |= here
        return found

    def _too_near(self) -> dict[Where, list[Where]]:
        """The slots and halls that nobody reaches from, or for, a slot in a hall."""
        forum = self.board.forum
        halls = sorted({zone.hall for zone in self.board.ground.zones if zone.hall})
        found: dict[Where, list[Where]] = defaultdict(list)
        ways = [(one, two, forum.travel_minutes(one, two)) for one in halls for two in halls]
        for day in forum.days() if halls else ():
            for place, slot in enumerate(day):
                for later in day[place + 1 :]:
                    between = forum.slots[later].start - forum.end_of(slot)
                    for one, two, minutes in ways:
                        if between < minutes:
                            found[slot, one].append((later, two))
                            found[later, two].append((slot, one))
        return found

    def _order(self) -> dict[str, Mask]:
        """The starts left to free meetings by their order against those that stay."""
        found: dict[str, Mask] = {}
        staying = {held.item.id: held for held in self.staying}
        every = (1 << len(self.board.forum.slots)) - 1
        for rule in self.board.forum.precedences:
            before, after = rule.before, rule.after
            if after in self.free and before in staying:
                first = staying[before].start + staying[before].meeting.length
                found[after] = found.get(after, every) & ~((1 << first) - 1)
            if before in self.free and after in staying:
                last = staying[after].start - self.free[before].length
                found[before] = found.get(before, every) & (
                    (1 << (last + 1)) - 1 if last >= 0 else 0
                )
        return found

    # Variables

    def _add(self, meeting: Meeting) -> None:
        name = meeting.id
        starts = self._starts(meeting)
        self.dropped[name] = self.model.new_bool_var("")
        for start, options in sorted(starts.items()):
            at = self.at[name, start] = self.model.new_bool_var("")
            for zone, seats in options:
                inside = at if len(options) == 1 else self.model.new_bool_var("")
                self.zone[name, start, zone] = inside
                for seat in seats or ():
                    self.seat[name, start, seat] = self.model.new_bool_var("")
                if seats is not None:
                    named = [self.seat[name, start, seat] for seat in seats]
                    self.model.add_exactly_one([*named, ~inside])
            if len(options) > 1:
                inside_of = [self.zone[name, start, zone] for zone, _seats in options]
                self.model.add_exactly_one([*inside_of, ~at])
            self._add_interpreters(meeting, start)
        self.model.add_exactly_one([*(self.at[name, s] for s in starts), self.dropped[name]])
        for group in meeting.any_of:
            self._add_group(meeting, group, sorted(starts))

    def _starts(self, meeting: Meeting) -> dict[int, list[tuple[int, list[str] | None]]]:
        """The zones a meeting can be in by its start, each with the places to name, if any."""
        ground, taken = self.board.ground, self.taken
        common = self._windows.get(meeting.id, -1)
        for name in meeting.participants:
            common &= ground.starts(ground.available[name] & ~taken.people[name], meeting.length)
        for group in meeting.any_of:
            some = 0
            for name in group:
                left = ground.available[name] & ~taken.people[name]
                some |= ground.starts(left, meeting.length)
            common &= some
        if meeting.needs_interpreter and common:
            working = 0
            for mask in self._able(meeting).values():
                working |= mask
            common &= working
        found: dict[int, list[tuple[int, list[str] | None]]] = {}
        if not common:
            return found
        for zone, mask in self.board.where(meeting.id).items():
            for start in slots_of(mask & common):
                if self._too_far(meeting, start, zone):
                    continue
                if meeting.length == 1 and meeting.fixed_place is None:
                    if self._room[zone][start] > 0:
                        found.setdefault(start, []).append((zone, None))
                elif seats := self._seats(meeting, start, zone):
                    found.setdefault(start, []).append((zone, seats))
        return found

    def _able(self, meeting: Meeting) -> dict[str, Mask]:
        """Where the meeting can start as far as the time of each who could serve it goes."""
        if meeting.id not in self._working:
            ground, taken = self.board.ground, self.taken.interpreters
            self._working[meeting.id] = {
                one.id: ground.at_work(one, meeting) & ground.starts(~taken[one.id], meeting.length)
                for one in ground.able(meeting)
            }
        return self._working[meeting.id]

    def _seats(self, meeting: Meeting, start: int, zone: int) -> list[str]:
        slots = ((1 << meeting.length) - 1) << start
        return [
            place.id
            for place in self.board.ground.zones[zone].places
            if meeting.fixed_place in (None, place.id)
            and not slots & ~(self.board.usable[place.id] & ~self.taken.places[place.id])
        ]

    def _too_far(self, meeting: Meeting, start: int, zone: int) -> bool:
        """Whether somebody who takes part anyway could not get there or away in time."""
        hall = self.board.ground.zones[zone].hall
        return bool(hall) and any(
            self._blocked("", self.board.real(name), start, meeting.length, hall)
            for name in meeting.participants
        )

    def _blocked(self, kind: str, name: str, start: int, length: int, hall: str) -> bool:
        bound = self._halls.get((kind, name))
        return bool(bound) and any(
            near in bound  # type: ignore[operator]
            for slot in range(start, start + length)
            for near in self._near.get((slot, hall), ())
        )

    def _add_interpreters(self, meeting: Meeting, start: int) -> None:
        if not meeting.needs_interpreter:
            return
        able = [one for one, mask in self._able(meeting).items() if mask >> start & 1]
        for one in able:
            self.serves[meeting.id, start, one] = self.model.new_bool_var("")
        serving = [self.serves[meeting.id, start, one] for one in able]
        self.model.add_exactly_one([*serving, ~self.at[meeting.id, start]])

    def _add_group(self, meeting: Meeting, group: tuple[str, ...], starts: list[int]) -> None:
        ground = self.board.ground
        for name in group:
            self.attends[meeting.id, name] = self.model.new_bool_var("")
        for start in starts:
            here = []
            for name in group:
                left = ground.available[name] & ~self.taken.people[name]
                if ground.starts(left, meeting.length) >> start & 1:
                    joins = self.model.new_bool_var("")
                    self.joins[meeting.id, start, name] = joins
                    here.append(joins)
                    self._add_joining(meeting, start, name, joins)
            self.model.add_exactly_one([*here, ~self.at[meeting.id, start]])
        for name in group:
            when = [j for s in starts if (j := self.joins.get((meeting.id, s, name))) is not None]
            self.model.add_exactly_one([*when, ~self.attends[meeting.id, name]])
        for start in starts:
            for zone in self._zones(meeting.id, start):
                kept = ground.zones[zone].kept_by
                if kept and not kept & set(meeting.participants):
                    keepers = [j for n, j in self.part_of(meeting, start) if n in kept]
                    self.model.add_bool_or([~self.zone[meeting.id, start, zone], *keepers])

    def _add_joining(self, meeting: Meeting, start: int, name: str, joins: Literal) -> None:
        """A member of a group only takes part where he or she can be."""
        ground = self.board.ground
        for zone in self._zones(meeting.id, start):
            kind = ground.zones[zone]
            if kind.mode == "online":
                continue
            never = (
                "face_to_face" not in ground.modes[name]
                or (not kind.kept_by and name in ground.keepers)
                or (
                    bool(kind.hall)
                    and self._blocked("", self.board.real(name), start, meeting.length, kind.hall)
                )
            )
            if never:
                self.model.add_implication(joins, ~self.zone[meeting.id, start, zone])

    def _zones(self, name: str, start: int) -> list[int]:
        return [z for z in range(len(self.board.ground.zones)) if (name, start, z) in self.zone]

    def part_of(self, meeting: Meeting, start: int) -> list[tuple[str, Literal]]:
        """Who may take part in a meeting that starts there, each with whether that is so."""
        at = self.at[meeting.id, start]
        found = [(name, at) for name in meeting.participants]
        for group in meeting.any_of:
            for name in group:
                joins = self.joins.get((meeting.id, start, name))
                if joins is not None:
                    found.append((name, joins))
        return found

    # Rules

    def _busy(self) -> dict[tuple[str, int], list[Literal]]:
        """The free meetings somebody could be in in a slot."""
        found: dict[tuple[str, int], list[Literal]] = defaultdict(list)
        for name, start in self.at:
            meeting = self.free[name]
            for person, joins in self.part_of(meeting, start):
                for slot in range(start, start + meeting.length):
                    found[person, slot].append(joins)
        return found

    def _nobody_in_two_places(self) -> None:
        self.busy = self._busy()
        for meetings in self.busy.values():
            if len(meetings) > 1:
                self.model.add_at_most_one(meetings)

    def _capacity(self) -> None:
        inside: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        for (name, start, zone), literal in self.zone.items():
            for slot in range(start, start + self.free[name].length):
                inside[zone, slot].append(literal)
        for (zone, slot), meetings in inside.items():
            if len(meetings) > self._room[zone][slot]:
                self.model.add(sum(meetings) <= self._room[zone][slot])
        seated: dict[tuple[str, int], list[Literal]] = defaultdict(list)
        for (name, start, place), literal in self.seat.items():
            for slot in range(start, start + self.free[name].length):
                seated[place, slot].append(literal)
        for meetings in seated.values():
            if len(meetings) > 1:
                self.model.add_at_most_one(meetings)

    def _max_meetings(self) -> None:
        mine: dict[str, list[cp_model.LinearExprT]] = defaultdict(list)
        for meeting in self.free.values():
            for name in meeting.participants:
                mine[name].append(1 - self.dropped[meeting.id])
            for group in meeting.any_of:
                for name in group:
                    mine[name].append(self.attends[meeting.id, name])
        count: dict[str, int] = defaultdict(int)
        for held in self.staying:
            for name in held.who:
                count[name] += 1
        for person in self.board.forum.participants:
            most = person.max_meetings
            if most is not None and len(mine.get(person.id, ())) + count[person.id] > most:
                # Nobody is sent away who has too many meetings already.
                self.model.add(sum(mine[person.id]) <= max(most - count[person.id], 0))

    def _precedences(self) -> None:
        starts: dict[str, list[int]] = defaultdict(list)
        for name, start in self.at:
            starts[name].append(start)
        for rule in self.board.forum.precedences:
            before, after = rule.before, rule.after
            if before not in self.free or after not in self.free:
                continue
            length = self.free[before].length
            for now in starts[after]:
                late = [self.at[before, s] for s in starts[before] if s + length > now]
                early = [self.at[after, s] for s in starts[after] if s <= now]
                if late and before != after:
                    self.model.add_at_most_one(late + early)
                elif late:
                    self.model.add(self.dropped[before] == 1)

    def _interpreters(self) -> None:
        busy: dict[tuple[str, int], list[Literal]] = defaultdict(list)
        mine: dict[str, list[Literal]] = defaultdict(list)
        for (name, start, who), serves in self.serves.items():
            mine[who].append(serves)
            for slot in range(start, start + self.free[name].length):
                busy[who, slot].append(serves)
        for meetings in busy.values():
            if len(meetings) > 1:
                self.model.add_at_most_one(meetings)
        for who in mine:
            self._rests(who, busy)
            most = self.board.interpreters[who].max_meetings
            if most is not None:
                served = sum(held.item.interpreter == who for held in self.staying)
                self.model.add(sum(mine[who]) <= max(most - served, 0))

    def _rests(self, who: str, busy: dict[tuple[str, int], list[Literal]]) -> None:
        limit = self.board.interpreters[who].max_run
        taken = self.taken.interpreters[who]
        for first in range(len(self.board.forum.slots)) if limit is not None else ():
            assert limit is not None
            run = self.board.forum.run(first, limit + 1)
            if run is None:
                continue
            literals = [x for slot in run for x in busy.get((who, slot), ())]
            left = limit - sum(taken >> slot & 1 for slot in run)
            if len(literals) > left and literals:
                self.model.add(sum(literals) <= max(left, 0))

    def _travel(self) -> None:
        zones = self.board.ground.zones
        if not self._near:
            return
        here: dict[tuple[str, str], dict[Where, Literal]] = defaultdict(dict)
        serving: dict[tuple[str, int], list[tuple[str, Literal]]] = defaultdict(list)
        for (name, start, who), serves in self.serves.items():
            serving[name, start].append((who, serves))
        for (name, start, zone), inside in self.zone.items():
            hall, meeting = zones[zone].hall, self.free[name]
            if not hall:
                continue
            going = [("", self.board.real(p), j) for p, j in self.part_of(meeting, start)]
            going += [("interpreter", *one) for one in serving[name, start]]
            for kind, person, joins in going:
                if kind and self._blocked(kind, person, start, meeting.length, hall):
                    self.model.add_bool_or([~inside, ~joins])
                    continue
                stays = here[kind, person]
                for slot in range(start, start + meeting.length):
                    if (slot, hall) not in stays:
                        stays[slot, hall] = self.model.new_bool_var("")
                    self.model.add_bool_or([~inside, ~joins, stays[slot, hall]])
        for stays in here.values():
            for (slot, hall), stay in stays.items():
                for other in self._near.get((slot, hall), ()):
                    if other in stays and other[0] > slot:
                        self.model.add_bool_or([~stay, ~stays[other]])

    def _modes(self) -> None:
        ground = self.board.ground
        if all(modes == {"face_to_face"} for modes in ground.modes.values()):
            return
        days = [slot.day for slot in self.board.forum.slots]
        inner = {n for m in self.free.values() for n in m.everybody() if len(ground.modes[n]) > 1}
        spot = {
            (name, days[held.start])
            for held in self.staying
            if ground.zones[held.zone].mode == "face_to_face"
            for name in held.who
        }
        online: dict[tuple[str, str], Literal] = {}

        def is_online(name: str, day: str) -> Literal | bool:
            if len(ground.modes[name]) < 2 or (name, day) in spot or name not in inner:
                return "online" in ground.modes[name] and (name, day) not in spot
            if (name, day) not in online:
                online[name, day] = self.model.new_bool_var("")
            return online[name, day]

        for (name, start, zone), inside in self.zone.items():
            part = self.part_of(self.free[name], start)
            if ground.zones[zone].mode == "face_to_face":
                for person, joins in part:
                    state = is_online(person, days[start])
                    if not isinstance(state, bool):
                        self.model.add_bool_or([~inside, ~joins, ~state])
            else:
                some = [
                    self._and(joins, state)
                    for person, joins in part
                    if (state := is_online(person, days[start])) is not False
                ]
                self.model.add_bool_or([~inside, *some])
        for held in self.staying:
            if ground.zones[held.zone].mode == "online" and not inner.isdisjoint(held.who):
                states = [is_online(name, days[held.start]) for name in held.who]
                if not any(state is True for state in states):
                    self.model.add_bool_or([s for s in states if not isinstance(s, bool)])

    def _and(self, one: Literal, other: Literal | bool) -> Literal:
        if other is True:
            return one
        both = self.model.new_bool_var("")
        self.model.add_implication(both, one)
        self.model.add_implication(both, other)
        return both

    # What is counted

    def moved(self, name: str) -> Literal:
        """True when a meeting of the timetable is held in another slot."""
        if name not in self._moved:
            moved = self._moved[name] = self.model.new_bool_var("")
            old = self.at.get((name, self.old[name].start))
            stays = [] if old is None else [old]
            self.model.add_exactly_one([moved, self.dropped[name], *stays])
        return self._moved[name]

    def keep(self, name: str) -> Literal:
        """True only when a meeting stays exactly as it is."""
        if name not in self.kept:
            old = self.old[name]
            inside = self.zone.get((name, old.start, old.zone))
            if inside is None or name in self.board.hit:
                self.kept[name] = self.model.new_constant(0)
            else:
                self.kept[name] = self._add_keep(name, old, inside)
        return self.kept[name]

    def reseated(self, name: str) -> Literal:
        """True when a meeting is held in its slot and not as it was."""
        reseated = self.model.new_bool_var("")
        self.model.add_exactly_one(
            [reseated, self.keep(name), self.moved(name), self.dropped[name]]
        )
        return reseated

    def _add_keep(self, name: str, old: Held, inside: Literal) -> Literal:
        keep = self.model.new_bool_var("")
        needed: list[Literal | None] = [inside]
        if self.seat_named(name):
            needed.append(self.seat.get((name, old.start, old.item.place or "")))
        if old.item.interpreter is not None and old.meeting.needs_interpreter:
            needed.append(self.serves.get((name, old.start, old.item.interpreter)))
        for person in old.item.chosen:
            needed.append(self.joins.get((name, old.start, person)))
        for literal in needed:
            if literal is None:
                self.model.add(keep == 0)
            else:
                self.model.add_implication(keep, literal)
        if not self.seat_named(name):
            # Its own place is not given to a meeting whose place is named.
            for (other, start, place), literal in self.seat.items():
                length = self.free[other].length
                if place == old.item.place and start <= old.start < start + length:
                    self.model.add_bool_or([~keep, ~literal])
        return keep

    def seat_named(self, name: str) -> bool:
        """Whether the model names the place of a meeting."""
        return self.free[name].length > 1 or self.free[name].fixed_place is not None

    def affected(self) -> list[Literal]:
        """For each person, whether a meeting of the timetable does not stay as it is."""
        kept: dict[str, list[Literal]] = defaultdict(list)
        for name, held in self.old.items():
            for person in held.who:
                kept[self.board.real(person)].append(self.keep(name))
        found = []
        for some in kept.values():
            affected = self.model.new_bool_var("")
            for keep in some:
                self.model.add_bool_or([affected, keep])
            found.append(affected)
        return found

    def breaks(self) -> list[Literal]:
        """The breaks of all who may take part in a free meeting, from the running day on."""
        ends: list[Literal] = []
        real = self.board.real
        busy: dict[tuple[str, int], list[Literal]] = defaultdict(list)
        for (name, slot), literals in self.busy.items():
            busy[real(name), slot] += literals
        people = {real(name) for name, _slot in busy}
        taken: dict[str, Mask] = dict.fromkeys(people, 0)
        for name, mask in self.taken.people.items():
            if real(name) in taken:
                taken[real(name)] |= mask
        for name in sorted(people):
            for day in self.board.forum.days():
                if any((name, slot) in busy for slot in day):
                    ends += self._breaks_of(name, day, busy, taken[name])
        return ends

    def _breaks_of(
        self,
        name: str,
        day: tuple[int, ...],
        busy: dict[tuple[str, int], list[Literal]],
        taken: Mask,
    ) -> list[Literal]:
        used: dict[int, cp_model.LinearExprT] = {}
        for slot in day:
            if taken >> slot & 1:
                used[slot] = 1
            elif (name, slot) in busy:
                used[slot] = sum(busy[name, slot])
        can = sorted(used)
        since: cp_model.LinearExprT = used[can[0]]
        ends: list[Literal] = []
        for slot in range(can[0] + 1, can[-1]):
            if slot in used:
                later = self.model.new_bool_var("")
                self.model.add(later >= since)
                self.model.add(later >= used[slot])
                since = later
            if slot + 1 in used and not taken >> slot & 1:
                end = self.model.new_bool_var("")
                here = used.get(slot, 0)
                self.model.add(sum([since, used[slot + 1]]) <= sum([end, here, 1]))
                ends.append(end)
        return ends

    # Searching

    def hint(self, items: Iterable[Scheduled]) -> None:
        """Start from these; free meetings that are not among them are dropped."""
        known = {item.id: item for item in items}
        start_of = {name: self.board.slots[item.slot] for name, item in known.items()}
        said: dict[int, tuple[Literal, bool]] = {}

        def say(literal: Literal, holds: bool) -> None:
            said[literal.index] = (literal, holds)

        for name, dropped in self.dropped.items():
            say(dropped, name not in known)
        for (name, start), at in self.at.items():
            say(at, start_of.get(name) == start)
        for (name, start, zone), inside in self.zone.items():
            here = start_of.get(name) == start
            say(inside, here and self.board.zone_of[known[name].place or ""] == zone)
        for (name, start, place), seat in self.seat.items():
            say(seat, start_of.get(name) == start and known[name].place == place)
        for (name, start, who), serves in self.serves.items():
            say(serves, start_of.get(name) == start and known[name].interpreter == who)
        for (name, start, person), joins in self.joins.items():
            say(joins, start_of.get(name) == start and person in known[name].chosen)
        for (name, person), attends in self.attends.items():
            say(attends, name in known and person in known[name].chosen)
        for name, moved in self._moved.items():
            say(moved, name in known and start_of[name] != self.old[name].start)
        for literal, holds in said.values():
            self.model.add_hint(literal, holds)

    def search(
        self, costs: Sequence[tuple[Literal, int]], *, seconds: float, workers: int, seed: int
    ) -> Outcome | None:
        """Find the answer with the least cost.

        Args:
            costs: What each literal costs that is true.
            seconds: Wall time.
            workers: Threads.
            seed: Seed of the search.

        Returns:
            The best answer found; None where there is none or the time was too short.
        """
        literals = [literal for literal, _cost in costs]
        self.model.minimize(
            cp_model.LinearExpr.weighted_sum(literals, [cost for _literal, cost in costs])
        )
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.max_time_in_seconds = max(seconds, 0.01)
        parameters.random_seed = seed
        # A linear relaxation proves these models, and one search beside it finds answers; the
        # usual probing takes longer than all the rest (see docs/reference/replan.md).
        parameters.symmetry_level = 0
        parameters.cp_model_probing_level = 0
        parameters.linearization_level = 2
        parameters.num_workers = workers if len(self.at) > FEW else 1
        if parameters.num_workers > 1:
            parameters.subsolvers.extend(["max_lp", "quick_restart"])
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return Outcome(self._read(solver), status == cp_model.OPTIMAL)

    def _read(self, solver: cp_model.CpSolver) -> tuple[Scheduled, ...]:
        slots = self.board.forum.slots
        found: dict[str, Scheduled] = {}
        zones: dict[str, int] = {}
        for (name, start, zone), inside in self.zone.items():
            if solver.boolean_value(inside):
                chosen = tuple(
                    next(p for p in group if self._says(solver, self.joins, (name, start, p)))
                    for group in self.free[name].any_of
                )
                found[name] = Scheduled(name, slots[start].id, None, None, chosen)
                zones[name] = zone
        for (name, _start, place), literal in self.seat.items():
            if solver.boolean_value(literal):
                found[name] = replace(found[name], place=place)
        for (name, _start, who), literal in self.serves.items():
            if solver.boolean_value(literal):
                found[name] = replace(found[name], interpreter=who)
        return self._placed(found, zones)

    def _says(
        self,
        solver: cp_model.CpSolver,
        literals: dict[tuple[str, int, str], Literal],
        key: tuple[str, int, str],
    ) -> bool:
        return key in literals and solver.boolean_value(literals[key])

    def _placed(self, found: dict[str, Scheduled], zones: dict[str, int]) -> tuple[Scheduled, ...]:
        """Give the meetings whose place is only counted one: their own where they stay."""
        slots = self.board.slots
        taken = dict(self.taken.places)
        for name, item in found.items():
            if item.place is not None:
                taken[item.place] |= ((1 << self.free[name].length) - 1) << slots[item.slot]
        waiting = []
        for name, item in found.items():
            if item.place is not None:
                continue
            own = self.old[name].item.place if name in self.old else None
            bit = 1 << slots[item.slot]
            if (
                own is not None
                and item.slot == self.old[name].item.slot
                and self.board.zone_of[own] == zones[name]
                and bit & self.board.usable[own] & ~taken[own]
            ):
                taken[own] |= bit
                found[name] = replace(item, place=own)
            else:
                waiting.append(name)
        for name in waiting:
            bit = 1 << slots[found[name].slot]
            own = self.old[name].item.place if name in self.old else None
            places = [place.id for place in self.board.ground.zones[zones[name]].places]
            # The table a meeting had is looked for first by those who come to it.
            places.sort(key=lambda place: place != own)
            place = next(p for p in places if bit & self.board.usable[p] & ~taken[p])
            taken[place] |= bit
            found[name] = replace(found[name], place=place)
        return tuple(found.values())
