"""The best timetable by trying everything, judged by the checker alone."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from saphan.engine.scheduling import Forum, Meeting, Report, Scheduled, check

GOES_WITH_MORE = {"musts are held", "most breaks", "fairness"}
"""Rules that a further meeting may mend; every other stays broken whatever is added."""


def ways(forum: Forum, meeting: Meeting, *, seated: bool = True) -> list[Scheduled]:
    """Every way to hold the meeting that breaks no rule by itself; without places where they are
    all alike, for the checker counts them then."""
    alone = replace(forum, previous=())
    places = [place.id for place in forum.places] if seated else [None]
    serving = [i.id for i in forum.interpreters] if meeting.needs_interpreter else [None]
    every = (
        Scheduled(meeting.id, slot.id, place, interpreter, chosen)
        for slot, place, interpreter, chosen in product(
            forum.slots, places, serving, product(*meeting.any_of)
        )
    )
    return [way for way in every if _may_grow(check(alone, (way,)))]


def _may_grow(report: Report) -> bool:
    return all(not rule.broken or rule.name in GOES_WITH_MORE for rule in report.rules)


def every_timetable(
    forum: Forum, *, seated: bool = True
) -> Iterator[tuple[tuple[Scheduled, ...], Report]]:
    """All timetables that keep every rule, with the verdict on each."""
    tried = [
        [*ways(forum, meeting, seated=seated), *([] if meeting.must else [None])]
        for meeting in forum.meetings
    ]

    def extend(
        held: tuple[Scheduled, ...], report: Report, number: int
    ) -> Iterator[tuple[tuple[Scheduled, ...], Report]]:
        if number == len(tried):
            if report.ok:
                yield held, report
            return
        for way in tried[number]:
            more = held if way is None else (*held, way)
            verdict = report if way is None else check(forum, more)
            if _may_grow(verdict):
                yield from extend(more, verdict, number + 1)

    yield from extend((), check(forum, ()), 0)


def goals(forum: Forum, report: Report) -> dict[str, int]:
    """What a timetable reaches of each goal that the forum asks for."""
    figures = report.figures
    every = {
        **figures,
        "fairness": figures["most breaks"] - figures["fewest breaks"],
    }
    asked = set(forum.goals)
    if not forum.previous:
        asked.discard("change")
    if not any(person.min_meetings for person in forum.participants):
        asked.discard("shortfall")
    order = ("shortfall", "value", "breaks", "fairness", "moves", "change")
    return {name: every[name] for name in order if name in asked}


def best(forum: Forum, *, seated: bool = True) -> dict[str, int] | None:
    """The goals of the best timetable in their strict order; None where there is no timetable."""
    found: tuple[tuple[int, ...], dict[str, int]] | None = None
    for _, report in every_timetable(forum, seated=seated):
        reached = goals(forum, report)
        key = tuple(-v if name == "value" else v for name, v in reached.items())
        if found is None or key < found[0]:
            found = key, reached
    return None if found is None else found[1]
