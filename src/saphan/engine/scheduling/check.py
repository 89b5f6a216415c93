"""An independent judge of a timetable: shares no code with the model.

Everything is recomputed from the problem and the scheduled meetings alone, rule by rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from saphan.engine.scheduling.problem import Forum, Scheduled


@dataclass(frozen=True)
class Rule:
    """A rule and everything that breaks it, in words."""

    name: str
    broken: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The verdict.

    Attributes:
        rules: Every rule, kept or broken.
        figures: What the timetable reaches: meetings, value, breaks, fairness, moves, change.
    """

    rules: tuple[Rule, ...]
    figures: dict[str, int] = field(default_factory=dict)

    @property
    def broken(self) -> list[str]:
        """Everything that is wrong."""
        return [line for rule in self.rules for line in rule.broken]

    @property
    def ok(self) -> bool:
        """Whether every rule is kept."""
        return not self.broken


def check(forum: Forum, meetings: Iterable[Scheduled]) -> Report:
    """Judge a timetable.

    Args:
        forum: The problem.
        meetings: The timetable.

    Returns:
        Each rule with what breaks it, and the figures.
    """
    judge = _Judge(forum, tuple(meetings))
    rules: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
        ("known", judge.unknown),
        ("each meeting once", judge.twice),
        ("musts are held", judge.missing),
        ("allowed slots", judge.not_allowed),
        ("fixed slots", judge.not_fixed),
        ("availability", judge.unavailable),
        ("nobody in two places", judge.in_two_places),
        ("capacity", judge.over_capacity),
        ("places", judge.wrong_places),
        ("interpreters", judge.wrong_interpreters),
        ("most meetings", judge.too_many),
        ("precedences", judge.out_of_order),
        ("fairness", judge.unfair),
    )
    unknown = Rule("known", tuple(judge.unknown()))
    if unknown.broken:
        # What cannot be looked up cannot be judged further.
        return Report((unknown,))
    return Report(tuple(Rule(name, tuple(find())) for name, find in rules), judge.figures())


