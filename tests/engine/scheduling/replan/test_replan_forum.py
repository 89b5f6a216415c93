"""A forum too large to be set free as a whole: rules, past, bounds and reasons hold as well."""

import random

import pytest

from saphan.engine.scheduling import Forum, Scheduled
from saphan.engine.scheduling.generate import Shares, generate
from saphan.engine.scheduling.replan import (
    Disconnected,
    Incident,
    Late,
    LeavesEarly,
    LostInterpreter,
    LostPlace,
    NoShow,
    TurnedOnline,
    UrgentRequest,
    replan,
    search,
)
from saphan.engine.scheduling.replan.judge import judge

Planned = tuple[Forum, tuple[Scheduled, ...]]


@pytest.fixture(scope="module")
def planned() -> Planned:
    forum = generate(
        60,
        220,
        20,
        20,
        seed=3,
        shares=Shares(must=0, english=0.8, online=0.15, long=0.05, either=0.1),
        halls=2,
        interpreters=4,
    )
    timetable: tuple[Scheduled, ...] = ()
    # Requests put in twenty at a time, where nobody has to move for them.
    for first in range(0, len(forum.meetings), 20):
        asked = [UrgentRequest(meeting.id) for meeting in forum.meetings[first : first + 20]]
        timetable = replan(
            forum, timetable, asked, workers=1, time_limit=60, progress=lambda _progress: False
        ).meetings
    assert judge(forum, timetable).broken == []
    assert len(timetable) > search.SMALL
    return forum, timetable


def befall(kind: type[Incident], planned: Planned, chance: random.Random) -> Incident:
    forum, timetable = planned
    item = chance.choice(timetable)
    who = chance.choice(next(m for m in forum.meetings if m.id == item.id).everybody())
    held = {one.id for one in timetable}
    if kind is LostPlace:
        return LostPlace(item.place or "")
    if kind is LostInterpreter:
        return LostInterpreter(chance.choice(forum.interpreters).id)
    if kind is UrgentRequest:
        return UrgentRequest(chance.choice([m.id for m in forum.meetings if m.id not in held]))
    if kind in (NoShow, TurnedOnline):
        return kind(who)
    return kind(who, chance.randrange(1, 6))  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize(
    "kind",
    [
        NoShow,
        Late,
        LeavesEarly,
        Disconnected,
        TurnedOnline,
        LostPlace,
        LostInterpreter,
        UrgentRequest,
    ],
)
def test_rules_past_bounds_and_reasons_hold(planned: Planned, kind: type[Incident]):
    forum, timetable = planned
    incident = befall(kind, planned, random.Random(0))
    found = replan(forum, timetable, [incident], now=0, workers=1, time_limit=1.0)
    assert judge(forum, found.meetings, found.steps, timetable).broken == []
    for goal in found.goals:
        least, most = sorted((goal.bound, goal.value))
        assert (least, most)[:: -1 if goal.name == "value" else 1] == (goal.bound, goal.value)
    old, new = ({item.id: item for item in items} for items in (timetable, found.meetings))
    differing = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    asked = {incident.id} if isinstance(incident, UrgentRequest) else set()
    assert {change.meeting for change in found.changes} == differing | asked
    assert {change.cause for change in found.changes} <= {0}
    assert found.count("moved") == found.goals[2].value
    assert found.count("reseated") == found.goals[3].value
    assert found.kept == len(new) - len(differing & new.keys())
