"""What a forum keeps about people."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saphan.record.holding import Fate, Holding, Trace, Written, erased_address, erased_name

from .models.door import new_code

OWN = ("delegate__person__user", "interpreter__email")
SEAT = _("Others keep their meetings, with an erased person in them.")
COUNTED = _("How many came stays counted, without a name; the badge opens no door any more.")
REGISTRATION = (
    "forum.Registration",
    _("Registrations"),
    ("email", "delegate__person__user"),
    (
        "forum__code",
        "email",
        "state",
        "language",
        "name",
        "name_latin",
        "title",
        "country",
        "new_organisation",
        "zone",
        "created_at",
        "answered_at",
        "decided_at",
    ),
)
APPROVED = Q(state="approved")
HOLDINGS = (
    Holding("forum.ForumRole", _("Roles"), ("user",), ("forum__code", "role", "country")),
    Holding(
        "forum.Delegate",
        _("Taking part"),
        ("person__user",),
        ("forum__code", "code", "organisation__name", "modes", "max_meetings"),
        Fate.ANONYMISE,
        SEAT,
        {"min_meetings": 0, "max_meetings": None, "max_breaks": None},
    ),
    Holding(
        "forum.Interpreter",
        _("Taking part"),
        ("email",),
        ("forum__code", "code", "name", "email", "languages", "modes", "zone"),
        Fate.ANONYMISE,
        SEAT,
        {"name": lambda row: erased_name(next(iter(row.languages), "")), "email": erased_address},
    ),
    Holding("forum.Availability", _("Your times"), OWN, ("forum__code", "status", "start", "end")),
    Holding(
        "forum.AgendaItem",
        _("Your agenda"),
        ("attendees__person__user",),
        ("forum__code", "code", "start", "end"),
        Fate.ANONYMISE,
        _("The agenda is the forum's; it no longer says whose it was."),
    ),
    Holding(*REGISTRATION, Fate.DELETE, only=~APPROVED),
    Holding(
        *REGISTRATION,
        Fate.ANONYMISE,
        _("How many registered stays counted, without a name."),
        {
            "email": erased_address,
            "name": lambda row: erased_name(row.language),
            "name_latin": "",
            "title": "",
            "zone": "",
            "words": "",
            "languages": lambda _row: [],
        },
        only=APPROVED,
    ),
    Holding(
        "forum.Badge",
        _("Badges"),
        OWN,
        ("forum__code", "created_at", "printed_at"),
        Fate.ANONYMISE,
        COUNTED,
        {"token": lambda _row: new_code(), "replaced": lambda _row: {}},
    ),
    Holding(
        "forum.CheckIn",
        _("Entering"),
        ("badge__delegate__person__user", "badge__interpreter__email"),
        ("forum__code", "scanned_at", "door", "undone_at"),
        Fate.ANONYMISE,
        COUNTED,
    ),
)
TRACES = (
    Trace("forum.CheckIn", ("by", "undone_by")),
    Trace("forum.Screen", ("made_by",)),
    Trace("forum.JoinLink", ("created_by",)),
    Trace("forum.Registration", ("decided_by",)),
    Trace("forum.Invitation", ("created_by",)),
)
WRITTEN = (Written("forum.Registration", ("words",)),)
