"""The smallest forums there are, for tests of one rule each."""

from dataclasses import replace

from saphan.engine.scheduling import (
    Forum,
    Meeting,
    Participant,
    Place,
    Result,
    Slot,
    check,
    solve,
)


def forum(
    *meetings: Meeting,
    slots: int = 3,
    tables: int = 2,
    people: str = "ABCD",
    days: int = 1,
    sessions: int = 1,
    minutes: int | None = None,
    places: tuple[Place, ...] | None = None,
    **more: object,
) -> Forum:
    """A forum of people called A, B, C …, free all the time, with slots called 1, 2, 3 …, which
    start every ten minutes and last until the next or for so many minutes."""
    every = frozenset(range(slots))
    return Forum(
        participants=tuple(Participant(name, every) for name in people),
        slots=tuple(
            Slot(
                str(i + 1),
                day=str(i * days // slots),
                session=str(i * sessions // slots),
                start=10 * i,
                end=None if minutes is None else 10 * i + minutes,
            )
            for i in range(slots)
        ),
        places=places or tuple(Place(f"T{i + 1}", every) for i in range(tables)),
        meetings=meetings,
        **more,  # type: ignore[arg-type]
    )


def best(problem: Forum) -> Result:
    result = solve(problem, time_limit=10, workers=1)
    report = check(problem, result.meetings)
    assert report.broken == []
    for goal in result.goals:
        if goal.name in report.figures:
            assert goal.value == report.figures[goal.name]
    return result


def goals(result: Result) -> dict[str, int]:
    return {goal.name: goal.value for goal in result.goals}


def slots(result: Result) -> dict[str, str]:
    return {meeting.id: meeting.slot for meeting in result.meetings}


def change(problem: Forum, name: str, **more: object) -> Forum:
    """The forum in which one person is another."""
    return replace(
        problem,
        participants=tuple(
            replace(p, **more) if p.id == name else p  # type: ignore[arg-type]
            for p in problem.participants
        ),
    )


def everybody(problem: Forum, **more: object) -> Forum:
    """The forum in which all people are others."""
    for person in problem.participants:
        problem = change(problem, person.id, **more)
    return problem


def must(name: str, who: str, **more: object) -> Meeting:
    """A meeting of people of one letter each that is held."""
    return Meeting(name, tuple(who), must=True, **more)  # type: ignore[arg-type]


def infeasible(problem: Forum) -> bool:
    return solve(problem, time_limit=10, workers=1).status == "infeasible"
