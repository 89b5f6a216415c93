"""On tiny forums the solver finds exactly what trying everything finds, whatever the rule."""

from dataclasses import replace
from math import prod

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engine.scheduling.brute_force import best, goals, ways
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
    Travel,
    check,
    solve,
)

PEOPLE = "ABCDE"
NEED = (frozenset({"th"}), frozenset({"ru"}))
FACE, ONLINE = frozenset({"face_to_face"}), frozenset({"online"})
IN_ORDER = ("shortfall", "value", "breaks", "fairness", "change")
MOST_TIMETABLES = 6_000
"""Choices, against rules or not, up to which everything is tried."""


def rarely(something: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | st.none() | something


def slots_of(count: int, away: int = 1) -> st.SearchStrategy[frozenset[int]]:
    """Most of the slots."""
    every = frozenset(range(count))
    return st.frozensets(st.integers(0, count - 1), max_size=away).map(lambda off: every - off)


@st.composite
def grids(draw: st.DrawFn, count: int) -> tuple[Slot, ...]:
    """One day or two, sessions in them, slots that end when the next starts, before or after."""
    day = draw(st.sampled_from([count, count, 2]))
    session = draw(st.sampled_from([count, 2]))
    end = draw(st.sampled_from([None, 8, 10, 12]))
    return tuple(
        Slot(str(i), str(i // day), str(i // session), i * 10, end and i * 10 + end)
        for i in range(count)
    )


@st.composite
def people_of(draw: st.DrawFn, slots: int, modes: bool = False) -> tuple[Participant, ...]:
    present = st.sampled_from([FACE, FACE, ONLINE, FACE | ONLINE] if modes else [FACE])
    return tuple(
        Participant(
            name,
            draw(slots_of(slots)),
            max_meetings=draw(rarely(st.integers(0, 2))),
            min_meetings=draw(st.sampled_from([0, 0, 1, 2])),
            max_breaks=draw(rarely(st.integers(0, 1))),
            modes=draw(present),
        )
        for name in PEOPLE
    )


@st.composite
def meetings_of(
    draw: st.DrawFn,
    slots: int,
    *,
    most: int = 4,
    lengths: bool = False,
    groups: bool = False,
    served: bool = False,
    places: tuple[str, ...] = (),
    interpreters: tuple[str, ...] = (),
) -> tuple[Meeting, ...]:
    found = []
    for number in range(draw(st.integers(2, most))):
        who = draw(st.permutations(PEOPLE))
        size = draw(st.integers(2, 3))
        split = draw(st.sampled_from([0, 0, 1, 2])) if groups else 0
        any_of = {0: (), 1: (tuple(who[1:3]),), 2: (tuple(who[:2]), (who[2],))}[split]
        found.append(
            Meeting(
                f"m{number}",
                tuple(who[:size]) if not split else tuple(who[: 2 - split]),
                value=draw(st.integers(0, 3)),
                must=draw(st.integers(0, 4)) == 0,
                allowed=draw(rarely(slots_of(slots, 2))),
                fixed=draw(rarely(st.integers(0, slots - 1))),
                any_of=any_of,
                length=draw(st.integers(1, 2)) if lengths else 1,
                needs_interpreter=NEED if served and draw(st.booleans()) else (),
                fixed_place=draw(rarely(st.sampled_from(places))) if places else None,
                fixed_interpreter=(
                    draw(rarely(st.sampled_from(interpreters))) if interpreters else None
                ),
            )
        )
    return tuple(found)


@st.composite
def orders_of(draw: st.DrawFn, meetings: tuple[Meeting, ...]) -> tuple[Precedence, ...]:
    names = [meeting.id for meeting in meetings]
    pairs = st.builds(Precedence, st.sampled_from(names), st.sampled_from(names))
    return tuple(draw(st.lists(pairs, max_size=2)))


@st.composite
def plain_forums(draw: st.DrawFn) -> Forum:
    """Tables of different hours; breaks, fairness, order, change."""
    count = draw(st.integers(3, 4))
    meetings = draw(meetings_of(count))
    earlier = st.builds(Scheduled, st.just("m0"), st.sampled_from("0123"))
    return Forum(
        draw(people_of(count)),
        draw(grids(count)),
        tuple(Place(f"T{i}", draw(slots_of(count, 2))) for i in range(draw(st.integers(1, 2)))),
        meetings,
        precedences=draw(orders_of(meetings)),
        fairness=draw(rarely(st.integers(0, 1))),
        previous=tuple(draw(st.lists(earlier, max_size=1))),
        goals=IN_ORDER,
    )


@st.composite
def hybrid_forums(draw: st.DrawFn) -> Forum:
    """Tables, one of them kept, and a room; people on the spot, online or either; groups."""
    count = 3
    meetings = draw(meetings_of(count, most=3, groups=True, places=("T", "K", "R")))
    kept = st.sampled_from([frozenset("A"), frozenset("AB"), frozenset()])
    return Forum(
        draw(people_of(count, modes=True)),
        draw(grids(count)),
        (
            Place("T", draw(slots_of(count))),
            Place("K", draw(slots_of(count)), kept_by=draw(kept)),
            Place("R", draw(slots_of(count)), "online", kept_by=draw(rarely(kept)) or frozenset()),
        ),
        meetings,
        precedences=draw(orders_of(meetings)),
        fairness=draw(rarely(st.integers(0, 1))),
        goals=IN_ORDER,
    )


@st.composite
def wide_forums(draw: st.DrawFn) -> Forum:
    """Tables in two halls apart, meetings of two slots, people who can be chosen."""
    count = draw(st.integers(3, 4))
    meetings = draw(meetings_of(count, most=3, lengths=True, groups=True, places=("N", "S", "O")))
    return Forum(
        draw(people_of(count)),
        draw(grids(count)),
        (
            Place("N", draw(slots_of(count)), hall="north"),
            Place("S", draw(slots_of(count)), hall="south"),
            Place("O", draw(slots_of(count)), hall="north"),
        ),
        meetings,
        precedences=draw(orders_of(meetings)),
        fairness=draw(rarely(st.integers(0, 1))),
        goals=IN_ORDER,
        travel=(Travel("south", "north", draw(st.sampled_from([0, 1, 5, 12, 15]))),),
    )


@st.composite
def served_forums(draw: st.DrawFn) -> Forum:
    """Interpreters with hours, rests and a most of meetings, in two halls apart."""
    count = draw(st.integers(3, 4))
    meetings = draw(meetings_of(count, most=3, lengths=True, served=True, interpreters=("I", "J")))
    tongues = st.sampled_from([{"th", "ru"}, {"th", "ru", "en"}, {"th", "en"}])
    return Forum(
        draw(people_of(count)),
        draw(grids(count)),
        (
            Place("N", draw(slots_of(count)), hall="north"),
            Place("S", draw(slots_of(count)), hall="south"),
        ),
        meetings,
        interpreters=tuple(
            Interpreter(
                name,
                frozenset(draw(tongues)),
                draw(slots_of(count)),
                max_run=draw(rarely(st.integers(1, 2))),
                max_meetings=draw(rarely(st.integers(0, 2))),
            )
            for name in "IJ"
        ),
        precedences=draw(orders_of(meetings)),
        goals=IN_ORDER,
        travel=draw(st.sampled_from([(), (Travel("south", "north", 5),)])),
    )


@st.composite
def team_forums(draw: st.DrawFn) -> Forum:
    """Interpreters who need no name: what they speak and when they are there is all."""
    count = 3
    tongues = st.sampled_from([{"th", "ru"}, {"th", "ru", "en"}, {"th", "en"}])
    sides = st.sampled_from([(), NEED, (frozenset({"th"}), frozenset({"en", "ru"}))])
    meetings = draw(meetings_of(count))
    return Forum(
        draw(people_of(count)),
        draw(grids(count)),
        (Place("T", frozenset(range(count))), Place("U", draw(slots_of(count)))),
        tuple(replace(meeting, needs_interpreter=draw(sides)) for meeting in meetings),
        interpreters=tuple(
            Interpreter(name, frozenset(draw(tongues)), draw(slots_of(count))) for name in "IJ"
        ),
        goals=IN_ORDER,
    )


@st.composite
def full_forums(draw: st.DrawFn) -> Forum:
    """Everything at once."""
    count = 4
    meetings = draw(
        meetings_of(
            count,
            most=3,
            lengths=True,
            groups=True,
            served=True,
            places=("N", "S", "K", "R"),
            interpreters=("I", "J"),
        )
    )
    earlier = st.builds(Scheduled, st.sampled_from(["m0", "m1"]), st.sampled_from("0123"))
    return Forum(
        draw(people_of(count, modes=True)),
        draw(grids(count)),
        (
            Place("N", draw(slots_of(count)), hall="north"),
            Place("S", draw(slots_of(count)), hall="south"),
            Place("K", draw(slots_of(count)), hall="south", kept_by=frozenset("A")),
            Place("R", draw(slots_of(count)), "online"),
        ),
        meetings,
        interpreters=(
            Interpreter("I", frozenset({"th", "ru"}), draw(slots_of(count)), 1),
            Interpreter("J", frozenset({"th", "ru"}), draw(slots_of(count)), None, 1),
        ),
        precedences=draw(orders_of(meetings)),
        fairness=draw(rarely(st.integers(0, 1))),
        previous=tuple(draw(st.lists(earlier, max_size=1))),
        goals=IN_ORDER,
        travel=(Travel("south", "north", draw(st.sampled_from([5, 12]))),),
    )


def small(forum: Forum) -> bool:
    return prod(len(ways(forum, m)) + 1 for m in forum.meetings) <= MOST_TIMETABLES


def compare(forum: Forum) -> None:
    assume(small(forum))
    expected = best(forum)
    result = solve(forum, time_limit=20, workers=1)
    if expected is None:
        assert result.status == "infeasible"
        assert result.reasons
        return
    assert result.status == "optimal"
    report = check(forum, result.meetings)
    assert report.broken == []
    assert goals(forum, report) == expected
    assert {goal.name: goal.value for goal in result.goals} == expected
    assert {goal.name: goal.bound for goal in result.goals} == expected


@settings(max_examples=examples(30), deadline=None)
@given(plain_forums())
def test_tables_breaks_order_and_change(forum: Forum):
    compare(forum)


@settings(max_examples=examples(40), deadline=None)
@given(hybrid_forums())
def test_modes_kept_tables_and_groups(forum: Forum):
    compare(forum)


@settings(max_examples=examples(40), deadline=None)
@given(wide_forums())
def test_halls_lengths_and_fixed_places(forum: Forum):
    compare(forum)


@settings(max_examples=examples(40), deadline=None)
@given(served_forums())
def test_named_interpreters_their_rests_and_ways(forum: Forum):
    compare(forum)


@settings(max_examples=examples(30), deadline=None)
@given(team_forums())
def test_interpreters_of_whom_any_will_do(forum: Forum):
    compare(forum)


@settings(max_examples=examples(40), deadline=None)
@given(full_forums())
def test_everything_at_once(forum: Forum):
    compare(forum)


@settings(max_examples=examples(30), deadline=None)
@given(plain_forums() | wide_forums())
def test_moves_are_those_the_checker_counts_and_no_fewer_than_there_must_be(forum: Forum):
    assume(small(forum))
    forum = replace(forum, goals=("shortfall", "value", "breaks", "fairness", "moves"))
    expected = best(forum)
    result = solve(forum, time_limit=20, workers=1)
    assume(expected is not None)
    reached = {goal.name: goal.value for goal in result.goals}
    assert goals(forum, check(forum, result.meetings)) == reached
    assert reached.pop("moves") >= expected.pop("moves")
    assert reached == expected


@st.composite
def hall_of_tables(draw: st.DrawFn) -> Forum:
    """Tables alike but for their hours, all meetings fixed in their slots."""
    count = 4
    meetings = draw(meetings_of(count, most=4, lengths=True, places=("T0", "T1")))
    return Forum(
        tuple(Participant(name, frozenset(range(count))) for name in PEOPLE),
        draw(grids(count)),
        tuple(Place(f"T{i}", draw(slots_of(count))) for i in range(3)),
        tuple(
            replace(m, must=True, allowed=None, fixed=draw(st.integers(0, count - 1)))
            for m in meetings
        ),
        goals=("moves",),
    )


@settings(max_examples=examples(40), deadline=None)
@given(hall_of_tables())
def test_tables_are_given_so_that_moves_are_as_few_as_can_be(forum: Forum):
    expected = best(forum)
    result = solve(forum, time_limit=20, workers=1)
    assert (result.status == "infeasible") == (expected is None)
    if expected is not None:
        assert check(forum, result.meetings).broken == []
        assert {goal.name: goal.value for goal in result.goals} == expected
