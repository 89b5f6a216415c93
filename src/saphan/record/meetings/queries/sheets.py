from __future__ import annotations

from saphan.engine.sheets.forum_sheets import ForumSheets, RequestRow
from saphan.record.forum.models import Forum
from saphan.record.forum.queries import sheets_of


def forum_sheets(forum: Forum) -> ForumSheets:
    """The forum with its requests, as its organiser's files would tell it."""
    return sheets_of(
        forum,
        tuple(
            RequestRow(
                id=request.code,
                sender=request.sender.code,
                receiver=request.asked.code,
                state=request.state,  # type: ignore[arg-type]
                priority=request.priority,  # type: ignore[arg-type]
                message=request.message,
                fixed_slot=request.fixed_slot.code if request.fixed_slot else None,
                others=tuple(sorted(side.code for side in request.others.all())),
                length=request.length,
                after=tuple(sorted(earlier.code for earlier in request.after.all())),
                place=request.place.code if request.place else None,
            )
            for request in forum.requests.select_related(
                "sender", "receiver", "receiver_organisation", "fixed_slot", "place"
            )
            .prefetch_related("others__delegate", "others__organisation", "after")
            .order_by("code")
        ),
    )
