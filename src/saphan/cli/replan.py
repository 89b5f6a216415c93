"""`saphan replan`: a timetable mended on the day, from files alone."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .engine import _read_problem
from .output import existing, out, refuse

if TYPE_CHECKING:
    from saphan.engine.scheduling import Forum, Meeting, Scheduled
    from saphan.engine.scheduling.replan import DayGoal, Incident, Replan, Step

Many = list[str] | None


def add_commands(app: typer.Typer) -> None:
    app.command()(replan)


def replan(
    path: Annotated[Path, typer.Argument(metavar="INPUT", help="A .dzn file or a forum's files.")],
    result_path: Annotated[
        Path, typer.Argument(metavar="RESULT.json", help="The timetable as it stands.")
    ],
    out_path: Annotated[Path, typer.Option("--out", help="Where the new timetable goes.")],
    now: Annotated[
        str, typer.Option(help="The slot that is running; without it, nothing has begun.")
    ] = "",
    no_show: Annotated[
        Many, typer.Option("--no-show", metavar="WHO[=SLOT]", help="Does not come (from a slot).")
    ] = None,
    late: Annotated[
        Many, typer.Option("--late", metavar="WHO=SLOT", help="Comes only at this slot.")
    ] = None,
    leaves: Annotated[
        Many, typer.Option("--leaves", metavar="WHO=SLOT", help="Is gone from this slot on.")
    ] = None,
    offline: Annotated[
        Many,
        typer.Option("--offline", metavar="WHO[=SLOT]", help="Has no connection (until a slot)."),
    ] = None,
    online: Annotated[
        Many,
        typer.Option("--online", metavar="WHO[=SLOT]", help="Can only be online (from a slot)."),
    ] = None,
    lost_place: Annotated[
        Many,
        typer.Option(
            "--lost-place", metavar="PLACE[=SLOT[..SLOT]]", help="A table or room (from..until)."
        ),
    ] = None,
    lost_interpreter: Annotated[
        Many,
        typer.Option("--lost-interpreter", metavar="WHO[=SLOT[..SLOT]]", help="Likewise."),
    ] = None,
    urgent: Annotated[
        Many,
        typer.Option(
            "--urgent",
            metavar="REQUEST|WHO+WHO[=SLOT]",
            help="Has to be held (starting at this slot at the latest).",
        ),
    ] = None,
    cancelled: Annotated[
        Many, typer.Option("--cancelled", metavar="REQUEST", help="Is called off.")
    ] = None,
    incidents_path: Annotated[
        Path | None, typer.Option("--incidents", help="A JSON file of incidents.")
    ] = None,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds.")] = 1.25,
    workers: Annotated[int, typer.Option(min=1, help="Threads.")] = 2,
    seed: Annotated[int, typer.Option(help="Seed of the search.")] = 0,
) -> None:
    """Mend a timetable on the day: what has begun stays, as few meetings as possible move."""
    from saphan.engine.scheduling import replan as library
    from saphan.engine.scheduling.formats.replan_json import (
        read_incidents,
        read_steps,
        write_replan,
    )
    from saphan.engine.scheduling.formats.result_json import read_result

    problem = _read_problem(path)
    try:
        result = read_result(existing(result_path))
        steps = read_steps(result_path, problem)
        if result.status in ("infeasible", "unknown"):
            raise ValueError(f"{result_path} has no timetable: it is {result.status}.")
        _judge(problem, result.meetings, steps, path, result_path)
        typed = _Typed(problem, result.meetings, steps)
        running = typed.slot(now) if now else -1
        incidents: list[Incident] = [
            *map(typed.no_show, no_show or ()),
            *map(typed.late, late or ()),
            *map(typed.leaves, leaves or ()),
            *map(typed.offline, offline or ()),
            *map(typed.online, online or ()),
            *map(typed.lost_place, lost_place or ()),
            *map(typed.lost_interpreter, lost_interpreter or ()),
            *map(typed.urgent, urgent or ()),
            *map(typed.cancelled, cancelled or ()),
            *(read_incidents(existing(incidents_path), problem) if incidents_path else ()),
        ]
        if not incidents:
            raise ValueError("Nothing has happened: name an incident, such as --no-show WHO.")
        found = library.replan(
            problem,
            result.meetings,
            incidents,
            now=running,
            earlier=steps,
            time_limit=time_limit,
            workers=workers,
            seed=seed,
        )
    except (ValueError, OSError) as error:
        refuse(f"{error}")
    try:
        write_replan(problem, found, out_path)
    except OSError as error:
        refuse(f"cannot write {out_path}: {error.strerror}")
    _show(found)


def _judge(
    problem: Forum,
    timetable: tuple[Scheduled, ...],
    steps: tuple[Step, ...],
    path: Path,
    result_path: Path,
) -> None:
    """Refuse a timetable that breaks the rules that held until now."""
    from saphan.engine.scheduling.replan.judge import judge

    report = judge(problem, timetable, steps)
    if not report.ok:
        refuse(
            f"{result_path} breaks a rule of {path}: {report.broken[0]}. "
            "`saphan check` tells all; what is replanned has to keep them."
        )


def _show(found: Replan) -> None:
    goals: dict[str, DayGoal] = {goal.name: goal for goal in found.goals}
    out.print(
        f"{found.status} in {found.seconds:.1f} s: {found.kept} meetings kept, "
        f"{found.count('moved')} moved (bound {goals['moved'].bound}), "
        f"{found.count('reseated')} re-seated, {found.count('dropped')} dropped, "
        f"{found.count('added')} added",
        highlight=False,
    )
    for change in found.changes:
        out.print(f"  {change.reason.text}", markup=False, highlight=False)
    for name in ("value", "breaks"):
        before = found.before[name]
        out.print(f"  {name}: {before} before, {goals[name].value} now", highlight=False)
    for name in sorted(found.steps[-1].given_up):
        out.print(f"  {name} must be held and is not", markup=False, highlight=False)


class _Typed:
    """Incidents as a person types them: WHO, WHO=SLOT, PLACE=FROM..UNTIL."""

    def __init__(
        self, forum: Forum, timetable: tuple[Scheduled, ...], steps: tuple[Step, ...]
    ) -> None:
        from saphan.engine.scheduling.replan import changed

        self.forum = forum
        self.held = {item.id: item for item in timetable}
        self.asked = {m.id: m for m in forum.meetings}
        self.asked |= {m.id: m for m in changed(forum, timetable, steps).forum.meetings}
        self.slots = {slot.id: index for index, slot in enumerate(forum.slots)}
        self.people = {p.id: p for p in forum.participants}

    def slot(self, text: str) -> int:
        if text not in self.slots:
            first, last = self.forum.slots[0].id, self.forum.slots[-1].id
            hint = _nearest(text, self.slots)
            raise ValueError(f"There is no slot {text!r}; slots go from {first} to {last}.{hint}")
        return self.slots[text]

    def known(self, text: str, names: Iterable[str], kind: str) -> str:
        names = list(names)
        if text not in names:
            raise ValueError(f"There is no {kind} {text!r}.{_nearest(text, names)}")
        return text

    def person(self, text: str) -> str:
        return self.known(text, self.people, "delegate")

    def split(self, text: str, names: Iterable[str]) -> tuple[str, str]:
        """An id and what stands after its `=`; ids may hold one themselves."""
        if text in set(names) or "=" not in text:
            return text, ""
        name, _, rest = text.rpartition("=")
        return name, rest

    def with_slot(self, text: str, option: str) -> tuple[str, int]:
        name, rest = self.split(text, self.people)
        if not rest:
            raise ValueError(f"{option} {text}: a slot is missing, as in {option} {text}=SLOT.")
        return self.person(name), self.slot(rest)

    def span(self, text: str, names: Iterable[str], kind: str) -> tuple[str, int, int | None]:
        names = list(names)
        name, rest = self.split(text, names)
        start, _, until = rest.partition("..")
        return (
            self.known(name, names, kind),
            self.slot(start) if start else 0,
            self.slot(until) if until else None,
        )

    def no_show(self, text: str) -> Incident:
        from saphan.engine.scheduling.replan import NoShow

        name, rest = self.split(text, self.people)
        return NoShow(self.person(name), self.slot(rest) if rest else 0)

    def late(self, text: str) -> Incident:
        from saphan.engine.scheduling.replan import Late

        return Late(*self.with_slot(text, "--late"))

    def leaves(self, text: str) -> Incident:
        from saphan.engine.scheduling.replan import LeavesEarly

        return LeavesEarly(*self.with_slot(text, "--leaves"))

    def offline(self, text: str) -> Incident:
        from saphan.engine.scheduling.replan import Disconnected

        name, rest = self.split(text, self.people)
        return Disconnected(self.person(name), self.slot(rest) if rest else None)

    def online(self, text: str) -> Incident:
        from saphan.engine.scheduling.replan import TurnedOnline

        name, rest = self.split(text, self.people)
        return TurnedOnline(self.person(name), self.slot(rest) if rest else 0)

    def lost_place(self, text: str) -> Incident:
        from saphan.engine.scheduling.replan import LostPlace

        return LostPlace(*self.span(text, [p.id for p in self.forum.places], "place"))

    def lost_interpreter(self, text: str) -> Incident:
        from saphan.engine.scheduling.replan import LostInterpreter

        names = [i.id for i in self.forum.interpreters]
        return LostInterpreter(*self.span(text, names, "interpreter"))

    def cancelled(self, text: str) -> Incident:
        from saphan.engine.scheduling.replan import Cancelled

        self.known(text, self.asked, "request")
        if text not in self.held:
            raise ValueError(f"{text} is not held, so there is nothing to call off.")
        return Cancelled(text)

    def urgent(self, text: str) -> Incident:
        from saphan.engine.scheduling.replan import UrgentRequest

        name, rest = self.split(text, self.asked)
        deadline = self.slot(rest) if rest else None
        if name in self.asked:
            return UrgentRequest(name, deadline)
        if "+" not in name:
            self.known(name, self.asked, "request")
        who = tuple(self.person(one) for one in name.split("+"))
        for meeting in self.asked.values():
            if not meeting.any_of and set(meeting.participants) == set(who):
                if meeting.id in self.held and deadline is None:
                    when = self.held[meeting.id].slot
                    raise ValueError(f"{' and '.join(who)} meet already: {meeting.id} at {when}.")
                return UrgentRequest(meeting.id, deadline)
        return UrgentRequest(self.new(who), deadline)

    def new(self, who: tuple[str, ...]) -> Meeting:
        """A meeting nobody had asked for."""
        from saphan.engine.scheduling import Meeting

        sides = tuple(self.people[name].languages for name in who)
        common = frozenset.intersection(*sides)
        return Meeting(
            "+".join(who),
            who,
            value=max((m.value for m in self.forum.meetings), default=1),
            needs_interpreter=() if common or not all(sides) else sides,
        )


def _nearest(text: str, names: Iterable[str]) -> str:
    found = difflib.get_close_matches(text, list(names), n=3)
    return f" Did you mean {' or '.join(found)}?" if found else ""
