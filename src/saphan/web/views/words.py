"""What the scheduler says, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

GOALS = {
    "shortfall": gettext_lazy("missing of the meetings guaranteed"),
    "value": gettext_lazy("value of the meetings"),
    "breaks": gettext_lazy("breaks"),
    "fairness": gettext_lazy("difference of breaks"),
    "moves": gettext_lazy("moves between tables"),
    "change": pgettext_lazy("goal of a timetable", "changes"),
}

REASONS = {
    "over_asked": gettext_lazy(
        "%(participant)s asks for %(meetings)s meetings and is free in %(slots)s slots."
    ),
    "over_limit": gettext_lazy(
        "%(participant)s has %(meetings)s meetings that must be held and agreed to at most "
        "%(limit)s."
    ),
    "few_common_slots": gettext_lazy(
        "%(participant)s asks for %(meetings)s meetings, and the others are free in only "
        "%(slots)s of the slots that suit."
    ),
    "few_places": gettext_lazy(
        "%(meetings)s meetings must be held and all places together have room for %(room)s."
    ),
    "full_slots": gettext_lazy(
        "%(meetings)s meetings can only be in slots %(slots)s, with room for %(room)s."
    ),
    "fixed_clash": gettext_lazy(
        "%(participant)s has %(meetings)s meetings fixed in slot %(slot)s."
    ),
    "never_together": gettext_lazy(
        "Meeting %(meeting)s: %(participants)s are never free at the same time."
    ),
    "no_interpreter": gettext_lazy(
        "Meeting %(meeting)s: %(participants)s share no language, and no interpreter serves them."
    ),
    "no_slot": gettext_lazy(
        "Meeting %(meeting)s: in no slot are %(participants)s free with a place and, where "
        "needed, an interpreter."
    ),
}


def goal_name(name: str) -> str:
    """What people call a goal."""
    return str(GOALS.get(name, name))


def reason_text(reason: dict[str, Any]) -> str:
    """A reason in the reader's language; in English when nobody has translated its kind."""
    sentence = REASONS.get(reason["code"])
    if sentence is None:
        return str(reason["text"])
    params = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in reason["params"].items()
    }
    try:
        return str(sentence) % params
    except KeyError:
        return _("No timetable: %(reason)s") % {"reason": reason["text"]}
