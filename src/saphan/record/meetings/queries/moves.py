"""Where a meeting of a timetable can be instead, and what stands in its way.

The rules are those by which the engine's checker judges a timetable, less those of the plan that a
single move cannot answer for: limits on breaks, guarantees, and which meetings must be held.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from saphan.engine.sheets.forum_sheets import modes_of
from saphan.record.forum.models import Day, Interpreter, Place, Slot

from ..models import Meeting, Request
from .conflicts import Conflict
from .ground import Asked, Ground, Stay


@dataclass(frozen=True)
class Cell:
    """A slot at a place, as a meeting picked up finds it.

    Attributes:
        conflicts: What stands in the way; nothing where it can be put down.
        holds: Key of the meeting that is there, with which it could change places.
    """

    slot: Slot
    place: Place
    conflicts: tuple[Conflict, ...]
    holds: int | None = None


class Moves:
    """Tries meetings elsewhere.

    Args:
        ground: The timetable without the meetings to be moved.
        now: The present moment; what has begun stays as it is.
    """

    def __init__(self, ground: Ground, now: datetime) -> None:
        self.ground = ground
        self.now = now

    def conflicts(self, stays: Sequence[Stay]) -> tuple[tuple[Conflict, ...], list[Stay]]:
        """What stands in the way of having these meetings where they are tried, all together.

        An interpreter who cannot serve there gives way to one who can.

        Returns:
            The conflicts, named; and the stays, each with its interpreter.
        """
        for stay in stays:
            self.ground.put(stay)
        found: list[Conflict] = []
        settled: list[Stay] = []
        for stay in stays:
            self.ground.take(stay)
            asked = self.ground.asked[stay.meeting]
            found += self._of_time(asked, stay)
            found += self._of_place(asked, stay)
            serving = self._interpreter(asked, stay)
            if serving is None and asked.languages:
                found.append(Conflict("interpreter"))
            stay = replace(stay, interpreter=serving)
            self.ground.put(stay)
            settled.append(stay)
        for stay in settled:
            self.ground.take(stay)
        return self._named(dict.fromkeys(found)), settled

    def cells(
        self,
        meeting: Meeting,
        days: Iterable[Day],
        *,
        slots: Container[int] | None = None,
        places: Container[int] | None = None,
    ) -> list[Cell]:
        """Every cell of these days, as the meeting finds it where its first slot is put there.

        Args:
            meeting: The meeting.
            days: The days.
            slots: Keys of the slots to be tried; None for all.
            places: Likewise of places.
        """
        ground, asked = self.ground, self.ground.asked[meeting.pk]
        wanted = {day.pk for day in days}
        found: list[Cell] = []
        of_hall: dict[tuple[int, str, str], tuple[Conflict, ...]] = {}
        for slot in ground.slots:
            if slot.day_id not in wanted or (slots is not None and slot.pk not in slots):
                continue
            of_time = tuple(self._of_time(asked, ground.stay(meeting, slot, _some(ground.places))))
            for place in ground.places.values():
                if place.mode not in modes_of(slot.day.mode):  # type: ignore[arg-type]
                    continue
                if places is not None and place.pk not in places:
                    continue
                stay = ground.stay(meeting, slot, place)
                key = (slot.pk, place.mode, place.hall)
                if key not in of_hall:
                    of_hall[key] = tuple(self._of_hall(asked, stay))
                own = (*of_time, *of_hall[key], *self._of_table(asked, stay))
                there = {one.meeting for n in stay.slots for one in ground.at_place[place.pk, n]}
                conflicts = (*own, *(Conflict("taken", place=place.name, other=m) for m in there))
                holds = _could_give_way(there, own)
                found.append(Cell(slot, place, conflicts, holds))
        names = ground.sides({c.other for cell in found for c in cell.conflicts if c.other})
        named: dict[Conflict, Conflict] = {}
        return [
            replace(
                cell,
                conflicts=tuple(named.setdefault(c, _with_names(c, names)) for c in cell.conflicts),
            )
            for cell in found
        ]

    def _named(self, conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
        found = list(conflicts)
        names = self.ground.sides({c.other for c in found if c.other is not None})
        return tuple(_with_names(c, names) for c in found)

    def _of_time(self, asked: Asked, stay: Stay) -> Iterator[Conflict]:
        """What the slots, the people and their other meetings say."""
        ground, request = self.ground, asked.meeting.request
        if request.state != Request.State.ACCEPTED:
            yield Conflict("withdrawn")
        if ground.slots[stay.first].start <= self.now:
            yield Conflict("past")
        if len(stay.slots) < asked.length or len({ground.part(n) for n in stay.slots}) > 1:
            yield Conflict("long")
        if request.fixed_slot_id not in (None, ground.slots[stay.first].pk):
            yield Conflict("fixed_time")
        for pk in asked.people:
            yield from self._of_person(pk, stay)
        for other in asked.earlier & ground.where.keys():
            if ground.where[other].last >= stay.first:
                yield Conflict("after", other=other)
        for other in asked.later & ground.where.keys():
            if stay.last >= ground.where[other].first:
                yield Conflict("before", other=other)

    def _of_person(self, pk: int, stay: Stay) -> Iterator[Conflict]:
        ground = self.ground
        person = ground.people[pk]
        name = person.person.name
        for why in dict.fromkeys(ground.why_not("d", person, n) for n in stay.slots):
            code, _, title = why.partition(": ")
            if code:
                yield Conflict(code, who=name, words=title)
        for other in ground.of_person[pk]:
            if other.first <= stay.last and stay.first <= other.last:
                yield Conflict("busy", who=name, other=other.meeting)
        most = _least(person.max_meetings, ground.forum.max_meetings)
        if most is not None and len(ground.of_person[pk]) >= most:
            yield Conflict("most", who=name, words=str(most))

    def _of_place(self, asked: Asked, stay: Stay) -> Iterator[Conflict]:
        """What the place says, and the way to it; not who interprets."""
        ground, place = self.ground, self.ground.places[stay.place]
        if place.mode not in modes_of(ground.slots[stay.first].day.mode):  # type: ignore[arg-type]
            yield Conflict("unused", place=place.name)
        for other in dict.fromkeys(
            one.meeting for n in stay.slots for one in ground.at_place[place.pk, n]
        ):
            yield Conflict("taken", place=place.name, other=other)
        yield from self._of_table(asked, stay)
        yield from self._of_mode(asked, stay)
        yield from self._of_ways(asked, stay)

    def _of_hall(self, asked: Asked, stay: Stay) -> Iterator[Conflict]:
        """What is the same for all places of a mode in a hall."""
        yield from self._of_mode(asked, stay)
        yield from self._of_ways(asked, stay)
        if asked.languages and self._interpreter(asked, stay) is None:
            yield Conflict("interpreter")

    def _of_table(self, asked: Asked, stay: Stay) -> Iterator[Conflict]:
        """What is said of this very place: whose it is, and whether another is agreed on."""
        ground, place = self.ground, self.ground.places[stay.place]
        if any((place.pk, number) in ground.missing.places for number in stay.slots):
            yield Conflict("lost", place=place.name)
        if asked.meeting.request.place_id not in (None, place.pk):
            yield Conflict("fixed_place")
        kept = ground.keepers[place.pk]
        own = {ground.people[pk].organisation_id for pk in asked.people}
        if kept and not kept & own:
            yield Conflict("kept", place=place.name)
        elif place.mode == "face_to_face" and not kept and ground.with_tables & own:
            yield Conflict("keeper")

    def _of_mode(self, asked: Asked, stay: Stay) -> Iterator[Conflict]:
        """Whether they can be present like that: a person is on the spot or online a day."""
        ground, place, day = self.ground, self.ground.places[stay.place], self.ground.day(stay)
        if place.mode == "online":
            if not any(self._online(pk, stay) for pk in asked.people):
                yield Conflict("nobody_online")
            return
        for pk in asked.people:
            if "face_to_face" not in ground.modes[pk] or ground.turned(pk, stay.first):
                yield Conflict("only_online", who=ground.people[pk].person.name)
        # Who comes to a table is no longer online that day, on whom a room may count.
        come = set(asked.people)
        for pk in asked.people:
            for other in ground.of_person[pk]:
                if ground.places[other.place].mode != "online" or ground.day(other) != day:
                    continue
                if ground.turned(pk, other.first):
                    continue
                if not any(one not in come and self._online(one, other) for one in other.people):
                    name = ground.people[pk].person.name
                    yield Conflict("not_online", who=name, other=other.meeting)

    def _online(self, pk: int, stay: Stay) -> bool:
        ground = self.ground
        if ground.turned(pk, stay.first):
            return True
        return "online" in ground.modes[pk] and not ground.on_the_spot(pk, ground.day(stay))

    def _of_ways(self, asked: Asked, stay: Stay) -> Iterator[Conflict]:
        for pk in asked.people:
            if minutes := self._too_far(self.ground.of_person[pk], stay):
                yield Conflict("way", who=self.ground.people[pk].person.name, words=str(minutes))

    def _too_far(self, others: Iterable[Stay], stay: Stay) -> int:
        """Minutes missing time for the way from or to another table of the day; 0 for none."""
        ground, place = self.ground, self.ground.places[stay.place]
        if not ground.minutes or place.mode != "face_to_face":
            return 0
        for other in others:
            there = ground.places[other.place]
            if there.mode != "face_to_face" or ground.day(other) != ground.day(stay):
                continue
            minutes = ground.minutes.get((place.hall, there.hall), 0)
            if not minutes:
                continue
            one, two = sorted((stay, other), key=lambda item: item.first)
            gap = ground.slots[two.first].start - ground.slots[one.last].end
            if gap.total_seconds() < 60 * minutes:
                return minutes
        return 0

    def _interpreter(self, asked: Asked, stay: Stay) -> int | None:
        """Who interprets: the one who does now if that is possible, else who does least."""
        ground = self.ground
        if not asked.languages:
            return None
        if stay.interpreter is not None and self._serves(
            ground.interpreters[stay.interpreter], asked, stay
        ):
            return stay.interpreter
        able = [i for i in ground.interpreters.values() if self._serves(i, asked, stay)]
        able.sort(key=lambda i: (len(ground.of_interpreter[i.pk]), i.code))
        return able[0].pk if able else None

    def _serves(self, person: Interpreter, asked: Asked, stay: Stay) -> bool:
        ground = self.ground
        if any(not side & set(person.languages) for side in asked.languages):
            return False
        serving = ground.of_interpreter[person.pk]
        if person.max_meetings is not None and len(serving) >= person.max_meetings:
            return False
        taken = {n for other in serving for n in other.slots}
        own = set(stay.slots)
        if own & taken or not own <= ground.at_work(person.pk):
            return False
        if person.max_run is not None and self._run(own, taken) > person.max_run:
            return False
        return not self._too_far(serving, stay)

    def _run(self, own: set[int], taken: set[int]) -> int:
        """Slots of the session that are served on end around these."""
        first, last = min(own), max(own)
        part = self.ground.part(first)
        while first - 1 in taken and self.ground.part(first - 1) == part:
            first -= 1
        part = self.ground.part(last)
        while last + 1 in taken and self.ground.part(last + 1) == part:
            last += 1
        return last - first + 1


def _could_give_way(there: set[int], own: Iterable[Conflict]) -> int | None:
    """The one meeting that is there, where nothing else is in the way."""
    if len(there) != 1:
        return None
    (other,) = there
    return None if any((c.code, c.other) != ("busy", other) for c in own) else other


def _with_names(conflict: Conflict, names: Mapping[int, str]) -> Conflict:
    return conflict if conflict.other is None else replace(conflict, others=names[conflict.other])


def _some(places: Mapping[int, Place]) -> Place:
    return next(iter(places.values()))


def _least(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)
