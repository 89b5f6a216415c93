"""A timetable as it stands, for the engine: what is held, what happened, and what has begun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from saphan.engine.scheduling import Forum as Problem
from saphan.engine.scheduling import Meeting as Asked
from saphan.engine.scheduling import Scheduled
from saphan.engine.scheduling.formats.forum import forum_from_sheets
from saphan.engine.scheduling.problem import by_id
from saphan.engine.scheduling.replan import (
    Incident as Happened,
)
from saphan.engine.scheduling.replan import (
    LostInterpreter,
    LostPlace,
    NoShow,
    Step,
    TurnedOnline,
    changed,
)
from saphan.engine.scheduling.replan.judge import judge
from saphan.record.forum.models import Forum, Interpreter, Place, Slot

from ..models import Incident, Meeting, Request, Timetable
from .incidents import in_force, window
from .sheets import forum_sheets
from .timetables import with_people


@dataclass(frozen=True)
class AsItStands:
    """A timetable as it stands.

    Attributes:
        problem: The forum, with the meetings that are held and no others.
        items: How they are held.
        meetings: They, by the code of their request.
        slots: The grid, in order of time.
        now: Number of the slot that began last; -1 when none has.
        earlier: What happened before and still holds.
    """

    problem: Problem
    items: tuple[Scheduled, ...]
    meetings: dict[str, Meeting]
    slots: list[Slot]
    now: int
    earlier: tuple[Step, ...]

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """The meetings of the problem, by the same codes."""
        return {one.id: one for one in self.problem.meetings}

    def step(self, incidents: Iterable[Incident], given_up: Iterable[str] = ()) -> Step:
        """What happened, from now on."""
        return _step(self.now, incidents, self.slots, frozenset(given_up))

    def breaks(self, items: Sequence[Scheduled], last: Step) -> list[str]:
        """What the independent checker says against another timetable, and not against this one.

        Args:
            items: The other.
            last: What has happened now.
        """
        before = set(judge(self.problem, self.items, self.earlier).broken)
        after = judge(self.problem, items, (*self.earlier, last), self.items)
        return [line for line in after.broken if line not in before]


def standing_for(timetable: Timetable, at: datetime) -> AsItStands:
    """A timetable as it stands at a moment.

    Meetings are taken as they are: with the people, the length and the interpreter that they
    have, where these differ from what was asked for.
    """
    forum = timetable.forum
    slots = list(forum.slots.select_related("day").order_by("start"))
    number = {slot.pk: index for index, slot in enumerate(slots)}
    rows = (
        timetable.meetings.filter(
            state=Meeting.State.SCHEDULED, request__state=Request.State.ACCEPTED
        )
        .select_related("timetable", "request", "slot", "last_slot", "place", "interpreter")
        .prefetch_related(with_people())
        .order_by("start", "pk")
    )
    meetings = {row.request.code: row for row in rows}
    sheets = forum_sheets(forum)
    problem = forum_from_sheets(
        replace(sheets, requests=tuple(row for row in sheets.requests if row.id in meetings))
    )
    wanted = {one.id: one for one in problem.meetings}
    asked, items = [], []
    for code, meeting in meetings.items():
        one, item = _as_it_is(wanted.get(code), meeting, number)
        asked.append(one)
        items.append(item)
    known = {one.id for one in asked}
    problem = replace(
        problem,
        meetings=tuple(asked),
        precedences=tuple(
            pair for pair in problem.precedences if {pair.before, pair.after} <= known
        ),
    )
    begun = _begun(slots, at)
    return AsItStands(problem, tuple(items), meetings, slots, begun, _earlier(forum, slots))


def without_what_is_missing(forum: Forum, problem: Problem) -> Problem:
    """A forum's problem less the people, places and interpreters that it does without.

    Somebody who can only be online since a moment is planned from that moment on.
    """
    steps = _earlier(forum, list(forum.slots.order_by("start")))
    if not steps:
        return problem
    day = changed(problem, (), steps).forum
    people, places = by_id(day.participants), by_id(day.places)
    interpreters = by_id(day.interpreters)
    return replace(
        problem,
        participants=tuple(
            replace(one, available=people[one.id].available, modes=people[one.id].modes)
            for one in problem.participants
        ),
        places=tuple(replace(one, slots=places[one.id].slots) for one in problem.places),
        interpreters=tuple(
            replace(one, available=interpreters[one.id].available) for one in problem.interpreters
        ),
    )


def _earlier(forum: Forum, slots: Sequence[Slot]) -> tuple[Step, ...]:
    """What happened and holds, a step for each replanning."""
    steps = groupby(in_force(forum), key=lambda one: one.replanning)
    return tuple(
        _step(_begun(slots, replanning.batch.at), incidents, slots)
        for replanning, incidents in steps
    )


def _begun(slots: Sequence[Slot], at: datetime) -> int:
    return sum(slot.start <= at for slot in slots) - 1


def _step(
    now: int,
    incidents: Iterable[Incident],
    slots: Sequence[Slot],
    given_up: frozenset[str] = frozenset(),
) -> Step:
    return Step(now, tuple(_happened(one, slots) for one in incidents), given_up)


def _happened(incident: Incident, slots: Sequence[Slot]) -> Happened:
    taken = window(incident, slots)
    until = taken.stop if incident.until is not None else None
    one = incident.of
    if isinstance(one, Place):
        return LostPlace(one.code, taken.start, until)
    if isinstance(one, Interpreter):
        return LostInterpreter(one.code, taken.start, until)
    if incident.kind == Incident.Kind.ONLINE:
        return TurnedOnline(one.code, taken.start)
    return NoShow(one.code, taken.start, until)


def _as_it_is(
    asked: Asked | None, meeting: Meeting, number: dict[int, int]
) -> tuple[Asked, Scheduled]:
    """A meeting as the engine is to know it, and how it is held."""
    code = meeting.request.code
    seats = list(meeting.seats.all())
    people = tuple(seat.delegate.code for seat in seats)
    asked = asked or Asked(code, people)
    further = [one for one in people if one not in asked.participants]
    picked = [[one for one in further if one in group] for group in asked.any_of]
    chosen = tuple(one[0] for one in picked if len(one) == 1)
    fits = set(asked.participants) <= set(people) and sorted(chosen) == sorted(further)
    changed: dict[str, Any] = {
        "length": max(number[meeting.last_slot_id] - number[meeting.slot_id] + 1, 1)
    }
    if not fits or len(chosen) != len(asked.any_of):
        changed |= {"participants": people, "any_of": ()}
        chosen = ()
    if asked.fixed is not None and asked.fixed != number[meeting.slot_id]:
        changed["fixed"] = None
    if asked.fixed_place is not None and asked.fixed_place != meeting.place.code:
        changed["fixed_place"] = None
    if meeting.interpreter is None:
        changed["needs_interpreter"] = ()
    elif not asked.needs_interpreter or not fits:
        changed["needs_interpreter"] = tuple(
            frozenset(seat.delegate.person.languages) for seat in seats
        )
    interpreter = meeting.interpreter.code if meeting.interpreter else None
    item = Scheduled(code, meeting.slot.code, meeting.place.code, interpreter, chosen)
    return replace(asked, **changed), item
