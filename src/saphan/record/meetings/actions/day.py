"""What delegates and interpreters say and ask for on the day."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphan.record.audit.actions import note
from saphan.record.directory.models import User
from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate, Interpreter

from ..models import CalendarFeed, Delay, Meeting
from ..rules import has_part, is_oneself, require

Participant = Delegate | Interpreter
SAID_FROM = timedelta(hours=2)
"""How long before a meeting somebody can say that they come late."""


def _of(one: Participant) -> dict[str, Participant | None]:
    """The two columns that tell whose a row is."""
    delegate = one if isinstance(one, Delegate) else None
    return {"delegate": delegate, "interpreter": one if delegate is None else None}


@transaction.atomic
def tell_delay(actor: User, one: Participant, meeting: Meeting, minutes: int) -> Delay:
    """Say that one comes late to a meeting; said again, it replaces what was said.

    Args:
        actor: The user of `one`.
        one: A delegate with a seat in the meeting, or its interpreter.
        meeting: A meeting of the published timetable.
        minutes: One of `Delay.MINUTES`.

    Raises:
        PermissionDenied: The actor is somebody else, or has no part in the meeting.
        Refused: The meeting is hours away or over, or nobody counts in such minutes.
    """
    require(is_oneself(actor, one) and has_part(one, meeting))
    if minutes not in Delay.MINUTES:
        raise Refused(_("Please say 5, 10 or 15 minutes."))
    if not meeting.start - SAID_FROM <= timezone.now() < meeting.end:
        raise Refused(_("You can say that from two hours before the meeting until its end."))
    delay, _new = Delay.objects.update_or_create(
        request=meeting.request,
        **_of(one),
        defaults={"minutes": minutes, "start": meeting.start},
        create_defaults={
            "minutes": minutes,
            "start": meeting.start,
            "forum_id": one.forum_id,
        },
    )
    note(actor, "meetings.tell_delay", delay, minutes=minutes, request=meeting.request_id)
    return delay


@transaction.atomic
def take_back_delay(actor: User, one: Participant, meeting: Meeting) -> None:
    """Say that one is on time after all.

    Raises:
        PermissionDenied: The actor is somebody else, or has no part in the meeting.
        Refused: Nothing was said.
    """
    require(is_oneself(actor, one) and has_part(one, meeting))
    delay = Delay.objects.filter(request=meeting.request, **_of(one)).first()
    if delay is None:
        raise Refused(_("You have not said that you come late."))
    note(actor, "meetings.take_back_delay", delay, request=meeting.request_id)
    delay.delete()


@transaction.atomic
def renew_feed(actor: User, one: Participant) -> CalendarFeed:
    """Make the address under which calendar programs read one's meetings; the one before is
    nobody's any more.

    Raises:
        PermissionDenied: The actor is somebody else.
    """
    require(is_oneself(actor, one))
    given = {"token": secrets.token_urlsafe(32), "user": actor}
    feed, new = CalendarFeed.objects.update_or_create(
        **_of(one), defaults=given, create_defaults={**given, "forum": one.forum}
    )
    note(actor, "meetings.renew_feed", feed, new=new)
    return feed
