"""Places that are alike, and where and when each meeting can be at all.

The model counts places instead of naming them: places of one zone suit the same meetings, and
those of one block are also in use in the same slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from saphan.engine.scheduling.problem import Forum, Interpreter, Meeting, Mode, Place

Mask = int
"""A set of slots, one bit each."""


def mask_of(slots: Iterable[int]) -> Mask:
    """The slots as bits."""
    found = 0
    for slot in slots:
        found |= 1 << slot
    return found


def slots_of(mask: Mask) -> Iterator[int]:
    """The slots of a mask, in order."""
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


@dataclass(frozen=True)
class Zone:
    """Places that suit the same meetings.

    Attributes:
        mode: That of the places.
        hall: Where the tables stand; empty where nobody needs time to get there.
        kept_by: Who keeps the tables; empty when they are for all.
        blocks: The places, those together that are in use in the same slots; a place to which
            a meeting is fixed is a block by itself.
    """

    mode: Mode
    hall: str
    kept_by: frozenset[str]
    blocks: tuple[tuple[Place, ...], ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of all blocks."""
        return tuple(place for block in self.blocks for place in block)


def zones_of(forum: Forum) -> tuple[Zone, ...]:
    """Divide the places of a forum.

    Args:
        forum: The problem.

    Returns:
        The zones, in the order of their first places.
    """
    halls = {place.hall for place in forum.places if place.mode == "face_to_face"}
    far = {
        hall
        for way in forum.travel
        if way.minutes > 0 and way.one != way.other and {way.one, way.other} <= halls
        for hall in (way.one, way.other)
    }
    fixed = {meeting.fixed_place for meeting in forum.meetings}
    found: dict[tuple[Mode, str, frozenset[str]], dict[object, list[Place]]] = {}
    for place in forum.places:
        table = place.mode == "face_to_face"
        hall = place.hall if table and place.hall in far else ""
        blocks = found.setdefault((place.mode, hall, place.kept_by), {})
        blocks.setdefault(place.id if place.id in fixed else place.slots, []).append(place)
    return tuple(
        Zone(mode, hall, kept_by, tuple(map(tuple, blocks.values())))
        for (mode, hall, kept_by), blocks in found.items()
    )


