"""Every write about matches, requests and timetables, one function an intention."""

from .intake import ImportPreview, import_forum, preview_import
from .matches import refresh_matches
from .requests import accept, ask, decline, withdraw
from .runs import cancel_run, execute_run, fail_abandoned_runs, start_run
from .timetables import publish, save_timetable

__all__ = [
    "ImportPreview",
    "accept",
    "ask",
    "cancel_run",
    "decline",
    "execute_run",
    "fail_abandoned_runs",
    "import_forum",
    "preview_import",
    "publish",
    "refresh_matches",
    "save_timetable",
    "start_run",
    "withdraw",
]
