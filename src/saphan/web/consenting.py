"""What a reader agrees to, shown and changed on more than one page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

from saphan.record.directory.actions import set_consents
from saphan.record.directory.consents import Wording, current
from saphan.record.directory.models import User


def consents_of(user: User) -> list[tuple[Wording, bool]]:
    """What can be agreed to, and whether this person does."""
    holding = set(user.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
    return [(wording, purpose in holding) for purpose, wording in current().items()]


def keep_consents(request: HttpRequest, user: User) -> None:
    """Keep what is ticked; without what is needed nobody takes part, so it stays."""
    ticked = {
        wording.purpose.value
        for wording, holds in consents_of(user)
        if (holds if wording.needed else wording.purpose.value in request.POST)
    }
    set_consents(user, user, ticked, get_language() or user.language)
