"""The variables of the model."""

from __future__ import annotations

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from saphan.engine.scheduling.model.zones import Ground, slots_of, union
from saphan.engine.scheduling.problem import Forum, Interpreter, Meeting, Mode

Literal = cp_model.LiteralT
Team = tuple[frozenset[str], frozenset[int]]
"""Interpreters alike in languages and in hours: the model counts them instead of naming them."""


def named_interpreters(forum: Forum) -> bool:
    """Whether it matters who interprets what, so that counting teams would not do."""
    asked = [meeting for meeting in forum.meetings if meeting.needs_interpreter]
    return bool(asked) and (
        any(way.minutes > 0 for way in forum.travel)
        or any(meeting.length > 1 or meeting.fixed_interpreter is not None for meeting in asked)
        or any(i.max_run is not None or i.max_meetings is not None for i in forum.interpreters)
    )


def bound(meeting: Meeting) -> bool:
    """Whether the meeting needs a block and not just a zone: one place for all its slots."""
    return meeting.length > 1 or meeting.fixed_place is not None


@dataclass
class Variables:
    """Everything the rules and the goals speak about; meetings, people and interpreters by id,
    slots and zones by index.

    Attributes:
        model: The CP-SAT model the variables live in.
        forum: The problem.
        ground: Where and when each meeting can be.
        domains: The slots in which each meeting can start, in order.
        zones: The zones in which it can be then, by meeting and slot.
        at: True when the meeting starts in the slot.
        held: True when the meeting is held at all.
        zone: True when the meeting starts in the slot and is in the zone; the same literal as
            `at` where there is only one zone to be in.
        block: Likewise with the block, by number, of meetings that are bound to one.
        joins: True when the meeting starts in the slot and this member of a group takes part.
        attends: True when this member of a group takes part in the meeting.
        online: True when the participant is online on the day; only where either is possible.
        used: True when the participant meets somebody in the slot.
        since: True when the participant has met somebody on that day by the end of the slot.
        ends: True when a break of the participant ends with the slot.
        most_breaks: At least the breaks of anybody.
        least_breaks: At most the breaks of anybody.
        missing: Meetings that the participant is short of those guaranteed.
        teams: How many interpreters are in each team; empty where they are named.
        serving: How many of a team serve meetings of one kind of need in a slot.
        serves: True when the meeting starts in the slot and the interpreter serves it; empty
            where interpreters are counted.
    """

    model: cp_model.CpModel
    forum: Forum
    ground: Ground = field(init=False)
    domains: dict[str, tuple[int, ...]] = field(default_factory=dict)
    zones: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    at: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    held: dict[str, cp_model.IntVar] = field(default_factory=dict)
    zone: dict[tuple[str, int, int], cp_model.IntVar] = field(default_factory=dict)
    block: dict[tuple[str, int, int, int], cp_model.IntVar] = field(default_factory=dict)
    joins: dict[tuple[str, int, str], cp_model.IntVar] = field(default_factory=dict)
    attends: dict[tuple[str, str], cp_model.IntVar] = field(default_factory=dict)
    online: dict[tuple[str, str], cp_model.IntVar] = field(default_factory=dict)
    used: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    since: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    ends: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    most_breaks: cp_model.IntVar = field(init=False)
    least_breaks: cp_model.IntVar = field(init=False)
    missing: dict[str, cp_model.IntVar] = field(default_factory=dict)
    teams: dict[Team, int] = field(default_factory=dict)
    serving: dict[tuple[tuple[frozenset[str], ...], Team, int], cp_model.IntVar] = field(
        default_factory=dict
    )
    serves: dict[tuple[str, int, str], cp_model.IntVar] = field(default_factory=dict)

    def breaks_of(self, participant: str) -> list[cp_model.IntVar]:
        """The ends of the participant's breaks; their sum is the number of breaks."""
        return self._breaks.get(participant, [])

    def busy(self, participant: str, slot: int) -> list[cp_model.IntVar]:
        """The meetings the participant could be in in the slot, whenever they start."""
        return self._busy.get((participant, slot), [])

    def meetings_of(self, participant: str) -> list[tuple[Meeting, cp_model.IntVar]]:
        """The meetings the participant could have, each with whether he or she does."""
        return self._meetings.get(participant, [])

    def taking_part(self, meeting: Meeting, start: int) -> list[tuple[str, cp_model.IntVar]]:
        """Who could take part in a meeting that starts there, each with whether that is so."""
        at = self.at[meeting.id, start]
        found = [(name, at) for name in meeting.participants]
        for group in meeting.any_of:
            for name in group:
                joins = self.joins.get((meeting.id, start, name))
                if joins is not None:
                    found.append((name, joins))
        return found

    def can_be_online(self, participant: str, slot: int) -> cp_model.IntVar | bool:
        """Whether the participant is online on the day of the slot, or can be taken for online
        because that day has no tables."""
        decided = self.online.get((participant, self.forum.slots[slot].day))
        return "online" in self.ground.modes[participant] if decided is None else decided

    def can_be_on_the_spot(self, participant: str, slot: int) -> cp_model.LiteralT | bool:
        """Whether the participant is on the spot on the day of the slot, or can be taken for
        that because the day has no rooms."""
        decided = self.online.get((participant, self.forum.slots[slot].day))
        return "face_to_face" in self.ground.modes[participant] if decided is None else ~decided

    def __post_init__(self) -> None:
        self.ground = Ground(self.forum)
        self._breaks: dict[str, list[cp_model.IntVar]] = {}
        self._busy: dict[tuple[str, int], list[cp_model.IntVar]] = {}
        self._meetings: dict[str, list[tuple[Meeting, cp_model.IntVar]]] = {}
        for meeting in self.forum.meetings:
            self._add_meeting(meeting)
        for key in self._busy:
            self.used[key] = self.model.new_bool_var(f"used {key[0]} {key[1]}")
        self._add_presence()
        self._add_breaks()
        self._add_guarantees()
        if named_interpreters(self.forum):
            self._add_named_interpreters()
        else:
            self._add_teams()

    def _add_meeting(self, meeting: Meeting) -> None:
        name = meeting.id
        where = self.ground.where(meeting)
        self.domains[name] = tuple(slots_of(union(where.values())))
        held = self.held[name] = self.model.new_bool_var(f"held {name}")
        for person in meeting.participants:
            self._meetings.setdefault(person, []).append((meeting, held))
        for start in self.domains[name]:
            self.at[name, start] = self.model.new_bool_var(f"at {name} {start}")
            zones = tuple(index for index, starts in where.items() if starts >> start & 1)
            self.zones[name, start] = zones
            for index in zones:
                self._add_zone(meeting, start, index, len(zones) == 1)
        for group in meeting.any_of:
            self._add_group(meeting, group)
        for start in self.domains[name]:
            for person, takes_part in self.taking_part(meeting, start):
                for slot in range(start, start + meeting.length):
                    self._busy.setdefault((person, slot), []).append(takes_part)

    def _add_zone(self, meeting: Meeting, start: int, index: int, only: bool) -> None:
        key = (meeting.id, start, index)
        self.zone[key] = self.at[key[:2]] if only else self.model.new_bool_var("zone")
        if bound(meeting):
            blocks = self.ground.blocks_at(index, meeting, start)
            for number in blocks:
                self.block[*key, number] = (
                    self.zone[key] if len(blocks) == 1 else self.model.new_bool_var("block")
                )

    def _add_group(self, meeting: Meeting, group: tuple[str, ...]) -> None:
        for person in group:
            attends = (
                self.held[meeting.id]
                if len(group) == 1
                else self.model.new_bool_var(f"attends {meeting.id} {person}")
            )
            self.attends[meeting.id, person] = attends
            self._meetings.setdefault(person, []).append((meeting, attends))
            free = self.ground.free(person, meeting)
            for start in self.domains[meeting.id]:
                if free >> start & 1:
                    self.joins[meeting.id, start, person] = (
                        self.at[meeting.id, start]
                        if len(group) == 1
                        else self.model.new_bool_var(f"joins {meeting.id} {start} {person}")
                    )

    def _add_presence(self) -> None:
        days = self._modes_of_days()
        for name, slot in self.used:
            day = self.forum.slots[slot].day
            both = len(self.ground.modes[name]) > 1 and len(days[day]) > 1
            if both and (name, day) not in self.online:
                self.online[name, day] = self.model.new_bool_var(f"online {name} {day}")

    def _modes_of_days(self) -> dict[str, set[Mode]]:
        """The modes of the places that can be used on each day."""
        found: dict[str, set[Mode]] = {slot.day: set() for slot in self.forum.slots}
        for zone, room in zip(self.ground.zones, self.ground.room, strict=True):
            for slot, places in enumerate(room):
                if places:
                    found[self.forum.slots[slot].day].add(zone.mode)
        return found

    def _add_breaks(self) -> None:
        days = self.forum.days()
        for participant in self.forum.participants:
            name = participant.id
            for day in days:
                can = [slot for slot in day if (name, slot) in self.used]
                if not can:
                    continue
                # Before the first slot one can meet in, and after the last, no break can be.
                for slot in range(can[0], can[-1]):
                    self.since[name, slot] = self.model.new_bool_var(f"since {name} {slot}")
                    if slot > can[0] and (name, slot + 1) in self.used:
                        end = self.model.new_bool_var(f"ends {name} {slot}")
                        self.ends[name, slot] = end
                        self._breaks.setdefault(name, []).append(end)
        largest = max((len(ends) for ends in self._breaks.values()), default=0)
        self.most_breaks = self.model.new_int_var(0, largest, "most breaks")
        self.least_breaks = self.model.new_int_var(0, largest, "least breaks")

    def _add_guarantees(self) -> None:
        for person in self.forum.participants:
            wanted = min(person.min_meetings, len(self.meetings_of(person.id)))
            if wanted:
                self.missing[person.id] = self.model.new_int_var(0, wanted, f"missing {person.id}")

    def _add_teams(self) -> None:
        for interpreter in self.forum.interpreters:
            team = (interpreter.languages, interpreter.available)
            self.teams[team] = self.teams.get(team, 0) + 1
        needs = {
            (meeting.needs_interpreter, slot)
            for meeting in self.forum.meetings
            if meeting.needs_interpreter
            for slot in self.domains[meeting.id]
        }
        for need, slot in sorted(
            needs, key=lambda pair: (pair[1], str(list(map(sorted, pair[0]))))
        ):
            for team, size in self.teams.items():
                if slot in team[1] and all(team[0] & side for side in need):
                    self.serving[need, team, slot] = self.model.new_int_var(0, size, "serving")

    def _add_named_interpreters(self) -> None:
        able: dict[tuple[tuple[frozenset[str], ...], int, str | None], list[Interpreter]] = {}
        for meeting in self.forum.meetings:
            if not meeting.needs_interpreter:
                continue
            key = (meeting.needs_interpreter, meeting.length, meeting.fixed_interpreter)
            if key not in able:
                able[key] = self.ground.able(meeting)
            for interpreter in able[key]:
                working = self.ground.at_work(interpreter, meeting)
                for start in self.domains[meeting.id]:
                    if working >> start & 1:
                        self.serves[meeting.id, start, interpreter.id] = self.model.new_bool_var(
                            f"serves {meeting.id} {start} {interpreter.id}"
                        )
