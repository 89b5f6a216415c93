"""What the fact-check desk keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from saphan.record.holding import Fate, Holding, Trace, Written, erased_address

HOLDINGS = (
    Holding("factcheck.DeskRole", _("Roles"), ("user",), ("desk__country", "role", "since")),
    Holding(
        "factcheck.Submitter",
        _("What you sent to be checked"),
        ("email",),
        ("email", "channel", "language", "created_at"),
    ),
    Holding(
        "factcheck.Conflict", _("Conflicts of interest"), ("user",), ("claim__text", "at", "text")
    ),
    Holding(
        "factcheck.HandOver",
        _("Questions of a fact-check desk"),
        ("email",),
        ("agency", "email", "question", "at", "reply", "replied_by"),
        Fate.ANONYMISE,
        _("What an agency answered is what a verdict stands on; name and address go."),
        {"email": erased_address, "replied_by": ""},
    ),
)
TRACES = (
    Trace("factcheck.Claim", ("assigned_to", "published_by")),
    Trace("factcheck.ClaimVersion", ("by",)),
    Trace("factcheck.Evidence", ("by",)),
    Trace("factcheck.Comment", ("by",)),
    Trace("factcheck.HandOver", ("by",)),
)
WRITTEN = (
    Written("factcheck.Comment", ("text",), "", "by"),
    Written("factcheck.Conflict", ("text",), ""),
    Written("factcheck.HandOver", ("question", "reply"), "", "by"),
)
