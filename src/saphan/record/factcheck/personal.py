"""What the fact-check desk keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from saphan.record.holding import Holding, Trace

HOLDINGS = (
    Holding("factcheck.DeskRole", _("Roles"), ("user",), ("desk__country", "role", "since")),
    Holding(
        "factcheck.Submitter",
        _("What you sent to be checked"),
        ("email",),
        ("email", "channel", "language", "created_at"),
    ),
)
TRACES = (
    Trace("factcheck.Claim", ("assigned_to", "published_by")),
    Trace("factcheck.ClaimVersion", ("by",)),
    Trace("factcheck.Evidence", ("by",)),
)
