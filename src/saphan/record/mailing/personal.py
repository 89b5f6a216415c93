"""What is kept of letters to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from saphan.record.holding import Holding, Trace

HOLDINGS = (
    Holding(
        "mailing.Delivery",
        _("Letters"),
        ("person__user", "email"),
        ("letter__subjects", "name", "email", "language", "state", "at"),
    ),
)
TRACES = (Trace("mailing.Letter", ("created_by",)),)
