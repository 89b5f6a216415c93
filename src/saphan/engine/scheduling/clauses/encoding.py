"""A forum in clauses.

The variables are those of the MaxSAT encoding of Bofill et al., "Constraint Solving Approaches to
the Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022), with the capacity of a slot
counted over clusters of meetings as there. Our own is how the absence of breaks is said: somebody
whose n meetings follow one another without a break is busy from the first slot to the n-th after
it, so that one literal a person ties `used` to when he or she starts.
"""

from __future__ import annotations

from collections.abc import Sequence

from pysat.card import EncType

from saphan.engine.scheduling.clauses.formula import Formula
from saphan.engine.scheduling.clauses.narrowing import Slots
from saphan.engine.scheduling.model.zones import zones_of
from saphan.engine.scheduling.problem import Forum, Meeting


def suits(forum: Forum) -> bool:
    """Whether clauses say all that the forum asks: which meetings are held is given, each takes
    one slot, and neither interpreters nor ways nor modes are left to decide."""
    if "breaks" not in forum.goals or not forum.meetings:
        return False
    if not all(_plain(meeting) for meeting in forum.meetings):
        return False
    zones = zones_of(forum)
    return (
        not any(zone.hall for zone in zones)
        and len({(zone.mode, zone.kept_by) for zone in zones}) <= 1
        and all(len(person.modes) == 1 for person in forum.participants)
        and all(p.max_meetings is None for p in forum.participants)
    )


def _plain(meeting: Meeting) -> bool:
    return (
        meeting.must
        and meeting.length == 1
        and not meeting.any_of
        and not meeting.needs_interpreter
        and meeting.fixed_place is None
    )


