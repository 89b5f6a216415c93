"""How the meetings are held: read from an answer of the solver, and given to it as a start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from saphan.engine.scheduling.model.variables import Variables, bound
from saphan.engine.scheduling.problem import Meeting


@dataclass(frozen=True)
class Choice:
    """How a meeting is held, as far as the model says.

    Attributes:
        slot: Index of its first slot.
        chosen: Who takes part of each group, in the order of the groups.
        zone: Index of the zone its place is in.
        block: Number of the block of that zone; None where any place of the zone will do.
        interpreter: Who serves; None where nobody is needed or interpreters are only counted.
    """

    slot: int
    chosen: tuple[str, ...] = ()
    zone: int = 0
    block: int | None = None
    interpreter: str | None = None

    def who(self, meeting: Meeting) -> tuple[str, ...]:
        """Those who take part in the meeting."""
        return (*meeting.participants, *self.chosen)


Choices = dict[str, Choice]
"""The meetings held, by id."""


def read(v: Variables, holds: Callable[[cp_model.IntVar], bool]) -> Choices:
    """What an answer says.

    Args:
        v: The variables.
        holds: Whether a literal is true in the answer.

    Returns:
        The meetings held.
    """
    serving = {key[:2]: key[2] for key, literal in v.serves.items() if holds(literal)}
    asked = {meeting.id: meeting for meeting in v.forum.meetings}
    found = {}
    for key, at in v.at.items():
        if not holds(at):
            continue
        meeting, start = asked[key[0]], key[1]
        joined = {name for name, joins in v.taking_part(meeting, start) if holds(joins)}
        zone = next(index for index in v.zones[key] if holds(v.zone[*key, index]))
        found[meeting.id] = Choice(
            start,
            tuple(next(name for name in group if name in joined) for group in meeting.any_of),
            zone,
            _block(v, meeting, start, zone, holds),
            serving.get(key),
        )
    return found


def _block(
    v: Variables, meeting: Meeting, start: int, zone: int, holds: Callable[[cp_model.IntVar], bool]
) -> int | None:
    if not bound(meeting):
        return None
    numbers = v.ground.blocks_at(zone, meeting, start)
    return next(n for n in numbers if holds(v.block[meeting.id, start, zone, n]))


def hint(v: Variables, choices: Choices) -> None:
    """Let the next search start from what is known.

    Args:
        v: The variables; they must have no hints yet.
        choices: A timetable that keeps the rules of the model.
    """
    # One literal may stand for several things; a hint is given once.
    said: dict[int, tuple[cp_model.IntVar, bool]] = {}

    def say(literal: cp_model.IntVar, holds: bool) -> None:
        said[literal.index] = (literal, holds)

    for name, held in v.held.items():
        say(held, name in choices)
    for (name, start), at in v.at.items():
        say(at, name in choices and choices[name].slot == start)
    for (name, start, zone), inside in v.zone.items():
        known = choices.get(name)
        say(inside, known is not None and (known.slot, known.zone) == (start, zone))
    for (name, start, zone, number), inside in v.block.items():
        known = choices.get(name)
        where = (start, zone, number)
        say(inside, known is not None and (known.slot, known.zone, known.block) == where)
    for (name, start, person), joins in v.joins.items():
        known = choices.get(name)
        say(joins, known is not None and known.slot == start and person in known.chosen)
    for (name, person), attends in v.attends.items():
        known = choices.get(name)
        say(attends, known is not None and person in known.chosen)
    for (name, start, person), serves in v.serves.items():
        known = choices.get(name)
        say(serves, known is not None and (known.slot, known.interpreter) == (start, person))
    spot = _on_the_spot(v, choices)
    for day, online in v.online.items():
        say(online, day not in spot)
    for literal, holds in said.values():
        v.model.add_hint(literal, holds)


def _on_the_spot(v: Variables, choices: Choices) -> set[tuple[str, str]]:
    """Who is at a table on which day."""
    found: set[tuple[str, str]] = set()
    for meeting in v.forum.meetings:
        choice = choices.get(meeting.id)
        if choice is not None and v.ground.zones[choice.zone].mode == "face_to_face":
            day = v.forum.slots[choice.slot].day
            found.update((name, day) for name in choice.who(meeting))
    return found
