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
        figures: What the timetable reaches: meetings, shortfall, value, breaks, the most and the
            fewest breaks of one participant, moves, change.
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
        ("lengths", judge.too_long),
        ("groups", judge.wrongly_chosen),
        ("availability", judge.unavailable),
        ("nobody in two places", judge.in_two_places),
        ("capacity", judge.over_capacity),
        ("places", judge.wrong_places),
        ("modes", judge.wrong_modes),
        ("kept tables", judge.not_kept),
        ("travel", judge.too_far),
        ("interpreters", judge.wrong_interpreters),
        ("rests of interpreters", judge.without_rest),
        ("most meetings of interpreters", judge.serving_too_often),
        ("most meetings", judge.too_many),
        ("precedences", judge.out_of_order),
        ("most breaks", judge.too_many_breaks),
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
        self.minutes: dict[tuple[str, str], int] = {}
        for way in forum.travel:
            for pair in ((way.one, way.other), (way.other, way.one)):
                self.minutes[pair] = max(way.minutes, self.minutes.get(pair, 0))

    def who(self, item: Scheduled) -> tuple[str, ...]:
        """Those who take part."""
        return (*self.asked[item.id].participants, *item.chosen)

    def taken(self, item: Scheduled) -> range:
        """The slots a meeting takes, as far as the grid goes."""
        first = self.number[item.slot]
        return range(first, min(first + self.asked[item.id].length, len(self.forum.slots)))

    def part(self, slot: int) -> tuple[str, str]:
        """The session that a slot belongs to, of its day."""
        return (self.forum.slots[slot].day, self.forum.slots[slot].session)

    def day(self, item: Scheduled) -> str:
        return self.forum.slots[self.number[item.slot]].day

    def over(self, slot: int) -> int:
        """Minutes from midnight at which a slot is over."""
        this, later = self.forum.slots[slot], self.forum.slots[slot + 1 : slot + 2]
        if this.end is not None:
            return this.end
        return later[0].start if later and later[0].day == this.day else this.start

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
            for name in item.chosen:
                if name not in self.people:
                    yield f"{item.id}: there is no participant {name}"

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

    def too_long(self) -> Iterable[str]:
        for item in self.timetable:
            length, taken = self.asked[item.id].length, self.taken(item)
            if len(taken) < length or len({self.part(slot) for slot in taken}) > 1:
                yield f"{item.id} takes {length} slots from {item.slot}, and the session is shorter"

    def wrongly_chosen(self) -> Iterable[str]:
        for item in self.timetable:
            groups = self.asked[item.id].any_of
            if len(item.chosen) != len(groups):
                yield f"{item.id} has {len(groups)} groups and {len(item.chosen)} of them chosen"
            for group, name in zip(groups, item.chosen, strict=False):
                if name not in group:
                    yield f"{item.id}: {name} is chosen and not of the group {', '.join(group)}"

    def unavailable(self) -> Iterable[str]:
        for item in self.timetable:
            for slot in self.taken(item):
                for name in self.who(item):
                    if slot not in self.people[name].available:
                        when = self.forum.slots[slot].id
                        yield f"{name} is not available in slot {when} ({item.id})"

    def in_two_places(self) -> Iterable[str]:
        seen: dict[tuple[str, int], str] = {}
        for item in self.timetable:
            for slot in self.taken(item):
                for name in self.who(item):
                    if (name, slot) in seen:
                        when = self.forum.slots[slot].id
                        yield f"{name} is in {seen[name, slot]} and {item.id} in slot {when}"
                    seen[name, slot] = item.id

    def at_table(self, item: Scheduled) -> bool:
        return item.place is not None and self.places[item.place].mode == "face_to_face"

    def on_the_spot(self) -> set[tuple[str, str]]:
        """Who is at a table on which day."""
        return {
            (name, self.day(item))
            for item in self.timetable
            if self.at_table(item)
            for name in self.who(item)
        }

    def over_capacity(self) -> Iterable[str]:
        """Even without places named, a slot holds no more than there are, of each mode."""
        spot = self.on_the_spot()
        held: dict[int, list[str]] = defaultdict(list)
        for item in self.timetable:
            for slot in self.taken(item):
                held[slot].append(self.mode(item, spot))
        for slot, modes in held.items():
            usable = [place.mode for place in self.forum.places if slot in place.slots]
            name = self.forum.slots[slot].id
            if len(modes) > len(usable):
                yield f"slot {name} holds {len(modes)} meetings in {len(usable)} places"
                continue
            for mode, word in (("face_to_face", "tables"), ("online", "rooms")):
                count, room = modes.count(mode), usable.count(mode)  # type: ignore[arg-type]
                if count > room:
                    yield f"slot {name} holds {count} meetings that need one of {room} {word}"

    def mode(self, item: Scheduled, spot: set[tuple[str, str]]) -> str:
        """The mode of the place a meeting is or has to be at; empty where it can be either."""
        if item.place is not None:
            return self.places[item.place].mode
        if any("face_to_face" not in self.people[name].modes for name in self.who(item)):
            return "online"
        if all(
            "online" not in self.people[name].modes or (name, self.day(item)) in spot
            for name in self.who(item)
        ):
            return "face_to_face"
        return ""

    def wrong_places(self) -> Iterable[str]:
        seen: dict[tuple[str, int], str] = {}
        for item in self.timetable:
            if item.place is None:
                continue
            fixed = self.asked[item.id].fixed_place
            if fixed not in (None, item.place):
                yield f"{item.id} is at {item.place}, fixed to {fixed}"
            for slot in self.taken(item):
                when = self.forum.slots[slot].id
                if slot not in self.places[item.place].slots:
                    yield f"{item.place} is not in use in slot {when} ({item.id})"
                if (item.place, slot) in seen:
                    other = seen[item.place, slot]
                    yield f"{other} and {item.id} are both at {item.place} in slot {when}"
                seen[item.place, slot] = item.id

    def wrong_modes(self) -> Iterable[str]:
        spot = self.on_the_spot()
        for item in self.timetable:
            if item.place is None:
                continue
            if self.at_table(item):
                for name in self.who(item):
                    if "face_to_face" not in self.people[name].modes:
                        yield f"{name} is only online, and {item.id} is at {item.place}"
            elif not any(
                "online" in self.people[name].modes and (name, self.day(item)) not in spot
                for name in self.who(item)
            ):
                yield f"nobody of {item.id} is online on that day, and it is at {item.place}"

    def not_kept(self) -> Iterable[str]:
        keepers = {
            name
            for place in self.forum.places
            if place.mode == "face_to_face"
            for name in place.kept_by
        }
        for item in self.timetable:
            if item.place is None:
                continue
            kept, who = self.places[item.place].kept_by, set(self.who(item))
            if kept and not kept & who:
                yield f"{item.place} is kept by others than those of {item.id}"
            if self.at_table(item) and who & keepers and not kept & who:
                yield f"{item.id} is at {item.place}, and who keeps a table takes part"

    def too_far(self) -> Iterable[str]:
        """People, and interpreters as well, reach the table of a later meeting in time."""
        ways: dict[tuple[str, str, str], list[tuple[int, int, str, str]]] = defaultdict(list)
        for item in self.timetable:
            if not self.minutes or item.place is None or not self.at_table(item):
                continue
            taken, hall = self.taken(item), self.places[item.place].hall
            stay = (self.forum.slots[taken[0]].start, self.over(taken[-1]), hall, item.id)
            for name in self.who(item):
                ways["", name, self.day(item)].append(stay)
            if item.interpreter is not None:
                ways["interpreter ", item.interpreter, self.day(item)].append(stay)
        for (kind, name, _day), stays in ways.items():
            stays.sort()
            for position, (_, end, hall, one) in enumerate(stays):
                for start, _, other_hall, two in stays[position + 1 :]:
                    minutes = self.minutes.get((hall, other_hall), 0)
                    if hall != other_hall and minutes and start - end < minutes:
                        yield f"{kind}{name} needs {minutes} minutes from {one} to {two}"

    def wrong_interpreters(self) -> Iterable[str]:
        seen: dict[tuple[str, int], str] = {}
        for item in self.timetable:
            meeting = self.asked[item.id]
            if item.interpreter is None:
                if meeting.needs_interpreter:
                    yield f"{item.id} needs an interpreter and has none"
                continue
            person = self.interpreters[item.interpreter]
            if meeting.fixed_interpreter not in (None, person.id):
                yield f"{person.id} serves {item.id}, fixed to {meeting.fixed_interpreter}"
            if any(not side & person.languages for side in meeting.needs_interpreter):
                yield f"{person.id} does not speak the languages of {item.id}"
            for slot in self.taken(item):
                when = self.forum.slots[slot].id
                if slot not in person.available:
                    yield f"{person.id} is not available in slot {when} ({item.id})"
                if (person.id, slot) in seen:
                    other = seen[person.id, slot]
                    yield f"{person.id} is in {other} and {item.id} in slot {when}"
                seen[person.id, slot] = item.id

    def without_rest(self) -> Iterable[str]:
        serving: dict[str, set[int]] = defaultdict(set)
        for item in self.timetable:
            if item.interpreter is not None:
                serving[item.interpreter].update(self.taken(item))
        for name, slots in serving.items():
            limit, run = self.interpreters[name].max_run, 0
            for slot in range(len(self.forum.slots)):
                if slot and self.part(slot) != self.part(slot - 1):
                    run = 0
                run = run + 1 if slot in slots else 0
                if limit is not None and run > limit:
                    when = self.forum.slots[slot].id
                    yield f"{name} serves {run} slots on end in slot {when}, at most {limit}"

    def serving_too_often(self) -> Iterable[str]:
        counts = Counter(item.interpreter for item in self.timetable)
        for person in self.forum.interpreters:
            if person.max_meetings is not None and counts[person.id] > person.max_meetings:
                count = counts[person.id]
                yield f"{person.id} serves {count} meetings, at most {person.max_meetings}"

    def counts(self) -> Counter[str]:
        """Meetings held, by participant."""
        return Counter(name for item in self.timetable for name in self.who(item))

    def too_many(self) -> Iterable[str]:
        counts = self.counts()
        for person in self.forum.participants:
            if person.max_meetings is not None and counts[person.id] > person.max_meetings:
                yield f"{person.id} has {counts[person.id]} meetings, at most {person.max_meetings}"

    def out_of_order(self) -> Iterable[str]:
        when = {item.id: self.taken(item) for item in self.timetable}
        for rule in self.forum.precedences:
            before, after = when.get(rule.before), when.get(rule.after)
            if before is not None and after is not None and before[-1] >= after[0]:
                yield f"{rule.before} is not before {rule.after}"

    def too_many_breaks(self) -> Iterable[str]:
        counts = self.breaks()
        for person in self.forum.participants:
            if person.max_breaks is not None and counts[person.id] > person.max_breaks:
                yield f"{person.id} has {counts[person.id]} breaks, at most {person.max_breaks}"

    def unfair(self) -> Iterable[str]:
        counts = self.breaks()
        spread = max(counts.values(), default=0) - min(counts.values(), default=0)
        if self.forum.fairness is not None and spread > self.forum.fairness:
            yield f"breaks differ by {spread}, at most {self.forum.fairness} is fair"

    def breaks(self) -> dict[str, int]:
        """Maximal idle runs between two meetings of a day, by participant."""
        days: dict[tuple[str, str], list[int]] = defaultdict(list)
        for item in self.timetable:
            for name in self.who(item):
                days[name, self.day(item)].extend(self.taken(item))
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
            "shortfall": self.shortfall(),
            "value": sum(self.asked[item.id].value for item in self.timetable),
            "breaks": sum(counts.values()),
            "most breaks": max(counts.values(), default=0),
            "fewest breaks": min(counts.values(), default=0),
            "moves": self.moves(),
            "change": sum(new.get(name) != slot for name, slot in old.items()),
        }

    def shortfall(self) -> int:
        """Meetings missing of those guaranteed, as far as they were asked for."""
        asked: Counter[str] = Counter()
        for meeting in self.forum.meetings:
            asked.update(meeting.participants)
            for group in meeting.any_of:
                asked.update(group)
        held = self.counts()
        return sum(
            max(0, min(person.min_meetings, asked[person.id]) - held[person.id])
            for person in self.forum.participants
        )

    def moves(self) -> int:
        """How often somebody goes from one place to another between meetings of a day."""
        path: dict[tuple[str, str], list[tuple[int, str | None]]] = defaultdict(list)
        for item in self.timetable:
            for name in self.who(item):
                path[name, self.day(item)].append((self.number[item.slot], item.place))
        total = 0
        for steps in path.values():
            places = [place for _slot, place in sorted(steps, key=lambda step: step[0])]
            total += sum(places[i] != places[i - 1] for i in range(1, len(places)))
        return total
