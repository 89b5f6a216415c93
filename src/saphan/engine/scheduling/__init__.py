"""Meetings asked for become a checked timetable, as good as can be proven in the time given.

`read_input` a problem, `solve` it, `check` the answer with code that shares nothing with the
solver. See docs/reference/scheduling.md.
"""

from saphan.engine.scheduling.check import Report, Rule, check
from saphan.engine.scheduling.formats.dzn import UnusableInput
from saphan.engine.scheduling.problem import (
    GOALS,
    Forum,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Precedence,
    Scheduled,
    Slot,
)
from saphan.engine.scheduling.reading import read_input
from saphan.engine.scheduling.result import Goal, Progress, Reason, Result
from saphan.engine.scheduling.solve import solve

__all__ = [
    "GOALS",
    "Forum",
    "Goal",
    "Interpreter",
    "Meeting",
    "Participant",
    "Place",
    "Precedence",
    "Progress",
    "Reason",
    "Report",
    "Result",
    "Rule",
    "Scheduled",
    "Slot",
    "UnusableInput",
    "check",
    "read_input",
    "solve",
]
