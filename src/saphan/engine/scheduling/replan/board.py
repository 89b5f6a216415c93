"""A day looked up once: who and what is taken when, and what cannot stay as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass

from saphan.engine.scheduling.model.zones import Ground, Mask, mask_of, union
from saphan.engine.scheduling.problem import Meeting, Scheduled, by_id
from saphan.engine.scheduling.replan.day import Day


@dataclass(frozen=True)
class Held:
    """A meeting as it stands in the timetable: indices of its slots, and who and what it takes."""

    meeting: Meeting
    item: Scheduled
    start: int
    taken: Mask
    who: tuple[str, ...]
    zone: int


@dataclass(frozen=True)
class Taken:
    """The slots in which people, places and interpreters are taken, by id."""

    people: dict[str, Mask]
    places: dict[str, Mask]
    interpreters: dict[str, Mask]

    def flip(self, held: Iterable[Held]) -> None:
        """Take these meetings out, or put them back in."""
        for one in held:
            for name in one.who:
                self.people[name] ^= one.taken
            if one.item.place is not None:
                self.places[one.item.place] ^= one.taken
            if one.item.interpreter is not None:
                self.interpreters[one.item.interpreter] ^= one.taken


class Board:
    """The day, looked up.

    Attributes:
        day: The day.
        ground: Where and when each meeting can be, as far as it alone tells.
        asked: The meetings by id.
        held: Those of the timetable that are still asked for, by id.
        later: Ids of those that have not begun.
        called_off: Ids of those of the timetable that are not asked for any more.
        hit: Ids of those that cannot stay as they are.
        of: Ids of the later meetings of each person.
    """

    def __init__(self, day: Day) -> None:
        self.day = day
        self.forum = day.forum
        self.ground = Ground(day.forum)
        self.asked = by_id(day.forum.meetings)
        self.slots = {slot.id: index for index, slot in enumerate(day.forum.slots)}
        self.places = by_id(day.forum.places)
        self.interpreters = by_id(day.forum.interpreters)
        self.zone_of = {
            place.id: index for index, zone in enumerate(self.ground.zones) for place in zone.places
        }
        self.usable = {place.id: mask_of(place.slots) for place in day.forum.places}
        self._where: dict[str, dict[int, Mask]] = {}
        self.called_off = [item.id for item in day.timetable if item.id not in self.asked]
        self.held = {
            item.id: self._look_up(item) for item in day.timetable if item.id in self.asked
        }
        self.later = [name for name in self.held if name not in day.begun]
        self.hit = [name for name in self.later if not self._stands(self.held[name])]
        self.of: dict[str, list[str]] = defaultdict(list)
        for name in self.later:
            for person in self.held[name].who:
                self.of[person].append(name)

    def _look_up(self, item: Scheduled) -> Held:
        meeting = self.asked[item.id]
        if item.place is None:
            raise ValueError(f"meeting {item.id!r} has no place, and each needs one on the day")
        start = self.slots[item.slot]
        return Held(
            meeting,
            item,
            start,
            ((1 << meeting.length) - 1) << start,
            (*meeting.participants, *item.chosen),
            self.zone_of[item.place],
        )

    def where(self, name: str) -> dict[int, Mask]:
        """Where the meeting can start, by index of the zone, as far as it alone tells."""
        if name not in self._where:
            self._where[name] = self.ground.where(self.asked[name])
        return self._where[name]

    def when(self, name: str) -> Mask:
        """Where the meeting can start, in any zone."""
        return union(self.where(name).values())

    def suits(self, zone: int, who: Iterable[str]) -> bool:
        """Whether a place of the zone is one for these people, as far as their modes and the
        keepers of tables go."""
        names, ground = set(who), self.ground
        kept = ground.zones[zone].kept_by
        if kept and not kept & names:
            return False
        if ground.zones[zone].mode == "online":
            return any("online" in ground.modes[name] for name in names)
        return all("face_to_face" in ground.modes[name] for name in names) and bool(
            kept or not names & ground.keepers
        )

    def _stands(self, held: Held) -> bool:
        """Whether a meeting can stay exactly as it is."""
        meeting, place, ground = held.meeting, held.item.place, self.ground
        assert place is not None
        if held.taken & ~self.usable[place] or meeting.fixed_place not in (None, place):
            return False
        if not self.where(meeting.id).get(held.zone, 0) >> held.start & 1:
            return False
        if meeting.any_of and not (
            self.suits(held.zone, held.who)
            and all(held.taken & ~ground.available[n] == 0 for n in held.item.chosen)
        ):
            return False
        if not meeting.needs_interpreter:
            return True
        serving = self.interpreters[held.item.interpreter or ""]
        return bool(ground.at_work(serving, meeting) >> held.start & 1)

    def taken_without(self, free: Set[str]) -> Taken:
        """What is taken when these meetings are taken out."""
        staying = [one for name, one in self.held.items() if name not in free]
        taken = Taken(
            dict.fromkeys(self.ground.available, 0),
            dict.fromkeys(self.places, 0),
            dict.fromkeys(self.interpreters, 0),
        )
        taken.flip(staying)
        return taken

    def real(self, person: str) -> str:
        """Who the person is outside this problem."""
        return self.day.real.get(person, person)
