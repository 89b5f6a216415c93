"""What is kept of people who look after commitments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from saphan.record.holding import Fate, Holding, Trace

HOLDINGS = (
    Holding(
        "commitments.Commitment",
        _("Commitments you look after"),
        ("owner",),
        ("text", "due"),
        Fate.ANONYMISE,
        _("What countries promised each other stays; until somebody is named, nobody sees to it."),
        {"owner": None},
    ),
)
TRACES = (Trace("commitments.Evidence", ("by",)),)
