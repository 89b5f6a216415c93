"""A forum that exists is a valid one."""

from dataclasses import replace
from typing import Any

import pytest

from saphan.engine.scheduling import (
    Forum,
    Meeting,
    Participant,
    Place,
    Precedence,
    Scheduled,
    Slot,
    Travel,
)

GOOD = Forum(
    participants=(Participant("A", frozenset({0})), Participant("B", frozenset({0}))),
    slots=(Slot("1", "mon", start=0), Slot("2", "mon", start=1)),
    places=(Place("T1", frozenset({0, 1})),),
    meetings=(Meeting("ab", ("A", "B")),),
)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"meetings": (Meeting("x", ("A",)),)}, "meeting 'x' has fewer than two participants"),
        ({"meetings": (Meeting("x", ("A", "A")),)}, "meeting 'x' names a participant twice"),
        (
            {"meetings": (Meeting("x", ("A", "Z")),)},
            "meeting 'x' names the unknown participant 'Z'",
        ),
        ({"meetings": (Meeting("x", ("A", "B"), -1),)}, "meeting 'x' has the negative value -1"),
        (
            {"meetings": (Meeting("x", ("A", "B"), fixed=2),)},
            "meeting 'x' names slot 2, of 2 slots from 0",
        ),
        ({"meetings": (Meeting("x", ("A", "B")),) * 2}, "meeting 'x' stands twice"),
        ({"places": (Place("", frozenset()),)}, "a place has an empty id"),
        (
            {"places": (Place("T1", frozenset({-1})),)},
            "place 'T1' names slot -1, of 2 slots from 0",
        ),
        (
            {"slots": (Slot("1", "mon", start=5), Slot("2", "mon", start=1))},
            "slot '2' starts before '1', which it follows",
        ),
        (
            {"slots": (Slot("1", "mon"), Slot("2", "tue"), Slot("3", "mon"))},
            "the slots of day 'mon' do not stand together",
        ),
        (
            {"precedences": (Precedence("ab", "zz"),)},
            "a precedence names the unknown meeting 'zz'",
        ),
        (
            {"slots": (Slot("1", "mon", start=5, end=4), Slot("2", "mon", start=6))},
            "slot '1' ends before it starts",
        ),
        (
            {"slots": (Slot("1", "mon", start=0, end=9), Slot("2", "mon", start=5, end=8))},
            "slot '2' ends before '1', which it follows",
        ),
        (
            {"travel": (Travel("", "south", 5),)},
            "a hall of travel '' to 'south' has no name",
        ),
        (
            {"previous": (Scheduled("ab", "1"), Scheduled("ab", "2"))},
            "the earlier timetable holds meeting 'ab' twice",
        ),
        ({"fairness": -1}, "fairness -1 is negative"),
        ({"goals": ("speed",)}, "unknown goal 'speed'"),
    ],
)
def test_what_makes_no_forum_is_refused(change: dict[str, Any], message: str):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011
        replace(GOOD, **change)
    assert str(refusal.value) == message
