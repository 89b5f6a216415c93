"""The rules of a timetable, one function a rule, named after it.

The encoding of breaks and the two implied constraints follow the MaxSAT encoding of Bofill et
al., "Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR
74 (2022), told over CP-SAT literals; capacity, interpreters and optional meetings are our own.
"""

from __future__ import annotations

from ortools.sat.python import cp_model

from saphan.engine.scheduling.model.variables import Team, Variables
from saphan.engine.scheduling.problem import Meeting


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


def one_of_each_group(v: Variables) -> None:
    """One member of each group takes part in a meeting that is held, the same in all its slots."""
    for meeting in v.forum.meetings:
        for group in meeting.any_of:
            for start in v.domains[meeting.id]:
                joins = [
                    v.joins[k] for name in group if (k := (meeting.id, start, name)) in v.joins
                ]
                v.model.add_exactly_one([*joins, ~v.at[meeting.id, start]])
            for name in group:
                joins = [
                    v.joins[k]
                    for start in v.domains[meeting.id]
                    if (k := (meeting.id, start, name)) in v.joins
                ]
                v.model.add_exactly_one([*joins, ~v.attends[meeting.id, name]])


def one_zone_a_meeting(v: Variables) -> None:
    """A meeting that is held is in exactly one zone of those that suit it."""
    for (name, start), zones in v.zones.items():
        if len(zones) > 1:
            inside = [v.zone[name, start, index] for index in zones]
            v.model.add_exactly_one([*inside, ~v.at[name, start]])


def modes(v: Variables) -> None:
    """A meeting is at a table when all who take part are on the spot that day, else in a room."""
    if all(modes == {"face_to_face"} for modes in v.ground.modes.values()):
        return
    for meeting in v.forum.meetings:
        for start in v.domains[meeting.id]:
            part = v.taking_part(meeting, start)
            for index in v.zones[meeting.id, start]:
                inside = v.zone[meeting.id, start, index]
                if v.ground.zones[index].mode == "face_to_face":
                    for name, joins in part:
                        spot = v.can_be_on_the_spot(name, start)
                        if spot is not True:
                            v.model.add_bool_or([~inside, ~joins, spot])
                else:
                    v.model.add_bool_or([~inside, *_online(v, meeting, start)])


def _online(v: Variables, meeting: Meeting, start: int) -> list[cp_model.IntVar | bool]:
    """Literals of which one is true when somebody who takes part is online that day."""
    found: list[cp_model.IntVar | bool] = []
    for name, joins in v.taking_part(meeting, start):
        online = v.can_be_online(name, start)
        if online is True:
            found.append(joins)
        elif online is not False and name in meeting.participants:
            found.append(online)
        elif online is not False:
            both = v.model.new_bool_var("joins online")
            v.model.add_implication(both, joins)
            v.model.add_implication(both, online)
            found.append(both)
    return found


def kept_tables(v: Variables) -> None:
    """A kept table serves those who keep it, and they are at no other on the spot."""
    if not any(zone.kept_by for zone in v.ground.zones):
        return
    for meeting in v.forum.meetings:
        if not meeting.any_of:
            # Who takes part is known, and with it which zones suit.
            continue
        for start in v.domains[meeting.id]:
            part = v.taking_part(meeting, start)
            for index in v.zones[meeting.id, start]:
                zone, inside = v.ground.zones[index], v.zone[meeting.id, start, index]
                if zone.kept_by:
                    keepers = [joins for name, joins in part if name in zone.kept_by]
                    v.model.add_bool_or([~inside, *keepers])
                elif zone.mode == "face_to_face":
                    for name, joins in part:
                        if name in v.ground.keepers:
                            v.model.add_bool_or([~inside, ~joins])


def capacity(v: Variables) -> None:
    """A slot holds in each zone at most as many meetings as there are places to be used in it."""
    lengths = {meeting.id: meeting.length for meeting in v.forum.meetings}
    held: dict[tuple[int, int], list[cp_model.IntVar]] = {}
    for (name, start, index), inside in v.zone.items():
        for slot in range(start, start + lengths[name]):
            held.setdefault((index, slot), []).append(inside)
    for (index, slot), meetings in held.items():
        if len(meetings) > v.ground.room[index][slot]:
            v.model.add(sum(meetings) <= v.ground.room[index][slot])


def one_place_throughout(v: Variables) -> None:
    """A meeting of several slots, or with a fixed place, has one place in all its slots."""
    lengths = {meeting.id: meeting.length for meeting in v.forum.meetings}
    blocks: dict[tuple[str, int, int], list[cp_model.IntVar]] = {}
    held: dict[tuple[int, int, int], list[cp_model.IntVar]] = {}
    for (name, start, index, number), inside in v.block.items():
        blocks.setdefault((name, start, index), []).append(inside)
        for slot in range(start, start + lengths[name]):
            held.setdefault((index, number, slot), []).append(inside)
    for key, some in blocks.items():
        if len(some) > 1:
            v.model.add_exactly_one([*some, ~v.zone[key]])
    # Within a block the places are in use at the same times, and so meetings that overlap no
    # more than that can each keep theirs.
    for (index, number, _slot), meetings in held.items():
        places = len(v.ground.zones[index].blocks[number])
        if len(meetings) > places:
            v.model.add(sum(meetings) <= places)


