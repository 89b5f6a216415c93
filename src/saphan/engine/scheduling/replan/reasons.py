"""Why each meeting of the day changed, in words that those concerned can be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from saphan.engine.scheduling.model.zones import Mask
from saphan.engine.scheduling.problem import Forum, Meeting, Scheduled
from saphan.engine.scheduling.replan.board import Board, Held
from saphan.engine.scheduling.replan.incident import (
    Cancelled,
    Disconnected,
    Incident,
    Late,
    LeavesEarly,
    LostInterpreter,
    LostPlace,
    NoShow,
    TurnedOnline,
    UrgentRequest,
    window,
)
from saphan.engine.scheduling.replan.result import Change, Kind
from saphan.engine.scheduling.result import Reason


def said(incident: Incident, forum: Forum) -> str:
    """An incident as the second half of a sentence.

    Args:
        incident: The incident.
        forum: The problem, for the names of slots.

    Returns:
        What happened, in English.
    """
    slots = forum.slots

    def at(slot: int | None) -> str:
        return slots[slot].id if slot is not None and slot < len(slots) else "the end"

    def since(slot: int) -> str:
        return f" from {at(slot)} on" if slot > 0 else ""

    def until(slot: int | None) -> str:
        return f" until {at(slot)}" if slot is not None else ""

    match incident:
        case NoShow(name, start, slot):
            return f"{name} does not come{since(start)}{until(slot)}"
        case Late(name, slot):
            return f"{name} comes only at {at(slot)}"
        case LeavesEarly(name, start):
            return f"{name} leaves before {at(start)}"
        case Disconnected(name, slot):
            return f"{name} has no connection{until(slot)}"
        case TurnedOnline(name, start):
            return f"{name} can only be online{since(start)}"
        case LostPlace(place, start, slot):
            return f"{place} is lost{since(start)}{until(slot)}"
        case LostInterpreter(name, start, slot):
            return f"interpreter {name} is lost{since(start)}{until(slot)}"
        case UrgentRequest():
            last = incident.deadline
            by = "" if last is None else f", at the latest at {at(last)}"
            return f"{incident.id} is urgent{by}"
        case Cancelled(meeting):
            return f"{meeting} is called off"


def explain_changes(
    board: Board,
    asked: dict[str, Meeting],
    old: dict[str, Scheduled],
    new: dict[str, Scheduled],
    incidents: Sequence[Incident],
    *,
    proven: bool,
) -> tuple[Change, ...]:
    """Give each change of a timetable its cause.

    Args:
        board: The day.
        asked: The meetings by id, those called off included.
        old: The timetable as it was, by meeting.
        new: The timetable as it is, by meeting.
        incidents: What happened.
        proven: Whether nothing dropped could have been held.

    Returns:
        The changes in the order of the timetable, urgent requests last.
    """
    return tuple(_Teller(board, asked, old, new, incidents, proven).changes())


class _Teller:
    def __init__(
        self,
        board: Board,
        asked: dict[str, Meeting],
        old: dict[str, Scheduled],
        new: dict[str, Scheduled],
        incidents: Sequence[Incident],
        proven: bool,
    ) -> None:
        self.board = board
        self.asked = asked
        self.old = old
        self.new = new
        self.incidents = incidents
        self.proven = proven
        self.hit = set(board.hit)
        self.changed = [name for name, item in old.items() if new.get(name) != item]
        self.urgent = [
            name
            for name in dict.fromkeys(i.id for i in incidents if isinstance(i, UrgentRequest))
            if name not in old
        ]

    def changes(self) -> Iterable[Change]:
        for name in (*self.changed, *self.urgent):
            before, after = self.old.get(name), self.new.get(name)
            cause, room_for = self.cause(name)
            kind = _kind(before, after)
            yield Change(name, kind, before, after, cause, self.reason(name, kind, cause, room_for))

    def cause(self, name: str) -> tuple[int, str | None]:
        """The incident that leads to a change, and the meeting that it makes room for."""
        number = self.hit_by(name)
        if number is not None:
            return number, None
        # Who makes room does so for a meeting that is now where this one was; that one may have
        # made room itself, and so on to one that is hit.
        seen = {name}
        first = None
        here = name
        while True:
            options = [other for other in self.takers(here) if other not in seen]
            hit = next((o for o in options if self.hit_by(o) is not None), None)
            step = hit or (options[0] if options else None)
            if step is None:
                return self.first_cause(), first or self.any_hit()
            first = first or step
            number = self.hit_by(step)
            if number is not None:
                return number, first
            seen.add(step)
            here = step

    def any_hit(self) -> str | None:
        """Some meeting that is hit or urgent, for a change that no other stands behind."""
        return next((n for n in (*self.urgent, *self.changed) if self.hit_by(n) is not None), None)

    def first_cause(self) -> int:
        some = self.any_hit()
        number = None if some is None else self.hit_by(some)
        return 0 if number is None else number

    def takers(self, name: str) -> list[str]:
        """The changed meetings that are now where this one was, those that take most first."""
        if name not in self.board.held:
            return []
        mine = self.board.held[name]
        found = []
        for other in (*self.changed, *self.urgent):
            item = self.new.get(other)
            if other == name or item is None or other not in self.board.asked:
                continue
            meeting = self.board.asked[other]
            start = self.board.slots[item.slot]
            taken = ((1 << meeting.length) - 1) << start
            if near := self.nearness(mine, meeting, item, taken):
                found.append((-near, other))
        return [other for _near, other in sorted(found)]

    def nearness(self, mine: Held, meeting: Meeting, item: Scheduled, taken: Mask) -> int:
        """How much another meeting now takes of what this one had; 0 for nothing."""
        if not taken & mine.taken:
            return 1 if set(mine.who) & {*meeting.participants, *item.chosen} else 0
        if set(mine.who) & {*meeting.participants, *item.chosen}:
            return 5
        if item.place == mine.item.place:
            return 4
        if item.interpreter is not None and item.interpreter == mine.item.interpreter:
            return 3
        return 2

    def hit_by(self, name: str) -> int | None:
        """Which incident hits a meeting itself."""
        for number, incident in enumerate(self.incidents):
            if self.hits(incident, name):
                return number
        return None

    def hits(self, incident: Incident, name: str) -> bool:
        match incident:
            case UrgentRequest():
                return incident.id == name and (name in self.hit or name not in self.old)
            case Cancelled(meeting):
                return meeting == name
        if name not in self.hit:
            return False
        held = self.board.held[name]
        lost = window(incident, self.board.day.now, len(self.board.forum.slots))
        if not any(held.taken >> slot & 1 for slot in lost):
            return False
        match incident:
            case LostPlace(place):
                return held.item.place == place
            case LostInterpreter(interpreter):
                return held.item.interpreter == interpreter
            case _:
                return incident.participant in map(self.board.real, held.who)

    def reason(self, name: str, kind: Kind, cause: int, room_for: str | None) -> Reason:
        before, after = self.old.get(name), self.new.get(name)
        why = said(self.incidents[cause], self.board.forum)
        who = self.people(name)
        params: dict[str, object] = {"meeting": name, "participants": who, "incident": cause}
        if room_for is not None:
            params["for"] = room_for
            why = f"to make room for {room_for} ({why})"
        else:
            why = f"because {why}"
        subject = f"{name} ({' and '.join(who)})"
        if kind == "moved":
            assert before is not None
            assert after is not None
            params |= {"from": before.slot, "to": after.slot}
            text = f"{subject} moves from {before.slot} to {after.slot}, {why}"
        elif kind == "reseated":
            assert before is not None
            assert after is not None
            params |= {"slot": after.slot}
            text = f"{subject} stays at {after.slot} {_differs(before, after, params)}, {why}"
        elif kind == "added":
            last = self.incidents[cause]
            if after is not None:
                params |= {"to": after.slot}
                text = f"{subject} is held at {after.slot}, {why}"
            else:
                assert isinstance(last, UrgentRequest)
                text = f"{subject} cannot be held: {self.no_room(name, last.deadline, params)}"
                return Reason("urgent_without_room", params, text)
        else:
            return self.dropped(name, cause, subject, why, room_for, params)
        code = {"moved": "moves", "reseated": "is_reseated", "added": "is_added"}[kind]
        return Reason(code if room_for is None else f"{code}_for_another", params, text)

    def dropped(
        self,
        name: str,
        cause: int,
        subject: str,
        why: str,
        room_for: str | None,
        params: dict[str, object],
    ) -> Reason:
        if isinstance(self.incidents[cause], Cancelled) and room_for is None:
            return Reason("is_called_off", params, f"{subject} is called off")
        if room_for is not None:
            return Reason("is_dropped_for_another", params, f"{subject} is dropped, {why}")
        room = self.no_room(name, None, params)
        return Reason("is_dropped", params, f"{subject} is dropped, {why}: {room}")

    def no_room(self, name: str, deadline: int | None, params: dict[str, object]) -> str:
        """Why a meeting is not held, as far as it alone tells."""
        params["later"] = self.board.when(name).bit_count()
        if params["later"]:
            params["lack"] = "room"
            told = "no slot is left for it" if self.proven else "no slot was found for it"
            return f"{told} without giving up others"
        common = frozenset.intersection(
            *(
                frozenset().union(*(self.free(person) for person in side))
                for side in self.sides(name)
            )
        )
        params["lack"] = "place" if common else "time"
        if not common:
            return "those who meet are never free together any more"
        return "no slot is left in which they are free with a place and, if needed, an interpreter"

    def sides(self, name: str) -> list[tuple[str, ...]]:
        meeting = self.board.asked[name]
        return [*((person,) for person in meeting.participants), *meeting.any_of]

    def free(self, person: str) -> frozenset[int]:
        available = self.board.ground.available[person]
        return frozenset(
            slot
            for slot in range(self.board.day.now + 1, len(self.board.forum.slots))
            if available >> slot & 1
        )

    def people(self, name: str) -> list[str]:
        item = self.new.get(name) or self.old.get(name)
        chosen = item.chosen if item is not None else ()
        return [self.board.real(one) for one in (*self.asked[name].participants, *chosen)]


def _kind(before: Scheduled | None, after: Scheduled | None) -> Kind:
    if before is None:
        return "added"
    if after is None:
        return "dropped"
    return "reseated" if before.slot == after.slot else "moved"


def _differs(before: Scheduled, after: Scheduled, params: dict[str, object]) -> str:
    """What else but the slot is new of a meeting."""
    found = []
    if before.place != after.place:
        params |= {"from_place": before.place, "to_place": after.place}
        found.append(f"at {after.place} instead of {before.place}")
    if before.interpreter != after.interpreter:
        params |= {"from_interpreter": before.interpreter, "to_interpreter": after.interpreter}
        found.append(f"with interpreter {after.interpreter} instead of {before.interpreter}")
    if before.chosen != after.chosen:
        params |= {"from_chosen": list(before.chosen), "to_chosen": list(after.chosen)}
        found.append(f"with {', '.join(after.chosen)} instead of {', '.join(before.chosen)}")
    return " and ".join(found)
