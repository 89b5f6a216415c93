"""Replanning: what an incident hits first, then as little else as is needed.

The search grows neighbourhoods around what is hit and solves each exactly (large neighbourhood
search, Shaw, CP 1998, with the neighbourhood chosen by what the incident touches), until the least
number of moves that counting allows is reached or the time is up.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from saphan.engine.scheduling.problem import Forum, Meeting, Scheduled, by_id
from saphan.engine.scheduling.replan.board import Board
from saphan.engine.scheduling.replan.bounds import Floor
from saphan.engine.scheduling.replan.day import changed
from saphan.engine.scheduling.replan.figures import breaks_of
from saphan.engine.scheduling.replan.incident import Incident, Step, UrgentRequest
from saphan.engine.scheduling.replan.part import Outcome, Part
from saphan.engine.scheduling.replan.reasons import explain_changes
from saphan.engine.scheduling.replan.result import Change, DayGoal, Replan
from saphan.engine.scheduling.replan.surroundings import Surroundings
from saphan.engine.scheduling.result import Progress, Watcher

SMALL = 120
"""Meetings still to come up to which all are set free at once."""

SECONDS_A_MEETING = 0.004
"""At most about how long one more free meeting takes to be put into a model."""

FIRST = 2.0
"""Seconds that the first search may take on a machine that is busy, whatever the limit."""

SEATING = 0.25
"""Seconds that each search for seats may take when the limit is near."""

TOGETHER = 3
"""Meetings that are hit for which room is looked for at once."""

Score = tuple[int, int, int]
"""Musts given up, value lost, meetings moved: all made small, in this order."""


def replan(
    forum: Forum,
    timetable: Iterable[Scheduled],
    incidents: Sequence[Incident],
    *,
    now: int = -1,
    earlier: Sequence[Step] = (),
    time_limit: float = 1.25,
    workers: int = 2,
    seed: int = 0,
    progress: Watcher | None = None,
) -> Replan:
    """Mend a timetable on the day: what has begun stays, as few meetings as possible move.

    Goals in strict order: meetings that must be held, the value of the meetings held, few moved,
    few re-seated, few people affected, few breaks. Only meetings of the timetable and urgent
    requests count: requests that had no room before are not called up.

    Args:
        forum: The problem as it was planned.
        timetable: A timetable that keeps its rules after the earlier steps, with a place for
            each meeting.
        incidents: What became known, all together.
        now: Index of the slot that is running; -1 when nothing has begun.
        earlier: What happened on the day before this, in order of time.
        time_limit: Seconds of wall time of the search, which ends before where the least number
            of moves is proven; on a busy machine the first search may go on for longer.
        workers: Threads that search.
        seed: Seed of the search.
        progress: Called between searches with the number of meetings moved; returning False ends
            the search, and the best timetable so far is returned.

    Returns:
        The new timetable, each change with its reason, and how good it is.

    Raises:
        ValueError: An incident names what does not exist, calls off or asks for a meeting that
            has begun, a meeting has no place, or a limit is not positive.
    """
    if not time_limit > 0:
        raise ValueError(f"the time limit is {time_limit}, expected more than 0")
    if workers < 1:
        raise ValueError(f"{workers} workers, expected at least 1")
    run = _Run(forum, tuple(timetable), tuple(incidents), now, tuple(earlier))
    run.limit(time_limit, workers, seed, progress)
    return run.result()


class _Run:
    """One replanning from beginning to end."""

    def __init__(
        self,
        forum: Forum,
        timetable: tuple[Scheduled, ...],
        incidents: tuple[Incident, ...],
        now: int,
        earlier: tuple[Step, ...],
    ) -> None:
        self.began = time.monotonic()
        self.forum = forum
        self.timetable = timetable
        self.incidents = incidents
        self.step = Step(now, incidents)
        self.earlier = earlier
        self.board = Board(changed(forum, timetable, (*earlier, self.step)))
        board = self.board
        wanted = [i.id for i in incidents if isinstance(i, UrgentRequest)]
        self.urgent = [name for name in dict.fromkeys(wanted) if name not in board.held]
        self.hit = board.hit
        self.asked_before = {
            **{
                i.id: i.meeting
                for step in earlier
                for i in step.incidents
                if isinstance(i, UrgentRequest) and isinstance(i.meeting, Meeting)
            },
            **by_id(forum.meetings),
            **board.asked,
        }
        self.around = Surroundings(board, {*board.hit, *self.urgent})
        self.floor = Floor(board, self.urgent, self.around)
        self.free: list[str] = []
        # How the free meetings are held in the best timetable so far, by id.
        self.best: dict[str, Scheduled] = {}
        self.proven = False
        self.cancelled = False

    def limit(self, seconds: float, workers: int, seed: int, progress: Watcher | None) -> None:
        self.deadline = self.began + seconds
        # Some time is left to seat what was found.
        self.until = self.began + 0.75 * seconds
        self.workers = workers
        self.seed = seed
        self.progress = progress

    def left(self) -> float:
        return self.deadline - time.monotonic()

    def result(self) -> Replan:
        self.free = [*self.hit, *self.urgent]
        if not self.free:
            self.proven = True
            return self.finish(True)
        for free in self.neighbourhoods():
            self.improve(free)
            if self.done():
                break
        return self.finish(self.seat())

    # Neighbourhoods

    def neighbourhoods(self) -> Iterable[list[str]]:
        """Larger and larger sets of free meetings."""
        yield self.free
        later = [*self.board.later, *self.urgent]
        if len(later) > SMALL:
            for reach in (self.around.near, self.around.farther):
                targets = self.unsettled()
                for first in range(0, len(targets), TOGETHER):
                    yield self.known(reach(targets[first : first + TOGETHER]))
        yield later

    def known(self, names: Iterable[str]) -> list[str]:
        """The meetings and what is free already, in the order of the problem."""
        every = {*names, *self.free, *self.hit, *self.urgent}
        return [name for name in self.board.asked if name in every]

    def unsettled(self) -> list[str]:
        """What is hit and dropped so far; when nothing is, all that moved."""
        dropped = [
            name
            for name in (*self.hit, *self.urgent)
            if name not in self.best and name not in self.floor.lost
        ]
        asked = self.board.asked
        dropped.sort(key=lambda name: (not asked[name].must, -asked[name].value))
        return dropped or [name for name in self.hit if name not in self.floor.lost]

    # Improving

    def score(self, held: dict[str, Scheduled], free: Iterable[str]) -> Score:
        given_up = lost = moved = 0
        for name in free:
            meeting = self.board.asked[name]
            if name not in held:
                given_up += meeting.must
                lost += meeting.value
            elif name in self.board.held:
                moved += held[name].slot != self.board.held[name].item.slot
        return given_up, lost, moved

    def least(self) -> Score:
        """The score that nothing can beat."""
        asked = self.board.asked
        given_up = sum(asked[name].must for name in self.floor.lost)
        lost = sum(asked[name].value for name in self.floor.lost)
        now = self.score(self.best, self.free)
        extra = now[1] - lost if now[0] == given_up else sum(m.value for m in asked.values())
        return given_up, lost, self.floor.moved([max(extra, 0)])

    def done(self) -> bool:
        if self.progress is not None and not self.cancelled:
            score, least = self.score(self.best, self.free), self.least()
            seconds = time.monotonic() - self.began
            self.cancelled = not self.progress(Progress("change", score[2], least[2], seconds))
        return self.cancelled or self.settled() or time.monotonic() > self.until

    def settled(self) -> bool:
        """Whether the first three goals are proven."""
        return self.proven or self.score(self.best, self.free) == self.least()

    def improve(self, free: list[str]) -> None:
        """Find the best timetable in which these meetings may change."""
        if len(free) > SMALL and len(free) * SECONDS_A_MEETING > self.until - time.monotonic():
            return
        part = Part(self.board, free)
        asked, old = self.board.asked, self.board.held
        a_value = len(part.old) + 1
        a_must = a_value * (sum(asked[name].value for name in free) + 1)
        costs = [(part.moved(name), 1) for name in part.old]
        costs += [
            (part.dropped[name], a_value * asked[name].value + a_must * asked[name].must)
            for name in free
        ]
        start = {n: old[n].item for n in free if n in old and n not in self.hit}
        start.update({name: item for name, item in self.best.items() if name in asked})
        for name in self.free:
            if name not in self.best:
                start.pop(name, None)
        part.hint(start.values())
        seconds = self.until - time.monotonic()
        if len(free) == len(self.hit) + len(self.urgent):
            # Before all else, what is hit is to be held somewhere; mostly that takes no time.
            seconds = max(seconds, FIRST)
        outcome = part.search(costs, seconds=seconds, workers=self.workers, seed=self.seed)
        if outcome is None:
            return
        found = {item.id: item for item in outcome.items}
        if self.score(found, free) <= self.score(start, free):
            self.best, self.free = found, free
        every = len(self.board.later) + len(self.urgent)
        self.proven = outcome.proven and len(free) == every
        if not self.proven:
            self.narrow()

    def narrow(self) -> None:
        """Hold what is where it was, unless it is hit."""
        held, free = self.board.held, self.free
        fixed = set(self.hit)
        self.free = [
            n for n in free if n in fixed or n not in held or self.best.get(n) != held[n].item
        ]
        inner = set(self.free)
        self.best = {name: item for name, item in self.best.items() if name in inner}

    def seat(self) -> bool:
        """Among timetables as good so far, few re-seated, few people affected, few breaks.

        Returns:
            Whether that is proven for the whole of the day.
        """
        score = self.score(self.best, self.free)
        for free in self.sets_for_seats():
            outcome = self.seat_among(free, score)
            if outcome is not None:
                self.best = {item.id: item for item in outcome.items}
                self.free = free
                every = len(self.board.later) + len(self.urgent)
                return self.settled() and outcome.proven and len(free) == every
        return False

    def sets_for_seats(self) -> Iterable[list[str]]:
        """All that may change where that is little; else what is hit or has moved, the rest back
        where it was; where that does not do, all that changed."""
        held = self.board.held
        later = self.known(self.board.later)
        if len(later) <= SMALL:
            yield later
        moved = {*self.hit, *self.urgent}
        for name in self.free:
            if name not in self.best or self.best[name].slot != self.old_slot(name):
                moved.add(name)
        yield [name for name in self.board.asked if name in moved]
        yield [n for n in self.free if n in moved or self.best.get(n) != held[n].item]

    def old_slot(self, name: str) -> str | None:
        return self.board.held[name].item.slot if name in self.board.held else None

    def seat_among(self, free: list[str], score: Score) -> Outcome | None:
        """The best seats when only these meetings may change and the score is kept."""
        part = Part(self.board, free)
        given_up, lost, moved = score
        asked, held = self.board.asked, self.board.held
        part.model.add(sum(asked[n].must * part.dropped[n] for n in free) <= given_up)
        part.model.add(sum(asked[n].value * part.dropped[n] for n in free) <= lost)
        part.model.add(sum(part.moved(name) for name in part.old) <= moved)
        breaks, affected = part.breaks(), part.affected()
        a_person = len(breaks) + 1
        a_seat = a_person * (len(affected) + 1)
        costs = [(end, 1) for end in breaks]
        costs += [(person, a_person) for person in affected]
        costs += [(part.reseated(name), a_seat) for name in part.old]
        start = {n: held[n].item for n in free if n in held and n not in self.free}
        start |= {name: item for name, item in self.best.items() if name in part.free}
        part.hint(start.values())
        seconds = max(self.left(), SEATING)
        return part.search(costs, seconds=seconds, workers=self.workers, seed=self.seed)

    # The answer

    def finish(self, proven: bool) -> Replan:
        board = self.board
        old = {item.id: item for item in self.timetable}
        free = set(self.free)
        new = {name: old[name] for name in board.held if name not in free}
        new.update((name, self.named(item)) for name, item in self.best.items())
        given_up = frozenset(
            name for name, meeting in board.asked.items() if meeting.must and name not in new
        )
        changes = explain_changes(
            board, self.asked_before, old, new, self.incidents, proven=self.proven
        )
        goals = self.goals(changes, new, proven)
        return Replan(
            "optimal" if all(goal.value == goal.bound for goal in goals) else "feasible",
            time.monotonic() - self.began,
            tuple(new[name] for name in board.asked if name in new),
            changes,
            goals,
            {
                "value": sum(self.asked_before[item.id].value for item in self.timetable),
                "breaks": breaks_of(board, self.asked_before, self.timetable),
            },
            (*self.earlier, Step(self.step.now, self.incidents, given_up)),
            self.cancelled,
        )

    def named(self, item: Scheduled) -> Scheduled:
        """A meeting of the problem of the day as one of the forum."""
        return replace(item, chosen=tuple(map(self.board.real, item.chosen)))

    def goals(
        self, changes: Sequence[Change], new: dict[str, Scheduled], proven: bool
    ) -> tuple[DayGoal, ...]:
        asked = self.board.asked
        score, least = self.score(self.best, self.free), self.least()
        bound = score if self.proven else least
        value = sum(asked[name].value for name in new)
        reseated = sum(change.kind == "reseated" for change in changes)
        affected = len(
            {
                self.board.real(person)
                for change in changes
                if change.meeting in self.board.held
                for person in self.board.held[change.meeting].who
            }
        )
        breaks = breaks_of(self.board, asked, new.values())
        return (
            DayGoal("given_up", score[0], bound[0]),
            DayGoal("value", value, value + score[1] - bound[1]),
            DayGoal("moved", score[2], bound[2]),
            DayGoal("reseated", reseated, reseated if proven else 0),
            DayGoal("affected", affected, affected if proven else 0),
            DayGoal("breaks", breaks, breaks if proven else 0),
        )
