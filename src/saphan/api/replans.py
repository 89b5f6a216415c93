"""A proposed replan, as the API tells it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from saphan.record.forum.models import Delegate
from saphan.record.meetings import queries
from saphan.record.meetings.models import Replanning


def proposal_out(found: Replanning) -> dict[str, Any] | None:
    """Which meetings would move and why; nothing unless it waits to be decided on."""
    if found.state != Replanning.State.PROPOSED:
        return None
    proposal = queries.proposal_of(found, timezone.now())
    pks = {pk for row in proposal.rows for s in _stands(row) for pk in s.people}
    codes = dict(Delegate.objects.filter(pk__in=pks).values_list("pk", "code"))

    def stand(one: queries.Stand) -> dict[str, Any]:
        return {
            "called_off": one.off,
            "start": one.start,
            "end": one.end,
            "place": one.place.code,
            "interpreter": one.interpreter.code if one.interpreter else None,
            "people": [codes[pk] for pk in one.people if pk in codes],
        }

    def moves(rows: Iterable[Any], incident: int | None) -> list[dict[str, Any]]:
        return [
            {
                "meeting": row.told.meeting.pk,
                "before": stand(row.told.before),
                "after": stand(row.told.after),
                "incident": incident,
                "makes_room_for": row.room_for.pk if row.room_for else None,
                "lack": row.lack,
            }
            for row in rows
        ]

    changes = moves(proposal.wrong, None)
    for group in proposal.groups:
        changes += moves((*group.hit, *group.room), group.incident.pk)
    return {
        "changes": changes,
        "kept": proposal.kept,
        "proven": proposal.proven,
        "fits": proposal.fits,
    }


def _stands(row: Any) -> tuple[queries.Stand, queries.Stand]:
    return row.told.before, row.told.after
