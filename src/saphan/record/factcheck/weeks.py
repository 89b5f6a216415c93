"""Weeks from Monday to Sunday, by the clock of a desk's country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.core import get_global

FIRST = 1970
_NAME = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True)
class Week:
    """A week of ISO 8601.

    Attributes:
        monday: Its first day.
    """

    monday: date

    @classmethod
    def named(cls, name: str) -> Week:
        """The week of a name such as `2021-W05`.

        Raises:
            ValueError: There is no such week, or nobody wrote anything then that is read here.
        """
        found = _NAME.fullmatch(name)
        if found is None or int(found[1]) < FIRST:
            raise ValueError(name)
        return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))

    @classmethod
    def of(cls, day: date) -> Week:
        """The week in which a day is."""
        return cls(day - timedelta(days=day.weekday()))

    @property
    def year(self) -> int:
        """The year that it belongs to, which is not always that of its Monday."""
        return self.monday.isocalendar().year

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def name(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def plus(self, weeks: int) -> Week:
        """The week so many weeks later."""
        return Week(self.monday + timedelta(weeks=weeks))

    def begins(self, zone: ZoneInfo) -> datetime:
        """Its first moment by a clock."""
        return datetime.combine(self.monday, time.min, zone)


def zone_of(country: str) -> ZoneInfo:
    """The clock by which a country's desk counts weeks: its own, UTC where it has several."""
    zones = get_global("territory_zones").get(country, [])
    return ZoneInfo(zones[0] if len(zones) == 1 else "UTC")
