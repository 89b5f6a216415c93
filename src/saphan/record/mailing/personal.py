"""What is kept of letters to people."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saphan.record.holding import Fate, Holding, Trace, Written

DELIVERY = (
    "mailing.Delivery",
    _("Letters"),
    ("person__user", "email"),
    ("letter__subjects", "name", "email", "language", "state", "at"),
)
UNSENT = Q(state="waiting")
HOLDINGS = (
    Holding(*DELIVERY, Fate.DELETE, only=UNSENT),
    Holding(
        *DELIVERY,
        Fate.ANONYMISE,
        _("How many letters arrived stays counted, without name and address."),
        {"name": "", "email": "", "values": lambda _row: {}, "error": "", "person": None},
        only=~UNSENT,
    ),
)
TRACES = (Trace("mailing.Letter", ("created_by",)),)
WRITTEN = (
    Written("mailing.Letter", ("subjects", "bodies")),
    Written("mailing.Delivery", ("values", "error"), "letter__forum"),
)
