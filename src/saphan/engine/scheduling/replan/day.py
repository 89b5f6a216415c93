"""The problem as it stands on the day: the forum after what has happened.

What has begun stays as it is. Limits on breaks (`fairness`, `max_breaks`) and guarantees of
meetings are rules of the plan and not of the day: to keep them after a meeting fell out would move
people whom nothing has hit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from saphan.engine.scheduling.problem import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    Scheduled,
    by_id,
)
from saphan.engine.scheduling.replan.incident import (
    Cancelled,
    Disconnected,
    Incident,
    Late,
    LeavesEarly,
    LostInterpreter,
    LostPlace,
    NoShow,
    Step,
    TurnedOnline,
    UrgentRequest,
    window,
)


@dataclass(frozen=True)
class Day:
    """A forum after incidents, and a timetable as seen by it.

    Attributes:
        forum: The changed problem, with the meetings of the timetable and those that must be held.
            What has begun is fixed in slot, place and interpreter; the rest can only be held
            later than now. Somebody turned online is two people in it, one before that moment
            and one after.
        timetable: The timetable in terms of that problem. It breaks rules where an incident
            hits it.
        begun: Ids of the meetings that have begun.
        now: Index of the slot that is running; -1 when nothing has begun.
        real: Who stands behind the people that the problem has in addition.
    """

    forum: Forum
    timetable: tuple[Scheduled, ...]
    begun: frozenset[str]
    now: int
    real: dict[str, str]


def changed(forum: Forum, timetable: Iterable[Scheduled], steps: Sequence[Step]) -> Day:
    """Apply what has happened so far to a forum.

    Args:
        forum: The problem as it was planned.
        timetable: The timetable to judge or to change.
        steps: What happened, in order of time.

    Returns:
        The problem of the day, and the timetable as seen by it.

    Raises:
        ValueError: An incident names what does not exist, or calls off or asks for a meeting
            that has begun; a step goes back in time. The message says which.
    """
    making = _Making(forum, tuple(timetable))
    for step in steps:
        making.apply(step)
    return making.day()


class _Making:
    """The day as far as it has been told."""

    def __init__(self, forum: Forum, timetable: tuple[Scheduled, ...]) -> None:
        self.forum = forum
        self.number = {slot.id: index for index, slot in enumerate(forum.slots)}
        self.people: dict[str, Participant] = {
            p.id: replace(p, max_breaks=None, min_meetings=0) for p in forum.participants
        }
        self.places: dict[str, Place] = by_id(forum.places)
        self.interpreters: dict[str, Interpreter] = by_id(forum.interpreters)
        self.meetings: dict[str, Meeting] = by_id(forum.meetings)
        self.items = {item.id: item for item in timetable}
        # A timetable with a meeting nobody asked for is for the checker to judge.
        self.starts = {
            item.id: self.number[item.slot] for item in timetable if item.slot in self.number
        }
        self.real: dict[str, str] = {}
        self.now = -1

    def apply(self, step: Step) -> None:
        if not -1 <= step.now < len(self.forum.slots):
            raise ValueError(f"slot {step.now} is running, of {len(self.forum.slots)} from 0")
        if step.now < self.now:
            raise ValueError("what happened is not told in order of time")
        self.now = step.now
        for incident in step.incidents:
            self.happen(incident)
        for name in step.given_up:
            if name in self.meetings:
                self.meetings[name] = replace(self.meetings[name], must=False)

    def happen(self, incident: Incident) -> None:
        lost = frozenset(window(incident, self.now, len(self.forum.slots)))
        match incident:
            case NoShow() | Late() | LeavesEarly() | Disconnected():
                name = self._known(incident.participant, self.people, "participant")
                for one in (name, *(other for other in self.real if self.real[other] == name)):
                    left = self.people[one].available - (lost - self._running(one))
                    self.people[one] = replace(self.people[one], available=left)
            case LostPlace():
                place = self.places[self._known(incident.place, self.places, "place")]
                kept = self._running_at(place.id)
                self.places[place.id] = replace(place, slots=place.slots - (lost - kept))
            case LostInterpreter():
                name = self._known(incident.interpreter, self.interpreters, "interpreter")
                who = self.interpreters[name]
                kept = self._running_with(name)
                self.interpreters[name] = replace(who, available=who.available - (lost - kept))
            case TurnedOnline():
                self._known(incident.participant, self.people, "participant")
                self._split(incident.participant, max(incident.start, self.now + 1))
            case UrgentRequest():
                self._ask(incident)
            case Cancelled():
                self._cancel(self._known(incident.meeting, self.meetings, "meeting"))

    def _known(self, name: str, things: Mapping[str, object], kind: str) -> str:
        if name not in things:
            raise ValueError(f"there is no {kind} {name!r}")
        return name

    def _begun(self) -> Iterable[Scheduled]:
        return (self.items[m] for m, start in self.starts.items() if start <= self.now)

    def _taken(self, item: Scheduled) -> range:
        start = self.starts[item.id]
        length = self.meetings[item.id].length if item.id in self.meetings else 1
        return range(start, start + length)

    def _who(self, item: Scheduled) -> tuple[str, ...]:
        asked = self.meetings.get(item.id)
        return (*(asked.participants if asked else ()), *item.chosen)

    def _running(self, name: str) -> frozenset[int]:
        """The slots of the meetings of a person that have begun."""
        return frozenset(
            s for item in self._begun() if name in self._who(item) for s in self._taken(item)
        )

    def _running_at(self, place: str) -> frozenset[int]:
        return frozenset(
            s for item in self._begun() if item.place == place for s in self._taken(item)
        )

    def _running_with(self, interpreter: str) -> frozenset[int]:
        return frozenset(
            s
            for item in self._begun()
            if item.interpreter == interpreter
            for s in self._taken(item)
        )

    def _split(self, name: str, moment: int) -> None:
        """Two people for one: who was on the spot until the moment, and who is online after."""
        person = self.people[name]
        if "face_to_face" not in person.modes:
            return
        before = f"{name} (on the spot)"
        mine = [m for m, item in self.items.items() if name in self._who(item)]
        earlier = [m for m in mine if self.starts.get(m, moment) < moment]
        stayed = frozenset(s for m in earlier for s in self._taken(self.items[m]))
        self.people[before] = replace(
            person,
            id=before,
            available=frozenset(s for s in person.available if s < moment or s in stayed),
            max_meetings=None,
        )
        most = person.max_meetings
        self.people[name] = replace(
            person,
            available=frozenset(s for s in person.available if s >= moment and s not in stayed),
            max_meetings=None if most is None else max(most - len(earlier), 0),
            modes=frozenset({"online"}),
        )
        self.real[before] = self.real.get(name, name)
        for meeting in earlier:
            self._rename(meeting, name, before)
        for place in self.places.values():
            if name in place.kept_by:
                self.places[place.id] = replace(place, kept_by=place.kept_by | {before})

    def _rename(self, meeting: str, old: str, new: str) -> None:
        def renamed(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(new if name == old else name for name in names)

        asked, item = self.meetings[meeting], self.items[meeting]
        self.meetings[meeting] = replace(
            asked,
            participants=renamed(asked.participants),
            any_of=tuple(map(renamed, asked.any_of)),
        )
        self.items[meeting] = replace(item, chosen=renamed(item.chosen))

    def _ask(self, incident: UrgentRequest) -> None:
        if isinstance(incident.meeting, Meeting):
            if incident.id in self.meetings:
                raise ValueError(f"meeting {incident.id!r} is asked for already")
            self.meetings[incident.id] = incident.meeting
        name = self._known(incident.id, self.meetings, "meeting")
        if self.starts.get(name, self.now + 1) <= self.now:
            raise ValueError(f"meeting {name!r} has begun")
        asked = self.meetings[name]
        every = range(len(self.forum.slots)) if asked.allowed is None else asked.allowed
        last = len(self.forum.slots) if incident.deadline is None else incident.deadline
        allowed = frozenset(s for s in every if s <= last)
        self.meetings[name] = replace(asked, must=True, allowed=allowed)

    def _cancel(self, name: str) -> None:
        if self.starts.get(name, self.now + 1) <= self.now:
            raise ValueError(f"meeting {name!r} has begun")
        del self.meetings[name]

    def day(self) -> Day:
        begun = frozenset(item.id for item in self._begun() if item.id in self.meetings)
        known = [m for m in self.meetings.values() if m.must or m.id in self.items]
        meetings = tuple(self._stay(m) if m.id in begun else self._later(m) for m in known)
        names = {m.id for m in known}
        items = tuple(
            replace(item, chosen=()) if item.id in begun else item for item in self.items.values()
        )
        forum = replace(
            self.forum,
            participants=tuple(self.people.values()),
            places=tuple(self.places.values()),
            interpreters=tuple(self.interpreters.values()),
            meetings=meetings,
            precedences=tuple(
                Precedence(p.before, p.after)
                for p in self.forum.precedences
                if p.before in names and p.after in names
            ),
            fairness=None,
            previous=(),
        )
        return Day(forum, items, begun, self.now, self.real)

    def _stay(self, meeting: Meeting) -> Meeting:
        item = self.items[meeting.id]
        return replace(
            meeting,
            participants=self._who(item),
            any_of=(),
            must=True,
            allowed=None,
            fixed=self.starts[meeting.id],
            fixed_place=item.place,
            fixed_interpreter=item.interpreter if meeting.needs_interpreter else None,
        )

    def _later(self, meeting: Meeting) -> Meeting:
        if self.now < 0:
            return meeting
        every = range(len(self.forum.slots)) if meeting.allowed is None else meeting.allowed
        return replace(meeting, allowed=frozenset(s for s in every if s > self.now))
