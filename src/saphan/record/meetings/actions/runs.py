"""Making a timetable in the background, watched and cancellable."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.engine.scheduling import Forum as Problem
from saphan.engine.scheduling import Progress, Result, check
from saphan.engine.scheduling.formats.forum import forum_from_sheets
from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, require_duty

from ..models import SchedulingRun, Timetable
from ..queries import forum_sheets
from ..queries.mending import without_what_is_missing
from .alive import TIMETABLES, alive, fail_abandoned
from .timetables import Held, save_timetable

WATCH_SECONDS = 0.5  # how often progress is written and a cancel looked for

Defer = Callable[[int], Any]


def start_run(
    actor: User | None, forum: Forum, time_limit: float = 20.0, *, defer: Defer | None = None
) -> SchedulingRun:
    """Order a new timetable for the forum.

    Args:
        actor: An organiser of the forum; None for the command line.
        forum: The forum.
        time_limit: Seconds that the scheduler may use.
        defer: Hands the run's id to a worker once the run is recorded.

    Raises:
        PermissionDenied: The actor does not organise this forum.
        Refused: A timetable of this forum is being made already.
    """
    if actor is not None:
        require_duty(actor, forum, Duty.TIMETABLE)
    fail_abandoned_runs()
    try:
        with transaction.atomic():
            run = SchedulingRun.objects.create(forum=forum, time_limit=time_limit, created_by=actor)
            note(actor, "meetings.start_run", run)
            if defer is not None:
                defer(run.pk)
    except IntegrityError as error:
        raise Refused(_("A timetable of this forum is being made already.")) from error
    return run


@transaction.atomic
def cancel_run(actor: User | None, run: SchedulingRun) -> SchedulingRun:
    """Stop a run; the best timetable found so far is kept as a draft.

    Raises:
        PermissionDenied: The actor does not organise this forum.
        Refused: The run has ended.
    """
    if actor is not None:
        require_duty(actor, run.forum, Duty.TIMETABLE)
    run = SchedulingRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in SchedulingRun.ACTIVE:
        raise Refused(_("This run has ended."))
    run.cancel_requested = True
    if run.state == SchedulingRun.State.QUEUED:
        run.state = SchedulingRun.State.CANCELLED
        run.finished_at = timezone.now()
    run.save()
    note(actor, "meetings.cancel_run", run)
    return run


def execute_run(run_id: int, *, workers: int = 2) -> SchedulingRun:
    """Make the timetable of a queued run; called by a worker.

    Progress is written as it comes; the result is judged by the independent checker before
    it is kept. A run that is no longer queued is left alone.

    Raises:
        Exception: Whatever went wrong, after the run is marked as failed.
    """
    with alive(TIMETABLES, run_id):
        taken = SchedulingRun.objects.filter(pk=run_id, state=SchedulingRun.State.QUEUED).update(
            state=SchedulingRun.State.RUNNING
        )
        run = SchedulingRun.objects.select_related("forum", "created_by").get(pk=run_id)
        if not taken:
            return run
        try:
            _make_timetable(run, workers)
        except Exception:
            run.state = SchedulingRun.State.FAILED
            run.finished_at = timezone.now()
            run.save()
            raise
    return run


def _make_timetable(run: SchedulingRun, workers: int) -> None:
    planned = forum_from_sheets(forum_sheets(run.forum))
    problem = without_what_is_missing(run.forum, planned)
    watch = _Watch(run)
    from saphan.engine.scheduling import solve  # with its solvers, which the site does without

    result = solve(problem, time_limit=run.time_limit, workers=workers, progress=watch)
    watch.write()
    cancelled = SchedulingRun.objects.values_list("cancel_requested", flat=True).get(pk=run.pk)
    if result.status == "infeasible":
        run.state = SchedulingRun.State.INFEASIBLE
        run.reasons = [asdict(reason) for reason in result.reasons]
    elif result.status in ("optimal", "feasible"):
        run.timetable = keep_result(run.created_by, run.forum, problem, result)
        run.state = SchedulingRun.State.CANCELLED if cancelled else SchedulingRun.State.DONE
    else:
        run.state = SchedulingRun.State.CANCELLED if cancelled else SchedulingRun.State.FAILED
    run.finished_at = timezone.now()
    run.save()


def keep_result(actor: User | None, forum: Forum, problem: Problem, result: Result) -> Timetable:
    """Judge a scheduler's result and keep it as a draft.

    Raises:
        RuntimeError: The checker finds a broken rule, which a bug alone can cause.
    """
    report = check(problem, result.meetings)
    if not report.ok:
        raise RuntimeError(f"the scheduler broke its own rules: {report.broken}")
    asked = {meeting.id: meeting for meeting in problem.meetings}
    return save_timetable(
        actor,
        forum,
        [
            Held(
                m.id,
                m.slot,
                m.place or "",
                m.interpreter,
                (*asked[m.id].participants, *m.chosen),
                asked[m.id].length,
            )
            for m in result.meetings
        ],
        status=result.status,
        goals=[
            {"name": g.name, "value": g.value, "bound": g.bound, "gap": g.gap} for g in result.goals
        ],
        figures=report.figures,
        seconds=result.seconds,
    )


class _Watch:
    """Writes the scheduler's progress for people to see, and looks whether to go on."""

    def __init__(self, run: SchedulingRun) -> None:
        self.run = run
        self.next_look = 0.0
        self.go_on = True

    def __call__(self, progress: Progress) -> bool:
        line = {
            "goal": progress.goal,
            "value": progress.value,
            "bound": progress.bound,
            "seconds": round(progress.seconds, 2),
        }
        self.run.progress = [*self.run.progress[-99:], line]
        if time.monotonic() >= self.next_look:
            self.write()
            self.next_look = time.monotonic() + WATCH_SECONDS
        return self.go_on

    def write(self) -> None:
        rows = SchedulingRun.objects.filter(pk=self.run.pk)
        rows.update(progress=self.run.progress)
        self.go_on = not rows.filter(cancel_requested=True).exists()


def fail_abandoned_runs() -> int:
    """Mark as failed the running runs whose worker has died.

    Returns:
        How many there were.
    """
    return fail_abandoned(TIMETABLES, SchedulingRun)
