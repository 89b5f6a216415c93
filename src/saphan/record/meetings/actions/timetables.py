"""Keeping and publishing timetables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Duty, require_duty

from ..models import Meeting, Request, Seat, Timetable
from .changes import carry_sequences


@dataclass(frozen=True)
class Held:
    """A meeting as scheduled, by the codes of the record."""

    request: str
    slot: str
    place: str
    interpreter: str | None
    people: tuple[str, ...]
    length: int = 1  # slots on end


@transaction.atomic
def save_timetable(
    actor: User | None,
    forum: Forum,
    held: list[Held],
    *,
    status: str,
    goals: list[dict[str, Any]],
    figures: dict[str, Any],
    seconds: float,
) -> Timetable:
    """Keep a scheduled timetable as the forum's next draft version."""
    Forum.objects.select_for_update().get(pk=forum.pk)  # one version number at a time
    latest = forum.timetables.aggregate(Max("version"))["version__max"] or 0
    timetable = Timetable.objects.create(
        forum=forum,
        version=latest + 1,
        status=status,
        goals=goals,
        figures=figures,
        seconds=seconds,
        created_by=actor,
    )
    requests = {r.code: r for r in forum.requests.filter(state=Request.State.ACCEPTED)}
    grid = list(forum.slots.order_by("start"))
    number = {slot.code: index for index, slot in enumerate(grid)}
    places = dict(forum.places.values_list("code", "pk"))
    interpreters = dict(forum.interpreters.values_list("code", "pk"))
    delegates = dict(forum.delegates.values_list("code", "pk"))
    # A request withdrawn while the solver ran has no meeting.
    held = [item for item in held if item.request in requests]
    meetings = Meeting.objects.bulk_create(
        Meeting(
            timetable=timetable,
            request=requests[item.request],
            slot=(first := grid[number[item.slot]]),
            last_slot=(last := grid[number[item.slot] + item.length - 1]),
            start=first.start,
            end=last.end,
            place_id=places[item.place],
            interpreter_id=interpreters[item.interpreter] if item.interpreter else None,
        )
        for item in held
    )
    Seat.objects.bulk_create(
        Seat(
            timetable=timetable,
            meeting=meeting,
            delegate_id=delegates[code],
            start=meeting.start,
            end=meeting.end,
        )
        for meeting, item in zip(meetings, held, strict=True)
        for code in item.people
    )
    note(actor, "meetings.save_timetable", timetable, meetings=len(meetings), status=status)
    return timetable


@transaction.atomic
def publish(actor: User | None, timetable: Timetable) -> Timetable:
    """Show a draft to everybody; the version published before is superseded.

    Args:
        actor: An organiser of the forum; None for the command line.
        timetable: A draft.

    Raises:
        PermissionDenied: The actor does not organise this forum.
        Refused: The version is not a draft.
    """
    if actor is not None:
        require_duty(actor, timetable.forum, Duty.TIMETABLE)
    Forum.objects.select_for_update().get(pk=timetable.forum_id)
    timetable = Timetable.objects.select_related("forum").get(pk=timetable.pk)
    if timetable.state != Timetable.State.DRAFT:
        raise Refused(_("Only a draft can be published."))
    carry_sequences(timetable)
    timetable.forum.timetables.filter(state=Timetable.State.PUBLISHED).update(
        state=Timetable.State.SUPERSEDED
    )
    timetable.state = Timetable.State.PUBLISHED
    timetable.published_at = timezone.now()
    timetable.save(update_fields=["state", "published_at"])
    note(actor, "meetings.publish", timetable, version=timetable.version)
    return timetable
