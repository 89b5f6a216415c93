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
                receiver=request.receiver.code,
                state=request.state,  # type: ignore[arg-type]
                priority=request.priority,  # type: ignore[arg-type]
                message=request.message,
                fixed_slot=request.fixed_slot.code if request.fixed_slot else None,
            )
            for request in forum.requests.select_related(
                "sender", "receiver", "fixed_slot"
            ).order_by("code")
        ),
    )
