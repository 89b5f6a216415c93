"""Every non-trivial read about matches, requests and timetables."""

from .board import Board, BoardDay, BoardRow, board, breaks_of
from .people import (
    RequestLists,
    Suggestion,
    partner_of,
    requests_of,
    suggestions_for,
    timetable_of,
)
from .sheets import forum_sheets
from .timetables import latest_run, published_timetable, runs, timetables

__all__ = [
    "Board",
    "BoardDay",
    "BoardRow",
    "RequestLists",
    "Suggestion",
    "board",
    "breaks_of",
    "forum_sheets",
    "latest_run",
    "partner_of",
    "published_timetable",
    "requests_of",
    "runs",
    "suggestions_for",
    "timetable_of",
    "timetables",
]
