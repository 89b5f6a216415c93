"""Single meetings and what was told of them, for those whom the report names organisations."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from saphan.record.directory.models import Organisation
from saphan.record.forum.models import Forum
from saphan.record.forum.rules import Visitor

from ..models import Feedback, Meeting, Outcome, Seat
from ..rules import names_seen_by
from .after import meetings_with_standing
from .timetables import with_people


def seen_by(reader: Visitor, forum: Forum) -> frozenset[int]:
    """The organisations of the forum that its report names to the reader."""
    return frozenset(
        Organisation.objects.filter(names_seen_by(reader, forum), delegates__forum=forum)
        .distinct()
        .values_list("pk", flat=True)
    )


def named_meetings(forum: Forum, seen: frozenset[int]) -> QuerySet[Meeting]:
    """The meetings with a seat of an organisation seen, each with its `standing`."""
    return (
        meetings_with_standing(forum)
        .filter(
            pk__in=Seat.objects.filter(
                timetable__forum=forum, delegate__organisation__in=seen
            ).values("meeting")
        )
        .select_related("place", "interpreter", "request__forum", "timetable", "slot__day")
        .prefetch_related(
            with_people(),
            Prefetch(
                "request__feedback",
                named_feedback(forum, seen),
                to_attr="seen_feedback",
            ),
        )
    )


def named_feedback(forum: Forum, seen: frozenset[int]) -> QuerySet[Feedback]:
    """What the people of the organisations seen said, words included."""
    return forum.feedback.filter(delegate__organisation__in=seen).select_related(
        "delegate__person", "delegate__organisation"
    )


def named_outcomes(forum: Forum, seen: frozenset[int]) -> QuerySet[Outcome]:
    """What the organisations seen told came of their meetings; the note is not for readers."""
    return (
        forum.outcomes.filter(organisation__in=seen)
        .select_related("organisation", "owner__person")
        .defer("note")
    )
