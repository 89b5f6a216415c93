"""Every read about a forum that takes thought."""

from .forums import (
    agenda_by_day,
    can_be_together,
    forums,
    get_forum,
    hidden_from,
    kind_of,
    may_ask,
    past_forums,
    sheets_of,
)
from .own import OwnForum, own_forums

__all__ = [
    "OwnForum",
    "agenda_by_day",
    "can_be_together",
    "forums",
    "get_forum",
    "hidden_from",
    "kind_of",
    "may_ask",
    "own_forums",
    "past_forums",
    "sheets_of",
]
