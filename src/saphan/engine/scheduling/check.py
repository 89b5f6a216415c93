"""An independent judge of a timetable: it shares no code with the model, on purpose.

Everything here is counted from the timetable itself, in the plainest way that can be read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from saphan.engine.scheduling.problem import Forum, Meeting, Scheduled


@dataclass(frozen=True)
class Rule:
    """The verdict on one rule.

    Attributes:
        name: The rule.
        broken: Each way in which the timetable breaks it, in English; empty when kept.
    """

    name: str
    broken: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the rule is kept."""
        return not self.broken


@dataclass(frozen=True)
class Report:
    """What the judge found.

    Attributes:
        rules: A verdict for every rule.
        figures: What the timetable reaches: `held`, `asked`, `value`, `breaks`, `fairness`,
            `moves`, `change` and `breaks_by_participant`.
    """

    rules: tuple[Rule, ...]
    figures: dict[str, object]

    @property
    def ok(self) -> bool:
        """Whether every rule is kept."""
        return all(rule.ok for rule in self.rules)

    @property
    def broken(self) -> tuple[str, ...]:
        """Everything that is broken, each with its rule."""
        return tuple(f"{rule.name}: {line}" for rule in self.rules for line in rule.broken)


def check(forum: Forum, timetable: Iterable[Scheduled]) -> Report:
    """Judge a timetable.

    Args:
        forum: The problem.
        timetable: The meetings held; it may come from anywhere and hold any nonsense.

    Returns:
        Verdicts and figures. Meetings and slots that the forum does not know break the rule
        `known` and count in nothing else.
    """
    facts = _Facts(forum, tuple(timetable))
    rules = tuple(Rule(rule.__name__, tuple(rule(facts))) for rule in RULES)
    return Report(rules, _figures(facts))


class _Facts:
    """The timetable, sorted for the rules."""

    def __init__(self, forum: Forum, timetable: tuple[Scheduled, ...]) -> None:
        self.forum = forum
        self.timetable = timetable
        self.number = {slot.id: number for number, slot in enumerate(forum.slots)}
        self.asked = {meeting.id: meeting for meeting in forum.meetings}
        self.person = {participant.id: participant for participant in forum.participants}
        self.held: list[tuple[Meeting, Scheduled, int]] = []
        seen: set[str] = set()
        for row in timetable:
            if row.id in self.asked and row.slot in self.number and row.id not in seen:
                self.held.append((self.asked[row.id], row, self.number[row.slot]))
                seen.add(row.id)
        self.slot_of = {meeting.id: number for meeting, _, number in self.held}

    def slot_name(self, number: int) -> str:
        return self.forum.slots[number].id

    def plan(self, person: str) -> list[tuple[int, Meeting, Scheduled]]:
        """The meetings of one person in order of time."""
        mine = [
            (n, meeting, row) for meeting, row, n in self.held if person in meeting.participants
        ]
        return sorted(mine, key=lambda entry: entry[0])

    def breaks(self, person: str) -> int:
        """Idle runs between two meetings of one day."""
        return sum(
            later - earlier > 1
            for earlier, later in pairwise(number for number, _, _ in self.plan(person))
            if self.forum.slots[earlier].day == self.forum.slots[later].day
        )


def known(f: _Facts) -> Iterable[str]:
    """Every meeting and slot of the timetable is the forum's, and no meeting stands twice."""
    for row in f.timetable:
        if row.id not in f.asked:
            yield f"meeting {row.id} is not asked for"
        if row.slot not in f.number:
            yield f"meeting {row.id} is in the unknown slot {row.slot}"
    for name, count in Counter(row.id for row in f.timetable).items():
        if count > 1:
            yield f"meeting {name} stands {count} times"


def musts_are_held(f: _Facts) -> Iterable[str]:
    """Every meeting that must be held is held."""
    for meeting in f.forum.meetings:
        if meeting.must and meeting.id not in f.slot_of:
            yield f"meeting {meeting.id} must be held and is not"


def nobody_in_two_places(f: _Facts) -> Iterable[str]:
    """No participant is in two meetings of one slot."""
    for person in f.person:
        for number, count in Counter(number for number, _, _ in f.plan(person)).items():
            if count > 1:
                yield f"{person} is in {count} meetings in slot {f.slot_name(number)}"


def availability(f: _Facts) -> Iterable[str]:
    """Every participant is available in the slots of his or her meetings."""
    for meeting, _, number in f.held:
        for name in meeting.participants:
            if number not in f.person[name].available:
                yield f"{name} of meeting {meeting.id} is away in slot {f.slot_name(number)}"


def allowed_slots(f: _Facts) -> Iterable[str]:
    """Every meeting is in a slot or session it may be held in."""
    for meeting, _, number in f.held:
        if meeting.allowed is not None and number not in meeting.allowed:
            yield f"meeting {meeting.id} may not be held in slot {f.slot_name(number)}"


