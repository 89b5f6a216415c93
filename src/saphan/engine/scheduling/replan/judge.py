"""A replanned timetable judged by the checker: by the rules of the day, and the past untouched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from saphan.engine.scheduling.check import Report, Rule, check
from saphan.engine.scheduling.problem import Forum, Scheduled
from saphan.engine.scheduling.replan.day import changed
from saphan.engine.scheduling.replan.incident import Step


def judge(
    forum: Forum,
    timetable: Iterable[Scheduled],
    steps: Sequence[Step] = (),
    before: Iterable[Scheduled] | None = None,
) -> Report:
    """Judge a timetable by the rules that hold after what happened.

    Args:
        forum: The problem as it was planned.
        timetable: The timetable.
        steps: What happened, in order of time; without any, the forum's own rules hold.
        before: The timetable before the last step; None to leave the past unjudged.

    Returns:
        Each rule with what breaks it, and the figures.

    Raises:
        ValueError: A step names what does not exist.
    """
    items = tuple(timetable)
    if not steps:
        return check(forum, items)
    day = changed(forum, items, steps)
    report = check(day.forum, day.timetable)
    if before is None:
        return report
    past = Rule("what has begun stays", tuple(_touched(forum, items, tuple(before), steps[-1].now)))
    return replace(report, rules=(*report.rules, past))


def _touched(
    forum: Forum, new: tuple[Scheduled, ...], old: tuple[Scheduled, ...], now: int
) -> Iterator[str]:
    number = {slot.id: index for index, slot in enumerate(forum.slots)}

    def begun(items: tuple[Scheduled, ...]) -> dict[str, Scheduled]:
        return {i.id: i for i in items if number.get(i.slot, now + 1) <= now}

    was, is_now = begun(old), begun(new)
    for name in was:
        if is_now.get(name) != was[name]:
            yield f"{name} has begun at {was[name].slot} and is not as it was"
    for name in is_now:
        if name not in was:
            yield f"{name} was not held at {is_now[name].slot}, which is past"
