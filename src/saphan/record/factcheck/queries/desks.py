"""Which desks there are, and for whom."""

from __future__ import annotations

from django.db.models import QuerySet

from saphan.record.factcheck.models import Desk
from saphan.record.factcheck.rules import Visitor


def default_desk(country: str = "") -> Desk | None:
    """The desk of a country, or else the first one; None where there is none."""
    return Desk.objects.filter(country=country).first() or Desk.objects.first()


def desks_of(user: Visitor) -> QuerySet[Desk]:
    """The desks where the user works."""
    if user is None or not user.is_authenticated:
        return Desk.objects.none()
    return Desk.objects.all() if user.is_superuser else Desk.objects.filter(roles__user=user.pk)
