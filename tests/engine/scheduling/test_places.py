"""The bound on moves holds, whatever the slots."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.thorough import examples

from saphan.engine.scheduling import Forum, Meeting, Participant, Place, Scheduled, Slot, check
from saphan.engine.scheduling.places import fewest_moves


def forum(*pairs: str, slots: int, tables: int, days: int = 1) -> Forum:
    every = frozenset(range(slots))
    return Forum(
        tuple(Participant(name, every) for name in sorted(set("".join(pairs)))),
        tuple(Slot(str(i), str(i * days // slots), start=i) for i in range(slots)),
        tuple(Place(f"T{i}", every) for i in range(tables)),
        tuple(Meeting(pair, tuple(pair), 1 + index % 2) for index, pair in enumerate(pairs)),
    )


def test_of_two_who_part_one_moves():
    # Four people meet all round in three slots: each of the first two rounds parts two pairs.
    assert fewest_moves(forum("ab", "cd", "ac", "bd", "ad", "bc", slots=3, tables=2), 9, 0) == 2


def test_breaks_let_people_come_back():
    everybody = forum("ab", "cd", "ac", "bd", "ad", "bc", slots=3, tables=2)
    assert fewest_moves(everybody, 9, 1) == 1
    assert fewest_moves(everybody, 0, 0) == 0


def test_over_night_nobody_moves():
    assert (
        fewest_moves(forum("ab", "cd", "ac", "bd", "ad", "bc", slots=4, tables=2, days=2), 9, 0)
        == 0
    )


@settings(max_examples=examples(25), deadline=None)
@given(
    st.lists(st.sampled_from(["ab", "ac", "bc", "ad", "bd", "abc"]), min_size=2, max_size=4),
    st.integers(1, 2),
)
def test_no_timetable_has_fewer_moves(pairs: list[str], tables: int):
    problem = forum(*dict.fromkeys(pairs), slots=3, tables=tables)
    ways = [
        None,
        *product([slot.id for slot in problem.slots], [place.id for place in problem.places]),
    ]
    for chosen in product(ways, repeat=len(problem.meetings)):
        held = [
            Scheduled(m.id, *way)
            for m, way in zip(problem.meetings, chosen, strict=True)
            if way is not None
        ]
        report = check(problem, held)
        if report.ok:
            figures = report.figures
            bound = fewest_moves(problem, figures["value"], figures["breaks"])
            assert bound <= figures["moves"]
