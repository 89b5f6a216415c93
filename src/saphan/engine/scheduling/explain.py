"""Why there is no timetable, in reasons that a person can act on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from ortools.sat.python import cp_model

from saphan.engine.scheduling.model.zones import domains, serves
from saphan.engine.scheduling.problem import Forum, Meeting, Participant
from saphan.engine.scheduling.result import Reason


def explain(forum: Forum, *, seconds: float, seed: int = 0) -> tuple[Reason, ...]:
    """Find reasons why the meetings that must be held cannot all be.

    First what counting shows; where counting shows nothing, a small group of meetings that
    cannot be held together, found by leaving out whatever is not needed for the contradiction
    (deletion filtering, Chinneck and Dravnieks, ORSA Journal on Computing 3, 1991).

    Args:
        forum: A problem without a timetable.
        seconds: Wall time that the search for a group may take.
        seed: Seed of that search.

    Returns:
        At least one reason, the plainest first.
    """
    return tuple(_counted(forum)) or (_contradiction(forum, seconds, seed),)


def _counted(forum: Forum) -> Iterator[Reason]:
    where = domains(forum)
    musts = [m for m in forum.meetings if m.must]
    people = {p.id: p for p in forum.participants}
    for participant in forum.participants:
        mine = [m for m in musts if participant.id in m.participants]
        free = len(participant.available)
        if len(mine) > free:
            yield Reason(
                "over_asked",
                {"participant": participant.id, "meetings": len(mine), "slots": free},
                f"{participant.id} asks for {len(mine)} meetings and is free in {free} slots",
            )
        elif participant.max_meetings is not None and len(mine) > participant.max_meetings:
            yield Reason(
                "over_limit",
                {
                    "participant": participant.id,
                    "meetings": len(mine),
                    "limit": participant.max_meetings,
                },
                f"{participant.id} has {len(mine)} meetings that must be held and agreed to at "
                f"most {participant.max_meetings}",
            )
        else:
            open_slots = {slot for m in mine for slot in where[m.id]}
            if mine and len(open_slots) < len(mine) and all(where[m.id] for m in mine):
                yield Reason(
                    "few_common_slots",
                    {
                        "participant": participant.id,
                        "meetings": len(mine),
                        "slots": len(open_slots),
                    },
                    f"{participant.id} asks for {len(mine)} meetings, and the others are free in "
                    f"only {len(open_slots)} of the slots that suit",
                )
    for meeting in musts:
        if not where[meeting.id]:
            yield _no_slot(forum, meeting, people)
    room = sum(forum.capacity())
    if len(musts) > room:
        yield Reason(
            "few_places",
            {"meetings": len(musts), "room": room},
            f"{len(musts)} meetings must be held and all places together have room for {room}",
        )
    yield from _full_slots(forum, musts, where)
    yield from _fixed_clashes(forum, musts)
    yield from _few_interpreters(forum, musts)
    yield from _wrong_order(forum, musts, where)


def _no_slot(forum: Forum, meeting: Meeting, people: dict[str, Participant]) -> Reason:
    sides = [*((name,) for name in meeting.participants), *meeting.any_of]
    names = " and ".join(" or ".join(side) for side in sides)
    common = frozenset.intersection(
        *(frozenset().union(*(people[name].available for name in side)) for side in sides)
    )
    if not common:
        return Reason(
            "never_together",
            {"meeting": meeting.id, "participants": list(meeting.everybody())},
            f"meeting {meeting.id}: {names} are never free at the same time",
        )
    if meeting.needs_interpreter and not any(serves(i, meeting) for i in forum.interpreters):
        return Reason(
            "no_interpreter",
            {"meeting": meeting.id, "participants": list(meeting.everybody())},
            f"meeting {meeting.id}: {names} share no language, and no interpreter serves them",
        )
    return Reason(
        "no_slot",
        {"meeting": meeting.id, "participants": list(meeting.everybody())},
        f"meeting {meeting.id}: in no slot are {names} free with a place, the session and, where "
        "needed, an interpreter",
    )


def _full_slots(
    forum: Forum, musts: list[Meeting], where: dict[str, tuple[int, ...]]
) -> Iterator[Reason]:
    """Meetings that can only be in the same few slots, and do not fit there."""
    capacity = forum.capacity()
    for group in sorted({where[m.id] for m in musts if where[m.id]}, key=lambda g: (len(g), g)):
        inside = [m.id for m in musts if where[m.id] and set(where[m.id]) <= set(group)]
        room = sum(capacity[slot] for slot in group)
        if len(inside) > room:
            names = ", ".join(forum.slots[slot].id for slot in group)
            yield Reason(
                "full_slots",
                {"meetings": len(inside), "room": room, "slots": names},
                f"{len(inside)} meetings can only be in slots {names}, with room for {room}",
            )
            return


def _fixed_clashes(forum: Forum, musts: list[Meeting]) -> Iterator[Reason]:
    fixed = Counter(
        (name, m.fixed) for m in musts if m.fixed is not None for name in m.participants
    )
    for (name, slot), count in fixed.items():
        if count > 1 and slot is not None:
            yield Reason(
                "fixed_clash",
                {"participant": name, "meetings": count, "slot": forum.slots[slot].id},
                f"{name} has {count} meetings fixed in slot {forum.slots[slot].id}",
            )


def _few_interpreters(forum: Forum, musts: list[Meeting]) -> Iterator[Reason]:
    """Meetings of one kind of need that are more than the hours of all who could serve them."""
    for sides in dict.fromkeys(m.needs_interpreter for m in musts if m.needs_interpreter):
        asked = [m for m in musts if m.needs_interpreter == sides]
        hours = sum(len(i.available) for i in forum.interpreters if serves(i, asked[0]))
        if 0 < hours < len(asked):
            spoken = " and ".join("/".join(sorted(side)) for side in sides)
            yield Reason(
                "few_interpreters",
                {"meetings": len(asked), "hours": hours, "languages": spoken},
                f"{len(asked)} meetings need an interpreter between {spoken}, and all who "
                f"interpret so have {hours} slots together",
            )


def _wrong_order(
    forum: Forum, musts: list[Meeting], where: dict[str, tuple[int, ...]]
) -> Iterator[Reason]:
    """Meetings each of which comes before the next, round in a circle or for too long."""
    names = {m.id for m in musts if where[m.id]}
    after: dict[str, list[str]] = {name: [] for name in names}
    for rule in forum.precedences:
        if rule.before in names and rule.after in names:
            after[rule.before].append(rule.after)
    try:
        order = list(TopologicalSorter(after).static_order())[::-1]
    except CycleError as error:
        circle = [str(name) for name in error.args[1][::-1]]
        yield Reason(
            "precedence_cycle",
            {"meetings": circle},
            f"each of the meetings {', '.join(circle)} must come before the next, in a circle",
        )
        return
    chain = {name: [name] for name in names}
    earliest = {name: where[name][0] for name in names}
    for name in order:
        start = next((slot for slot in where[name] if slot >= earliest[name]), None)
        if start is None:
            yield Reason(
                "precedence_chain",
                {"meetings": chain[name]},
                f"the meetings {', '.join(chain[name])} must follow each other, and no slot that "
                f"suits is left for {name}",
            )
            return
        for later in after[name]:
            if earliest[later] <= start:
                earliest[later] = start + 1
                chain[later] = [*chain[name], later]


def _contradiction(forum: Forum, seconds: float, seed: int) -> Reason:
    """A group of musts, made small while time lasts, that cannot be held together."""
    deadline = time.monotonic() + seconds
    group = [m.id for m in forum.meetings if m.must]
    step = max(1, len(group) // 2)
    while step and time.monotonic() < deadline:
        start = 0
        while start < len(group) and time.monotonic() < deadline:
            rest = group[:start] + group[start + step :]
            if rest and _impossible(forum, set(rest), deadline - time.monotonic(), seed):
                group = rest
            else:
                start += step
        step //= 2
    people = sorted({n for m in forum.meetings if m.id in set(group) for n in m.participants})
    shown = ", ".join(group[:12]) + (" …" if len(group) > 12 else "")
    return Reason(
        "cannot_all_be_held",
        {"meetings": group, "participants": people},
        f"{len(group)} meetings of {len(people)} people cannot all be held: {shown}",
    )


def _impossible(forum: Forum, musts: set[str], seconds: float, seed: int) -> bool:
    from saphan.engine.scheduling.solve import build, settings

    meetings = tuple(m for m in forum.meetings if m.id in musts)
    order = tuple(p for p in forum.precedences if {p.before, p.after} <= musts)
    smaller = replace(forum, meetings=meetings, precedences=order, previous=())
    solver = cp_model.CpSolver()
    settings(solver, max(0.05, min(seconds, 2.0)), 2, seed)
    return int(solver.solve(build(smaller).model)) == cp_model.INFEASIBLE
