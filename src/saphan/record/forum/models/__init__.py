"""What is kept of a forum."""

from .door import CODE_LETTERS, Badge, CheckIn, Screen, new_code
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
from .registrations import Invitation, JoinLink, Registration

__all__ = [
    "CODE_LETTERS",
    "AgendaItem",
    "Asking",
    "Availability",
    "Badge",
    "CheckIn",
    "Day",
    "DayMode",
    "Delegate",
    "Forum",
    "ForumRole",
    "Interpreter",
    "Invitation",
    "JoinLink",
    "Mode",
    "OneNumber",
    "Place",
    "Registration",
    "Screen",
    "Slot",
    "TimeRange",
    "Travel",
    "in_language",
    "new_code",
]
