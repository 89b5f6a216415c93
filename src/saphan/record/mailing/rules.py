"""Who may change letters."""

from __future__ import annotations

from saphan.record.forum.rules import Visitor, countries_of

from .models import Letter


def may_change(user: Visitor, letter: Letter) -> bool:
    """Whether somebody who looks after people of the forum may change, send, take back or discard
    the letter: a co-organiser only own ones, and those to the own country alone."""
    own = countries_of(user, letter.forum)
    if user is None or own is None:
        return own is None
    return letter.created_by_id == user.pk or bool(
        letter.countries and own.issuperset(letter.countries)
    )
