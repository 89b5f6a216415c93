"""What is kept of people who work in the register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from saphan.record.holding import Holding, Trace

HOLDINGS = (
    Holding("register.RegisterRole", _("Desk officer of the register"), ("user",), ("since",)),
)
TRACES = (
    Trace("register.Fact", ("by",)),
    Trace("register.FactChange", ("by",)),
    Trace("register.Intake", ("by",)),
)
