"""Changes that other programs are told of."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, str | Promise] = {
    "forum": _("the forum itself, its invitations and registrations"),
    "requests": _("requests for meetings, proposals and their answers"),
    "timetable": _("timetables made and published"),
    "live": _("meetings of the published timetable moved, called off or restored"),
    "door": _("badges and people coming in"),
    "after": _("what people tell of their meetings: that they did, not what"),
}
KINDS = {
    "meetings.ask": "requests",
    "meetings.propose": "requests",
    "meetings.agree": "requests",
    "meetings.hand_over": "requests",
    "meetings.accepted": "requests",
    "meetings.declined": "requests",
    "meetings.withdrawn": "requests",
    "meetings.publish": "timetable",
    "meetings.save_timetable": "timetable",
    "meetings.mark_held": "after",
    "meetings.tell_feedback": "after",
    "meetings.tell_outcome": "after",
}


def kind_of(action: str) -> str:
    """The kind of change, a key of `EVENTS`; empty for what is told to nobody, such as what
    people think of each other."""
    if action.endswith("_live"):
        return "live"
    room = action.partition(".")[0]
    return KINDS.get(action, room if room in ("forum", "door") else "")


def is_told(action: str, kinds: Iterable[str]) -> bool:
    """Whether an action is of the kinds asked for; of any, where none is named."""
    kind = kind_of(action)
    return bool(kind) and (not (asked := set(kinds)) or kind in asked)
