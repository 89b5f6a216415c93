"""On tiny forums a day is mended exactly as well as trying everything does."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.thorough import examples

from saphan.engine.scheduling import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    Scheduled,
    Slot,
    check,
)
from saphan.engine.scheduling.problem import Travel
from saphan.engine.scheduling.replan import (
    Cancelled,
    Day,
    Disconnected,
    Incident,
    Late,
    LeavesEarly,
    LostInterpreter,
    LostPlace,
    NoShow,
    Replan,
    Step,
    TurnedOnline,
    UrgentRequest,
    changed,
    replan,
)

SLOTS = 4
EVERY = frozenset(range(SLOTS))
NEED = (frozenset({"th"}), frozenset({"ru"}))
PEOPLE = "ABCDE"
FACE, ONLINE = "face_to_face", "online"
most_slots = st.frozensets(st.integers(0, SLOTS - 1), max_size=1).map(lambda away: EVERY - away)


@st.composite
def forums(draw: st.DrawFn) -> Forum:
    """Five people, tables of two halls, one of them kept, a room, and every rule."""
    names = [f"m{i}" for i in range(draw(st.integers(2, 4)))]
    modes = st.sampled_from([{FACE}, {FACE}, {ONLINE}, {FACE, ONLINE}])
    pairs = st.permutations(names).map(lambda order: Precedence(*order[:2]))
    places = [
        Place("T", draw(most_slots), hall="north"),
        Place("U", EVERY, hall="south"),
        Place("K", EVERY, hall="south", kept_by=frozenset(draw(st.sampled_from(["A", "AB"])))),
        Place("R", draw(most_slots), mode="online"),
    ]
    return Forum(
        participants=tuple(
            Participant(
                name,
                draw(most_slots),
                draw(st.sampled_from([None, None, 2])),
                modes=frozenset(draw(modes)),
            )
            for name in PEOPLE
        ),
        slots=tuple(Slot(str(i), day=str(i // 3), start=i * 10) for i in range(SLOTS)),
        places=tuple(p for p in places if p.id != "K" or draw(st.booleans())),
        meetings=tuple(draw(asked(name)) for name in names),
        interpreters=(
            Interpreter(
                "I",
                frozenset({"th", "ru"}),
                draw(most_slots),
                max_run=draw(st.sampled_from([None, 1])),
                max_meetings=draw(st.sampled_from([None, 2])),
            ),
        ),
        precedences=tuple(draw(st.lists(pairs, max_size=1))),
        travel=(Travel("north", "south", draw(st.sampled_from([0, 15]))),),
    )


@st.composite
def asked(draw: st.DrawFn, name: str) -> Meeting:
    """A meeting of two or three, or of one with one of two others."""
    who = draw(st.permutations(PEOPLE))
    any_of = ((who[1], who[2]),) if draw(st.integers(0, 3)) == 0 else ()
    return Meeting(
        name,
        tuple(who[:1]) if any_of else tuple(who[: draw(st.sampled_from([2, 2, 2, 3]))]),
        value=draw(st.integers(0, 3)),
        must=draw(st.integers(0, 3)) == 0,
        allowed=draw(st.none() | most_slots),
        any_of=any_of,
        length=draw(st.sampled_from([1, 1, 1, 2])),
        fixed_place=draw(st.sampled_from([None, None, None, "U"])),
        needs_interpreter=NEED if draw(st.integers(0, 2)) == 0 else (),
    )


@st.composite
def incidents(draw: st.DrawFn, forum: Forum, timetable: tuple[Scheduled, ...]) -> Incident:
    """Any incident that can befall the forum while nothing of what it asks for has begun."""
    who, slot = draw(st.sampled_from(PEOPLE)), draw(st.integers(0, SLOTS - 1))
    held = {item.id for item in timetable}
    waiting = [m.id for m in forum.meetings if m.id not in held]
    new = Meeting("new", tuple(draw(st.permutations(PEOPLE))[:2]), value=2)
    deadline = draw(st.none() | st.integers(1, SLOTS - 1))
    return draw(
        st.sampled_from(
            [
                NoShow(who, slot),
                Late(who, slot),
                LeavesEarly(who, slot),
                Disconnected(who, slot),
                TurnedOnline(who, slot),
                LostPlace(draw(st.sampled_from([p.id for p in forum.places])), slot),
                LostPlace("U", slot, slot + 1),
                LostInterpreter("I", slot),
                UrgentRequest(new, deadline),
                *(UrgentRequest(name, deadline) for name in waiting),
            ]
        )
    )


def ways(forum: Forum, meeting: Meeting) -> Iterator[Scheduled]:
    """Everything one could try for a meeting, against rules or not."""
    starts = range(len(forum.slots)) if meeting.fixed is None else (meeting.fixed,)
    places = [p.id for p in forum.places if meeting.fixed_place in (None, p.id)]
    serving = [i.id for i in forum.interpreters] if meeting.needs_interpreter else [None]
    for start, place, interpreter, chosen in product(
        starts, places, serving, product(*meeting.any_of)
    ):
        yield Scheduled(meeting.id, forum.slots[start].id, place, interpreter, chosen)


def allows(forum: Forum, timetable: tuple[Scheduled, ...]) -> bool:
    """Whether every rule is kept, but for musts still to come."""
    return all(
        not rule.broken for rule in check(forum, timetable).rules if rule.name != "musts are held"
    )


def some_timetable(forum: Forum, seed: int) -> tuple[Scheduled, ...]:
    """A timetable at random that keeps every rule; as many meetings as one try puts in."""
    chance = random.Random(seed)
    found: tuple[Scheduled, ...] = ()
    for meeting in forum.meetings:
        tried = list(ways(forum, meeting))
        chance.shuffle(tried)
        found = next(((*found, one) for one in tried if allows(forum, (*found, one))), found)
    return found


def every_timetable(
    day: Day, may: list[Meeting], found: tuple[Scheduled, ...]
) -> Iterator[tuple[Scheduled, ...]]:
    if not may:
        yield found
        return
    yield from every_timetable(day, may[1:], found)
    for one in ways(day.forum, may[0]):
        if allows(day.forum, (*found, one)):
            yield from every_timetable(day, may[1:], (*found, one))


def scores(day: Day, old: tuple[Scheduled, ...], new: tuple[Scheduled, ...]) -> tuple[int, ...]:
    """What is made small, goal by goal, all told from the two timetables."""
    asked_ = {meeting.id: meeting for meeting in day.forum.meetings}
    at = {item.id: item for item in new}
    number = {slot.id: index for index, slot in enumerate(day.forum.slots)}
    moved = [i for i in old if i.id in at and at[i.id].slot != i.slot]
    reseated = [i for i in old if i.id in at and at[i.id].slot == i.slot and at[i.id] != i]
    changes = [i for i in old if at.get(i.id) != i and i.id in asked_]
    affected = {
        day.real.get(name, name)
        for i in changes
        for name in (*asked_[i.id].participants, *i.chosen)
    }
    busy: dict[tuple[str, str], set[int]] = {}
    for item in new:
        start = number[item.slot]
        for name in (*asked_[item.id].participants, *item.chosen):
            slots = busy.setdefault((day.real.get(name, name), day.forum.slots[start].day), set())
            slots.update(range(start, start + asked_[item.id].length))
    breaks = sum(b - a > 1 for s in busy.values() for a, b in pairwise(sorted(s)))
    return (
        sum(m.must and m.id not in at for m in day.forum.meetings),
        -sum(asked_[i.id].value for i in new),
        len(moved),
        len(reseated),
        len(affected),
        breaks,
    )


def best(day: Day, waiting: set[str]) -> tuple[int, ...]:
    begun = tuple(item for item in day.timetable if item.id in day.begun)
    held = {item.id for item in day.timetable}
    may = [
        m for m in day.forum.meetings if m.id not in day.begun and (m.id in held or m.id in waiting)
    ]
    return min(scores(day, day.timetable, new) for new in every_timetable(day, may, begun))


def judged(forum: Forum, found: Replan) -> list[str]:
    day = changed(forum, found.meetings, found.steps)
    return check(day.forum, day.timetable).broken


@settings(max_examples=examples(60), deadline=None, report_multiple_bugs=False)
@given(forums(), st.integers(0, 10**6), st.data())
def test_a_day_is_mended_as_well_as_trying_everything(forum: Forum, seed: int, data: st.DataObject):
    timetable = some_timetable(forum, seed)
    held = {item.id for item in timetable}
    forum = replace(
        forum, meetings=tuple(replace(m, must=m.must and m.id in held) for m in forum.meetings)
    )
    now = data.draw(st.integers(-1, 1))
    what = data.draw(st.lists(incidents(forum, timetable), min_size=1, max_size=2))
    later = [i.id for i in timetable if int(i.slot) > now]
    if later and data.draw(st.booleans()):
        called_off = data.draw(st.sampled_from(later))
        what = [i for i in what if not isinstance(i, UrgentRequest)] + [Cancelled(called_off)]
    if sum(isinstance(i, UrgentRequest) and i.id == "new" for i in what) > 1:
        what = what[:1]
    found = replan(forum, timetable, what, now=now, workers=1, time_limit=20)
    assert judged(forum, found) == []
    assert [i for i in found.meetings if int(i.slot) <= now] == [
        i for i in timetable if int(i.slot) <= now
    ]
    day = changed(forum, timetable, [Step(now, tuple(what))])
    waiting = {i.id for i in what if isinstance(i, UrgentRequest)}
    expected = best(day, waiting)
    assert found.status == "optimal"
    assert [goal.value for goal in found.goals] == [expected[0], -expected[1], *expected[2:]]
    old, new = {i.id: i for i in timetable}, {i.id: i for i in found.meetings}
    differing = {name for name in old if new.get(name) != old[name]}
    assert {c.meeting for c in found.changes} == differing | (waiting - set(old))
    assert all(0 <= change.cause < len(what) for change in found.changes)
    assert all(
        c.before == old.get(c.meeting) and c.after == new.get(c.meeting) for c in found.changes
    )
