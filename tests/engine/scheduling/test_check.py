"""The checker finds every way in which a timetable can be wrong."""

from dataclasses import replace

import pytest

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

EVERY = frozenset(range(4))
PROBLEM = Forum(
    participants=(
        Participant("A", EVERY, max_meetings=2),
        Participant("B", frozenset({0, 1, 2})),
        Participant("C", EVERY),
        Participant("D", EVERY),
    ),
    slots=tuple(Slot(str(i + 1), start=i) for i in range(4)),
    places=(Place("T1", EVERY), Place("T2", frozenset({0, 1}))),
    meetings=(
        Meeting("ab", ("A", "B"), 10, must=True),
        Meeting("cd", ("C", "D"), 5, allowed=frozenset({0, 1, 2})),
        Meeting("ac", ("A", "C"), 3, needs_interpreter=(frozenset({"th"}), frozenset({"ru"}))),
        Meeting("ad", ("A", "D"), 1, fixed=2),
    ),
    interpreters=(
        Interpreter("I", frozenset({"th", "ru"}), frozenset({1, 2})),
        Interpreter("E", frozenset({"th", "en"}), EVERY),
    ),
    precedences=(Precedence("ab", "ac"),),
    fairness=0,
    previous=(Scheduled("ab", "1", "T1"), Scheduled("cd", "3", "T1")),
)
AB = Scheduled("ab", "1", "T1")
CD = Scheduled("cd", "1", "T2")
AC = Scheduled("ac", "2", "T1", "I")


def test_a_good_timetable_passes_and_its_figures_are_counted():
    report = check(PROBLEM, (AB, CD, AC))
    assert report.ok
    assert report.figures == {
        "meetings": 3,
        "value": 18,
        "breaks": 0,
        "most breaks": 0,
        "fewest breaks": 0,
        "moves": 1,
        "change": 1,
    }


@pytest.mark.parametrize(
    ("timetable", "rule", "line"),
    [
        ((AB, Scheduled("zz", "1")), "known", "zz: no such meeting was asked for"),
        ((Scheduled("ab", "9"),), "known", "ab: there is no slot 9"),
        ((replace(AB, place="T9"),), "known", "ab: there is no place T9"),
        ((AB, replace(AC, interpreter="X")), "known", "ac: there is no interpreter X"),
        ((CD,), "musts are held", "ab must be held and is not"),
        (
            (AB, Scheduled("cd", "4", "T1")),
            "allowed slots",
            "cd is in slot 4, outside its session",
        ),
        ((AB, Scheduled("ad", "2", "T1")), "fixed slots", "ad is in slot 2, fixed to 3"),
        ((replace(AB, slot="4"),), "availability", "B is not available in slot 4 (ab)"),
        ((AB, replace(CD, slot="3")), "places", "T2 is not in use in slot 3 (cd)"),
        (
            (AB, replace(CD, place="T1")),
            "places",
            "ab and cd are both at T1 in slot 1",
        ),
        (
            (AB, replace(AC, interpreter=None)),
            "interpreters",
            "ac needs an interpreter and has none",
        ),
        (
            (AB, replace(AC, interpreter="E")),
            "interpreters",
            "E does not speak the languages of ac",
        ),
        (
            (AB, replace(AC, slot="4")),
            "interpreters",
            "I is not available in slot 4 (ac)",
        ),
        (
            (AB, AC, replace(CD, slot="2", interpreter="I")),
            "interpreters",
            "I is in ac and cd in slot 2",
        ),
        (
            (AB, AC, Scheduled("ad", "3", "T1")),
            "most meetings",
            "A has 3 meetings, at most 2",
        ),
        ((replace(AB, slot="3"), AC), "precedences", "ab is not before ac"),
        (
            (AB, Scheduled("ad", "3", "T1")),
            "fairness",
            "breaks differ by 1, at most 0 is fair",
        ),
        (
            (replace(AB, slot="2"), replace(AC, place="T2")),
            "nobody in two places",
            "A is in ab and ac in slot 2",
        ),
    ],
)
def test_what_is_wrong_is_found(timetable: tuple[Scheduled, ...], rule: str, line: str):
    report = check(PROBLEM, timetable)
    broken = {verdict.name: verdict.broken for verdict in report.rules}
    assert not report.ok
    assert line in broken[rule]


def test_a_meeting_stands_once():
    report = check(PROBLEM, (AB, replace(AB, slot="2")))
    assert {rule.name: rule.broken for rule in report.rules}["each meeting once"] == (
        "ab stands 2 times",
    )


def test_too_many_meetings_without_places_named_still_overfill_a_slot():
    report = check(PROBLEM, (Scheduled("ab", "3"), Scheduled("cd", "3")))
    assert report.broken == ["slot 3 holds 2 meetings in 1 places"]
