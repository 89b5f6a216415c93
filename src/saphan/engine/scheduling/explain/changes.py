"""Changes of a forum: each gives up one rule as far as needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from saphan.engine.scheduling.explain.elements import (
    ALL_MODES,
    Element,
    spare_interpreter,
    spare_place,
)
from saphan.engine.scheduling.explain.sentences import sentence, when, who_meets
from saphan.engine.scheduling.problem import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    by_id,
)
from saphan.engine.scheduling.result import Sentence

ADDED = "more "
"""With what the names of added places and interpreters begin."""


@dataclass(frozen=True)
class Change:
    """One rule given up.

    Attributes:
        element: The rule.
        amount: How much more than it allows, for a rule that counts.
        to: Index of the slot that a meeting gets instead; -1 where no slot is meant.
    """

    element: Element
    amount: int = 1
    to: int = -1


def changed(forum: Forum, changes: Iterable[Change]) -> Forum:
    """The forum with the changes made.

    Args:
        forum: The problem.
        changes: What to change.

    Returns:
        A problem that every timetable of `forum` is a timetable of.
    """
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.element.kind].append(change)
    orders = {change.element.key for change in by_kind["order"]}
    return replace(
        forum,
        participants=tuple(_person(p, by_kind) for p in forum.participants),
        places=(*forum.places, *_places(by_kind["places"])),
        meetings=tuple(_meeting(m, by_kind) for m in forum.meetings),
        interpreters=(
            *(_interpreter(i, by_kind) for i in forum.interpreters),
            *_interpreters(by_kind["interpreters"]),
        ),
        precedences=tuple(p for p in forum.precedences if _pair(p) not in orders),
        fairness=None
        if forum.fairness is None
        else forum.fairness + sum(change.amount for change in by_kind["fairness"]),
        travel=() if by_kind["ways"] else forum.travel,
    )


def _pair(rule: Precedence) -> tuple[str, ...]:
    return (rule.before, rule.after)


def _of(changes: Iterable[Change], name: str) -> list[Change]:
    return [change for change in changes if change.element.key == (name,)]


def _more(limit: int | None, changes: Iterable[Change], name: str) -> int | None:
    return None if limit is None else limit + sum(c.amount for c in _of(changes, name))


def _person(person: Participant, by_kind: dict[str, list[Change]]) -> Participant:
    freed = {change.element.slot for change in _of(by_kind["away"], person.id)}
    return replace(
        person,
        available=person.available | freed,
        max_meetings=_more(person.max_meetings, by_kind["limit"], person.id),
        max_breaks=_more(person.max_breaks, by_kind["breaks"], person.id),
        modes=ALL_MODES if _of(by_kind["mode"], person.id) else person.modes,
    )


def _interpreter(person: Interpreter, by_kind: dict[str, list[Change]]) -> Interpreter:
    freed = {change.element.slot for change in _of(by_kind["absent"], person.id)}
    return replace(
        person,
        available=person.available | freed,
        max_run=_more(person.max_run, by_kind["rest"], person.id),
        max_meetings=_more(person.max_meetings, by_kind["serving"], person.id),
    )


def _meeting(meeting: Meeting, by_kind: dict[str, list[Change]]) -> Meeting:
    def gives_up(kind: str) -> bool:
        return bool(_of(by_kind[kind], meeting.id))

    more = {change.to for change in _of(by_kind["session"], meeting.id)}
    moved = [change.to for change in _of(by_kind["fixed"], meeting.id)]
    return replace(
        meeting,
        must=meeting.must and not gives_up("must"),
        allowed=None if meeting.allowed is None else meeting.allowed | more,
        fixed=moved[0] if moved else meeting.fixed,
        fixed_place=None if gives_up("fixed_place") else meeting.fixed_place,
        fixed_interpreter=None if gives_up("fixed_interpreter") else meeting.fixed_interpreter,
    )


def _slots_by_number(
    changes: Iterable[Change],
) -> Iterator[tuple[tuple[str, ...], int, frozenset[int]]]:
    """Each thing to be added: its key, its number and the slots for which it is wanted."""
    slots: dict[tuple[tuple[str, ...], int], set[int]] = defaultdict(set)
    for change in changes:
        for number in range(change.amount):
            slots[change.element.key, number].add(change.element.slot)
    for (key, number), some in slots.items():
        yield key, number, frozenset(some)


def _places(changes: Iterable[Change]) -> Iterator[Place]:
    for key, number, slots in _slots_by_number(changes):
        yield spare_place(key, number, slots, ADDED)


def _interpreters(changes: Iterable[Change]) -> Iterator[Interpreter]:
    for key, number, slots in _slots_by_number(changes):
        yield spare_interpreter(key, number, slots, ADDED)


def said_changes(forum: Forum, changes: Sequence[Change]) -> tuple[Sentence, ...]:
    """Say changes, those of one person, place or kind together.

    Args:
        forum: The problem before the changes.
        changes: What to change.

    Returns:
        The sentences, in the order of the changes.
    """
    together: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in changes:
        element = change.element
        alone = element.kind in ("session", "fixed", "fixed_place", "fixed_interpreter", "order")
        subject = () if element.kind == "must" else element.key
        together[element.kind, subject, change.to if alone else -1].append(change)
    return tuple(_said(forum, group) for group in together.values())


def _said(forum: Forum, group: list[Change]) -> Sentence:
    element, amount = group[0].element, group[0].amount
    key, slots = element.key, forum.slots
    name = key[0] if key else ""
    person = by_id(forum.participants).get(name)
    interpreter = by_id(forum.interpreters).get(name)
    meetings = by_id(forum.meetings)
    match element.kind:
        case "must":
            ids = [change.element.key[0] for change in group]
            said = [who_meets(meetings[one]) for one in ids]
            return sentence("let_go", ids=ids, meetings=said)
        case "away":
            free = when(forum, (change.element.slot for change in group))
            return sentence("free_in", participant=name, **free)
        case "session":
            return sentence("allow_in", meeting=name, slot=slots[group[0].to].id)
        case "fixed":
            fixed = meetings[name].fixed
            assert fixed is not None
            return sentence("move_to", meeting=name, slot=slots[fixed].id, to=slots[group[0].to].id)
        case "order":
            return sentence("no_order", before=key[0], after=key[1])
        case "places":
            return _said_places(forum, group)
        case "limit":
            assert person is not None
            limit = (person.max_meetings or 0) + amount
            return sentence("agree_to", participant=name, limit=limit)
        case "breaks":
            assert person is not None
            return sentence(
                "allow_breaks", participant=name, limit=(person.max_breaks or 0) + amount
            )
        case "fairness":
            return sentence("allow_difference", limit=(forum.fairness or 0) + amount)
        case "mode":
            assert person is not None
            online = "online" in person.modes
            return sentence("join_on_the_spot" if online else "join_online", participant=name)
        case "interpreters":
            return sentence(
                "find_interpreter",
                languages=" – ".join(key),
                more=_amounts(forum, group),
            )
        case "absent":
            work = when(forum, (change.element.slot for change in group))
            return sentence("interpreter_at_work", interpreter=name, **work)
        case "rest":
            assert interpreter is not None
            limit = (interpreter.max_run or 0) + amount
            return sentence("longer_run", interpreter=name, limit=limit)
        case "serving":
            assert interpreter is not None
            limit = (interpreter.max_meetings or 0) + amount
            return sentence("interpreter_agrees_to", interpreter=name, limit=limit)
        case "fixed_interpreter":
            return sentence("other_interpreter", meeting=name)
        case "fixed_place":
            return sentence("other_place", meeting=name)
        case _:
            return sentence("no_ways")


def _amounts(forum: Forum, group: list[Change]) -> list[str]:
    ordered = sorted(group, key=lambda change: change.element.slot)
    return [f"{forum.slots[c.element.slot].id} (+{c.amount})" for c in ordered]


def _said_places(forum: Forum, group: list[Change]) -> Sentence:
    mode, hall, *keepers = group[0].element.key
    more = _amounts(forum, group)
    if mode == "online":
        return sentence("more_rooms", more=more)
    if keepers:
        return sentence("more_kept_tables", more=more, participants=keepers)
    if hall:
        return sentence("more_hall_tables", more=more, hall=hall)
    return sentence("more_tables", more=more)
