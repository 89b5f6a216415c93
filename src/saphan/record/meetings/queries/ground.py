"""A timetable looked up for moving single meetings: who, what and where is taken when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from saphan.engine.sheets.forum_sheets import modes_of
from saphan.record.forum.models import (
    AgendaItem,
    Availability,
    Delegate,
    Forum,
    Interpreter,
    Place,
    Slot,
)

from ..models import Batch, Meeting, Request, Seat, Timetable
from .incidents import in_force, missing


@dataclass(frozen=True)
class Stay:
    """A meeting in its slots and at its place; slots are numbers in order of time."""

    meeting: int
    first: int
    last: int
    place: int
    interpreter: int | None
    people: tuple[int, ...]

    @property
    def slots(self) -> range:
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Asked:
    """What a meeting to be moved needs, wherever it is.

    Attributes:
        meeting: The meeting.
        people: Keys of those who take part.
        length: How many slots on end.
        languages: Of each side, where an interpreter is needed; else empty.
        earlier: Keys of the meetings after which it comes.
        later: Keys of those before which it comes.
    """

    meeting: Meeting
    people: tuple[int, ...]
    length: int
    languages: tuple[frozenset[str], ...]
    earlier: frozenset[int]
    later: frozenset[int]


class Ground:
    """A timetable, looked up.

    Args:
        timetable: The version.
        meetings: The meetings that are to be moved, scheduled or not. They are taken out of the
            timetable; `put` puts them where they are tried.
        seated: Who takes part in them from now on, where that changes.
        undoing: The batch that is being undone by that.

    Attributes:
        slots: The grid, in order of time; everything else knows slots by their number in it.
        people: The delegates of the meetings.
        asked: What each of the meetings needs, by key.
        missing: What the forum does without after what happened.
    """

    def __init__(
        self,
        timetable: Timetable,
        meetings: Iterable[Meeting],
        seated: Mapping[int, tuple[int, ...]] | None = None,
        undoing: Batch | None = None,
    ) -> None:
        self.timetable = timetable
        self.forum: Forum = timetable.forum
        moved = list(meetings)
        self.slots = list(self.forum.slots.select_related("day").order_by("start"))
        self.number = {slot.pk: index for index, slot in enumerate(self.slots)}
        self.missing = missing(in_force(self.forum, undoing), self.slots)
        self.places = {p.pk: p for p in self.forum.places.prefetch_related("kept_by")}
        self.keepers = {pk: {o.pk for o in p.kept_by.all()} for pk, p in self.places.items()}
        # Organisations that keep a table, and whose meetings at tables are therefore there.
        self.with_tables: set[int] = set().union(
            *(own for pk, own in self.keepers.items() if self.places[pk].mode == "face_to_face")
        )
        self.minutes = self._ways()
        self.interpreters = {i.pk: i for i in self.forum.interpreters.all()}
        self.seats = self._seats()
        self.seats.update(seated or {})
        everywhere = self._stays()
        self.at_place: dict[tuple[int, int], list[Stay]] = defaultdict(list)
        self.of_person: dict[int, list[Stay]] = defaultdict(list)
        self.of_interpreter: dict[int, list[Stay]] = defaultdict(list)
        self.where: dict[int, Stay] = {}
        out = {meeting.pk for meeting in moved}
        for stay in everywhere:
            if stay.meeting not in out:
                self.put(stay)
        self.people = {
            d.pk: d
            for d in Delegate.objects.filter(
                pk__in={pk for meeting in out for pk in self.seats[meeting]}
            ).select_related("person", "organisation")
        }
        self.modes = self._modes()
        self.asked = self._asked(moved)
        self._windows = self._availability()
        self._agenda = self._duties()
        self._sides: dict[int, str] = {}
        self._free: dict[tuple[str, int], frozenset[int]] = {}

    def _ways(self) -> dict[tuple[str, str], int]:
        minutes: dict[tuple[str, str], int] = {}
        for way in self.forum.travel.all():
            minutes[way.one, way.other] = minutes[way.other, way.one] = way.minutes
        return minutes

    def _seats(self) -> dict[int, tuple[int, ...]]:
        seats: dict[int, tuple[int, ...]] = defaultdict(tuple)
        rows = Seat.objects.filter(timetable=self.timetable).order_by("pk")
        for meeting, delegate in rows.values_list("meeting", "delegate"):
            seats[meeting] = (*seats[meeting], delegate)
        return seats

    def _stays(self) -> list[Stay]:
        rows = self.timetable.meetings.filter(
            state=Meeting.State.SCHEDULED, request__state=Request.State.ACCEPTED
        ).order_by()
        return [
            Stay(pk, self.number[first], self.number[last], place, interpreter, self.seats[pk])
            for pk, first, last, place, interpreter in rows.values_list(
                "pk", "slot", "last_slot", "place", "interpreter"
            )
        ]

    def _modes(self) -> dict[int, frozenset[str]]:
        """How those can be present who are, or who share an online meeting with those who are."""
        known = {pk: frozenset(d.modes) for pk, d in self.people.items()}
        near = {
            other
            for pk in self.people
            for stay in self.of_person[pk]
            if self.places[stay.place].mode == "online"
            for other in stay.people
        }
        rows = Delegate.objects.filter(pk__in=near - known.keys()).values_list("pk", "modes")
        return known | {pk: frozenset(modes) for pk, modes in rows}

    def _asked(self, meetings: list[Meeting]) -> dict[int, Asked]:
        requests = {
            r.pk: r
            for r in Request.objects.filter(
                pk__in=[m.request_id for m in meetings]
            ).prefetch_related("after", "before")
        }
        near = {one.pk for r in requests.values() for one in (*r.after.all(), *r.before.all())}
        held = dict(self.timetable.meetings.filter(request__in=near).values_list("request", "pk"))
        found = {}
        for meeting in meetings:
            request = requests[meeting.request_id]
            meeting.request = request
            people = self.seats[meeting.pk]
            spoken = [frozenset(self.people[pk].person.languages) for pk in people]
            alone = meeting.interpreter_id is None and frozenset.intersection(
                *spoken or [frozenset()]
            )
            found[meeting.pk] = Asked(
                meeting,
                people,
                max(self.number[meeting.last_slot_id] - self.number[meeting.slot_id] + 1, 1),
                () if alone else tuple(spoken),
                frozenset(held[r.pk] for r in request.after.all() if r.pk in held),
                frozenset(held[r.pk] for r in request.before.all() if r.pk in held),
            )
        return found

    def _availability(self) -> dict[tuple[str, int], list[Availability]]:
        rows: dict[tuple[str, int], list[Availability]] = defaultdict(list)
        wanted = Q(delegate__in=self.people) | Q(interpreter__isnull=False)
        for row in self.forum.availability.filter(wanted):
            kind, pk = ("d", row.delegate_id) if row.delegate_id else ("i", row.interpreter_id)
            assert pk is not None, "the constraint availability_is_of_one_person is gone"
            rows[kind, pk].append(row)
        return rows

    def _duties(self) -> dict[int, list[AgendaItem]]:
        duties: dict[int, list[AgendaItem]] = defaultdict(list)
        items = self.forum.agenda.filter(Q(for_all=True) | Q(attendees__in=self.people))
        bound = AgendaItem.attendees.through.objects.filter(delegate__in=self.people)
        named = defaultdict(set)
        for item_pk, delegate in bound.values_list("agendaitem", "delegate"):
            named[item_pk].add(delegate)
        for item in items.distinct():
            for pk in self.people if item.for_all else named[item.pk]:
                duties[pk].append(item)
        return duties

    def put(self, stay: Stay) -> None:
        """Have a meeting take its people, place and interpreter."""
        self.where[stay.meeting] = stay
        for slot in stay.slots:
            self.at_place[stay.place, slot].append(stay)
        for pk in stay.people:
            self.of_person[pk].append(stay)
        if stay.interpreter is not None:
            self.of_interpreter[stay.interpreter].append(stay)

    def take(self, stay: Stay) -> None:
        """Have it take nothing."""
        del self.where[stay.meeting]
        for slot in stay.slots:
            self.at_place[stay.place, slot].remove(stay)
        for pk in stay.people:
            self.of_person[pk].remove(stay)
        if stay.interpreter is not None:
            self.of_interpreter[stay.interpreter].remove(stay)

    def stay(self, meeting: Meeting, slot: Slot, place: Place) -> Stay:
        """The meeting from a slot on at a place, with the interpreter that it has."""
        asked = self.asked[meeting.pk]
        first = self.number[slot.pk]
        last = min(first + asked.length, len(self.slots)) - 1
        return Stay(meeting.pk, first, last, place.pk, meeting.interpreter_id, asked.people)

    def day(self, stay: Stay) -> int:
        return self.slots[stay.first].day_id

    def part(self, slot: int) -> tuple[int, str]:
        """The session that a slot belongs to, of its day."""
        return self.slots[slot].day_id, self.slots[slot].session

    def turned(self, delegate: int, number: int) -> bool:
        """Whether a person can only be online by that slot, since something happened."""
        return number >= self.missing.online.get(delegate, len(self.slots))

    def on_the_spot(self, delegate: int, day: int) -> bool:
        """Whether a person is at a table on that day."""
        return any(
            self.day(stay) == day and self.places[stay.place].mode == "face_to_face"
            for stay in self.of_person[delegate]
        )

    def why_not(self, kind: str, person: Delegate | Interpreter, number: int) -> str:
        """What keeps a person from meeting in a slot.

        Args:
            kind: `d` for a delegate, `i` for an interpreter.
            person: The person.
            number: The slot.

        Returns:
            `gone` since something happened, `absent` on that day, `away`, `duty: TITLE`; empty
            for nothing.
        """
        slot = self.slots[number]
        if (kind, person.pk, number) in self.missing.people:
            return "gone"
        turned = kind == "d" and self.turned(person.pk, number)
        modes = {"online"} if turned else set(person.modes)
        if not modes & set(modes_of(slot.day.mode)):  # type: ignore[arg-type]
            return "absent"
        rows = self._windows[kind, person.pk]
        here: date = slot.day.date
        today = [
            row
            for row in rows
            if row.status == Availability.Status.AVAILABLE
            and row.start.astimezone(self.forum.zone).date() == here
        ]
        if today and not any(row.start <= slot.start and slot.end <= row.end for row in today):
            return "away"
        if any(
            row.status == Availability.Status.AWAY and row.start < slot.end and slot.start < row.end
            for row in rows
        ):
            return "away"
        for item in self._agenda[person.pk] if kind == "d" else ():
            if item.start < slot.end and slot.start < item.end:
                return f"duty: {item.title}"
        return ""

    def at_work(self, interpreter: int) -> frozenset[int]:
        """The slots in which an interpreter is at work."""
        if ("i", interpreter) not in self._free:
            person = self.interpreters[interpreter]
            self._free["i", interpreter] = frozenset(
                number for number in range(len(self.slots)) if not self.why_not("i", person, number)
            )
        return self._free["i", interpreter]

    def sides(self, meetings: Iterable[int]) -> dict[int, str]:
        """The organisations of these meetings, named."""
        wanted = set(meetings)
        people = {pk for meeting in wanted - self._sides.keys() for pk in self.seats[meeting]}
        rows = Delegate.objects.filter(pk__in=people).values_list("pk", "organisation__name")
        names: dict[int, str] = dict(rows) if people else {}
        for meeting in wanted - self._sides.keys():
            sides = dict.fromkeys(names[pk] for pk in self.seats[meeting])
            self._sides[meeting] = " – ".join(sides)
        return {meeting: self._sides[meeting] for meeting in wanted}
