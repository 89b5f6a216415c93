"""Every non-trivial read about matches, requests and timetables."""

from .board import Board, BoardCell, BoardDay, BoardRow, board, breaks_of
from .people import (
    RequestLists,
    Side,
    Suggestion,
    others_of,
    partners_of,
    requests_of,
    sides_of,
    suggestions_for,
    timetable_of,
)
from .sheets import forum_sheets
from .timetables import latest_run, published_timetable, runs, timetables

__all__ = [
    "Board",
    "BoardCell",
    "BoardDay",
    "BoardRow",
    "RequestLists",
    "Side",
    "Suggestion",
    "board",
    "breaks_of",
    "forum_sheets",
    "latest_run",
    "others_of",
    "partners_of",
    "published_timetable",
    "requests_of",
    "runs",
    "sides_of",
    "suggestions_for",
    "timetable_of",
    "timetables",
]