class Encoding(Formula):
    """The clauses of a forum that `suits`.

    Attributes:
        at: The literal that is true when the meeting (id) is in the slot (index).
        breaks: For each participant who can have breaks, literals of which the i-th is true
            when there are more than i.
    """

    def __init__(self, forum: Forum, where: Slots) -> None:
        """Write the clauses.

        Args:
            forum: The problem.
            where: The slots of each meeting, from `possible_slots`.
        """
        super().__init__()
        self.forum = forum
        self.at: dict[tuple[str, int], int] = {}
        self.breaks: dict[str, list[int]] = {}
        self._meetings = forum.meetings_of()
        self._used: dict[str, dict[int, int]] = {}
        self._since: dict[str, dict[int, int]] = {}
        self._ends: dict[str, list[int]] = {}
        self._add_meetings(where)
        for name in self._meetings:
            self._add_use(name)
            self._add_breaks(name)
            self._add_unbroken(name)
        self._add_capacity()
        self._add_precedences()
        self._add_limits()

    def _add_meetings(self, where: Slots) -> None:
        for meeting in self.forum.meetings:
            starts = sorted(where[meeting.id])
            here = [self.new() for _ in starts]
            self.at.update(zip(((meeting.id, slot) for slot in starts), here, strict=True))
            self.clauses.append(here)
            self.at_most_one(here)

    def _add_use(self, name: str) -> None:
        """One meeting a slot, and as many slots used as there are meetings."""
        used = self._used[name] = {}
        for slot in range(len(self.forum.slots)):
            here = [x for m in self._meetings[name] if (x := self.at.get((m.id, slot)))]
            if here:
                meets = used[slot] = self.new()
                self.clauses.append([-meets, *here])
                self.clauses.extend([-x, meets] for x in here)
                self.at_most_one(here)
        self.exactly(list(used.values()), len(self._meetings[name]))

    def _add_breaks(self, name: str) -> None:
        """A break ends where an idle slot after a first meeting is followed by a meeting."""
        used = self._used[name]
        since = self._since[name] = {}
        ends = self._ends[name] = []
        for day in self.forum.days():
            can = [slot for slot in day if slot in used]
            for slot in range(can[0], can[-1]) if can else ():
                known = [x for x in (used.get(slot), since.get(slot - 1)) if x]
                has = since[slot] = self.new()
                self.clauses.append([-has, *known])
                self.clauses.extend([-x, has] for x in known)
                if slot > can[0] and slot + 1 in used:
                    end = self.new()
                    ends.append(end)
                    idle = [-used[slot]] if slot in used else []
                    needed = [has, used[slot + 1], *idle]
                    self.clauses.extend([-end, x] for x in needed)
                    self.clauses.append([end, *(-x for x in needed)])
        if ends:
            self.breaks[name] = self.count(ends)

    def _add_unbroken(self, name: str) -> None:
        """Who has no break is busy in a slot if started by then, and not as long ago as he or
        she has meetings."""
        used, since = self._used[name], self._since[name]
        if name not in self.breaks or len({self.forum.slots[slot].day for slot in used}) > 1:
            return
        broken, long = self.breaks[name][0], len(self._meetings[name])
        first, last = min(used), max(used)

        for slot in range(first, last):
            ago = since.get(slot - long)
            busy = used.get(slot)
            begun = since[slot]
            if busy is None:
                self.clauses.append([broken, -begun, *([ago] if ago else [])])
                continue
            if ago is not None:
                self.clauses.append([broken, -busy, -ago])
            self.clauses.append([broken, busy, -begun, *([ago] if ago else [])])
            if slot > last - long:
                self.clauses.append([broken, begun])
        ago = since.get(last - long)
        if ago is not None:
            self.clauses.append([broken, -used[last], -ago])
            self.clauses.append([broken, used[last], ago])

    def _add_capacity(self) -> None:
        largest = max(len(meeting.participants) for meeting in self.forum.meetings)
        for slot, places in enumerate(self.forum.capacity()):
            here = [m for m in self.forum.meetings if (m.id, slot) in self.at]
            if len(here) <= places:
                continue
            self.at_most(self._clusters(here, slot), places, EncType.seqcounter)
            people = [used[slot] for used in self._used.values() if slot in used]
            self.at_most(people, largest * places, EncType.totalizer)

    def _clusters(self, meetings: Sequence[Meeting], slot: int) -> list[int]:
        """Literals, one a participant taken greedily, that are true when one of the meetings of
        that participant is in the slot; there are fewer to count than meetings."""
        left = {meeting.id: meeting for meeting in meetings}
        found = []
        count: dict[str, int] = {}
        for meeting in meetings:
            for name in meeting.participants:
                count[name] = count.get(name, 0) + 1
        while left:
            most = max(count, key=count.__getitem__)
            group = [m for m in self._meetings[most] if m.id in left]
            for meeting in group:
                del left[meeting.id]
                for name in meeting.participants:
                    count[name] -= 1
            inside = [self.at[meeting.id, slot] for meeting in group]
            some = inside[0] if len(inside) == 1 else self.new()
            if len(inside) > 1:
                self.clauses.append([-some, *inside])
                self.clauses.extend([-x, some] for x in inside)
            found.append(some)
        return found

    def _add_precedences(self) -> None:
        slots = range(len(self.forum.slots))
        for rule in self.forum.precedences:
            before = {s: x for s in slots if (x := self.at.get((rule.before, s)))}
            after = {s: x for s in slots if (x := self.at.get((rule.after, s)))}
            self.clauses.extend(
                [-x, -y] for s, x in before.items() for t, y in after.items() if s >= t
            )

    def _add_limits(self) -> None:
        """Nobody's breaks are too many, by themselves or beside another's."""
        for person in self.forum.participants:
            more = self.breaks.get(person.id, [])
            if person.max_breaks is not None and len(more) > person.max_breaks:
                self.clauses.append([-more[person.max_breaks]])
        apart = self.forum.fairness
        if apart is None:
            return
        most = max((len(more) for more in self.breaks.values()), default=0)
        all_have: dict[int, int] = {}
        for number in range(1, most - apart + 1):
            # More than `apart + number - 1` of one need at least `number` of everybody.
            all_have[number] = self.new()
            for name in self._meetings:
                self.clauses.append([-all_have[number], *self._at_least(name, number)])
        for more in self.breaks.values():
            for index in range(apart, len(more)):
                self.clauses.append([-more[index], all_have[index - apart + 1]])

    def _at_least(self, name: str, number: int) -> list[int]:
        """A clause's literals of which one is true only when there are that many breaks."""
        ends = self._ends[name]
        if len(ends) < number:
            return []
        if number == 1:
            return ends
        none = self.count([-end for end in ends])
        return [-none[len(ends) - number]]
