"""What counting shows: reasons each of which is a proof by itself."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from saphan.engine.scheduling.explain.elements import Element, elements_of, need_key
from saphan.engine.scheduling.explain.forced import breaks_above
from saphan.engine.scheduling.explain.matching import overfull
from saphan.engine.scheduling.explain.sentences import sentence, when
from saphan.engine.scheduling.model.zones import Ground, Zone, serves, slots_of, union
from saphan.engine.scheduling.problem import Forum, Interpreter, Meeting, Participant
from saphan.engine.scheduling.result import Sentence

NARROW = 3
"""Slots up to which a meeting is thought to force a break; only then is it looked into."""


@dataclass(frozen=True)
class Finding:
    """A reason with the rules that it follows from.

    Attributes:
        said: The reason.
        elements: Rules that cannot hold together, as the reason says.
    """

    said: Sentence
    elements: frozenset[Element]


def counted(forum: Forum) -> Iterator[Finding]:
    """Count what the musts of a forum take and what there is for them.

    Args:
        forum: A problem.

    Returns:
        What is found, the plainest first; nothing when counting shows nothing, which does not
        mean that there is a timetable.
    """
    count = _Count(forum)
    said: set[str] = set()
    for finding in (*count.of_people(), *count.of_meetings(), *count.of_the_forum()):
        if finding.said.text not in said:
            said.add(finding.said.text)
            yield finding


class _Count:
    """A forum with all that is counted in it."""

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.ground = Ground(forum)
        self.musts = [m for m in forum.meetings if m.must]
        self.people = {p.id: p for p in forum.participants}
        self.starts = {
            m.id: tuple(slots_of(union(self.ground.where(m).values()))) for m in self.musts
        }
        self.takes = {
            m.id: sorted({s + i for s in self.starts[m.id] for i in range(m.length)})
            for m in self.musts
        }
        self.asked = {m.id: m for m in self.musts}
        self.placed = [m for m in self.musts if self.starts[m.id]]
        self.capacity = forum.capacity()
        self.by_kind: dict[str, list[Element]] = defaultdict(list)
        for element in elements_of(forum):
            self.by_kind[element.kind].append(element)
        zones = {(z.mode, z.hall, *sorted(z.kept_by)): r for z, r in _rooms(self.ground)}
        self.closed = [
            e for e in self.by_kind["places"] if not zones.get(e.key, {e.slot: 0})[e.slot]
        ]
        self.away: dict[str, list[Element]] = defaultdict(list)
        for element in self.by_kind["away"]:
            self.away[element.key[0]].append(element)

    def find(self, said: Sentence, *elements: Iterable[Element]) -> Finding:
        return Finding(said, frozenset(element for some in elements for element in some))

    def held(self, meetings: Iterable[Meeting]) -> list[Element]:
        return [Element("must", (m.id,)) for m in meetings]

    def confines(self, meetings: Sequence[Meeting]) -> Iterator[Element]:
        """All that keeps the meetings out of the slots that they cannot be in."""
        names = {m.id for m in meetings}
        people = {name for m in meetings for name in m.everybody()}
        for kind in ("session", "fixed", "fixed_place", "fixed_interpreter"):
            yield from (e for e in self.by_kind[kind] if e.key[0] in names)
        for name in people:
            yield from self.away[name]
        yield from (e for e in self.by_kind["mode"] if e.key[0] in people)
        needs = {need_key(m) for m in meetings if m.needs_interpreter}
        if needs:
            yield from self.by_kind["absent"]
            yield from (e for e in self.by_kind["interpreters"] if e.key in needs)
            yield from self.by_kind["rest"]
        yield from self.closed

    # People.

    def of_people(self) -> Iterator[Finding]:
        sure: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in self.musts:
            for name in _sure(meeting):
                sure[name].append(meeting)
        for person in self.forum.participants:
            if sure[person.id]:
                yield from self._of_person(person, sure[person.id])
        yield from self._of_groups()

    def _of_person(self, person: Participant, mine: list[Meeting]) -> Iterator[Finding]:
        free, needed = len(person.available), sum(m.length for m in mine)
        if needed > free:
            params = {"participant": person.id, "meetings": len(mine), "slots": free}
            said = (
                sentence("over_asked", **params)
                if len(mine) == needed
                else sentence("over_asked_long", **params, needed=needed)
            )
            yield self.find(said, self.held(mine), self.away[person.id])
            return
        if person.max_meetings is not None and len(mine) > person.max_meetings:
            yield self.find(
                sentence(
                    "over_limit",
                    participant=person.id,
                    meetings=len(mine),
                    limit=person.max_meetings,
                ),
                self.held(mine),
                [Element("limit", (person.id,))],
            )
        clash = self._fixed_clash(person, mine)
        yield from clash
        if not clash:
            yield from self._confined(person, mine)

    def _fixed_clash(self, person: Participant, mine: list[Meeting]) -> list[Finding]:
        fixed: dict[int, list[Meeting]] = defaultdict(list)
        for meeting in mine:
            if meeting.fixed is not None:
                # What is fixed too late to end within the grid has slots beyond it.
                end = min(meeting.fixed + meeting.length, len(self.forum.slots))
                for slot in range(meeting.fixed, end):
                    fixed[slot].append(meeting)
        clashes = {
            frozenset(m.id for m in some): (s, some) for s, some in fixed.items() if some[1:]
        }
        return [
            self.find(
                sentence(
                    "fixed_clash",
                    participant=person.id,
                    meetings=len(some),
                    slot=self.forum.slots[slot].id,
                    ids=[m.id for m in some],
                ),
                self.held(some),
                [Element("fixed", (m.id,)) for m in some],
            )
            for slot, some in clashes.values()
        ]

    def _confined(self, person: Participant, mine: list[Meeting]) -> Iterator[Finding]:
        wanted = {m.id: (m.length, self.takes[m.id]) for m in mine}
        found = overfull(wanted, [1] * len(self.forum.slots))
        if found is None:
            return
        names, slots = found
        some = [m for m in mine if m.id in set(names)]
        said = (
            sentence(
                "few_common_slots",
                participant=person.id,
                meetings=len(mine),
                slots=len(slots),
            )
            if len(some) == len(mine) and all(m.length == 1 for m in mine)
            else sentence(
                "confined",
                participant=person.id,
                count=len(some),
                meetings=names,
                **when(self.forum, slots),
            )
        )
        yield self.find(said, self.held(some), self.confines(some))

    def _of_groups(self) -> Iterator[Finding]:
        """Meetings that need one of a group, and the time of its members together."""
        groups = dict.fromkeys(frozenset(g) for m in self.musts for g in m.any_of if len(g) > 1)
        for group in groups:
            mine = [
                (m, sides)
                for m in self.musts
                if (sides := sum(side <= group for side in _sides(m)))
            ]
            needed = sum(m.length * sides for m, sides in mine)
            people = [self.people[name] for name in sorted(group)]
            room = sum(_slots_of(person, [m for m, _ in mine]) for person in people)
            if needed > room:
                yield self.find(
                    sentence(
                        "group_over_asked",
                        participants=sorted(group),
                        count=len(mine),
                        room=room,
                        ids=[m.id for m, _ in mine],
                    ),
                    self.held(m for m, _ in mine),
                    *(self.away[person.id] for person in people),
                    [Element("limit", (p.id,)) for p in people if p.max_meetings is not None],
                )

    # Single meetings.

    def of_meetings(self) -> Iterator[Finding]:
        for meeting in self.musts:
            if not self.starts[meeting.id]:
                yield self.find(
                    self._no_slot(meeting),
                    self.held([meeting]),
                    self.confines([meeting]),
                    self.by_kind["places"],
                )

    def _no_slot(self, meeting: Meeting) -> Sentence:
        """The first thing that leaves the meeting without a slot."""
        people = list(meeting.everybody())
        about = {"meeting": meeting.id, "participants": people}
        every = range(len(self.forum.slots))
        runs = {s for s in every if self.forum.run(s, meeting.length)}
        free = {s for s in runs if not self._missing(meeting, s)}
        allowed = runs if meeting.allowed is None else runs & meeting.allowed
        if not runs:
            return sentence("too_long", **about, length=meeting.length)
        if not free:
            return sentence("never_together", **about)
        if meeting.fixed is not None:
            slot = self.forum.slots[meeting.fixed].id
            if meeting.fixed not in allowed:
                return sentence("fixed_outside", **about, slot=slot)
            if meeting.fixed not in free:
                missing = self._missing(meeting, meeting.fixed)
                return sentence("fixed_away", meeting=meeting.id, slot=slot, participants=missing)
            allowed = {meeting.fixed}
        if not free & allowed:
            return sentence("outside_session", **about)
        if meeting.needs_interpreter and not self.ground.when(meeting):
            able = self.ground.able(meeting)
            return sentence("no_interpreter_then" if able else "no_interpreter", **about)
        if meeting.fixed_place is not None:
            return sentence("place_does_not_suit", **about, place=meeting.fixed_place)
        if remote := [n for n in _sure(meeting) if "face_to_face" not in self.people[n].modes]:
            return sentence("no_room", meeting=meeting.id, participants=remote)
        if not any("online" in self.people[name].modes for name in people):
            return sentence("no_table", **about)
        return sentence("no_slot", **about)

    def _missing(self, meeting: Meeting, start: int) -> list[str]:
        """Those without whom the meeting cannot start there; a group is missing as a whole."""
        run = set(range(start, start + meeting.length))
        return [
            name
            for side in _sides(meeting)
            if not any(run <= self.people[name].available for name in side)
            for name in sorted(side)
        ]

    # The forum as a whole.

    def of_the_forum(self) -> Iterator[Finding]:
        yield from self._of_places()
        yield from self._of_interpreters()
        yield from self._of_orders()
        yield from self._of_breaks()

    def _of_places(self) -> Iterator[Finding]:
        needed, room = sum(m.length for m in self.musts), sum(self.capacity)
        if needed > room:
            yield self.find(
                sentence("few_places", meetings=len(self.musts), room=room, needed=needed),
                self.held(self.musts),
                self.by_kind["places"],
            )
        else:
            yield from self._full("full_slots", self.placed, self.capacity)
        usable: dict[str, list[int]] = {
            place.id: [int(s in place.slots) for s in range(len(self.forum.slots))]
            for place in self.forum.places
        }
        for mode, code in (("face_to_face", "full_tables"), ("online", "full_rooms")):
            places = [usable[place.id] for place in self.forum.places if place.mode == mode]
            some = [m for m in self.placed if self._only(m, mode)]
            if len(places) < len(usable):
                yield from self._full(code, some, _sum(places, len(self.forum.slots)))
        yield from self._of_kept_tables(usable)
        for place in self.forum.places:
            some = [m for m in self.placed if m.fixed_place == place.id]
            yield from self._full("full_place", some, usable[place.id], place=place.id)

    def _only(self, meeting: Meeting, mode: str) -> bool:
        """Whether the meeting can only be at places of this mode."""
        if mode == "online":
            return any("face_to_face" not in self.people[name].modes for name in _sure(meeting))
        return all("online" not in self.people[name].modes for name in meeting.everybody())

    def _of_kept_tables(self, usable: dict[str, list[int]]) -> Iterator[Finding]:
        tables = [p for p in self.forum.places if p.kept_by and p.mode == "face_to_face"]
        for keepers in dict.fromkeys(place.kept_by for place in tables):
            mine = [
                m
                for m in self.placed
                if self._only(m, "face_to_face")
                and any(name in keepers for name in _sure(m))
                and not any(
                    name in place.kept_by
                    for place in tables
                    if place.kept_by != keepers
                    for name in m.everybody()
                )
            ]
            room = _sum(
                [usable[p.id] for p in tables if p.kept_by == keepers], len(self.forum.slots)
            )
            yield from self._full("full_kept_tables", mine, room, participants=sorted(keepers))

    def _full(
        self, code: str, meetings: Sequence[Meeting], room: Sequence[int], **about: object
    ) -> Iterator[Finding]:
        """Meetings that take more than there is in all the slots they can be in."""
        found = overfull({m.id: (m.length, self.takes[m.id]) for m in meetings}, room)
        if found is None:
            return
        names, slots = set(found[0]), found[1]
        some = [m for m in meetings if m.id in names]
        yield self.find(
            sentence(
                code,
                **about,
                count=len(some),
                ids=[m.id for m in some],
                room=sum(room[slot] for slot in slots),
                **when(self.forum, slots),
            ),
            self.held(some),
            self.confines(some),
            self.by_kind["places"] if code != "full_place" else (),
            self.by_kind["mode"],
        )

    def _of_interpreters(self) -> Iterator[Finding]:
        """Meetings of one kind of need, and the hours of all who could serve them."""
        for need in dict.fromkeys(m.needs_interpreter for m in self.placed if m.needs_interpreter):
            asked = [m for m in self.placed if m.needs_interpreter == need]
            able = [i for i in self.forum.interpreters if serves(i, asked[0])]
            languages = " – ".join(need_key(asked[0]))
            hours = sum(self._hours(person) for person in able)
            needed = sum(m.length for m in asked)
            elements = [
                *self.by_kind["absent"],
                *self.by_kind["rest"],
                *self.by_kind["serving"],
                *(e for e in self.by_kind["interpreters"] if e.key == need_key(asked[0])),
            ]
            if needed > hours or len(asked) > sum(_most(person, hours) for person in able):
                hours = min(hours, sum(_most(person, hours) for person in able))
                yield self.find(
                    sentence(
                        "few_interpreters", meetings=len(asked), hours=hours, languages=languages
                    ),
                    self.held(asked),
                    elements,
                )
                continue
            room = _sum(
                [[int(s in i.available) for s in range(len(self.forum.slots))] for i in able],
                len(self.forum.slots),
            )
            for full in self._full("full_interpreters", asked, room, languages=languages):
                yield Finding(full.said, full.elements | frozenset(elements))

    def _hours(self, person: Interpreter) -> int:
        """Slots that the interpreter can serve at most, rests and most meetings counted."""
        if person.max_run is None:
            return len(person.available)
        total = run = 0
        previous: tuple[str, str] | None = None
        for index, slot in enumerate(self.forum.slots):
            if index not in person.available:
                run = 0
                continue
            run = run + 1 if previous == (slot.day, slot.session) else 1
            previous = (slot.day, slot.session)
            total += run % (person.max_run + 1) != 0
        return total

    def _of_orders(self) -> Iterator[Finding]:
        """Meetings each of which comes before the next, round in a circle or for too long."""
        names = {m.id for m in self.placed}
        after: dict[str, list[str]] = {name: [] for name in names}
        for rule in self.forum.precedences:
            if rule.before in names and rule.after in names:
                after[rule.before].append(rule.after)
        try:
            order = list(TopologicalSorter(after).static_order())[::-1]
        except CycleError as error:
            circle = [str(name) for name in error.args[1][::-1]]
            yield self._chain("precedence_cycle", circle, ())
            return
        chain = {name: [name] for name in names}
        earliest = dict.fromkeys(names, 0)
        for name in order:
            start = next((s for s in self.starts[name] if s >= earliest[name]), None)
            if start is None:
                some = [self.asked[one] for one in chain[name]]
                yield self._chain("precedence_chain", chain[name], self.confines(some))
                return
            for later in after[name]:
                if earliest[later] < start + self.asked[name].length:
                    earliest[later] = start + self.asked[name].length
                    chain[later] = [*chain[name], later]

    def _of_breaks(self) -> Iterator[Finding]:
        """Breaks that somebody has in any case, and those allowed."""
        mine = self.forum.meetings_of()
        # Between two meetings of a day there is at most one break.
        most = {name: max(len(some) - 1, 0) for name, some in mine.items()}
        other = min(most, key=lambda name: most[name], default="")
        fairness = self.forum.fairness
        for person in self.forum.participants:
            fair = None if fairness is None else fairness + most[other]
            limit = min((x for x in (person.max_breaks, fair) if x is not None), default=None)
            musts = [m for m in self.placed if person.id in _sure(m)]
            if limit is None or not self._may_be_forced(musts, limit + 2):
                continue
            starts = {m.id: self.starts[m.id] for m in musts}
            breaks = breaks_above(self.forum, mine[person.id], starts, limit)
            if breaks is None:
                continue
            about = {"participant": person.id, "breaks": breaks}
            if person.max_breaks is not None and breaks > person.max_breaks:
                said = sentence("too_many_breaks", **about, limit=person.max_breaks)
                rule = Element("breaks", (person.id,))
            else:
                said = sentence(
                    "unfair_breaks", **about, other=other, most=most[other], limit=fairness
                )
                rule = Element("fairness")
            yield self.find(said, self.held(musts), self.confines(musts), [rule])

    def _may_be_forced(self, musts: Sequence[Meeting], parts: int) -> bool:
        """Whether the meetings could fall into so many parts that they have to."""
        narrow = sum(len(self.starts[m.id]) <= NARROW for m in musts)
        slots = sorted({slot for m in musts for slot in self.takes[m.id]})
        runs = 1 + sum(two - one > 1 for one, two in itertools.pairwise(slots))
        return len(musts) >= parts and max(narrow, runs) >= parts

    def _chain(self, code: str, names: list[str], more: Iterable[Element]) -> Finding:
        pairs = itertools.pairwise(names)
        return self.find(
            sentence(code, meetings=names),
            self.held(self.asked[name] for name in names),
            [Element("order", pair) for pair in pairs],
            more,
        )


def _sides(meeting: Meeting) -> list[frozenset[str]]:
    """The sides of a meeting: single participants and groups."""
    return [*(frozenset([name]) for name in meeting.participants), *map(frozenset, meeting.any_of)]


def _sure(meeting: Meeting) -> list[str]:
    """Those who take part however the meeting is held."""
    return [*meeting.participants, *(group[0] for group in meeting.any_of if len(group) == 1)]


def _slots_of(person: Participant, meetings: list[Meeting]) -> int:
    """Slots that the participant can spend in these meetings."""
    free = len(person.available)
    if person.max_meetings is None:
        return free
    longest = max((m.length for m in meetings), default=1)
    return min(free, person.max_meetings * longest)


def _rooms(ground: Ground) -> Iterator[tuple[Zone, dict[int, int]]]:
    """Each zone with its places in use, slot by slot."""
    for zone, room in zip(ground.zones, ground.room, strict=True):
        yield zone, dict(enumerate(room))


def _most(person: Interpreter, hours: int) -> int:
    return hours if person.max_meetings is None else person.max_meetings


def _sum(rows: list[list[int]], length: int) -> list[int]:
    return [sum(row[index] for row in rows) for index in range(length)]
