"""What goes wrong on the day, and what an organiser asks for then. Frozen.

Slots are indices of `Forum.slots`, as in the problem. An incident takes effect after the slot
that is running when it is known: what has begun is beyond changing.
"""

from __future__ import annotations

from dataclasses import dataclass

from saphan.engine.scheduling.problem import Meeting


@dataclass(frozen=True)
class NoShow:
    """Somebody does not come, from one slot (from now on unless a later one is given) until
    another; None for good."""

    participant: str
    start: int = 0
    until: int | None = None


@dataclass(frozen=True)
class Late:
    """Somebody comes later: the first slot in which he or she can meet is `until`."""

    participant: str
    until: int


@dataclass(frozen=True)
class LeavesEarly:
    """Somebody goes: the first slot in which he or she cannot meet any more is `start`."""

    participant: str
    start: int


@dataclass(frozen=True)
class Disconnected:
    """The connection of somebody is broken until the slot `until`; None for good."""

    participant: str
    until: int | None = None


@dataclass(frozen=True)
class TurnedOnline:
    """Somebody expected on the spot can only be online, from a slot on.

    A meeting does not cross that moment: those before it stay on the spot, those after it need
    a room.
    """

    participant: str
    start: int = 0


@dataclass(frozen=True)
class LostPlace:
    """A table or room cannot be used from one slot until another; None for good."""

    place: str
    start: int = 0
    until: int | None = None


@dataclass(frozen=True)
class LostInterpreter:
    """An interpreter cannot work from one slot until another; None for good."""

    interpreter: str
    start: int = 0
    until: int | None = None


@dataclass(frozen=True)
class UrgentRequest:
    """A meeting that must be held from now on.

    Attributes:
        meeting: Id of a meeting of the problem, or a meeting that is new.
        deadline: Index of the last slot it may start in; None for any.
    """

    meeting: str | Meeting
    deadline: int | None = None

    @property
    def id(self) -> str:
        """Id of the meeting."""
        return self.meeting if isinstance(self.meeting, str) else self.meeting.id


@dataclass(frozen=True)
class Cancelled:
    """Those who were to meet call it off."""

    meeting: str


Absence = NoShow | Late | LeavesEarly | Disconnected
Incident = Absence | TurnedOnline | LostPlace | LostInterpreter | UrgentRequest | Cancelled


@dataclass(frozen=True)
class Step:
    """One replanning of a day, which may see several.

    Attributes:
        now: Index of the slot that is running; -1 when nothing has begun.
        incidents: What became known then.
        given_up: Ids of meetings that must be held and cannot, now that this has happened.
    """

    now: int
    incidents: tuple[Incident, ...]
    given_up: frozenset[str] = frozenset()


def window(incident: Incident, now: int, slots: int) -> range:
    """The slots in which what an incident takes away is missing.

    Args:
        incident: The incident; not one about a meeting.
        now: Index of the slot that is running.
        slots: Length of the grid.

    Returns:
        Indices of slots, all later than now.
    """
    start = getattr(incident, "start", 0)
    until = getattr(incident, "until", None)
    return range(max(start, now + 1), slots if until is None else min(until, slots))
