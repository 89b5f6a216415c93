"""A model without one of its rules makes timetables that the checker rejects for that rule.

A rule for which no forum is kept here fails, and so does a rule that the model loses.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from ortools.sat.python import cp_model
from tests.engine.scheduling.rules.small import change, forum, must

from saphan.engine.scheduling import (
    Forum,
    Interpreter,
    Meeting,
    Place,
    Precedence,
    Scheduled,
    Travel,
    check,
)
from saphan.engine.scheduling.model.choices import Choice, Choices
from saphan.engine.scheduling.model.constraints import RULES
from saphan.engine.scheduling.model.variables import Variables
from saphan.engine.scheduling.places import interpreters_for, least_moves
from saphan.engine.scheduling.problem import Slot

ONE, TWO, THREE = (frozenset(range(n)) for n in (1, 2, 3))
ONLINE = frozenset({"online"})
EITHER = frozenset({"online", "face_to_face"})
NEED = (frozenset({"th"}), frozenset({"ru"}))
Wish = Callable[[Variables], cp_model.LinearExprT]


@dataclass(frozen=True)
class Case:
    """A forum for one rule.

    Attributes:
        forum: Without the rule, the model holds for a timetable of it what is none.
        broken: The checker's name for what is wrong then; `shortfall` when that is told wrongly.
        wish: What the model is made to like, so that it does what the rule forbids.
    """

    forum: Forum
    broken: str
    wish: Wish = lambda v: sum(v.at.values())


def person(name: str, **more: object) -> Interpreter:
    return Interpreter(name, frozenset({"th", "ru"}), THREE, **more)  # type: ignore[arg-type]


NORTH, SOUTH = Place("N", TWO, hall="north"), Place("S", TWO, hall="south")
APART = (must("ab", "AB", fixed=0), must("ac", "AC", fixed=2))
SERVED = tuple(
    must(f"{a}{b}", a + b, fixed=slot, needs_interpreter=NEED)
    for slot, (a, b) in enumerate(("AB", "CD", "EF"))
)

CASES = {
    "one_slot_a_meeting": Case(forum(must("ab", "AB"), slots=2), "each meeting once"),
    "musts_are_held": Case(
        forum(must("ab", "AB"), Meeting("ac", ("A", "C")), slots=1),
        "musts are held",
        lambda v: v.held["ac"],
    ),
    "one_of_each_group": Case(
        forum(Meeting("a-bc", ("A",), any_of=(("B", "C"),)), must("bc", "BC"), slots=1),
        "nobody in two places",
    ),
    "nobody_in_two_places": Case(
        forum(must("ab", "AB"), must("ac", "AC"), slots=1), "nobody in two places"
    ),
    "one_zone_a_meeting": Case(
        forum(
            *(must(f"{a}{b}", a + b) for a, b in ("AB", "CD", "EF")),
            slots=1,
            people="ABCDEF",
            places=(replace(NORTH, slots=ONE), replace(SOUTH, slots=ONE)),
            travel=(Travel("north", "south", 5),),
        ),
        "capacity",
        lambda v: -sum(v.zone.values()),
    ),
    "modes": Case(
        change(
            forum(
                must("ab", "AB", fixed_place="T"),
                must("ac", "AC", fixed_place="R"),
                slots=2,
                places=(Place("T", TWO), Place("R", TWO, "online")),
            ),
            "A",
            modes=EITHER,
        ),
        "modes",
    ),
    "kept_tables": Case(
        forum(
            Meeting("a-bc", ("A",), must=True, any_of=(("B", "C"),), fixed_place="T"),
            slots=1,
            places=(Place("T", ONE), Place("K", ONE, kept_by=frozenset("B"))),
        ),
        "kept tables",
        lambda v: v.attends["a-bc", "B"],
    ),
    "capacity": Case(forum(must("ab", "AB"), must("cd", "CD"), slots=1, tables=1), "capacity"),
    "one_place_throughout": Case(
        forum(must("ab", "AB", fixed_place="T1"), must("cd", "CD", fixed_place="T1"), slots=1),
        "places",
    ),
    "travel": Case(
        forum(
            must("ab", "AB", fixed_place="N"),
            must("ac", "AC", fixed_place="S"),
            slots=2,
            places=(NORTH, SOUTH),
            travel=(Travel("north", "south", 5),),
        ),
        "travel",
    ),
    "max_meetings": Case(
        change(forum(must("ab", "AB"), must("ac", "AC"), slots=2), "A", max_meetings=1),
        "most meetings",
    ),
    "precedences": Case(
        forum(must("ab", "AB"), must("cd", "CD"), slots=1, precedences=(Precedence("ab", "cd"),)),
        "precedences",
    ),
    "interpreters": Case(
        forum(
            *(replace(meeting, fixed=0) for meeting in SERVED[:2]),
            interpreters=(person("I"),),
        ),
        "interpreters",
    ),
    "rests_of_interpreters": Case(
        forum(*SERVED, people="ABCDEF", interpreters=(person("I", max_run=2),)),
        "rests of interpreters",
    ),
    "max_meetings_of_interpreters": Case(
        forum(*SERVED, people="ABCDEF", interpreters=(person("I", max_meetings=2),)),
        "most meetings of interpreters",
    ),
    "breaks": Case(change(forum(*APART), "A", max_breaks=0), "most breaks"),
    "max_breaks": Case(change(forum(*APART), "A", max_breaks=0), "most breaks"),
    "fairness": Case(forum(*APART, fairness=0), "fairness"),
    "guarantees": Case(
        change(forum(Meeting("ab", ("A", "B")), must("bc", "BC"), slots=1), "A", min_meetings=1),
        "shortfall",
        lambda v: -sum(v.missing.values()),
    ),
}


def answer(problem: Forum, rules: tuple[Callable[[Variables], None], ...], wish: Wish):
    """A timetable that keeps these rules, as the model has it, and its shortfall."""
    v = Variables(cp_model.CpModel(), problem)
    for rule in rules:
        rule(v)
    v.model.maximize(wish(v))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(v.model) != cp_model.OPTIMAL:
        return None
    timetable = [item for choices in readings(v, solver) for item in named(problem, choices)]
    return timetable, sum(solver.value(missing) for missing in v.missing.values())


def readings(v: Variables, solver: cp_model.CpSolver) -> list[Choices]:
    """What the answer says, also where it says too much or too little: a meeting in two slots is
    read twice, one in no zone is in the first."""
    found: list[Choices] = []
    asked = {meeting.id: meeting for meeting in v.forum.meetings}
    for (name, start), at in v.at.items():
        if not solver.boolean_value(at):
            continue
        meeting = asked[name]
        part = {n for n, joins in v.taking_part(meeting, start) if solver.boolean_value(joins)}
        inside = v.zones[name, start]
        zone = next((z for z in inside if solver.boolean_value(v.zone[name, start, z])), inside[0])
        serving = [i for (m, s, i), x in v.serves.items() if (m, s) == (name, start)]
        serving = [i for i in serving if solver.boolean_value(v.serves[name, start, i])]
        blocks = [key[3] for key in v.block if key[:3] == (name, start, zone)]
        choice = Choice(
            start,
            tuple(next((n for n in group if n in part), group[0]) for group in meeting.any_of),
            zone,
            blocks[0] if blocks else None,
            serving[0] if serving else None,
        )
        free = next((choices for choices in found if name not in choices), None)
        if free is None:
            found.append({name: choice})
        else:
            free[name] = choice
    return found


def named(problem: Forum, choices: Choices) -> list[Scheduled]:
    """With places and interpreters; without, where there are not enough."""
    slots: tuple[Slot, ...] = problem.slots
    places = places_of(problem, choices)
    serving = interpreters_for(problem, choices)
    return [
        Scheduled(name, slots[c.slot].id, places.get(name), serving.get(name), c.chosen)
        for name, c in choices.items()
    ]


def places_of(problem: Forum, choices: Choices) -> dict[str, str]:
    fixed = {m.id: m.fixed_place for m in problem.meetings if m.id in choices and m.fixed_place}
    if fixed:
        return fixed
    return least_moves(problem, choices, seconds=0).places


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_model_without_a_rule_breaks_that_rule(rule: Callable[[Variables], None]):
    case = CASES[rule.__name__]
    rest = tuple(other for other in RULES if other is not rule)
    found = answer(case.forum, rest, case.wish)
    assert found is not None
    timetable, shortfall = found
    report = check(case.forum, timetable)
    broken = {verdict.name for verdict in report.rules if verdict.broken}
    if case.broken == "shortfall":
        assert broken == set()
        assert (shortfall, report.figures["shortfall"]) == (0, 1)
    else:
        assert broken == {case.broken}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_model_with_all_its_rules_does_not(rule: Callable[[Variables], None]):
    case = CASES[rule.__name__]
    found = answer(case.forum, RULES, case.wish)
    if found is not None:
        timetable, shortfall = found
        report = check(case.forum, timetable)
        assert report.broken == []
        assert report.figures["shortfall"] == shortfall


def test_every_case_is_one_of_a_rule():
    assert CASES.keys() == {rule.__name__ for rule in RULES}
