"""Days and cities as people of a language write them."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import format_date

from .calendars import ERA


def day_in(value: date | datetime, language: str) -> str:
    """A date in full: in Thai, in the Buddhist era."""
    if language == "th":
        month = format_date(value, "d MMMM", locale="th")
        return f"{month} {value.year + ERA}"
    return str(format_date(value, "d MMMM y", locale=language))


@lru_cache(maxsize=2_000)
def city_in(zone: str, language: str) -> str:
    """The name by which people know a time zone."""
    known = Locale(language).time_zones
    names = (known.get(one, {}).get("city") for one in (zone, *_earlier_names().get(zone, ())))
    return str(next(filter(None, names), None) or zone.rsplit("/", 1)[-1].replace("_", " "))


@cache
def zones_in_use() -> frozenset[str]:
    """Every time zone by which people live in some country."""
    used = {zone for zones in get_global("territory_zones").values() for zone in zones}
    return frozenset(z for z in used & available_timezones() if not z.startswith("Etc/"))


@cache
def _earlier_names() -> dict[str, list[str]]:
    """What zones were called before, such as Calcutta: CLDR keeps their cities under that."""
    earlier: dict[str, list[str]] = {}
    for old, new in get_global("zone_aliases").items():
        earlier.setdefault(new, []).append(old)
    return earlier


def moment_in(value: datetime, language: str, zone: str) -> str:
    """A moment in full, with the city whose clock it is of."""
    there = value.astimezone(ZoneInfo(zone))
    return f"{day_in(there, language)}, {there:%H:%M} ({city_in(zone, language)})"