def fixed_slots(f: _Facts) -> Iterable[str]:
    """Every meeting with a fixed slot is there."""
    for meeting, _, number in f.held:
        if meeting.fixed is not None and number != meeting.fixed:
            yield (
                f"meeting {meeting.id} is fixed in slot {f.slot_name(meeting.fixed)} "
                f"and is in slot {f.slot_name(number)}"
            )


def capacity(f: _Facts) -> Iterable[str]:
    """A slot holds at most as many meetings as there are places for it."""
    count = Counter(number for _, _, number in f.held)
    for number, meetings in sorted(count.items()):
        places = len([place for place in f.forum.places if number in place.slots])
        if meetings > places:
            yield f"slot {f.slot_name(number)} has {meetings} meetings and {places} places"


def places(f: _Facts) -> Iterable[str]:
    """A place that is named is there in that slot and serves one meeting."""
    slots = {place.id: place.slots for place in f.forum.places}
    taken: dict[tuple[str, int], list[str]] = defaultdict(list)
    for meeting, row, number in f.held:
        if row.place is None:
            continue
        if row.place not in slots:
            yield f"meeting {meeting.id} is at the unknown place {row.place}"
        elif number not in slots[row.place]:
            yield f"place {row.place} does not serve slot {f.slot_name(number)}"
        taken[row.place, number].append(meeting.id)
    for (place, number), meetings in taken.items():
        if len(meetings) > 1:
            names = ", ".join(meetings)
            yield f"place {place} has meetings {names} in slot {f.slot_name(number)}"


def interpreters(f: _Facts) -> Iterable[str]:
    """Where no language is common, one interpreter serves who speaks a language of every side."""
    interpreter = {person.id: person for person in f.forum.interpreters}
    taken: dict[tuple[str, int], list[str]] = defaultdict(list)
    for meeting, row, number in f.held:
        if row.interpreter is None:
            if meeting.needs_interpreter:
                yield f"meeting {meeting.id} has no interpreter"
            continue
        taken[row.interpreter, number].append(meeting.id)
        if row.interpreter not in interpreter:
            yield f"meeting {meeting.id} has the unknown interpreter {row.interpreter}"
            continue
        person = interpreter[row.interpreter]
        if number not in person.available:
            yield f"interpreter {person.id} is away in slot {f.slot_name(number)}"
        for side in meeting.needs_interpreter:
            if person.languages.isdisjoint(side):
                spoken = "/".join(sorted(side))
                yield f"interpreter {person.id} of meeting {meeting.id} speaks no {spoken}"
    for (name, number), meetings in taken.items():
        if len(meetings) > 1:
            names = ", ".join(meetings)
            yield f"interpreter {name} has meetings {names} in slot {f.slot_name(number)}"


def precedences(f: _Facts) -> Iterable[str]:
    """A meeting that comes before another is in an earlier slot, when both are held."""
    for rule in f.forum.precedences:
        before, after = f.slot_of.get(rule.before), f.slot_of.get(rule.after)
        if before is not None and after is not None and before >= after:
            yield f"meeting {rule.before} is not before meeting {rule.after}"


def max_meetings(f: _Facts) -> Iterable[str]:
    """Nobody has more meetings than agreed to."""
    for person in f.forum.participants:
        held = len(f.plan(person.id))
        if person.max_meetings is not None and held > person.max_meetings:
            yield f"{person.id} has {held} meetings, at most {person.max_meetings} agreed"


def fairness(f: _Facts) -> Iterable[str]:
    """Two participants' numbers of breaks differ by at most the forum's fairness."""
    counts = {name: f.breaks(name) for name in f.person}
    if f.forum.fairness is None or not counts:
        return
    most, least = max(counts, key=lambda n: counts[n]), min(counts, key=lambda n: counts[n])
    if counts[most] - counts[least] > f.forum.fairness:
        yield (
            f"{most} has {counts[most]} breaks and {least} has {counts[least]}, "
            f"the difference may be {f.forum.fairness}"
        )


RULES: tuple[Callable[[_Facts], Iterable[str]], ...] = (
    known,
    musts_are_held,
    nobody_in_two_places,
    availability,
    allowed_slots,
    fixed_slots,
    capacity,
    places,
    interpreters,
    precedences,
    max_meetings,
    fairness,
)


def _figures(f: _Facts) -> dict[str, object]:
    breaks = {name: f.breaks(name) for name in f.person}
    moves = 0
    for name in f.person:
        for (one, _, here), (two, _, there) in pairwise(f.plan(name)):
            same_day = f.forum.slots[one].day == f.forum.slots[two].day
            moves += same_day and here.place != there.place
    change = 0
    for old in f.forum.previous:
        if old.id in f.asked:
            slot = f.slot_of.get(old.id)
            change += slot is None or f.slot_name(slot) != old.slot
    return {
        "held": len(f.held),
        "asked": len(f.forum.meetings),
        "value": sum(meeting.value for meeting, _, _ in f.held),
        "breaks": sum(breaks.values()),
        "fairness": max(breaks.values(), default=0) - min(breaks.values(), default=0),
        "moves": moves,
        "change": change,
        "breaks_by_participant": breaks,
    }
