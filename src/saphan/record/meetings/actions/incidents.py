"""What somebody says has happened, as it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from saphan.record.errors import Refused
from saphan.record.forum.models import Delegate, Interpreter, Place, Slot

from ..models import Incident


@dataclass(frozen=True)
class Report:
    """What an organiser says has happened.

    Attributes:
        kind: Of `Incident.Kind`.
        of: Who or what is missing.
        start: Since when.
        until: Until when; None for the rest of the forum.
    """

    kind: str
    of: Delegate | Interpreter | Place
    start: datetime
    until: datetime | None = None


def incident_of(report: Report, slots: Sequence[Slot]) -> Incident:
    """A report as it is kept: within the hours of the forum, outside of which nothing is missed."""
    of, start, until = report.of, report.start, report.until
    if (report.kind == Incident.Kind.PLACE) != isinstance(of, Place):
        raise Refused(_("A table or room is lost, and people are missing."))
    if report.kind == Incident.Kind.ONLINE and not (isinstance(of, Delegate) and until is None):
        raise Refused(_("Only delegates can be online, and for the rest of the forum."))
    if report.kind == Incident.Kind.LATE and until is None:
        raise Refused(_("Say when they come."))
    if until is not None and until <= start:
        raise Refused(_("That is before it begins."))
    if slots:
        start = max(start, slots[0].start)
        until = until if until is None else min(until, max(slot.end for slot in slots))
        if until is not None and until <= start:
            raise Refused(_("That time holds no slot of the forum that is still to come."))
    return Incident(kind=report.kind, **_column(of), start=start, until=until)


def _column(of: Delegate | Interpreter | Place) -> dict[str, Any]:
    """The column that tells who or what it is."""
    return {type(of)._meta.model_name or "": of}


def of_old(one: Incident) -> Incident:
    """The same again, for another replanning."""
    return Incident(kind=one.kind, **_column(one.of), start=one.start, until=one.until)
