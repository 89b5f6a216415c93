"""Why there is no timetable, and what would help."""

from saphan.engine.scheduling.explain.reasons import explain
from saphan.engine.scheduling.explain.sentences import TEXTS, TOGETHER, fill

__all__ = ["TEXTS", "TOGETHER", "explain", "fill"]
