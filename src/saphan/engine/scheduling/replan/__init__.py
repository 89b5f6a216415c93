"""On the day: a timetable mended after an incident, with as few meetings moved as possible."""

from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
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


def __getattr__(name: str) -> Any:
    """Load the solvers with the first use of `replan` (PEP 562)."""
    if name != "replan":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .search import replan

    globals()[name] = replan
    return replan