class Ground:
    """Where and when the meetings of a forum can be, as far as each one alone tells.

    Attributes:
        forum: The problem.
        zones: Its zones.
        room: How many places of a zone (index) can be used in a slot (index).
        keepers: Who keeps a table.
    """

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.zones = zones_of(forum)
        self.room = tuple(
            tuple(
                sum(len(block) for block in zone.blocks if slot in block[0].slots)
                for slot in range(len(forum.slots))
            )
            for zone in self.zones
        )
        self._open = [index for index, zone in enumerate(self.zones) if not zone.kept_by]
        self._kept: dict[str, list[int]] = {}
        for index, zone in enumerate(self.zones):
            for name in zone.kept_by:
                self._kept.setdefault(name, []).append(index)
        self.keepers = {
            name for zone in self.zones if zone.mode == "face_to_face" for name in zone.kept_by
        }
        self.modes = {person.id: person.modes for person in forum.participants}
        self.available = {p.id: mask_of(p.available) for p in forum.participants}
        self._blocks = [[mask_of(block[0].slots) for block in zone.blocks] for zone in self.zones]
        self._block_of = {
            place.id: (index, number)
            for index, zone in enumerate(self.zones)
            for number, block in enumerate(zone.blocks)
            for place in block
        }
        self._working = {i.id: mask_of(i.available) for i in forum.interpreters}
        self._runs: dict[int, Mask] = {}
        self._served: dict[tuple[object, ...], Mask] = {}
        self._usable: dict[tuple[int, int], Mask] = {}

    def starts(self, slots: Mask, length: int) -> Mask:
        """Where in the slots something of that length can start that stays within them and
        within one session."""
        if length not in self._runs:
            every = range(len(self.forum.slots))
            self._runs[length] = mask_of(s for s in every if self.forum.run(s, length) is not None)
        found = self._runs[length]
        for offset in range(length):
            found &= slots >> offset
        return found

    def free(self, name: str, meeting: Meeting) -> Mask:
        """Where the meeting can start as far as this participant's time goes."""
        return self.starts(self.available[name], meeting.length)

    def when(self, meeting: Meeting) -> Mask:
        """Where the meeting can start, places left aside."""
        found = self.starts(mask_of(range(len(self.forum.slots))), meeting.length)
        if meeting.allowed is not None:
            found &= mask_of(meeting.allowed)
        if meeting.fixed is not None:
            found &= 1 << meeting.fixed
        for name in meeting.participants:
            found &= self.free(name, meeting)
        for group in meeting.any_of:
            some = 0
            for name in group:
                some |= self.free(name, meeting)
            found &= some
        return found & self._when_served(meeting) if meeting.needs_interpreter else found

    def _when_served(self, meeting: Meeting) -> Mask:
        key = (meeting.needs_interpreter, meeting.length, meeting.fixed_interpreter)
        if key not in self._served:
            found = 0
            for interpreter in self.able(meeting):
                found |= self.at_work(interpreter, meeting)
            self._served[key] = found
        return self._served[key]

    def able(self, meeting: Meeting) -> list[Interpreter]:
        """Who could serve the meeting at some time."""
        return [
            i
            for i in self.forum.interpreters
            if serves(i, meeting)
            and meeting.fixed_interpreter in (None, i.id)
            and (i.max_run is None or meeting.length <= i.max_run)
        ]

    def at_work(self, interpreter: Interpreter, meeting: Meeting) -> Mask:
        """Where the meeting can start as far as this interpreter's time goes."""
        return self.starts(self._working[interpreter.id], meeting.length)

    def where(self, meeting: Meeting) -> dict[int, Mask]:
        """Where the meeting can start, by index of the zone; zones without any are left out."""
        when = self.when(meeting)
        kept = {index for name in meeting.everybody() for index in self._kept.get(name, ())}
        found = {}
        for index in (*self._open, *sorted(kept)):
            starts = when & self._in_use(index, meeting)
            if starts and self._suits(self.zones[index], meeting):
                found[index] = starts
        return found

    def _in_use(self, index: int, meeting: Meeting) -> Mask:
        """Where one place of the zone is in use for all of the meeting."""
        if meeting.fixed_place is not None:
            zone, block = self._block_of[meeting.fixed_place]
            return self.starts(self._blocks[zone][block], meeting.length) if zone == index else 0
        key = (index, meeting.length)
        if key not in self._usable:
            found = 0
            for block in self._blocks[index]:
                found |= self.starts(block, meeting.length)
            self._usable[key] = found
        return self._usable[key]

    def blocks_at(self, index: int, meeting: Meeting, start: int) -> list[int]:
        """The blocks of a zone, by number, in use for all of a meeting that starts there."""
        if meeting.fixed_place is not None:
            zone, block = self._block_of[meeting.fixed_place]
            return [block] if zone == index else []
        return [
            number
            for number, block in enumerate(self._blocks[index])
            if self.starts(block, meeting.length) >> start & 1
        ]

    def _suits(self, zone: Zone, meeting: Meeting) -> bool:
        """Whether the people who may take part can do so in the zone."""
        if zone.mode == "online":
            return any("online" in self.modes[name] for name in meeting.everybody())
        away = set() if zone.kept_by else self.keepers
        return all(self._can_sit(name, away) for name in meeting.participants) and all(
            any(self._can_sit(name, away) for name in group) for group in meeting.any_of
        )

    def _can_sit(self, name: str, away: set[str]) -> bool:
        return "face_to_face" in self.modes[name] and name not in away


def serves(interpreter: Interpreter, meeting: Meeting) -> bool:
    """Whether the interpreter speaks one language of every side of the meeting."""
    return all(interpreter.languages & side for side in meeting.needs_interpreter)


def domains(forum: Forum) -> dict[str, tuple[int, ...]]:
    """The slots each meeting can start in as far as one meeting alone tells.

    Args:
        forum: The problem.

    Returns:
        Slot indices in order, by meeting id: allowed, not against a fixed slot, within one
        session, all participants and one of each group available, a place usable that suits
        them and, where one is needed, an interpreter at work.
    """
    ground = Ground(forum)
    return {
        meeting.id: tuple(slots_of(union(ground.where(meeting).values())))
        for meeting in forum.meetings
    }


def union(masks: Iterable[Mask]) -> Mask:
    """The slots of any of the masks."""
    found = 0
    for mask in masks:
        found |= mask
    return found
