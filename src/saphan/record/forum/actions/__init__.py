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
from .invitations import (
    Invitee,
    ask_by_link,
    close_link,
    invite,
    invite_again,
    note_sent,
    open_link,
)
from .profiles import remove_listing, save_availability, save_listing, save_profile
from .registrations import (
    Answers,
    Registered,
    approve,
    decline,
    register,
    withdraw_registration,
)

__all__ = [
    "Answer",
    "Answered",
    "Answers",
    "Invitee",
    "Registered",
    "Scan",
    "add_badge",
    "approve",
    "ask_by_link",
    "close_link",
    "decline",
    "invite",
    "invite_again",
    "make_organiser",
    "make_screen",
    "note_sent",
    "open_link",
    "print_badges",
    "receive_scans",
    "register",
    "reissue_badge",
    "remove_listing",
    "revoke_screen",
    "save_availability",
    "save_forum",
    "save_listing",
    "save_profile",
    "undo_check_in",
    "withdraw_registration",
]
