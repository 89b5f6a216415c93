"""On tiny forums the solver finds exactly what trying everything finds."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
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
    check,
    solve,
)

SLOTS = 4
NEED = (frozenset({"th"}), frozenset({"ru"}))
some_slots = st.frozensets(st.integers(0, SLOTS - 1))
most_slots = some_slots.map(lambda away: frozenset(range(SLOTS)) - away)


@st.composite
def forums(draw: st.DrawFn) -> Forum:
    """Four people, two days of two slots or one of four, up to four meetings, every rule."""
    people = "ABCD"
    two_days = draw(st.booleans())
    names = [f"m{i}" for i in range(draw(st.integers(1, 4)))]
    meetings = tuple(
        Meeting(
            name,
            tuple(draw(st.lists(st.sampled_from(people), min_size=2, max_size=3, unique=True))),
            value=draw(st.integers(0, 3)),
            must=draw(st.integers(0, 3)) == 0,
            allowed=draw(st.none() | most_slots),
            fixed=draw(st.none() | st.none() | st.integers(0, SLOTS - 1)),
            needs_interpreter=NEED if draw(st.integers(0, 2)) == 0 else (),
        )
        for name in names
    )
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] != p[1])
    return Forum(
        participants=tuple(
            Participant(name, draw(most_slots), draw(st.none() | st.integers(1, 3)))
            for name in people
        ),
        slots=tuple(
            Slot(str(i), day=str(i // 2 if two_days else 0), start=i) for i in range(SLOTS)
        ),
        places=tuple(Place(f"T{i}", draw(most_slots)) for i in range(draw(st.integers(1, 2)))),
        meetings=meetings,
        interpreters=(
            Interpreter("I", frozenset({"th", "ru"}), draw(most_slots)),
            Interpreter("J", frozenset({"th", "en"}), frozenset(range(SLOTS))),
        ),
        precedences=tuple(
            Precedence(*pair) for pair in draw(st.lists(pairs, max_size=1 if names[1:] else 0))
        ),
        fairness=draw(st.none() | st.integers(0, 1)),
        previous=(Scheduled("m0", draw(st.sampled_from("0123"))),) if draw(st.booleans()) else (),
        goals=("value", "breaks", "fairness", "change"),
    )


def every_timetable(forum: Forum) -> Iterator[tuple[Scheduled, ...]]:
    """All choices of slots; places are left out, for a slot's capacity is checked without."""
    choices = [None, *(slot.id for slot in forum.slots)]
    for chosen in product(choices, repeat=len(forum.meetings)):
        yield tuple(
            Scheduled(m.id, slot, None, "I" if m.needs_interpreter else None)
            for m, slot in zip(forum.meetings, chosen, strict=True)
            if slot is not None
        )


def scores(forum: Forum, timetable: tuple[Scheduled, ...]) -> tuple[int, ...] | None:
    """What is made small, goal by goal; None when a rule is broken."""
    report = check(forum, timetable)
    if not report.ok:
        return None
    figures = report.figures
    spread = figures["most breaks"] - figures["fewest breaks"]
    change = (figures["change"],) if forum.previous else ()
    return (-figures["value"], figures["breaks"], spread, *change)


@settings(max_examples=30, deadline=None)
@given(forums())
def test_the_solver_is_as_good_as_trying_everything(forum: Forum):
    best = min(filter(None, (scores(forum, t) for t in every_timetable(forum))), default=None)
    result = solve(forum, time_limit=20, workers=1)
    if best is None:
        assert result.status == "infeasible"
        assert result.reasons
    else:
        assert result.status == "optimal"
        assert scores(forum, result.meetings) == best
        assert [goal.value for goal in result.goals] == [-best[0], *best[1:]]
        assert [goal.bound for goal in result.goals] == [-best[0], *best[1:]]
