"""What is kept of a forum."""

from .forums import (
    AgendaItem,
    Asking,
    Availability,
    Day,
    DayMode,
    Delegate,
    Forum,
    ForumRole,
    Interpreter,
    Mode,
    OneNumber,
    Place,
    Slot,
    TimeRange,
    Travel,
    in_language,
)

__all__ = [
    "AgendaItem",
    "Asking",
    "Availability",
    "Day",
    "DayMode",
    "Delegate",
    "Forum",
    "ForumRole",
    "Interpreter",
    "Mode",
    "OneNumber",
    "Place",
    "Slot",
    "TimeRange",
    "Travel",
    "in_language",
]
