"""The Buddhist era that Thai texts count years in, and the names of months."""

from __future__ import annotations

import re
from datetime import date

ERA = 543
"""Years by which the Thai solar calendar is ahead of the common era (since 1941)."""

_TH = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
_TH_SHORT = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค."
_RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
_EN = "january february march april may june july august september october november december"
MONTHS: dict[str, int] = {
    name: number
    for names in (_TH, _TH_SHORT, _RU, _EN)
    for number, name in enumerate(names.split(), 1)
} | {name[:3]: number for number, name in enumerate(_EN.split(), 1)}
"""Month by its name: Thai (long and short), Russian (genitive), English (long and short)."""

_MONTH_PATTERN = "|".join(re.escape(name) for name in sorted(MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*(?P<month>{_MONTH_PATTERN})\.?,?\s*"
    r"(?:พ\.\s?ศ\.\s*|ค\.\s?ศ\.\s*)?(?P<year>\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{'|'.join(_EN.split())})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})(?!\d)")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def to_common(year: int) -> int:
    """Year of the common era of a Buddhist year: 2564 -> 2021."""
    return year - ERA


def to_buddhist(year: int) -> int:
    """Buddhist year of a year of the common era: 2021 -> 2564."""
    return year + ERA


def common_year(written: str) -> int:
    """Read a year as Thai, Russian or English texts write it.

    Four digits from 2400 on are Buddhist. Two digits from 43 on are a Buddhist year without its
    25 (`64` is 2564, thus 2021), below that a year of the common era's 2000s.

    Args:
        written: Two or four digits, Thai digits too.

    Returns:
        The year of the common era.
    """
    year = int(written.translate(_THAI_DIGITS))
    if year >= 2400:
        return to_common(year)
    if year < 100:
        return to_common(2500 + year) if year >= 43 else 2000 + year
    return year


def find_dates(text: str) -> list[tuple[int, int, date]]:
    """Find the dates that are written out in a text.

    Args:
        text: Text in Thai, Russian or English.

    Returns:
        Start, end (character offsets into `text`) and day of each real date, in order of start.
    """
    found: dict[int, tuple[int, int, date]] = {}
    plain = text.translate(_THAI_DIGITS)  # one character for one: offsets stay
    for pattern in (_ISO, _NUMERIC, _DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(plain):
            month = match["month"].lower()
            number = int(month) if month.isdigit() else MONTHS.get(month, 0)
            try:
                day = date(common_year(match["year"]), number, int(match["day"]))
            except ValueError:
                continue
            found.setdefault(match.start(), (match.start(), match.end(), day))
    return [found[start] for start in sorted(found)]
