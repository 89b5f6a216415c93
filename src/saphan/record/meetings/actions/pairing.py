"""What keeps two from being asked, or proposed, to meet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saphan.record.directory.models import Organisation
from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate
from saphan.record.forum.queries import can_be_together, may_ask
from saphan.record.holding import is_erased

from ..models import Block

MESSAGE = 1000  # characters, at most


def new_code() -> str:
    """A code of a request that was not imported, with no letters that are mistaken for others."""
    return f"W-{get_random_string(10, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789')}"


def in_time(closes: datetime | None, otherwise: str | Promise) -> None:
    """Refuse, in the words given, what comes after a deadline."""
    if closes is not None and timezone.now() >= closes:
        raise Refused(otherwise)


def message_of(text: str) -> str:
    """The message as it is kept.

    Raises:
        Refused: It is too long.
    """
    text = text.strip()
    if len(text) > MESSAGE:
        raise Refused(_("A message has at most 1,000 characters."))
    return text


def require_pair(
    one: Delegate, people: list[Delegate], organisation: Organisation, *, either_way: bool = False
) -> None:
    """Refuse unless the delegate may ask these people for a meeting, and can meet one of them.

    Args:
        one: Who asks.
        people: Who is asked.
        organisation: Theirs.
        either_way: It is enough that one of the two may ask the other.

    Raises:
        Refused: They are of different forums or one organisation, the rules of the forum keep
            them apart, they have no way to meet, or one of them has blocked the other.
    """
    forum = one.forum
    people = [other for other in people if not is_erased(other.person.email)]
    if not people:
        raise Refused(_("Nobody of this organisation takes part."))
    if any(forum.pk != other.forum_id for other in people):
        raise Refused(_("The two do not take part in the same forum."))
    if one.organisation_id == organisation.pk:
        raise Refused(_("You are of the same organisation."))
    if forum.cross_border and one.organisation.country == organisation.country:
        raise Refused(_("At this forum a meeting joins two countries."))
    allowed = may_ask(forum, one.organisation, organisation)
    if not allowed and not (either_way and may_ask(forum, organisation, one.organisation)):
        raise Refused(_("The rules of this forum do not let your kind of organisation ask theirs."))
    if not any(can_be_together(one, other) for other in people):
        raise Refused(_("One of you takes part online only and the other face to face only."))
    blocked = Block.objects.filter(
        Q(delegate__in=people, organisation=one.organisation_id)
        | Q(delegate=one, organisation=organisation)
    ).values_list("delegate", flat=True)
    if one.pk in blocked:
        raise Refused(_("You have blocked this organisation. Lift the block first."))
    if set(blocked) >= {other.pk for other in people}:
        # Not more than that: who blocked whom is told to nobody.
        raise Refused(_("They take no further requests."))
