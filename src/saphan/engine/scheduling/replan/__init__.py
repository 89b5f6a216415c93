"""On the day: a timetable mended after an incident, with as few meetings moved as possible."""

from .day import Day, changed
from .incident import (
    Cancelled,
    Disconnected,
    Incident,
    Late,
    LeavesEarly,
    LostInterpreter,
    LostPlace,
    NoShow,
    Step,
    TurnedOnline,
    UrgentRequest,
)
from .reasons import said
from .result import Change, DayGoal, Replan
from .search import replan

__all__ = [
    "Cancelled",
    "Change",
    "Day",
    "DayGoal",
    "Disconnected",
    "Incident",
    "Late",
    "LeavesEarly",
    "LostInterpreter",
    "LostPlace",
    "NoShow",
    "Replan",
    "Step",
    "TurnedOnline",
    "UrgentRequest",
    "changed",
    "replan",
    "said",
]
