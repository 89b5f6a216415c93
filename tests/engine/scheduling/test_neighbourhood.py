"""A part of a timetable changes alone, and the whole keeps its rules."""

import random
from collections.abc import Iterator
from itertools import product

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
from saphan.engine.scheduling.neighbourhood import merge, restrict
from saphan.engine.scheduling.problem import Travel

SLOTS = 4
EVERY = frozenset(range(SLOTS))
NEED = (frozenset({"th"}), frozenset({"ru"}))
most_slots = st.frozensets(st.integers(0, SLOTS - 1), max_size=1).map(lambda away: EVERY - away)
FACE, ONLINE = "face_to_face", "online"


@st.composite
def forums(draw: st.DrawFn) -> Forum:
    """Six people, tables of two halls, one of them kept, a room, and every rule."""
    people = "ABCDEF"
    names = [f"m{i}" for i in range(draw(st.integers(3, 6)))]
    modes = st.sampled_from([{FACE}, {FACE}, {ONLINE}, {FACE, ONLINE}, {FACE, ONLINE}])
    pairs = st.permutations(names).map(lambda order: Precedence(*order[:2]))
    return Forum(
        participants=tuple(
            Participant(
                name,
                draw(most_slots),
                draw(st.sampled_from([None, None, 2])),
                max_breaks=draw(st.sampled_from([None, None, 0])),
                modes=frozenset(draw(modes)),
            )
            for name in people
        ),
        slots=tuple(Slot(str(i), day=str(i // 4), start=i * 10) for i in range(SLOTS)),
        places=(
            Place("T", draw(most_slots), hall="north"),
            Place("U", EVERY, hall="south"),
            Place("K", EVERY, hall="south", kept_by=frozenset(draw(st.sampled_from(["A", "AB"])))),
            Place("R", draw(most_slots), mode="online"),
        ),
        meetings=tuple(draw(asked(name, people)) for name in names),
        interpreters=(
            Interpreter(
                "I",
                frozenset({"th", "ru"}),
                draw(most_slots),
                max_run=draw(st.sampled_from([None, 1])),
                max_meetings=draw(st.sampled_from([None, 2])),
            ),
        ),
        precedences=tuple(draw(st.lists(pairs, max_size=2))),
        fairness=draw(st.sampled_from([None, None, 0])),
        travel=(Travel("north", "south", 15),),
    )


@st.composite
def asked(draw: st.DrawFn, name: str, people: str) -> Meeting:
    """A meeting of two or three, or of one with one of two others."""
    who = draw(st.permutations(people))
    any_of = ((who[1], who[2]),) if draw(st.integers(0, 3)) == 0 else ()
    return Meeting(
        name,
        tuple(who[:1]) if any_of else tuple(who[: draw(st.integers(2, 3))]),
        allowed=draw(st.none() | most_slots),
        any_of=any_of,
        length=draw(st.sampled_from([1, 1, 2])),
        needs_interpreter=NEED if draw(st.integers(0, 2)) == 0 else (),
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


def some_timetable(forum: Forum, seed: int) -> tuple[Scheduled, ...]:
    """A timetable at random that keeps every rule; as many meetings as one try puts in."""
    chance = random.Random(seed)
    found: tuple[Scheduled, ...] = ()
    for meeting in sorted(forum.meetings, key=lambda m: (not m.must, chance.random())):
        tried = list(ways(forum, meeting))
        chance.shuffle(tried)
        found = next(((*found, one) for one in tried if allows(forum, (*found, one))), found)
    order = [meeting.id for meeting in forum.meetings]
    return tuple(sorted(found, key=lambda item: order.index(item.id)))


def allows(forum: Forum, timetable: tuple[Scheduled, ...]) -> bool:
    """Whether every rule is kept, but for musts still to come."""
    return all(
        not rule.broken for rule in check(forum, timetable).rules if rule.name != "musts are held"
    )


@settings(max_examples=examples(60), deadline=None)
@given(forums(), st.integers(0, 10**6), st.data())
def test_what_the_part_allows_the_whole_allows(forum: Forum, seed: int, data: st.DataObject):
    timetable = some_timetable(forum, seed)
    free = data.draw(st.sets(st.sampled_from([m.id for m in forum.meetings]), min_size=1))
    part = restrict(forum, timetable, free)
    for other in range(5):
        found = some_timetable(part, seed + other)
        if not check(part, found).ok:
            continue
        whole = merge(forum, timetable, free, found)
        assert [r for r in check(forum, whole).rules if r.broken and r.name != "fairness"] == []
        assert [i for i in whole if i.id not in free] == [i for i in timetable if i.id not in free]


@settings(max_examples=examples(60), deadline=None)
@given(forums(), st.integers(0, 10**6), st.data())
def test_what_stands_is_a_timetable_of_the_part(forum: Forum, seed: int, data: st.DataObject):
    timetable = some_timetable(forum, seed)
    free = data.draw(st.sets(st.sampled_from([m.id for m in forum.meetings]), min_size=1))
    part = restrict(forum, timetable, free)
    known = {meeting.id for meeting in part.meetings}
    standing = tuple(
        item if item.id in free else Scheduled(item.id, item.slot, item.place, item.interpreter)
        for item in timetable
        if item.id in known
    )
    assert check(part, standing).broken == []
    assert merge(forum, timetable, free, standing) == timetable
