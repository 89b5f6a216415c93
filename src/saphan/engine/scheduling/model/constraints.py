"""The rules of a timetable, one function a rule, named after it.

The encoding of breaks and the two implied constraints follow the MaxSAT encoding of Bofill et
al., "Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR
74 (2022), told over CP-SAT literals; capacity, interpreters and optional meetings are our own.
"""

from __future__ import annotations

from ortools.sat.python import cp_model

from saphan.engine.scheduling.model.variables import Variables


def one_slot_a_meeting(v: Variables) -> None:
    """A meeting that is held is in exactly one of its slots."""
    for meeting in v.forum.meetings:
        slots = [v.at[meeting.id, slot] for slot in v.domains[meeting.id]]
        v.model.add_exactly_one([*slots, ~v.held[meeting.id]])


def musts_are_held(v: Variables) -> None:
    """A meeting that must be held is held."""
    for meeting in v.forum.meetings:
        if meeting.must:
            v.model.add(v.held[meeting.id] == 1)


def nobody_in_two_places(v: Variables) -> None:
    """A participant is in at most one meeting a slot, and `used` tells whether there is one."""
    for (name, slot), used in v.used.items():
        v.model.add_exactly_one([*v.busy(name, slot), ~used])


def capacity(v: Variables) -> None:
    """A slot holds at most as many meetings as there are places to be used in it."""
    by_slot: dict[int, list[cp_model.IntVar]] = {}
    for (_, slot), at in v.at.items():
        by_slot.setdefault(slot, []).append(at)
    for slot, places in enumerate(v.forum.capacity()):
        meetings = by_slot.get(slot, [])
        if len(meetings) > places:
            v.model.add(sum(meetings) <= places)


def max_meetings(v: Variables) -> None:
    """A participant has at most as many meetings as he or she agreed to."""
    for participant in v.forum.participants:
        if participant.max_meetings is None:
            continue
        asked = [v.held[m.id] for m in v.forum.meetings if participant.id in m.participants]
        if len(asked) > participant.max_meetings:
            v.model.add(sum(asked) <= participant.max_meetings)


def precedences(v: Variables) -> None:
    """Of two meetings that are both held, the one that comes before is in an earlier slot."""
    for precedence in v.forum.precedences:
        before, after = precedence.before, precedence.after
        if before == after:
            v.model.add(v.held[before] == 0)
            continue
        # At no slot may the first be now or later while the second is now or earlier.
        for now in v.domains[after]:
            late = [v.at[before, slot] for slot in v.domains[before] if slot >= now]
            early = [v.at[after, slot] for slot in v.domains[after] if slot <= now]
            if late:
                v.model.add_at_most_one(late + early)


def interpreters(v: Variables) -> None:
    """A meeting whose sides have no common language has an interpreter who is free."""
    for need, slot in {(need, slot) for need, _, slot in v.serving}:
        served = sum(n for key, n in v.serving.items() if key[0] == need and key[2] == slot)
        asked = [
            v.at[m.id, slot]
            for m in v.forum.meetings
            if m.needs_interpreter == need and (m.id, slot) in v.at
        ]
        v.model.add(served == sum(asked))
    for team, slot in {(team, slot) for _, team, slot in v.serving}:
        serving = [n for key, n in v.serving.items() if key[1] == team and key[2] == slot]
        v.model.add(sum(serving) <= v.teams[team])


def breaks(v: Variables) -> None:
    """A break ends where an idle slot after a first meeting is followed by a meeting."""
    for (name, slot), since in v.since.items():
        used = v.used.get((name, slot))
        before = v.since.get((name, slot - 1))
        already = [x for x in (used, before) if x is not None]
        for one in already:
            v.model.add_implication(one, since)
        v.model.add_bool_or([~since, *already])
        end = v.ends.get((name, slot))
        if end is None:
            continue
        then = v.used[name, slot + 1]
        idle = [] if used is None else [~used]
        v.model.add_bool_and([since, then, *idle]).only_enforce_if(end)
        v.model.add_bool_or([end, ~since, ~then, *([] if used is None else [used])])


def fairness(v: Variables) -> None:
    """Two participants' numbers of breaks differ by at most the forum's fairness."""
    largest = max((len(v.breaks_of(p.id)) for p in v.forum.participants), default=0)
    v.most_breaks = v.model.new_int_var(0, largest, "most breaks")
    v.least_breaks = v.model.new_int_var(0, largest, "least breaks")
    if v.forum.fairness is not None:
        v.model.add(v.most_breaks - v.least_breaks <= v.forum.fairness)
    for participant in v.forum.participants:
        ends = v.breaks_of(participant.id)
        if ends:
            v.model.add(sum(ends) <= v.most_breaks)
            v.model.add(sum(ends) >= v.least_breaks)
        else:
            v.model.add(v.least_breaks == 0)


def implied_meetings_a_participant(v: Variables) -> None:
    """Implied: a participant's used slots are as many as his or her meetings held."""
    for participant in v.forum.participants:
        used = [
            u
            for slot in range(len(v.forum.slots))
            if (u := v.used.get((participant.id, slot))) is not None
        ]
        if used:
            mine = [m for m in v.forum.meetings if participant.id in m.participants]
            v.model.add(sum(used) == sum(1 if m.must else v.held[m.id] for m in mine))


def implied_participants_a_slot(v: Variables) -> None:
    """Implied: the people who meet in a slot are at most the places times the largest meeting."""
    largest = max((len(m.participants) for m in v.forum.meetings), default=0)
    for slot, places in enumerate(v.forum.capacity()):
        used = [u for p in v.forum.participants if (u := v.used.get((p.id, slot))) is not None]
        if len(used) > largest * places:
            v.model.add(sum(used) <= largest * places)


RULES = (
    one_slot_a_meeting,
    musts_are_held,
    nobody_in_two_places,
    capacity,
    max_meetings,
    precedences,
    interpreters,
    breaks,
    fairness,
)
IMPLIED = (implied_meetings_a_participant, implied_participants_a_slot)
