"""Every write about a forum, one function an intention."""

from .copying import (
    copy_forum,
)
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
from .places import (
    add_places,
    change_place,
    delete_places,
    save_join_template,
    save_travel,
)
from .profiles import (
    remove_listing,
    save_availability,
    save_listing,
    save_profile,
)
from .programme import (
    delete_agenda_item,
    delete_interpreter,
    save_agenda_item,
    save_interpreter,
)
from .registrations import (
    Answers,
    Registered,
    approve,
    decline,
    register,
    withdraw_registration,
)
from .roles import (
    give_role,
    make_organiser,
    take_role,
)
from .setup import (
    Basics,
    ForumRules,
    Origin,
    add_days,
    create_forum,
    delete_day,
    hide_forum,
    open_forum,
    save_basics,
    save_day,
    save_rules,
)

__all__ = [
    "Answer",
    "Answered",
    "Answers",
    "Basics",
    "ForumRules",
    "Invitee",
    "Origin",
    "Registered",
    "Scan",
    "add_badge",
    "add_days",
    "add_places",
    "approve",
    "ask_by_link",
    "change_place",
    "close_link",
    "copy_forum",
    "create_forum",
    "decline",
    "delete_agenda_item",
    "delete_day",
    "delete_interpreter",
    "delete_places",
    "give_role",
    "hide_forum",
    "invite",
    "invite_again",
    "make_organiser",
    "make_screen",
    "note_sent",
    "open_forum",
    "open_link",
    "print_badges",
    "receive_scans",
    "register",
    "reissue_badge",
    "remove_listing",
    "revoke_screen",
    "save_agenda_item",
    "save_availability",
    "save_basics",
    "save_day",
    "save_forum",
    "save_interpreter",
    "save_join_template",
    "save_listing",
    "save_profile",
    "save_rules",
    "save_travel",
    "take_role",
    "undo_check_in",
    "withdraw_registration",
]
