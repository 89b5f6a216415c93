"""What happens on the day is reported, a replan is proposed for it, and applied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.engine.scheduling import Scheduled
from saphan.engine.scheduling.replan import Change as Changed
from saphan.engine.scheduling.replan import changed
from saphan.engine.scheduling.replan.board import Board
from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate, Forum, Interpreter, Place, Slot
from saphan.record.forum.rules import Duty, require_duty

from ..models import Batch, Incident, Meeting, Replanning, Timetable
from ..queries.incidents import window
from ..queries.mending import AsItStands, standing_for
from ..queries.replanning import incidents_of, open_replanning
from ..queries.timetables import published_timetable
from ..standing import same, standing_of
from .alive import REPLANNINGS, alive, fail_abandoned
from .changes import keep, one_at_a_time
from .incidents import Report, incident_of, of_old
from .live import _locked, _one_batch, _require_not_begun, _write

SECONDS = 8.0
"""Seconds that the search for a proposal may take."""

Defer = Callable[[int], Any]
STALE = _("The timetable has changed since this was proposed. Have it proposed anew.")


def report_incident(
    actor: User, forum: Forum, report: Report, *, defer: Defer | None = None
) -> Replanning:
    """Report something that happened; a replan is proposed for it and all that was reported and
    is not decided on.

    Args:
        actor: Who looks after the timetable.
        forum: The forum.
        report: What happened.
        defer: Hands the replanning's key to a worker once it is recorded.

    Raises:
        PermissionDenied: The actor has no duty for the timetable of this forum.
        Refused: No timetable is published, that time is over, or this kind of incident is not
            one of that person or place.
    """
    require_duty(actor, forum, Duty.TIMETABLE)
    with transaction.atomic():
        one_at_a_time(forum.pk)
        if report.of.forum_id != forum.pk:
            raise Refused(_("That is not of this forum."))
        slots = list(forum.slots.order_by("start"))
        reported = incident_of(report, slots)
        taken = window(reported, slots)
        if not any(slots[number].end > timezone.now() for number in taken):
            raise Refused(_("That time holds no slot of the forum that is still to come."))
        waiting = _taken_up(forum)
        known = [of_old(one) for one in waiting]
        return _order(actor, forum, [*known, reported], defer)


@transaction.atomic
def forget_incident(
    actor: User, incident: Incident, *, defer: Defer | None = None
) -> Replanning | None:
    """Take back a report that is not decided on; what else was reported gets a new proposal.

    Raises:
        PermissionDenied: The actor has no duty for the timetable of this forum.
        Refused: It is decided on.
    """
    forum = incident.replanning.forum
    require_duty(actor, forum, Duty.TIMETABLE)
    one_at_a_time(forum.pk)
    waiting = _taken_up(forum)
    if incident.pk not in {one.pk for one in waiting}:
        raise Refused(_("This is decided on already."))
    left = [of_old(one) for one in waiting if one.pk != incident.pk]
    return _order(actor, forum, left, defer) if left else None


@transaction.atomic
def propose_again(actor: User, replanning: Replanning, *, defer: Defer | None = None) -> Replanning:
    """Have a replan proposed for the same, on the timetable as it now is.

    Raises:
        PermissionDenied: The actor has no duty for the timetable of this forum.
        Refused: It is decided on.
    """
    require_duty(actor, replanning.forum, Duty.TIMETABLE)
    one_at_a_time(replanning.forum_id)
    _require_open(replanning)
    reported = [of_old(one) for one in _taken_up(replanning.forum)]
    return _order(actor, replanning.forum, reported, defer)


@transaction.atomic
def drop_replanning(actor: User, replanning: Replanning) -> None:
    """Decide against a proposal; nothing changes.

    Raises:
        PermissionDenied: The actor has no duty for the timetable of this forum.
        Refused: It is decided on.
    """
    require_duty(actor, replanning.forum, Duty.TIMETABLE)
    one_at_a_time(replanning.forum_id)
    _require_open(replanning)
    _taken_up(replanning.forum)
    note(actor, "meetings.drop_replan", replanning)


def _require_open(replanning: Replanning) -> None:
    if not Replanning.objects.filter(pk=replanning.pk, state__in=Replanning.OPEN).exists():
        raise Refused(_("This is decided on already."))


def _taken_up(forum: Forum) -> list[Incident]:
    """What is reported and not decided on; its replanning is dropped."""
    fail_abandoned(REPLANNINGS, Replanning)
    waiting = open_replanning(forum)
    if waiting is None:
        return []
    Replanning.objects.filter(pk=waiting.pk).update(
        state=Replanning.State.DROPPED, finished_at=timezone.now()
    )
    return incidents_of(waiting)


def _order(
    actor: User, forum: Forum, reported: Sequence[Incident], defer: Defer | None
) -> Replanning:
    timetable = published_timetable(forum)
    if timetable is None:
        raise Refused(_("No timetable of this forum is published yet."))
    made = Replanning.objects.create(forum=forum, timetable=timetable, by=actor)
    for one in reported:
        one.replanning = made
    Incident.objects.bulk_create(reported)
    note(actor, "meetings.report_incident", made, kinds=[str(one.kind) for one in reported])
    if defer is not None:
        defer(made.pk)
    return made


def execute_replanning(pk: int, *, seconds: float = SECONDS, workers: int = 2) -> Replanning:
    """Work out a proposal; called by a worker. One that is no longer queued is left alone.

    Raises:
        Exception: Whatever went wrong, after it is marked as failed.
    """
    with alive(REPLANNINGS, pk):
        rows = Replanning.objects.filter(pk=pk)
        taken = rows.filter(state=Replanning.State.QUEUED).update(state=Replanning.State.RUNNING)
        replanning = rows.select_related("forum", "timetable").get()
        if not taken:
            return replanning
        try:
            proposal = _propose(replanning, seconds, workers)
        except Exception:
            _finish(replanning, Replanning.State.FAILED, {})
            raise
        _finish(replanning, Replanning.State.PROPOSED, proposal)
        replanning.refresh_from_db()
    return replanning


@transaction.atomic
def _finish(replanning: Replanning, state: Replanning.State, proposal: dict[str, Any]) -> None:
    """Keep what came of it, unless it was dropped meanwhile."""
    running = Replanning.objects.filter(pk=replanning.pk, state=Replanning.State.RUNNING)
    if running.update(state=state, proposal=proposal, finished_at=timezone.now()):
        note(None, "meetings.propose_replan", replanning, state=str(state))


def _propose(replanning: Replanning, seconds: float, workers: int) -> dict[str, Any]:
    stands = standing_for(replanning.timetable, timezone.now())
    incidents = incidents_of(replanning)
    step = stands.step(incidents)
    wrong = set(Board(changed(stands.problem, stands.items, stands.earlier)).hit)
    from saphan.engine.scheduling.replan import replan  # with its solvers, as for a timetable

    found = replan(
        stands.problem,
        stands.items,
        step.incidents,
        now=stands.now,
        earlier=stands.earlier,
        time_limit=seconds,
        workers=workers,
    )
    broken = stands.breaks(found.meetings, found.steps[-1])
    if broken:
        raise RuntimeError(f"the replanning broke a rule: {broken}")
    return {
        "changes": [_told(stands, incidents, change, wrong) for change in found.changes],
        "kept": found.kept,
        "proven": found.status == "optimal",
        "seconds": round(found.seconds, 2),
    }


def _told(
    stands: AsItStands, incidents: Sequence[Incident], change: Changed, wrong: set[str]
) -> dict[str, Any]:
    """A change by the keys of the record."""
    meeting = stands.meetings[change.meeting]
    before = standing_of(meeting)
    room_for = str(change.reason.params.get("for", ""))
    other = stands.meetings.get(room_for)
    lack = "" if change.after is not None else str(change.reason.params.get("lack", ""))
    return {
        "meeting": meeting.pk,
        "before": before,
        "after": _standing(stands, meeting, change.after, before),
        "why": {
            "code": change.reason.code,
            "incident": None if {change.meeting, room_for} & wrong else incidents[change.cause].pk,
            "for": None if change.meeting in wrong or other is None else other.pk,
            "lack": lack,
        },
    }


def _standing(
    stands: AsItStands, meeting: Meeting, item: Scheduled | None, before: dict[str, Any]
) -> dict[str, Any]:
    """How a meeting would stand, as `Change` keeps it."""
    if item is None:
        return {**before, "state": str(Meeting.State.CANCELLED)}
    forum, asked = meeting.timetable.forum_id, stands.asked[item.id]
    first = next(n for n, slot in enumerate(stands.slots) if slot.code == item.slot)
    start, last = stands.slots[first], stands.slots[first + asked.length - 1]
    people = Delegate.objects.filter(
        forum=forum, code__in=(*asked.participants, *item.chosen)
    ).values_list("pk", flat=True)
    interpreters = Interpreter.objects.filter(forum=forum, code=item.interpreter)
    return {
        "slot": start.pk,
        "last_slot": last.pk,
        "place": Place.objects.get(forum=forum, code=item.place).pk,
        "interpreter": interpreters.get().pk if item.interpreter else None,
        "state": str(Meeting.State.SCHEDULED),
        "people": sorted(people),
        "start": start.start.isoformat(),
        "end": last.end.isoformat(),
    }


def apply_replanning(actor: User, replanning: Replanning, *, words: str = "") -> Batch:
    """Change the timetable as proposed, all at once; one batch, which can be undone.

    Args:
        actor: Who looks after the timetable.
        replanning: One that is proposed.
        words: Why, for those whose meetings change.

    Raises:
        PermissionDenied: The actor has no duty for the timetable of this forum.
        Refused: It is decided on, or the timetable has changed in a way that stands against it.
    """
    with _one_batch(actor, replanning.timetable, words):
        rows = Replanning.objects.select_for_update(of=("self",), no_key=True)
        replanning = rows.select_related("timetable__forum").get(pk=replanning.pk)
        if replanning.state != Replanning.State.PROPOSED:
            raise Refused(_("This is decided on already."))
        changes = replanning.proposal["changes"]
        timetable = replanning.timetable
        _require_fitting(timetable, incidents_of(replanning), changes)
        meetings = _locked(timetable, [Meeting(pk=one["meeting"]) for one in changes], {})
        done = []
        for meeting, one in zip(meetings, changes, strict=True):
            _require_not_begun(meeting)
            before = standing_of(meeting)
            _write(meeting, one["after"])
            done.append((meeting, before, one["why"]))
        batch = keep(actor, timetable, Batch.Kind.REPLAN, done, words=words)
        replanning.state = Replanning.State.APPLIED
        replanning.batch = batch
        replanning.save(update_fields=["state", "batch"])
    return batch


def _require_fitting(
    timetable: Timetable, incidents: Sequence[Incident], changes: Sequence[dict[str, Any]]
) -> None:
    """The meetings stand as they did, nothing has begun, and the checker has nothing against it."""
    stands = standing_for(timetable, timezone.now())
    codes = {meeting.pk: code for code, meeting in stands.meetings.items()}
    items = {item.id: item for item in stands.items}
    off = []
    for one in changes:
        code = codes.get(one["meeting"])
        if code is None:
            raise Refused(STALE)
        meeting, after = stands.meetings[code], one["after"]
        if not same(standing_of(meeting), one["before"]):
            raise Refused(STALE)
        if after["state"] == Meeting.State.CANCELLED:
            del items[code]
            off.append(code)
        else:
            items[code] = _item(stands, code, after)
    if stands.breaks(tuple(items.values()), stands.step(incidents, off)):
        raise Refused(STALE)


def _item(stands: AsItStands, code: str, after: dict[str, Any]) -> Scheduled:
    asked = stands.asked[code]
    people = set(Delegate.objects.filter(pk__in=after["people"]).values_list("code", flat=True))
    slot = Slot.objects.filter(pk=after["slot"]).first()
    place = Place.objects.filter(pk=after["place"]).first()
    if slot is None or place is None:
        raise Refused(STALE)
    interpreter = Interpreter.objects.filter(pk=after["interpreter"]).first()
    return Scheduled(
        code,
        slot.code,
        place.code,
        interpreter.code if interpreter else None,
        tuple(next((n for n in group if n in people), "") for group in asked.any_of),
    )
