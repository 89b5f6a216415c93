"""Every write about a forum, one function an intention."""

from .door import (
    Answer,
    Answered,
    Scan,
    add_badge,
    make_screen,
    print_badges,
    receive_scans,
    reissue_badge,
    revoke_screen,
    undo_check_in,
)
from .forums import (
    make_organiser,
    save_forum,
)

__all__ = [
    "Answer",
    "Answered",
    "Scan",
    "add_badge",
    "make_organiser",
    "make_screen",
    "print_badges",
    "receive_scans",
    "reissue_badge",
    "revoke_screen",
    "save_forum",
    "undo_check_in",
]
