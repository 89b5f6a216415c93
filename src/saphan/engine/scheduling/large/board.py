"""A timetable that changes meeting by meeting and keeps every rule while it does.

Everything is known by its index in the forum, and sets of slots are bits, so that the question
where a meeting could go costs a few operations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

from saphan.engine.scheduling.model.choices import Choice, Choices
from saphan.engine.scheduling.model.variables import bound, named_interpreters
from saphan.engine.scheduling.model.zones import Ground, Mask, mask_of, slots_of, union
from saphan.engine.scheduling.problem import Forum, Meeting

Score = tuple[int, int, int, int, int]
"""Shortfall, value taken negatively, breaks, spread, change: small is good, in strict order."""

NOBODY = -1
UNLIMITED = 10**9


class Way(NamedTuple):
    """How a meeting is held: first slot, zone, block, interpreter, who takes part.

    `online` is the one who can be present either way and is online on that day because this
    meeting is in a room and nobody else of it is online.
    """

    start: int
    zone: int
    block: int | None
    interpreter: int
    people: tuple[int, ...]
    online: int = NOBODY


def day_breaks(busy: Mask) -> int:
    """Breaks on one day of which the busy slots are given."""
    return (busy & ~(busy << 1)).bit_count() - (busy != 0)


class Board:
    """A timetable in the making.

    Attributes:
        forum: The problem.
        ground: Where and when each meeting can be.
        meetings: Those of the forum.
        where: For each meeting, the slots it can start in by zone.
        domain: For each meeting, the slots it can start in.
        members: For each meeting, its participants.
        groups: For each meeting, its groups.
        held: For each meeting how it is held, or None.
        busy: For each participant the slots taken.
        at: For each participant the meeting of each slot, or -1.
        count: For each participant the meetings held.
        breaks: For each participant the breaks.
        wanted: For each participant the meetings guaranteed, as far as they are asked for.
        shortfall: What is missing of the meetings guaranteed.
        value: That of the meetings held.
        all_breaks: Those of all participants.
        before: The slot of meetings in the earlier timetable.
        change: How many of them are elsewhere or not held.
        mine: For each participant the meetings he or she may take part in.
        limit: For each participant the most breaks; `fairness` becomes such a limit, so that
            whoever has no break leaves it kept.
    """

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.ground = Ground(forum)
        self.meetings = forum.meetings
        self.number = {meeting.id: index for index, meeting in enumerate(forum.meetings)}
        self._people(forum)
        self._slots(forum)
        self._places(forum)
        self.where = [self.ground.where(meeting) for meeting in self.meetings]
        self.domain = [union(zones.values()) for zones in self.where]
        self.musts = [index for index, m in enumerate(self.meetings) if m.must]
        self.bound = [bound(meeting) for meeting in self.meetings]
        self.length = [meeting.length for meeting in self.meetings]
        self.members = [tuple(self.person[n] for n in m.participants) for m in self.meetings]
        self.groups = [
            tuple(tuple(self.person[n] for n in group) for group in m.any_of) for m in self.meetings
        ]
        self.mine: list[list[int]] = [[] for _ in forum.participants]
        for index, meeting in enumerate(self.meetings):
            for name in meeting.everybody():
                self.mine[self.person[name]].append(index)
        self.wanted = [
            min(person.min_meetings, len(mine)) if "shortfall" in forum.goals else 0
            for person, mine in zip(forum.participants, self.mine, strict=True)
        ]
        self.shortfall = sum(self.wanted)
        self.value = 0
        self.held: list[Way | None] = [None] * len(self.meetings)
        self._interpreters(forum)
        self._precedences(forum)
        slots = {slot.id: i for i, slot in enumerate(forum.slots)}
        self.before = {
            self.number[old.id]: slots.get(old.slot, -1)
            for old in forum.previous
            if old.id in self.number
        }
        self.change = len(self.before)

    def _people(self, forum: Forum) -> None:
        people = forum.participants
        self.person = {person.id: index for index, person in enumerate(people)}
        self.available = [mask_of(person.available) for person in people]
        self.busy = [0] * len(people)
        self.at = [[-1] * len(forum.slots) for _ in people]
        self.count = [0] * len(people)
        self.breaks = [0] * len(people)
        self.most = [UNLIMITED if p.max_meetings is None else p.max_meetings for p in people]
        self.limit = [
            min(
                UNLIMITED if p.max_breaks is None else p.max_breaks,
                UNLIMITED if forum.fairness is None else forum.fairness,
            )
            for p in people
        ]
        self.limited = any(limit < UNLIMITED for limit in self.limit)
        self.all_breaks = 0
        self.can_sit = ["face_to_face" in p.modes for p in people]
        self.can_join = ["online" in p.modes for p in people]
        # Meetings at tables, and in rooms for being online, by participant and day.
        self.sits: dict[tuple[int, int], int] = {}
        self.relied: dict[tuple[int, int], int] = {}

    def _slots(self, forum: Forum) -> None:
        self.days = [mask_of(day) for day in forum.days()]
        self.day = [number for number, day in enumerate(forum.days()) for _ in day]
        sessions: list[list[int]] = []
        for index, slot in enumerate(forum.slots):
            earlier = forum.slots[index - 1] if index else None
            if earlier and (earlier.day, earlier.session) == (slot.day, slot.session):
                sessions[-1].append(index)
            else:
                sessions.append([index])
        self.session = [mask_of(session) for session in sessions for _ in session]

    def _places(self, forum: Forum) -> None:
        zones = self.ground.zones
        self.table = [zone.mode == "face_to_face" for zone in zones]
        self.kept = [frozenset(self.person[name] for name in zone.kept_by) for zone in zones]
        self.keepers = frozenset(self.person[name] for name in self.ground.keepers)
        self.left = [list(room) for room in self.ground.room]
        self.open = [mask_of(s for s, n in enumerate(room) if n) for room in self.left]
        self.zone_of = {
            place.id: (index, number)
            for index, zone in enumerate(zones)
            for number, block in enumerate(zone.blocks)
            for place in block
        }
        self.block_left = [
            [[len(b) if s in b[0].slots else 0 for s in range(len(forum.slots))] for b in z.blocks]
            for z in zones
        ]
        self.hall = [zone.hall for zone in zones]
        halls = sorted({hall for hall in self.hall if hall})
        # Slots in which one cannot be in the second hall when in the first in a slot.
        self.near: dict[tuple[int, str], list[tuple[str, Mask]]] = {
            (slot, hall): [(other, self._too_near(slot, hall, other)) for other in halls]
            for slot in range(len(forum.slots) if halls else 0)
            for hall in halls
        }
        # In which slots a participant (from 0) or an interpreter (from -1 down) is in which hall.
        self.stays: dict[tuple[int, str], Mask] = {}

    def _too_near(self, slot: int, hall: str, other: str) -> Mask:
        forum, minutes = self.forum, self.forum.travel_minutes(hall, other)
        found = 0
        for later in slots_of(self.days[self.day[slot]]):
            one, two = min(slot, later), max(slot, later)
            if one != two and forum.slots[two].start - forum.end_of(one) < minutes:
                found |= 1 << later
        return found

    def _interpreters(self, forum: Forum) -> None:
        people = forum.interpreters
        number = {person.id: index for index, person in enumerate(people)}
        self.interpreter = number
        self.named = named_interpreters(forum)
        self.at_work = [mask_of(person.available) for person in people]
        self.serving = [0] * len(people)
        self.serves = [[-1] * len(forum.slots) for _ in people]
        self.served = [0] * len(people)
        self.run = [UNLIMITED if p.max_run is None else p.max_run for p in people]
        self.most_served = [UNLIMITED if p.max_meetings is None else p.max_meetings for p in people]
        kinds: dict[tuple[tuple[int, ...], int], int] = {}
        self.kind: list[int] = []
        known: dict[tuple[object, ...], tuple[int, ...]] = {}
        for meeting in self.meetings:
            if not meeting.needs_interpreter:
                self.kind.append(NOBODY)
                continue
            key = (meeting.needs_interpreter, meeting.fixed_interpreter, meeting.length)
            if key not in known:
                known[key] = tuple(number[i.id] for i in self.ground.able(meeting))
            self.kind.append(kinds.setdefault((known[key], meeting.length), len(kinds)))
        self.able = [able for able, _ in kinds]
        self.kinds_of = [
            tuple(kind for kind, able in enumerate(self.able) if index in able)
            for index in range(len(people))
        ]
        self.free_of_kind = [[0] * len(forum.slots) for _ in self.able]
        self.serviceable = [0] * len(self.able)
        self.can_serve = [0] * len(people)
        for index in range(len(people)):
            self._say_when(index, self._when(index, (1 << len(forum.slots)) - 1))

    def _precedences(self, forum: Forum) -> None:
        self.earlier: dict[int, list[int]] = {}
        self.later: dict[int, list[int]] = {}
        for rule in forum.precedences:
            before, after = self.number[rule.before], self.number[rule.after]
            if before == after:
                self.domain[before] = 0
                continue
            self.earlier.setdefault(after, []).append(before)
            self.later.setdefault(before, []).append(after)

    # Interpreters

    def _when(self, who: int, among: Mask) -> Mask:
        """In which of these slots an interpreter could serve one slot more."""
        if self.served[who] >= self.most_served[who]:
            return 0
        found = self.at_work[who] & ~self.serving[who] & among
        if self.run[who] < UNLIMITED:
            for slot in slots_of(found):
                if not self._rested(who, 1 << slot):
                    found &= ~(1 << slot)
        return found

    def _rested(self, who: int, more: Mask) -> bool:
        """Whether an interpreter who serves these slots more has the rests agreed."""
        session = self.session[(more & -more).bit_length() - 1]
        run = (self.serving[who] | more) & session
        for _ in range(self.run[who]):
            run &= run << 1
            if not run:
                return True
        return False

    def _say_when(self, who: int, now: Mask) -> None:
        changed = self.can_serve[who] ^ now
        self.can_serve[who] = now
        for slot in slots_of(changed):
            step = 1 if now >> slot & 1 else -1
            for kind in self.kinds_of[who]:
                count = self.free_of_kind[kind][slot] = self.free_of_kind[kind][slot] + step
                if count == 0:
                    self.serviceable[kind] &= ~(1 << slot)
                elif count == 1:
                    self.serviceable[kind] |= 1 << slot

    def _serve(self, who: int, taken: Mask, meeting: int) -> None:
        """Take an interpreter for a meeting, or with -1 give him or her back."""
        step = -1 if meeting < 0 else 1
        full = self.served[who] >= self.most_served[who]
        self.served[who] += step
        self.serving[who] ^= taken
        for slot in slots_of(taken):
            self.serves[who][slot] = meeting
        changed = self.session[(taken & -taken).bit_length() - 1]
        if full != (self.served[who] >= self.most_served[who]):
            changed = (1 << len(self.day)) - 1
        self._say_when(who, self.can_serve[who] & ~changed | self._when(who, changed))

    def _interpreter(self, meeting: int, taken: Mask, hall: str) -> int | None:
        """Somebody who can serve the meeting, with the least loss of hours for others."""
        best, least = None, UNLIMITED
        for who in self.able[self.kind[meeting]]:
            if not self.interprets(who, taken, hall):
                continue
            session = self.session[(taken & -taken).bit_length() - 1]
            self.serving[who] ^= taken
            left = self._when(who, session)
            self.serving[who] ^= taken
            loss = (self.can_serve[who] & session).bit_count() - left.bit_count()
            loss = loss * 64 - self.can_serve[who].bit_count()
            if loss < least:
                best, least = who, loss
        return best

    def interprets(self, who: int, taken: Mask, hall: str = "") -> bool:
        """Whether an interpreter can serve these slots as well, in this hall."""
        if taken & (taken - 1) == 0:
            able = bool(self.can_serve[who] & taken)
        else:
            able = (
                self.served[who] < self.most_served[who]
                and taken & self.at_work[who] & ~self.serving[who] == taken
                and (self.run[who] == UNLIMITED or self._rested(who, taken))
            )
        return able and (not hall or self._gets_there(-1 - who, taken, hall))

    # Where a meeting could go

    def taken(self, meeting: int, start: int) -> Mask:
        """The slots of a meeting that starts there."""
        return ((1 << self.length[meeting]) - 1) << start

    def fits(self, slots: Mask, length: int) -> Mask:
        """Where in the slots that many can follow each other."""
        found = slots
        for offset in range(1, length):
            found &= slots >> offset
        return found

    def starts(self, meeting: int) -> Mask:
        """Where a meeting could start as far as bits tell; `way` says for sure."""
        found, length = self.domain[meeting], self.length[meeting]
        for who in self.members[meeting]:
            if self.count[who] >= self.most[who]:
                return 0
            found &= self.fits(self.available[who] & ~self.busy[who], length)
        if not found:
            return 0
        for group in self.groups[meeting]:
            some = 0
            for who in group:
                if self.count[who] < self.most[who]:
                    some |= self.fits(self.available[who] & ~self.busy[who], length)
            found &= some
        if self.kind[meeting] >= 0:
            found &= self.fits(self.serviceable[self.kind[meeting]], length)
        inside = 0
        for zone, when in self.where[meeting].items():
            inside |= when & self.fits(self.open[zone], length)
        return found & inside & self.window(meeting)

    def window(self, meeting: int) -> Mask:
        """Where a meeting keeps the order against those already held."""
        found = -1
        for other in self.earlier.get(meeting, ()):
            way = self.held[other]
            if way is not None:
                found &= -1 << (way.start + self.length[other])
        for other in self.later.get(meeting, ()):
            way = self.held[other]
            if way is not None:
                last = way.start - self.length[meeting]
                found &= (1 << (last + 1)) - 1 if last >= 0 else 0
        return found

    def way(self, meeting: int, start: int) -> Way | None:
        """A way to hold a meeting that starts there."""
        for people in self.parties(meeting, start):
            for zone, when in self.where[meeting].items():
                if not when >> start & 1:
                    continue
                for way in self.ways_in(meeting, start, people, zone):
                    if self.kind[meeting] >= 0:
                        taken = self.taken(meeting, start)
                        serving = self._interpreter(meeting, taken, self.hall[zone])
                        if serving is None:
                            return None
                        way = way._replace(interpreter=serving)
                    if self.allows(meeting, way):
                        return way
        return None

    def parties(self, meeting: int, start: int) -> Iterator[tuple[int, ...]]:
        """Those who could meet, of each group first who it costs the fewest breaks."""
        if not self.groups[meeting]:
            yield self.members[meeting]
            return
        taken = self.taken(meeting, start)
        able = [
            sorted(
                (who for who in group if self.has_time(who, taken)),
                key=lambda who: (self.breaks_more(who, taken), self.count[who]),
            )
            for group in self.groups[meeting]
        ]
        for chosen in product(*able):
            yield (*self.members[meeting], *chosen)

    def ways_in(
        self, meeting: int, start: int, people: tuple[int, ...], zone: int
    ) -> Iterator[Way]:
        """How these people could meet in a zone, interpreters and travel left aside."""
        online = self._presence(people, zone, self.day[start])
        if online is None or not self._sits_right(people, zone):
            return
        if not self.bound[meeting]:
            yield Way(start, zone, None, NOBODY, people, online)
            return
        taken = self.taken(meeting, start)
        for number in self.ground.blocks_at(zone, self.meetings[meeting], start):
            if self._block_has_room(zone, number, taken):
                yield Way(start, zone, number, NOBODY, people, online)

    def _presence(self, people: tuple[int, ...], zone: int, day: int) -> int | None:
        """Who has to be online for a meeting in this zone, -1 for nobody; None if it cannot be."""
        if self.table[zone]:
            for who in people:
                if not self.can_sit[who] or self.relied.get((who, day)):
                    return None
            return NOBODY
        either = None
        for who in people:
            if self.can_join[who]:
                if not self.can_sit[who]:
                    return NOBODY
                if not self.sits.get((who, day)):
                    either = who
        return either

    def _sits_right(self, people: tuple[int, ...], zone: int) -> bool:
        """Whether people may sit at the tables of a zone as far as these are kept."""
        if self.kept[zone]:
            return not self.kept[zone].isdisjoint(people)
        return not self.table[zone] or self.keepers.isdisjoint(people)

    def _block_has_room(self, zone: int, block: int, taken: Mask) -> bool:
        return all(self.block_left[zone][block][slot] for slot in slots_of(taken))

    def _gets_there(self, who: int, taken: Mask, hall: str) -> bool:
        """Whether somebody can be in a hall, given where he or she is else that day."""
        for slot in slots_of(taken):
            for other, near in self.near[slot, hall]:
                if self.stays.get((who, other), 0) & near:
                    return False
        return True

    def has_time(self, who: int, taken: Mask) -> bool:
        """Whether somebody can take part in one meeting more, then."""
        return (
            self.count[who] < self.most[who]
            and taken & self.available[who] & ~self.busy[who] == taken
        )

    def allows(self, meeting: int, way: Way) -> bool:
        """Whether every rule is kept with the meeting held so, limits on breaks left aside."""
        taken, zone = self.taken(meeting, way.start), way.zone
        here = self.where[meeting].get(zone, 0) & self.domain[meeting]
        if not here >> way.start & 1:
            return False
        if taken & self.open[zone] != taken or not self.window(meeting) >> way.start & 1:
            return False
        if not all(self.has_time(who, taken) for who in way.people):
            return False
        if self._presence(way.people, zone, self.day[way.start]) != way.online:
            return False
        if way.block is not None and not self._block_has_room(zone, way.block, taken):
            return False
        hall = self.hall[zone]
        if hall and not all(self._gets_there(who, taken, hall) for who in way.people):
            return False
        return way.interpreter == NOBODY or self.interprets(way.interpreter, taken, hall)

    def moved(self, way: Way, start: int) -> Way:
        """The same in another slot, as far as who is online lets it be."""
        online = self._presence(way.people, way.zone, self.day[start])
        return way._replace(start=start, online=NOBODY if online is None else online)

    def breaks_more(self, who: int, taken: Mask) -> int:
        """How many breaks more somebody has with these slots of one day taken as well."""
        day = self.days[self.day[(taken & -taken).bit_length() - 1]]
        busy = self.busy[who] & day
        return day_breaks(busy | taken) - day_breaks(busy)

    # Changes

    def place(self, meeting: int, way: Way) -> None:
        """Hold a meeting; it must be allowed."""
        self._take(meeting, way, meeting)
        self.held[meeting] = way

    def remove(self, meeting: int) -> Way:
        """Hold a meeting no longer; how it was held."""
        way = self.held[meeting]
        assert way is not None
        self._take(meeting, way, -1)
        self.held[meeting] = None
        return way

    def _take(self, meeting: int, way: Way, mark: int) -> None:
        taken, step = self.taken(meeting, way.start), -1 if mark < 0 else 1
        slots = range(way.start, way.start + self.length[meeting])
        day = self.day[way.start]
        today = self.days[day]
        self.value += step * self.meetings[meeting].value
        if self.before:
            self.change -= step * (self.before.get(meeting) == way.start)
        for who in way.people:
            before = day_breaks(self.busy[who] & today)
            self.busy[who] ^= taken
            more = day_breaks(self.busy[who] & today) - before
            self.breaks[who] += more
            self.all_breaks += more
            if step < 0:
                self.count[who] -= 1
            self.shortfall -= step * (self.count[who] < self.wanted[who])
            if step > 0:
                self.count[who] += 1
            for slot in slots:
                self.at[who][slot] = mark
        for slot in slots:
            left = self.left[way.zone][slot] = self.left[way.zone][slot] - step
            if not left:
                self.open[way.zone] &= ~(1 << slot)
            elif left == 1:
                self.open[way.zone] |= 1 << slot
            if way.block is not None:
                self.block_left[way.zone][way.block][slot] -= step
        if self.table[way.zone]:
            for who in way.people:
                if self.can_join[who]:
                    self.sits[who, day] = self.sits.get((who, day), 0) + step
        if way.online != NOBODY:
            self.relied[way.online, day] = self.relied.get((way.online, day), 0) + step
        if way.interpreter != NOBODY:
            self._serve(way.interpreter, taken, mark)
        hall = self.hall[way.zone]
        if hall:
            there = [*way.people, *([-1 - way.interpreter] if way.interpreter != NOBODY else [])]
            for who in there:
                self.stays[who, hall] = self.stays.get((who, hall), 0) ^ taken

    def within(self, people: Iterable[int]) -> bool:
        """Whether these people have no more breaks than they agreed to."""
        return not self.limited or all(self.breaks[who] <= self.limit[who] for who in people)

    def clear(self) -> None:
        """Hold nothing."""
        for meeting, way in enumerate(self.held):
            if way is not None:
                self.remove(meeting)

    def load(self, ways: Iterable[tuple[int, Way]]) -> None:
        """Hold just these."""
        self.clear()
        for meeting, way in ways:
            self.place(meeting, way)

    def ways(self) -> list[tuple[int, Way]]:
        """What is held, and how."""
        return [(meeting, way) for meeting, way in enumerate(self.held) if way is not None]

    # What it reaches

    def score(self) -> Score:
        """All of it, goal by goal."""
        return self.shortfall, -self.value, self.all_breaks, self.spread(), self.change

    def people_of(self, meeting: int) -> tuple[int, ...]:
        """Those who may take part in a meeting."""
        return (*self.members[meeting], *(who for group in self.groups[meeting] for who in group))

    def spread(self) -> int:
        """The largest difference between two participants' numbers of breaks."""
        return max(self.breaks, default=0) - min(self.breaks, default=0)

    def choices(self) -> Choices:
        """The meetings held as the rest of the engine speaks of them."""
        names = self.forum.participants
        found = {}
        for index, way in self.ways():
            meeting: Meeting = self.meetings[index]
            chosen = tuple(names[who].id for who in way.people[len(meeting.participants) :])
            serving = (
                self.forum.interpreters[way.interpreter].id
                if self.named and way.interpreter != NOBODY
                else None
            )
            found[meeting.id] = Choice(way.start, chosen, way.zone, way.block, serving)
        return found
