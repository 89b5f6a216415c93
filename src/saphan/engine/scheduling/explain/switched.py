"""A model of a forum in which each rule has a switch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from ortools.sat.python import cp_model

from saphan.engine.scheduling.explain.changes import Change
from saphan.engine.scheduling.explain.elements import (
    Element,
    spare_interpreter,
    spare_interpreters_of,
    spare_place,
    weakened,
    zones_with_spare,
)
from saphan.engine.scheduling.model.constraints import RULES
from saphan.engine.scheduling.model.variables import Variables
from saphan.engine.scheduling.problem import Forum, Place

REBUILT = frozenset({"ways", "fixed_place"})
"""Rules that the model has no switch for: they shape its zones and blocks."""

COSTS = {
    "places": 1000,
    "interpreters": 1000,
    "absent": 1000,
    "away": 1001,
    "mode": 1002,
    "session": 1002,
    "fixed": 1003,
    "limit": 1003,
    "serving": 1003,
    "breaks": 1003,
    "rest": 1004,
    "order": 1004,
    "fairness": 1004,
    "fixed_interpreter": 1004,
    "must": 1005,
}
"""What it costs to give up a rule: the number of changes tells, then how bitter they are."""


class Switched:
    """The rules of a forum, each enforced by a literal.

    Attributes:
        forum: The problem.
        v: The model of the forum without the rules that have switches.
        on: The switch of each rule: true when the rule holds.
        more: By how much a rule that counts is exceeded; an expression that is 0 when it holds.
    """

    def __init__(self, forum: Forum, kept: Collection[Element]) -> None:
        """Make the model.

        Args:
            forum: The problem.
            kept: The rules that have a switch, or are among `REBUILT` and hold; all others are
                given up.
        """
        self.forum = forum
        self.kept = frozenset(kept)
        self.wide = _naming(_wide(forum, self.kept))
        self.v = Variables(cp_model.CpModel(), self.wide)
        for rule in RULES:
            rule(self.v)
        self.model = self.v.model
        self.on: dict[Element, cp_model.IntVar] = {
            element: self.model.new_bool_var(str(element))
            for element in sorted(self.kept)
            if element.kind not in REBUILT
        }
        self.more: dict[Element, cp_model.LinearExprT | int] = {}
        self._asked = {meeting.id: meeting for meeting in forum.meetings}
        self._people = {person.id: person for person in forum.participants}
        self._interpreting = {person.id: person for person in forum.interpreters}
        self._starts: dict[str, list[int]] = {m: list(d) for m, d in self.v.domains.items()}
        self._index_zones()
        self._index_serving()
        for element, on in self.on.items():
            getattr(self, f"_{element.kind}")(element, on)
        self._add_capacity()

    def cost(self) -> cp_model.LinearExprT:
        """What is given up of the rules, to be made small."""
        total: list[cp_model.LinearExprT] = []
        for element, on in self.on.items():
            price = COSTS[element.kind]
            more = self.more.get(element)
            total.append(price * (1 - on) if more is None else price * more)
        return sum(total)

    def forbid(self, changes: Iterable[Change]) -> None:
        """Not all of these changes are made."""
        instead = []
        for change in changes:
            moved = self.v.at.get((change.element.key[0], change.to)) if change.to >= 0 else None
            instead.append(self.on[change.element] if moved is None else ~moved)
        self.model.add_bool_or(instead)

    def _forbid(self, on: cp_model.IntVar, literals: Iterable[cp_model.IntVar]) -> None:
        for literal in literals:
            self.model.add_implication(on, ~literal)

    def _counted(self, element: Element, on: cp_model.IntVar, most: int) -> cp_model.IntVar:
        """By how much the rule is exceeded."""
        more = self.model.new_int_var(0, most, f"more {element}")
        self.model.add(more == 0).only_enforce_if(on)
        self.more[element] = more
        return more

    def _must(self, element: Element, on: cp_model.IntVar) -> None:
        self.model.add_implication(on, self.v.held[element.key[0]])

    def _away(self, element: Element, on: cp_model.IntVar) -> None:
        used = self.v.used.get((element.key[0], element.slot))
        if used is not None:
            self._forbid(on, [used])

    def _elsewhere(self, name: str, slots: Collection[int]) -> list[cp_model.IntVar]:
        return [self.v.at[name, s] for s in self._starts[name] if s not in slots]

    def _session(self, element: Element, on: cp_model.IntVar) -> None:
        (name,) = element.key
        self._forbid(on, self._elsewhere(name, self._asked[name].allowed or ()))

    def _fixed(self, element: Element, on: cp_model.IntVar) -> None:
        (name,) = element.key
        fixed = self._asked[name].fixed
        self._forbid(on, self._elsewhere(name, () if fixed is None else (fixed,)))

    def _order(self, element: Element, on: cp_model.IntVar) -> None:
        before, after = element.key
        if before == after:
            self._forbid(on, [self.v.held[before]])
            return
        length = self._asked[before].length
        for now in self._starts[after]:
            late = [self.v.at[before, s] for s in self._starts[before] if s + length > now]
            early = [self.v.at[after, s] for s in self._starts[after] if s <= now]
            if late:
                self.model.add(sum(late) + sum(early) <= 1).only_enforce_if(on)

    def _limit(self, element: Element, on: cp_model.IntVar) -> None:
        mine = [held for _, held in self.v.meetings_of(element.key[0])]
        most = self._people[element.key[0]].max_meetings or 0
        more = self._counted(element, on, max(len(mine) - most, 0))
        self.model.add(sum(mine) <= most + more)

    def _breaks(self, element: Element, on: cp_model.IntVar) -> None:
        ends = self.v.breaks_of(element.key[0])
        most = self._people[element.key[0]].max_breaks or 0
        more = self._counted(element, on, max(len(ends) - most, 0))
        self.model.add(sum(ends) <= most + more)

    def _fairness(self, element: Element, on: cp_model.IntVar) -> None:
        more = self._counted(element, on, len(self.forum.slots))
        most = self.forum.fairness or 0
        self.model.add(self.v.most_breaks - self.v.least_breaks <= most + more)

    def _mode(self, element: Element, on: cp_model.IntVar) -> None:
        (name,) = element.key
        online = [x for (person, _day), x in self.v.online.items() if person == name]
        if "online" in self._people[name].modes:
            for literal in online:
                self.model.add_implication(on, literal)
        else:
            self._forbid(on, online)

    def _places(self, element: Element, on: cp_model.IntVar) -> None:
        self._counted(element, on, len(self.forum.meetings))

    def _add_capacity(self) -> None:
        """The meetings of a zone in a slot are no more than its places and those added."""
        real = {place.id for place in self.forum.places}
        keys = zones_with_spare(self.forum)
        for index, zone in enumerate(self.v.ground.zones):
            inside_ids = {place.id for place in zone.places}
            spare = [key for key in keys if spare_place(key, 0, NO_SLOT).id in inside_ids]
            for slot in range(len(self.forum.slots)):
                elements = [Element("places", key, slot) for key in spare]
                if not all(element in self.on for element in elements):
                    continue
                more = sum(self.more[element] for element in elements)
                held = self._in_zone[index, slot]
                self.model.add(sum(held) <= _usable(zone.places, slot, real) + more)
                for number, block in enumerate(zone.blocks):
                    inside = self._in_block[index, number, slot]
                    self.model.add(sum(inside) <= _usable(block, slot, real) + more)

    def _index_zones(self) -> None:
        self._in_zone: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        self._in_block: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        for (name, start, index), inside in self.v.zone.items():
            for slot in range(start, start + self._asked[name].length):
                self._in_zone[index, slot].append(inside)
        for (name, start, index, number), inside in self.v.block.items():
            for slot in range(start, start + self._asked[name].length):
                self._in_block[index, number, slot].append(inside)

    def _index_serving(self) -> None:
        self._busy: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
        for (name, start, person), serves in self.v.serves.items():
            for slot in range(start, start + self._asked[name].length):
                self._busy[person, slot].append(serves)

    def _interpreters(self, element: Element, on: cp_model.IntVar) -> None:
        # Of a need that no meeting looked at has, there is nobody to spare.
        spare = range(spare_interpreters_of(self.forum).get(element.key, 0))
        serving = [
            serves
            for number in spare
            for serves in self._busy[
                spare_interpreter(element.key, number, NO_SLOT).id, element.slot
            ]
        ]
        self._forbid(on, serving)
        self.more[element] = sum(serving)

    def _absent(self, element: Element, on: cp_model.IntVar) -> None:
        self._forbid(on, self._busy[element.key[0], element.slot])

    def _rest(self, element: Element, on: cp_model.IntVar) -> None:
        (name,) = element.key
        most = self._interpreting[name].max_run or 0
        longer = []
        for length in range(most + 1, len(self.forum.slots) + 1):
            runs = [run for s in range(len(self.forum.slots)) if (run := self.forum.run(s, length))]
            longer.append(self.model.new_bool_var(f"{element} {length}"))
            for run in runs:
                serving = [x for slot in run for x in self._busy[name, slot]]
                self.model.add(sum(serving) < length + longer[-1])
        self._forbid(on, longer)
        self.more[element] = sum(longer)

    def _serving(self, element: Element, on: cp_model.IntVar) -> None:
        (name,) = element.key
        mine = [x for (_m, _s, person), x in self.v.serves.items() if person == name]
        most = self._interpreting[name].max_meetings or 0
        self.model.add(sum(mine) <= most + self._counted(element, on, len(mine)))

    def _fixed_interpreter(self, element: Element, on: cp_model.IntVar) -> None:
        (name,) = element.key
        wanted = self._asked[name].fixed_interpreter
        self._forbid(
            on, [x for (m, _s, who), x in self.v.serves.items() if m == name and who != wanted]
        )


NO_SLOT: frozenset[int] = frozenset()


def _usable(places: Iterable[Place], slot: int, real: Collection[str]) -> int:
    return sum(place.id in real and slot in place.slots for place in places)


def _wide(forum: Forum, kept: Collection[Element]) -> Forum:
    """The forum without the rules that have a switch."""
    wide = weakened(forum, {element for element in kept if element.kind in REBUILT})
    # Whether an interpreter is needed at all is no switch either.
    needs = {m.id: m.needs_interpreter for m in weakened(forum, kept).meetings}
    meetings = tuple(replace(m, needs_interpreter=needs[m.id]) for m in wide.meetings)
    return replace(wide, meetings=meetings)


def _naming(forum: Forum) -> Forum:
    """The same forum, whose model names interpreters: a limit that limits nothing sees to it."""
    if not forum.interpreters:
        return forum
    first, *others = forum.interpreters
    first = replace(first, max_meetings=len(forum.meetings))
    return replace(forum, interpreters=(first, *others))
