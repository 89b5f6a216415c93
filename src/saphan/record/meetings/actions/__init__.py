"""Every write about matches, requests and timetables, one function an intention."""

from .after import (
    TOLD,
    mark_held,
    note_asked_to_tell,
    note_reminded,
    tell_feedback,
    tell_outcome,
)
from .aside import set_aside, take_back
from .blocks import block, unblock
from .changes import LIVE
from .day import SAID_FROM, renew_feed, take_back_delay, tell_delay
from .intake import ImportPreview, import_forum, preview_import
from .leaving import drop_without_trace, forget_words, interprets, leave, still_open
from .live import cancel, go_online, move, restore, settle, swap, undo
from .matches import (
    execute_matching,
    fail_abandoned_matchings,
    refresh_matches,
    start_matching,
)
from .people import withdraw_person
from .proposals import propose, propose_all, withdraw_proposal
from .replanning import (
    Report,
    apply_replanning,
    drop_replanning,
    execute_replanning,
    forget_incident,
    propose_again,
    report_incident,
)
from .requests import accept, ask, decline, hand_over, withdraw
from .runs import cancel_run, execute_run, fail_abandoned_runs, start_run
from .timetables import publish, save_timetable

__all__ = [
    "LIVE",
    "SAID_FROM",
    "TOLD",
    "ImportPreview",
    "Report",
    "accept",
    "apply_replanning",
    "ask",
    "block",
    "cancel",
    "cancel_run",
    "decline",
    "drop_replanning",
    "drop_without_trace",
    "execute_matching",
    "execute_replanning",
    "execute_run",
    "fail_abandoned_matchings",
    "fail_abandoned_runs",
    "forget_incident",
    "forget_words",
    "go_online",
    "hand_over",
    "import_forum",
    "interprets",
    "leave",
    "mark_held",
    "move",
    "note_asked_to_tell",
    "note_reminded",
    "preview_import",
    "propose",
    "propose_again",
    "propose_all",
    "publish",
    "refresh_matches",
    "renew_feed",
    "report_incident",
    "restore",
    "save_timetable",
    "set_aside",
    "settle",
    "start_matching",
    "start_run",
    "still_open",
    "swap",
    "take_back",
    "take_back_delay",
    "tell_delay",
    "tell_feedback",
    "tell_outcome",
    "unblock",
    "undo",
    "withdraw",
    "withdraw_person",
    "withdraw_proposal",
]
