"""The variables of the model, and which slots each meeting can be in at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from saphan.engine.scheduling.problem import Forum, Interpreter, Meeting

Literal = cp_model.LiteralT
Team = tuple[frozenset[str], frozenset[int]]
"""Interpreters alike in languages and in hours: the model counts them instead of naming them."""


def serves(interpreter: Interpreter, meeting: Meeting) -> bool:
    """Whether the interpreter speaks one language of every side of the meeting."""
    return all(interpreter.languages & side for side in meeting.needs_interpreter)


def domains(forum: Forum) -> dict[str, tuple[int, ...]]:
    """The slots each meeting can be held in as far as one meeting alone tells.

    Args:
        forum: The problem.

    Returns:
        Slot indices in order, by meeting id: allowed, not against a fixed slot, all participants
        available, a place usable and, where one is needed, an interpreter at work.
    """
    people = {p.id: p.available for p in forum.participants}
    capacity = forum.capacity()
    found: dict[str, tuple[int, ...]] = {}
    for meeting in forum.meetings:
        slots = {index for index, places in enumerate(capacity) if places}
        if meeting.allowed is not None:
            slots &= meeting.allowed
        if meeting.fixed is not None:
            slots &= {meeting.fixed}
        for name in meeting.participants:
            slots &= people[name]
        if meeting.needs_interpreter:
            slots &= {
                index for i in forum.interpreters if serves(i, meeting) for index in i.available
            }
        found[meeting.id] = tuple(sorted(slots))
    return found


@dataclass
class Variables:
    """Everything the rules and the goals speak about.

    Attributes:
        model: The CP-SAT model the variables live in.
        forum: The problem.
        domains: Slots by meeting, see `domains`.
        at: True when the meeting (id) is held in the slot (index).
        held: True when the meeting is held at all.
        used: True when the participant (id) meets somebody in the slot (index).
        since: True when the participant has met somebody on that day by the end of the slot.
        ends: True when a break of the participant ends with the slot.
        teams: How many interpreters are in each team.
        serving: How many of a team serve meetings of one kind of need in a slot.
    """

    model: cp_model.CpModel
    forum: Forum
    domains: dict[str, tuple[int, ...]]
    at: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    held: dict[str, cp_model.IntVar] = field(default_factory=dict)
    used: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    since: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    ends: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    most_breaks: cp_model.IntVar | None = None
    least_breaks: cp_model.IntVar | None = None
    teams: dict[Team, int] = field(default_factory=dict)
    serving: dict[tuple[tuple[frozenset[str], ...], Team, int], cp_model.IntVar] = field(
        default_factory=dict
    )

    def breaks_of(self, participant: str) -> list[cp_model.IntVar]:
        """The ends of the participant's breaks; their sum is the number of breaks."""
        return self._breaks.get(participant, [])

    def busy(self, participant: str, slot: int) -> list[cp_model.IntVar]:
        """The meetings the participant could have in the slot."""
        return self._busy.get((participant, slot), [])

    def __post_init__(self) -> None:
        self._breaks: dict[str, list[cp_model.IntVar]] = {}
        self._busy: dict[tuple[str, int], list[cp_model.IntVar]] = {}
        for meeting in self.forum.meetings:
            self.held[meeting.id] = self.model.new_bool_var(f"held {meeting.id}")
            for slot in self.domains[meeting.id]:
                at = self.model.new_bool_var(f"at {meeting.id} {slot}")
                self.at[meeting.id, slot] = at
                for name in meeting.participants:
                    self._busy.setdefault((name, slot), []).append(at)
        for key in self._busy:
            self.used[key] = self.model.new_bool_var(f"used {key[0]} {key[1]}")
        self._add_breaks()
        self._add_interpreters()

    def _add_breaks(self) -> None:
        for participant in self.forum.participants:
            name = participant.id
            for day in self.forum.days():
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

    def _add_interpreters(self) -> None:
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