def max_meetings(v: Variables) -> None:
    """A participant has at most as many meetings as he or she agreed to."""
    for participant in v.forum.participants:
        mine = v.meetings_of(participant.id)
        if participant.max_meetings is not None and len(mine) > participant.max_meetings:
            v.model.add(sum(held for _, held in mine) <= participant.max_meetings)


def precedences(v: Variables) -> None:
    """Of two meetings that are both held, the first has ended when the other starts."""
    lengths = {meeting.id: meeting.length for meeting in v.forum.meetings}
    for precedence in v.forum.precedences:
        before, after = precedence.before, precedence.after
        if before == after:
            v.model.add(v.held[before] == 0)
            continue
        # At no slot may the first be on or later while the second starts now or earlier.
        for now in v.domains[after]:
            late = [v.at[before, s] for s in v.domains[before] if s + lengths[before] > now]
            early = [v.at[after, slot] for slot in v.domains[after] if slot <= now]
            if late:
                v.model.add_at_most_one(late + early)


def travel(v: Variables) -> None:
    """Who goes to another hall, be it to meet or to interpret, has the time to get there."""
    halls = sorted({zone.hall for zone in v.ground.zones if zone.hall})
    if not halls:
        return
    asked = {meeting.id: meeting for meeting in v.forum.meetings}
    here: dict[tuple[str, str], dict[tuple[int, str], cp_model.IntVar]] = {}
    by_start: dict[tuple[str, int], list[tuple[str, cp_model.IntVar]]] = {}
    for (name, start, interpreter), serves in v.serves.items():
        by_start.setdefault((name, start), []).append((interpreter, serves))
    for (name, start, index), inside in v.zone.items():
        hall = v.ground.zones[index].hall
        if not hall:
            continue
        people = [("", *one) for one in v.taking_part(asked[name], start)]
        people += [("interpreter", *one) for one in by_start.get((name, start), ())]
        for kind, person, joins in people:
            stays = here.setdefault((kind, person), {})
            for slot in range(start, start + asked[name].length):
                if (slot, hall) not in stays:
                    stays[slot, hall] = v.model.new_bool_var("here")
                v.model.add_bool_or([~inside, ~joins, stays[slot, hall]])
    near = _too_near(v, halls)
    for stays in here.values():
        for (slot, hall), stay in stays.items():
            for other in near.get((slot, hall), ()):
                if other in stays:
                    v.model.add_bool_or([~stay, ~stays[other]])


def _too_near(v: Variables, halls: list[str]) -> dict[tuple[int, str], list[tuple[int, str]]]:
    """The slots and halls that cannot be reached after being in a slot in a hall."""
    forum = v.forum
    minutes = {(one, two): forum.travel_minutes(one, two) for one in halls for two in halls}
    found: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for day in forum.days():
        for place, slot in enumerate(day):
            for later in day[place + 1 :]:
                between = forum.slots[later].start - forum.end_of(slot)
                for (one, two), needed in minutes.items():
                    # Where slots overlap there is no time between, and within a hall none needed.
                    if needed and between < needed:
                        found.setdefault((slot, one), []).append((later, two))
    return found


def interpreters(v: Variables) -> None:
    """A meeting whose sides have no common language has an interpreter who is free."""
    asked: dict[tuple[tuple[frozenset[str], ...], int], list[cp_model.IntVar]] = {}
    for meeting in v.forum.meetings:
        if not meeting.needs_interpreter:
            continue
        for start in v.domains[meeting.id]:
            asked.setdefault((meeting.needs_interpreter, start), []).append(v.at[meeting.id, start])
    if v.teams:
        _enough_of_each_team(v, asked)
    else:
        _one_interpreter_a_meeting(v)


def _enough_of_each_team(
    v: Variables, asked: dict[tuple[tuple[frozenset[str], ...], int], list[cp_model.IntVar]]
) -> None:
    served: dict[tuple[tuple[frozenset[str], ...], int], list[cp_model.IntVar]] = {}
    serving: dict[tuple[Team, int], list[cp_model.IntVar]] = {}
    for (need, team, slot), number in v.serving.items():
        served.setdefault((need, slot), []).append(number)
        serving.setdefault((team, slot), []).append(number)
    for key, meetings in asked.items():
        v.model.add(sum(served[key]) == sum(meetings))
    for (team, _slot), numbers in serving.items():
        v.model.add(sum(numbers) <= v.teams[team])


