"""Every read about a forum that takes thought."""

from .forums import (
    agenda_by_day,
    can_be_together,
    forums,
    get_forum,
    kind_of,
    may_ask,
    past_forums,
    sheets_of,
)

__all__ = [
    "agenda_by_day",
    "can_be_together",
    "forums",
    "get_forum",
    "kind_of",
    "may_ask",
    "past_forums",
    "sheets_of",
]
