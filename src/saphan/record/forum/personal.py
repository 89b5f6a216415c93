"""What a forum keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from saphan.record.holding import Holding, Trace

OWN = ("delegate__person__user", "interpreter__email")
HOLDINGS = (
    Holding("forum.ForumRole", _("Roles"), ("user",), ("forum__code", "role", "country")),
    Holding(
        "forum.Delegate",
        _("Taking part"),
        ("person__user",),
        ("forum__code", "code", "organisation__name", "modes", "max_meetings"),
    ),
    Holding(
        "forum.Interpreter",
        _("Taking part"),
        ("email",),
        ("forum__code", "code", "name", "email", "languages", "modes", "zone"),
    ),
    Holding("forum.Availability", _("Your times"), OWN, ("forum__code", "status", "start", "end")),
    Holding(
        "forum.AgendaItem",
        _("Your agenda"),
        ("attendees__person__user",),
        ("forum__code", "code", "start", "end"),
    ),
    Holding(
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
    ),
    Holding("forum.Badge", _("Badges"), OWN, ("forum__code", "created_at", "printed_at")),
    Holding(
        "forum.CheckIn",
        _("Entering"),
        ("badge__delegate__person__user", "badge__interpreter__email"),
        ("forum__code", "scanned_at", "door", "undone_at"),
    ),
)
TRACES = (
    Trace("forum.CheckIn", ("by", "undone_by")),
    Trace("forum.Screen", ("made_by",)),
    Trace("forum.JoinLink", ("created_by",)),
    Trace("forum.Registration", ("decided_by",)),
    Trace("forum.Invitation", ("created_by",)),
)
