"""Days, months and years that a text names, also in part, each with its place.

A date without a year means, in a release, the nearest such day to the publication that its words
allow: `เมื่อวันที่ 31 มีนาคม ที่ผ่านมา` lies before, a day that is still to come after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from saphan.engine.language import lowered
from saphan.engine.language.calendars import MONTHS, common_year

_SHORT_TH = ["ม.ค", "ก.พ", "มี.ค", "เม.ย", "พ.ค", "มิ.ย", "ก.ค", "ส.ค", "ก.ย", "ต.ค", "พ.ย", "ธ.ค"]
_MONTHS = MONTHS | {name: number for number, name in enumerate(_SHORT_TH, 1)}
_MONTHS |= {name.replace(".", ""): number for number, name in enumerate(_SHORT_TH, 1)}
_MONTHS["sept"] = 9
_NAMES = "|".join(re.escape(name) for name in sorted(_MONTHS, key=len, reverse=True))
_ENGLISH = "|".join(sorted((n for n in _MONTHS if n.isascii()), key=len, reverse=True))
_YEAR = (
    r"(?:\s*(?:,|พ\.\s?ศ\.?|ค\.\s?ศ\.?|ปี)?\s*(?P<year>(?:19|20|2[4-6])\d\d|"
    r"(?<=[\s.])(?:[2-7]\d)(?![\d.:,/%]|\s*(?:น\.|ราย|คน|บาท|%))|(?<=[^\d\s])(?:6\d)(?!["
    r"\d.:,/%]))(?!\d))?"
)
_DAY_FIRST = re.compile(
    r"(?<![\d./,])(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s*(?:-|–|—|ถึง|และ|,|and|to)\s*(?:วันที่\s*)?(?P<last>\d{1,2}))?"
    rf"\s*(?:of\s+)?(?=[มกพสตธเa-zа-я])(?P<month>{_NAMES})(?![a-zа-яё])\.?{_YEAR}"
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_ENGLISH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:\s*(?:-|–|to|and)\s*(?P<last>\d{1,2}))?(?!\d)(?:,?\s+(?P<year>\d{4}))?(?!\d)"
)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d./])(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})(?!\d)")
# From the year back to the month: years are few, letters many.
_YEAR_HERE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20|2[4-6])\d\d(?!\d)|(?<=[\s.])[2-7]\d(?![\d.:,/%]))"
)
_TO_THE_YEAR = r"\.?\s*(?:พ\.\s?ศ\.?|ค\.\s?ศ\.?|ปี)?\s*$"
_MONTH_BEFORE = re.compile(rf"(?:^|[^a-zа-яё])?(?P<month>{_NAMES}){_TO_THE_YEAR}")
_ENDINGS = "|".join(sorted({re.escape(name[-2:]) for name in _MONTHS}))
_ENDS_IN_MONTH = re.compile(rf"(?:{_ENDINGS}){_TO_THE_YEAR}")
_LONGEST_MONTH = 28
_LATIN_MONTHS = tuple(_EN_MONTH[:3] for _EN_MONTH in _MONTHS if _EN_MONTH.isascii())
_DIGITS = re.compile(r"\d+")
_CYRILLIC = re.compile("[а-яё]")
_MONTH_ALONE = re.compile(rf"เดือน\s*(?P<month>{_NAMES})(?![a-zа-яё])")
_IN_MONTH_RU = re.compile(
    r"\bв\s+(?P<month>январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|"
    r"октябре|ноябре|декабре)"
    r"(?:\s+(?P<year>\d{4}))?"
)
_RU_CASES = {
    name: number
    for number, name in enumerate(
        [
            "январе",
            "феврале",
            "марте",
            "апреле",
            "мае",
            "июне",
            "июле",
            "августе",
            "сентябре",
            "октябре",
            "ноябре",
            "декабре",
        ],
        1,
    )
}
_YEAR_CUE = re.compile(
    r"(?:ปี(?:\s*(?:พ\.\s?ศ\.?|ค\.\s?ศ\.?))?|พ\.\s?ศ\.|ค\.\s?ศ\.|\b(?:in|by|"
    r"until)\s|(?:^|\s)[вк]\s)\s*$"
)
_UNTIL = re.compile(r"\s*(?:-|–|—|ถึง|จนถึง|และ|to|until|по)\s*(?:วันที่|วัน\S{2,10}ที่)?\s*")
_NOT_A_YEAR = re.compile(r"ปีงบประมาณ\s*$|งบประมาณ(?:\s*พ\.\s?ศ\.)?\s*$")
_PAST = re.compile(r"(?:เมื่อ(?:วัน\S{0,12}ที่|เดือน|วันที่)?|ตั้งแต่|นับแต่|last|прошл\S*)\s*$")
_PAST_AFTER = re.compile(r"^\s*(?:ที่ผ่านมา|ที่ผ่าน|last|прошлого)")


@dataclass(frozen=True)
class Moment:
    """A day, month or year that a text names.

    Attributes:
        start: Where its words stand, in characters.
        end: Where they end.
        first: Its first day.
        last: Its last day.
        when: ISO 8601 to the precision of the words: `2021`, `2021-03`, `2021-03-31`.
        yearless: Whether the text names no year.
    """

    start: int
    end: int
    first: date
    last: date
    when: str
    yearless: bool = False


def find_moments(plain: str, published: date | None) -> list[Moment]:
    """Find what a text says of days, months and years.

    Args:
        plain: `ReleaseText.plain`.
        published: The day from which years are filled in; None leaves out what names no year.

    Returns:
        In order of place; none overlaps another.
    """
    low = lowered(plain)
    found: list[Moment] = []
    taken = bytearray(len(plain) + 1)
    for start, end, parts in _written(low):
        while low[end - 1].isspace():
            end -= 1
        if any(taken[start:end]):
            continue
        moment = _moment(low, start, end, parts, published)
        taken[start:end] = b"\x01" * (end - start)  # what is no day is no month either
        if moment is not None:
            found.append(moment)
    found.sort(key=lambda moment: moment.start)
    return [
        _of_year(moment, following) if _to(plain, moment, following) else moment
        for moment, following in pairwise([*found, *found[-1:]])
    ]


def _written(low: str) -> Iterator[tuple[int, int, dict[str, str | None]]]:
    """Places that look like days, then months, then years, with their parts."""
    digits = [hit.span() for hit in _DIGITS.finditer(low)]
    short = [(place, end) for place, end in digits if end - place <= 2]
    for pattern, places in (
        (_ISO, [at for at, end in digits if end - at == 4 and low.startswith("-", end)]),
        (_NUMERIC, [at for at, end in short if low.startswith((".", "/"), end)]),
        (_DAY_FIRST, [at for at, _end in short]),
    ):
        for place in places:
            if hit := pattern.match(low, place):
                yield hit.start(), hit.end(), hit.groupdict()
    if any(name in low for name in _LATIN_MONTHS):
        for hit in _MONTH_FIRST.finditer(low):
            yield hit.start(), hit.end(), hit.groupdict()
    if _CYRILLIC.search(low):
        for hit in _IN_MONTH_RU.finditer(low):
            yield hit.start(), hit.end(), hit.groupdict()
    years = [
        hit
        for place, end in digits
        if end - place in (2, 4) and (hit := _YEAR_HERE.match(low, place))
    ]
    for hit in years:
        first = max(0, hit.start() - _LONGEST_MONTH)
        before = low[first : hit.start()]
        if _ENDS_IN_MONTH.search(before) and (month := _MONTH_BEFORE.search(before)):
            yield first + month.start("month"), hit.end(), {**hit.groupdict(), **month.groupdict()}
    for hit in _MONTH_ALONE.finditer(low):
        yield hit.start("month"), hit.end(), hit.groupdict()
    for hit in years:
        before = low[max(0, hit.start() - 16) : hit.start()]
        if len(hit["year"]) == 4 and _YEAR_CUE.search(before) and not _NOT_A_YEAR.search(before):
            yield hit.start(), hit.end(), hit.groupdict()


def _to(plain: str, moment: Moment, following: Moment) -> bool:
    """Whether two moments are the ends of a time of which only the second names the year."""
    between = plain[moment.end : following.start]
    return moment.yearless and not following.yearless and bool(_UNTIL.fullmatch(between))


def _of_year(moment: Moment, following: Moment) -> Moment:
    year = following.first.year
    try:
        first = moment.first.replace(year=year)
    except ValueError:
        return moment
    if first > following.first:
        first = first.replace(year=year - 1)
    when = first.isoformat()[: len(moment.when)]
    return replace(moment, first=first, last=max(first, following.last), when=when, yearless=False)


def _moment(
    plain: str, start: int, end: int, parts: dict[str, str | None], published: date | None
) -> Moment | None:
    written, name = parts.get("year"), parts.get("month") or ""
    month = int(name) if name.isdigit() else _MONTHS.get(name, _RU_CASES.get(name, 0))
    day, last = int(parts.get("day") or 0), int(parts.get("last") or 0)
    if written is None:
        if published is None:
            return None
        past = bool(
            _PAST.search(plain[max(0, start - 24) : start])
            or _PAST_AFTER.search(plain[end : end + 12])
        )
        year = _nearest_year(month, day, published, past=past)
    else:
        year = common_year(written)
    if not 1900 <= year <= 2200:
        return None
    try:
        if day:
            first = date(year, month, day)
            second = date(year, month, last) if last > day else first
            return Moment(start, end, first, second, first.isoformat(), written is None)
        if month:
            first = date(year, month, 1)
            following = date(year + month // 12, month % 12 + 1, 1)
            return Moment(
                start, end, first, following - timedelta(1), f"{year}-{month:02}", written is None
            )
    except ValueError:
        return None
    return Moment(start, end, date(year, 1, 1), date(year, 12, 31), f"{year}")


def _nearest_year(month: int, day: int, published: date, *, past: bool) -> int:
    """The year in which a day without one is meant."""
    best, nearest = published.year, 10_000
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            away = (date(year, month, day or 15) - published).days
        except ValueError:
            continue
        if past and away > (15 if not day else 0):
            continue
        if abs(away) < nearest:
            best, nearest = year, abs(away)
    return best