class _Judge:
    def __init__(self, forum: Forum, timetable: tuple[Scheduled, ...]) -> None:
        self.forum = forum
        self.timetable = timetable
        self.number = {slot.id: index for index, slot in enumerate(forum.slots)}
        self.asked = {meeting.id: meeting for meeting in forum.meetings}
        self.people = {person.id: person for person in forum.participants}
        self.places = {place.id: place for place in forum.places}
        self.interpreters = {person.id: person for person in forum.interpreters}

    def unknown(self) -> Iterable[str]:
        for item in self.timetable:
            if item.id not in self.asked:
                yield f"{item.id}: no such meeting was asked for"
            if item.slot not in self.number:
                yield f"{item.id}: there is no slot {item.slot}"
            if item.place is not None and item.place not in self.places:
                yield f"{item.id}: there is no place {item.place}"
            if item.interpreter is not None and item.interpreter not in self.interpreters:
                yield f"{item.id}: there is no interpreter {item.interpreter}"

    def twice(self) -> Iterable[str]:
        for name, count in Counter(item.id for item in self.timetable).items():
            if count > 1:
                yield f"{name} stands {count} times"

    def missing(self) -> Iterable[str]:
        held = {item.id for item in self.timetable}
        for meeting in self.forum.meetings:
            if meeting.must and meeting.id not in held:
                yield f"{meeting.id} must be held and is not"

    def not_allowed(self) -> Iterable[str]:
        for item in self.timetable:
            allowed = self.asked[item.id].allowed
            if allowed is not None and self.number[item.slot] not in allowed:
                yield f"{item.id} is in slot {item.slot}, outside its session"

    def not_fixed(self) -> Iterable[str]:
        for item in self.timetable:
            fixed = self.asked[item.id].fixed
            if fixed is not None and self.number[item.slot] != fixed:
                yield f"{item.id} is in slot {item.slot}, fixed to {self.forum.slots[fixed].id}"

    def unavailable(self) -> Iterable[str]:
        for item in self.timetable:
            for name in self.asked[item.id].participants:
                if self.number[item.slot] not in self.people[name].available:
                    yield f"{name} is not available in slot {item.slot} ({item.id})"

    def in_two_places(self) -> Iterable[str]:
        seen: dict[tuple[str, str], str] = {}
        for item in self.timetable:
            for name in self.asked[item.id].participants:
                if (name, item.slot) in seen:
                    yield f"{name} is in {seen[name, item.slot]} and {item.id} in slot {item.slot}"
                seen[name, item.slot] = item.id

    def over_capacity(self) -> Iterable[str]:
        for slot, count in Counter(item.slot for item in self.timetable).items():
            room = sum(self.number[slot] in place.slots for place in self.forum.places)
            if count > room:
                yield f"slot {slot} holds {count} meetings in {room} places"

    def wrong_places(self) -> Iterable[str]:
        seen: dict[tuple[str, str], str] = {}
        for item in self.timetable:
            if item.place is None:
                continue
            if self.number[item.slot] not in self.places[item.place].slots:
                yield f"{item.place} is not in use in slot {item.slot} ({item.id})"
            if (item.place, item.slot) in seen:
                other = seen[item.place, item.slot]
                yield f"{other} and {item.id} are both at {item.place} in slot {item.slot}"
            seen[item.place, item.slot] = item.id

    def wrong_interpreters(self) -> Iterable[str]:
        seen: dict[tuple[str, str], str] = {}
        for item in self.timetable:
            sides = self.asked[item.id].needs_interpreter
            if item.interpreter is None:
                if sides:
                    yield f"{item.id} needs an interpreter and has none"
                continue
            person = self.interpreters[item.interpreter]
            if any(not side & person.languages for side in sides):
                yield f"{item.interpreter} does not speak the languages of {item.id}"
            if self.number[item.slot] not in person.available:
                yield f"{item.interpreter} is not available in slot {item.slot} ({item.id})"
            if (item.interpreter, item.slot) in seen:
                other = seen[item.interpreter, item.slot]
                yield f"{item.interpreter} is in {other} and {item.id} in slot {item.slot}"
            seen[item.interpreter, item.slot] = item.id

    def too_many(self) -> Iterable[str]:
        counts = Counter(n for item in self.timetable for n in self.asked[item.id].participants)
        for person in self.forum.participants:
            if person.max_meetings is not None and counts[person.id] > person.max_meetings:
                yield f"{person.id} has {counts[person.id]} meetings, at most {person.max_meetings}"

    def out_of_order(self) -> Iterable[str]:
        when = {item.id: self.number[item.slot] for item in self.timetable}
        for rule in self.forum.precedences:
            if rule.before in when and rule.after in when and when[rule.before] >= when[rule.after]:
                yield f"{rule.before} is not before {rule.after}"

    def unfair(self) -> Iterable[str]:
        counts = self.breaks()
        spread = max(counts.values(), default=0) - min(counts.values(), default=0)
        if self.forum.fairness is not None and spread > self.forum.fairness:
            yield f"breaks differ by {spread}, at most {self.forum.fairness} is fair"

    def breaks(self) -> dict[str, int]:
        """Maximal idle runs between two meetings of a day, by participant."""
        days: dict[tuple[str, str], list[int]] = defaultdict(list)
        for item in self.timetable:
            slot = self.number[item.slot]
            for name in self.asked[item.id].participants:
                days[name, self.forum.slots[slot].day].append(slot)
        counts = dict.fromkeys(self.people, 0)
        for (name, _day), slots in days.items():
            ordered = sorted(slots)
            for position in range(1, len(ordered)):
                if ordered[position] > ordered[position - 1] + 1:
                    counts[name] += 1
        return counts

    def figures(self) -> dict[str, int]:
        counts = self.breaks()
        old = {item.id: item.slot for item in self.forum.previous if item.id in self.asked}
        new = {item.id: item.slot for item in self.timetable}
        return {
            "meetings": len(self.timetable),
            "value": sum(self.asked[item.id].value for item in self.timetable),
            "breaks": sum(counts.values()),
            "most breaks": max(counts.values(), default=0),
            "fewest breaks": min(counts.values(), default=0),
            "moves": self.moves(),
            "change": sum(new.get(name) != slot for name, slot in old.items()),
        }

    def moves(self) -> int:
        """How often somebody goes from one place to another between meetings of a day."""
        path: dict[tuple[str, str], list[tuple[int, str | None]]] = defaultdict(list)
        for item in self.timetable:
            slot = self.number[item.slot]
            for name in self.asked[item.id].participants:
                path[name, self.forum.slots[slot].day].append((slot, item.place))
        total = 0
        for steps in path.values():
            places = [place for _slot, place in sorted(steps, key=lambda step: step[0])]
            total += sum(places[i] != places[i - 1] for i in range(1, len(places)))
        return total
