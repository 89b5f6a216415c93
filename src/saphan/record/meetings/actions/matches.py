"""Recommending pairs."""

from __future__ import annotations

from django.db import transaction

from saphan.engine.matching import MatchingProblem, match
from saphan.engine.matching.formats.forum import profiles_from_sheets
from saphan.record.audit.actions import note
from saphan.record.directory.models import Listing, User
from saphan.record.forum.models import Forum
from saphan.record.forum.queries import sheets_of

from ..models import Match


def refresh_matches(actor: User | None, forum: Forum, *, top: int = 10) -> int:
    """Match every need with the offers of the other side, and replace the forum's matches.

    Args:
        actor: Who asked for it; None for the command line.
        forum: The forum.
        top: Most offers a need.

    Returns:
        How many matches there are now.
    """
    result = match(
        MatchingProblem(
            profiles=profiles_from_sheets(sheets_of(forum)),
            cross_border=forum.cross_border,
            top=top,
        )
    )
    listings = dict(Listing.objects.values_list("code", "pk"))
    with transaction.atomic():
        forum.matches.all().delete()
        Match.objects.bulk_create(
            Match(
                forum=forum,
                need_id=listings[found.need],
                offer_id=listings[found.offer],
                score=found.score,
                parts=dict(found.parts),
                why=dict(found.why),
            )
            for found in result.matches
        )
        note(actor, "meetings.refresh_matches", forum, matches=len(result.matches))
    return len(result.matches)
