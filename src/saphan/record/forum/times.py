"""Which days and moments a forum can have."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from saphan.record.errors import Refused

YEARS = range(2000, 2101)  # far from what a database or a clock cannot tell


def require_years(field: str, *days: date | None) -> None:
    """Raise Refused unless each day or moment that there is lies in `YEARS`."""
    if any(one is not None and one.year not in YEARS for one in days):
        raise Refused(_("A date lies between the years 2000 and 2100."), field)