def _one_interpreter_a_meeting(v: Variables) -> None:
    lengths = {meeting.id: meeting.length for meeting in v.forum.meetings}
    serving: dict[tuple[str, int], list[cp_model.IntVar]] = {}
    busy: dict[tuple[str, int], list[cp_model.IntVar]] = {}
    for (name, start, interpreter), serves in v.serves.items():
        serving.setdefault((name, start), []).append(serves)
        for slot in range(start, start + lengths[name]):
            busy.setdefault((interpreter, slot), []).append(serves)
    for key, able in serving.items():
        v.model.add_exactly_one([*able, ~v.at[key]])
    for meetings in busy.values():
        v.model.add_at_most_one(meetings)


def rests_of_interpreters(v: Variables) -> None:
    """An interpreter serves no more slots of one session on end than his or her `max_run`."""
    limits = {i.id: i.max_run for i in v.forum.interpreters if i.max_run is not None}
    lengths = {meeting.id: meeting.length for meeting in v.forum.meetings}
    busy: dict[tuple[str, int], list[cp_model.IntVar]] = {}
    for (name, start, interpreter), serves in v.serves.items():
        if interpreter in limits:
            for slot in range(start, start + lengths[name]):
                busy.setdefault((interpreter, slot), []).append(serves)
    for interpreter, limit in limits.items():
        for first in range(len(v.forum.slots)):
            run = v.forum.run(first, limit + 1)
            if run is not None and all((interpreter, slot) in busy for slot in run):
                v.model.add(sum(x for slot in run for x in busy[interpreter, slot]) <= limit)


def max_meetings_of_interpreters(v: Variables) -> None:
    """An interpreter serves no more meetings than he or she agreed to."""
    serving: dict[str, list[cp_model.IntVar]] = {}
    for (_name, _start, interpreter), serves in v.serves.items():
        serving.setdefault(interpreter, []).append(serves)
    for person in v.forum.interpreters:
        meetings = serving.get(person.id, [])
        if person.max_meetings is not None and meetings:
            v.model.add(sum(meetings) <= person.max_meetings)


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


def max_breaks(v: Variables) -> None:
    """A participant has at most as many breaks as he or she agreed to."""
    for participant in v.forum.participants:
        ends = v.breaks_of(participant.id)
        if participant.max_breaks is not None and len(ends) > participant.max_breaks:
            v.model.add(sum(ends) <= participant.max_breaks)


def fairness(v: Variables) -> None:
    """Two participants' numbers of breaks differ by at most the forum's fairness."""
    if v.forum.fairness is not None:
        v.model.add(v.most_breaks - v.least_breaks <= v.forum.fairness)
    for participant in v.forum.participants:
        ends = v.breaks_of(participant.id)
        if ends:
            v.model.add(sum(ends) <= v.most_breaks)
            v.model.add(sum(ends) >= v.least_breaks)
        else:
            v.model.add(v.least_breaks == 0)


def guarantees(v: Variables) -> None:
    """What a participant is short of is what is missing of the meetings guaranteed."""
    wanted = {participant.id: participant.min_meetings for participant in v.forum.participants}
    for name, missing in v.missing.items():
        mine = v.meetings_of(name)
        v.model.add(missing + sum(held for _, held in mine) >= min(wanted[name], len(mine)))


def implied_meetings_a_participant(v: Variables) -> None:
    """Implied: a participant's used slots are as many as those of the meetings he or she has."""
    used: dict[str, list[cp_model.IntVar]] = {}
    for (name, _slot), meets in v.used.items():
        used.setdefault(name, []).append(meets)
    for participant in v.forum.participants:
        if participant.id in used:
            mine = v.meetings_of(participant.id)
            taken = sum(
                m.length * (1 if m.must and participant.id in m.participants else held)
                for m, held in mine
            )
            v.model.add(sum(used[participant.id]) == taken)


def implied_participants_a_slot(v: Variables) -> None:
    """Implied: the people who meet in a slot are at most the places times the largest meeting."""
    largest = max((len(m.participants) + len(m.any_of) for m in v.forum.meetings), default=0)
    used: dict[int, list[cp_model.IntVar]] = {}
    for (_name, slot), meets in v.used.items():
        used.setdefault(slot, []).append(meets)
    for slot, places in enumerate(v.forum.capacity()):
        if len(used.get(slot, ())) > largest * places:
            v.model.add(sum(used[slot]) <= largest * places)


RULES = (
    one_slot_a_meeting,
    musts_are_held,
    one_of_each_group,
    nobody_in_two_places,
    one_zone_a_meeting,
    modes,
    kept_tables,
    capacity,
    one_place_throughout,
    travel,
    max_meetings,
    precedences,
    interpreters,
    rests_of_interpreters,
    max_meetings_of_interpreters,
    breaks,
    max_breaks,
    fairness,
    guarantees,
)
IMPLIED = (implied_meetings_a_participant, implied_participants_a_slot)
