"""Small forums whose musts cannot always be held, and trying everything on them."""

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from saphan.engine.scheduling import (
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    Scheduled,
    Slot,
    Travel,
    check,
)

PEOPLE = "ABCD"
NEED = (frozenset({"th"}), frozenset({"ru"}))
ONLY_WHOLE = {"musts are held", "most breaks", "fairness"}
"""Rules that a part of a timetable can break while the whole keeps them."""


def has_timetable(forum: Forum) -> bool:
    """Try everything, meeting by meeting."""
    return _completed(forum, (), 0)


def _completed(forum: Forum, held: tuple[Scheduled, ...], number: int) -> bool:
    broken = {rule.name for rule in check(forum, held).rules if rule.broken}
    if number == len(forum.meetings):
        return not broken
    if broken - ONLY_WHOLE:
        return False
    meeting = forum.meetings[number]
    if not meeting.must and _completed(forum, held, number + 1):
        return True
    return any(_completed(forum, (*held, item), number + 1) for item in _ways(forum, meeting, held))


def _ways(forum: Forum, meeting: Meeting, held: tuple[Scheduled, ...]) -> Iterator[Scheduled]:
    used = {(item.place, item.slot) for item in held}
    serving = {(item.interpreter, item.slot) for item in held}
    for slot, chosen in product(forum.slots, product(*meeting.any_of)):
        places = {_alike(p): p.id for p in forum.places if (p.id, slot.id) not in used}
        people = {
            (i.languages, i.available, i.max_run, i.max_meetings): i.id
            for i in forum.interpreters
            if (i.id, slot.id) not in serving
        }
        named = [meeting.fixed_place] if meeting.fixed_place else places.values()
        who = people.values() if meeting.needs_interpreter else [None]
        for place, interpreter in product(named, who):
            yield Scheduled(meeting.id, slot.id, place, interpreter, chosen)


def _alike(place: Place) -> object:
    return (place.slots, place.mode, place.hall, place.kept_by)


def _slots(count: int, two_days: bool = False) -> tuple[Slot, ...]:
    return tuple(
        Slot(str(i + 1), day=str(i * 2 // count) if two_days else "", start=i * 30)
        for i in range(count)
    )


@st.composite
def plain_forums(draw: st.DrawFn) -> Forum:
    """One kind of table; sessions, fixed slots, interpreters, order, breaks and limits."""
    count = draw(st.integers(2, 3))
    some = st.frozensets(st.integers(0, count - 1), min_size=1)
    names = [f"m{i}" for i in range(draw(st.integers(2, 4)))]
    people = st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=2, unique=True)
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] != p[1])
    return Forum(
        participants=tuple(
            Participant(
                name,
                draw(some),
                max_meetings=draw(st.none() | st.integers(1, 2)),
                max_breaks=draw(st.none() | st.just(0)),
            )
            for name in PEOPLE
        ),
        slots=_slots(count),
        places=tuple(Place(f"T{i}", draw(some)) for i in range(draw(st.integers(1, 2)))),
        meetings=tuple(
            Meeting(
                name,
                tuple(draw(people)),
                must=draw(st.integers(0, 4)) > 0,
                allowed=draw(st.none() | some),
                fixed=draw(st.none() | st.none() | st.integers(0, count - 1)),
                needs_interpreter=NEED if draw(st.integers(0, 3)) == 0 else (),
            )
            for name in names
        ),
        interpreters=(Interpreter("I", frozenset({"th", "ru"}), draw(some), draw(st.none())),),
        precedences=tuple(Precedence(*pair) for pair in draw(st.lists(pairs, max_size=2))),
        fairness=draw(st.none() | st.integers(0, 1)),
    )


@st.composite
def rich_forums(draw: st.DrawFn) -> Forum:
    """Tables and rooms, modes, halls, kept tables, groups and lengths."""
    count = draw(st.integers(2, 3))
    some = st.frozensets(st.integers(0, count - 1), min_size=1)
    modes = st.sampled_from(
        [frozenset({"face_to_face"}), frozenset({"online"}), frozenset({"face_to_face", "online"})]
    )
    places = (
        Place("T1", draw(some), hall="X", kept_by=frozenset(draw(st.sampled_from(["", "A"])))),
        Place("T2", draw(some), hall=draw(st.sampled_from("XY"))),
        Place("R", draw(some), mode="online"),
    )[: draw(st.integers(2, 3))]
    sides = st.lists(st.sampled_from(PEOPLE), min_size=3, max_size=3, unique=True)

    def meeting(name: str) -> Meeting:
        one, two, three = draw(sides)
        group = draw(st.booleans())
        return Meeting(
            name,
            (one,) if group else (one, two),
            any_of=((two, three),) if group else (),
            must=True,
            length=draw(st.sampled_from([1, 1, 1, 2])),
            fixed_place=draw(st.none() | st.none() | st.sampled_from([p.id for p in places])),
            needs_interpreter=NEED if draw(st.integers(0, 3)) == 0 else (),
        )

    return Forum(
        participants=tuple(Participant(name, draw(some), modes=draw(modes)) for name in PEOPLE),
        slots=_slots(count, draw(st.booleans())),
        places=places,
        meetings=tuple(meeting(f"m{i}") for i in range(draw(st.integers(1, 3)))),
        interpreters=(
            Interpreter(
                "I",
                frozenset({"th", "ru"}),
                draw(some),
                max_run=draw(st.none() | st.just(1)),
                max_meetings=draw(st.none() | st.just(1)),
            ),
        ),
        travel=(Travel("X", "Y", 45),) if draw(st.booleans()) else (),
    )
