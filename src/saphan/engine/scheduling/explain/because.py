"""The rules of a contradiction, said in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from saphan.engine.scheduling.explain.elements import KINDS, Element, need_key
from saphan.engine.scheduling.explain.sentences import sentence, when, who_meets
from saphan.engine.scheduling.model.zones import Ground, serves
from saphan.engine.scheduling.problem import Forum, by_id
from saphan.engine.scheduling.result import Sentence


def said_rules(forum: Forum, elements: Sequence[Element]) -> tuple[Sentence, ...]:
    """Say rules, those of one kind or one person together.

    Args:
        forum: The problem.
        elements: Rules of it.

    Returns:
        The sentences: first which meetings must be held, last what takes more words.
    """
    by_kind: dict[str, list[Element]] = defaultdict(list)
    for element in elements:
        by_kind[element.kind].append(element)
    rules = _Rules(forum)
    said: list[Sentence] = []
    for kind in reversed(KINDS):
        if by_kind[kind]:
            said.extend(getattr(rules, kind)(sorted(by_kind[kind])))
    return tuple(said)


class _Rules:
    """How each kind of rule is said; the methods are called like the kinds."""

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.meetings = by_id(forum.meetings)
        self.people = by_id(forum.participants)
        self.interpreting = by_id(forum.interpreters)

    def _who(self, elements: Sequence[Element]) -> dict[str, object]:
        ids = [element.key[0] for element in elements]
        return {"ids": ids, "meetings": [who_meets(self.meetings[name]) for name in ids]}

    def _by_key(self, elements: Sequence[Element]) -> Iterator[tuple[tuple[str, ...], list[int]]]:
        slots: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for element in elements:
            slots[element.key].append(element.slot)
        yield from slots.items()

    def must(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        yield sentence("must_be_held", **self._who(elements))

    def away(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for (name,), slots in self._by_key(elements):
            yield sentence("is_away", participant=name, **when(self.forum, slots))

    def session(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        alike: dict[frozenset[int], list[Element]] = defaultdict(list)
        for element in elements:
            alike[self.meetings[element.key[0]].allowed or frozenset()].append(element)
        for slots, some in alike.items():
            yield sentence("only_in", **self._who(some), **when(self.forum, slots))

    def fixed(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        alike: dict[int, list[Element]] = defaultdict(list)
        for element in elements:
            alike[self.meetings[element.key[0]].fixed or 0].append(element)
        for slot, some in sorted(alike.items()):
            yield sentence("is_fixed", slot=self.forum.slots[slot].id, **self._who(some))

    def order(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for element in elements:
            yield sentence("comes_before", before=element.key[0], after=element.key[1])

    def places(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        ground = Ground(self.forum)
        room = {
            (z.mode, z.hall, *sorted(z.kept_by)): row
            for z, row in zip(ground.zones, ground.room, strict=True)
        }
        alike: dict[tuple[tuple[str, ...], int], list[int]] = defaultdict(list)
        for key, slots in self._by_key(elements):
            for slot in slots:
                alike[key, room[key][slot] if key in room else 0].append(slot)
        for (key, places), slots in alike.items():
            about = {"room": places, **when(self.forum, slots)}
            if key[0] == "online":
                yield sentence("rooms", **about)
            elif key[2:]:
                yield sentence("kept_tables", participants=list(key[2:]), **about)
            elif key[1]:
                yield sentence("hall_tables", hall=key[1], **about)
            else:
                yield sentence("tables", **about)

    def limit(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for element in elements:
            (name,) = element.key
            yield sentence("agreed_to", participant=name, limit=self.people[name].max_meetings)

    def breaks(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for element in elements:
            (name,) = element.key
            yield sentence("breaks_at_most", participant=name, limit=self.people[name].max_breaks)

    def fairness(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        yield sentence("fair_breaks", limit=self.forum.fairness)

    def mode(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for element in elements:
            (name,) = element.key
            online = "online" in self.people[name].modes
            yield sentence("only_online" if online else "only_on_the_spot", participant=name)

    def interpreters(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for need, slots in self._by_key(elements):
            asked = next(
                m for m in self.forum.meetings if m.needs_interpreter and need_key(m) == need
            )
            able = [i.id for i in self.forum.interpreters if serves(i, asked)]
            about = {"languages": " – ".join(need), **when(self.forum, slots)}
            if able:
                yield sentence("interpret", interpreters=able, **about)
            else:
                yield sentence("nobody_interprets", **about)

    def absent(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for (name,), slots in self._by_key(elements):
            yield sentence("interpreter_absent", interpreter=name, **when(self.forum, slots))

    def rest(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for element in elements:
            (name,) = element.key
            yield sentence(
                "interpreter_rests", interpreter=name, limit=self.interpreting[name].max_run
            )

    def serving(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for element in elements:
            (name,) = element.key
            limit = self.interpreting[name].max_meetings
            yield sentence("interpreter_agreed_to", interpreter=name, limit=limit)

    def fixed_interpreter(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for element in elements:
            (name,) = element.key
            who = self.meetings[name].fixed_interpreter
            yield sentence("served_by", meeting=name, interpreter=who)

    def fixed_place(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        for element in elements:
            (name,) = element.key
            yield sentence("stands_at", meeting=name, place=self.meetings[name].fixed_place)

    def ways(self, elements: Sequence[Element]) -> Iterator[Sentence]:
        yield sentence("ways")
