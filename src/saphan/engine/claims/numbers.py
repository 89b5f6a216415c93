"""Numbers of a text with what they count, however they are written.

`10,000 บาท`, `หมื่นนึง`, `10 тысяч бат` and `10k baht` are one number of money. Whether two texts
speak of the same numbers tells a claim from its neighbours: 1,000 baht is not 10,000.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

Unit = str
"""What a number counts: `money`, `percent`, `year`, `date`, … ; empty when not known."""

_DIGIT = (
    r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d,.])|\d{1,18}(?:[.,]\d{1,9})?"
)
_THAI_DIGITS = {
    "หนึ่ง": 1, "นึง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6,
    "เจ็ด": 7, "แปด": 8, "เก้า": 9,
}  # fmt: skip
_THAI_POWERS = {"สิบ": 10, "ร้อย": 100, "พัน": 1e3, "หมื่น": 1e4, "แสน": 1e5, "ล้าน": 1e6}
_WORDED = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "twenty": 20, "hundred": 100,
    "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "двенадцать": 12, "двадцать": 20, "сто": 100,
}  # fmt: skip
_POWERS = {
    "k": 1e3, "thousand": 1e3, "thousands": 1e3, "m": 1e6, "mln": 1e6, "million": 1e6,
    "billion": 1e9, "trillion": 1e12, "тыс": 1e3, "тысяч": 1e3, "тысячи": 1e3, "тысяча": 1e3,
    "тысячу": 1e3, "млн": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млрд": 1e9,
    "миллиардов": 1e9, "миллиарда": 1e9, "триллиона": 1e12, "триллионов": 1e12,
}  # fmt: skip
_MONTH_NAMES = (
    r"ม\.? ?ค|มกรา|jan|янв",
    r"ก\.? ?พ|กุมภา|feb|февр",
    r"มี\.? ?ค|มีนา|mar|март",
    r"เม\.? ?ย|เมษา|apr|апр",
    r"พ\.? ?ค|พฤษภา|may\b|мая",
    r"มิ\.? ?ย|มิถุนา|jun|июн",
    r"ก\.? ?ค|กรกฎา|jul|июл",
    r"ส\.? ?ค|สิงหา|aug|авг",
    r"ก\.? ?ย|กันยา|sep|сент",
    r"ต\.? ?ค|ตุลา|oct|окт",
    r"พ\.? ?ย|พฤศจิกา|nov|нояб",
    r"ธ\.? ?ค|ธันวา|dec|дека",
)
_MONTHS = "|".join(_MONTH_NAMES)
_WHICH_MONTH = tuple(re.compile(names) for names in _MONTH_NAMES)
_UNITS: tuple[tuple[Unit, str], ...] = (
    ("date", rf"(?:{_MONTHS})"),
    ("percent", r"%|เปอร์เซ็นต์|เปอร์|percent|процент"),
    ("money", r"บาท|baht|thb|бат|руб|dollar|доллар|เหรียญ|ดอล|pound|quid"),
    ("year", r"ปี|ขวบ|year|лет|год"),
    ("month", r"เดือน|งวด|month|месяц"),
    ("day", r"วัน(?!ที่)|day|дн|день|сут"),
    ("hour", r"ชั่วโมง|ชม|hour|час"),
    ("minute", r"นาที|min\b|minute|минут"),
    ("second", r"วินาที|วิ(?![ก-๎])|sec|секунд"),
    ("people", r"คน|ราย|people|person|men\b|victims|cases|человек|заражен|тайцев|рабочих"),
    ("province", r"จังหวัด|จว|provinc|провинц"),
    ("storm", r"ลูก|storm|typhoon|тайфун|шторм"),
    ("dose", r"เข็ม|dose|доз"),
    ("pill", r"แคปซูล|เม็ด|capsule|капсул|seed|зерн"),
)
_UNIT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS))
_COVID = re.compile(r"(?:โควิด|covid|ковид)[ -]*(?:19|2019)")
_NAMED = re.compile(r"(?<![a-z\d])[a-z]+-?\d[a-z\d]*|(?<![a-z\d])\d+g(?![a-z])|pm ?2\.5")
_POWERED = "|".join(sorted(_POWERS, key=len, reverse=True))
_THAI_WORD = "|".join(_THAI_DIGITS)
_THAI_POWER = "|".join(_THAI_POWERS)
_UNNAMED_UNIT = _UNIT.pattern.replace("?P<", "?P<_")
_THAI_NUMBER = re.compile(
    rf"(?:(?:(?:{_DIGIT}) ?|{_THAI_WORD})?(?:{_THAI_POWER}))+(?:{_THAI_WORD})?"
    rf"|(?:{_THAI_WORD})(?= ?(?:{_UNNAMED_UNIT}))"
)
_THAI_PIECE = re.compile(rf"({_DIGIT}|{_THAI_WORD})? ?({_THAI_POWER})|({_THAI_WORD})")
_NUMBER = re.compile(
    rf"(?<![a-z\d])({_DIGIT})(?: ?({_POWERED})(?![a-zа-я]))?"
    rf"|(?<![a-zа-я])({'|'.join(_WORDED)})(?: ({_POWERED})(?![a-zа-я]))?(?![a-zа-я])"
    rf"|(?<![a-zа-я])({_POWERED})(?= (?:baht|бат))"
)
_RATE = re.compile(r"ร้อยละ *$")
_YEARS = (range(2540, 2600), range(1990, 2050))
_FEW = 100  # a number after a month is a year's last digits


class Number(NamedTuple):
    """A number and what it counts."""

    value: float
    unit: Unit = ""


def numbers(text: str) -> tuple[Number, ...]:
    """Find the numbers of a folded text.

    Years, the 19 of COVID-19 and digits inside of names (`5g`, `e85`) are none.

    Args:
        text: The folded text (`folded`).

    Returns:
        The numbers, each once, in order of place.
    """
    text = _NAMED.sub(" ", _COVID.sub("โควิด", text))
    found: dict[Number, None] = {}
    taken: list[tuple[int, int]] = []
    for hit in _THAI_NUMBER.finditer(text):
        value = _thai_value(hit.group())
        after = _UNIT.match(text, _skip(text, hit.end()))
        if value is None or (value in _THAI_POWERS.values() and after is None):
            continue
        if hit.group().strip() in _THAI_POWERS and after is None:
            continue
        taken.append(hit.span())
        found[Number(value, (after.lastgroup or "") if after else "")] = None
    for hit in _NUMBER.finditer(text):
        if any(start <= hit.start() < end for start, end in taken):
            continue
        value = _value(hit)
        before = text[max(0, hit.start() - 24) : hit.start()]
        after = _UNIT.match(text, _skip(text, hit.end()))
        unit = (after.lastgroup or "") if after else ""
        if any(value in years for years in _YEARS) and unit not in ("money", "people"):
            continue
        if value < _FEW and not unit and re.search(rf"(?:{_MONTHS})[^\d]{{0,8}}$", before):
            continue
        if _RATE.search(before):
            unit = "percent"
        found[Number(value, unit)] = None
        if after and unit == "date":
            month = next(at for at, own in enumerate(_WHICH_MONTH, 1) if own.match(after.group()))
            found[Number(month, "calendar")] = None
    return tuple(found)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " -/":
        at += 1
    return at


def _plain(digits: str) -> float:
    digits = digits.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", "."))


def _value(hit: re.Match[str]) -> float:
    digits, power, word, word_power, bare = hit.groups()
    if bare:
        return _POWERS[bare]
    if digits:
        return _plain(digits) * (_POWERS[power] if power else 1)
    return _WORDED[word] * (_POWERS[word_power] if word_power else 1)


def _thai_value(words: str) -> float | None:
    """`สามหมื่นแปดพัน` is 38,000, `หมื่นห้า` 15,000, `หมื่นนึง` 10,000, `3 ล้านล้าน` 3e12."""
    total = 0.0
    last = 0.0
    counted = False
    for piece in _THAI_PIECE.finditer(words):
        digits, power, alone = piece.groups()
        if alone:
            digit = _THAI_DIGITS[alone]
            if not last:
                return float(digit)
            if last == 10:
                total += digit
            elif counted or digit != 1:
                total += digit * last / 10
            continue
        times = 1.0
        if digits:
            counted = True
            times = float(_THAI_DIGITS[digits]) if digits in _THAI_DIGITS else _plain(digits)
        last = _THAI_POWERS[power]
        if last == 1e6 and total and not digits:
            total *= last
        else:
            total += times * last
    return total or None


@dataclass(frozen=True)
class Counted:
    """The numbers of a text, laid out to be compared with those of another.

    Attributes:
        values: Those that are no month of a date.
        by_unit: All of them, by what they count.
    """

    values: frozenset[float]
    by_unit: dict[Unit, frozenset[float]]


def counted(found: Iterable[Number]) -> Counted:
    """Lay numbers out."""
    by_unit: dict[Unit, set[float]] = {}
    for value, unit in found:
        by_unit.setdefault(unit, set()).add(value)
    values = (own for unit, own in by_unit.items() if unit != "calendar")
    return Counted(
        frozenset().union(*values), {unit: frozenset(own) for unit, own in by_unit.items()}
    )


def agreement(claimed: Counted, said: Counted) -> tuple[float, bool]:
    """How well the numbers of a message agree with those of a claim.

    Args:
        claimed: The claim's.
        said: The message's.

    Returns:
        The share of the claim's numbers that the message says (0 when there are none), and whether
        they contradict each other: both count the same thing, and no number of the one is among
        the other's.
    """
    ours, theirs = claimed.by_unit, said.by_unit
    if not ours or not theirs:
        return 0.0, False
    shared = claimed.values & said.values
    against = not shared and ("" in ours or "" in theirs)
    for unit, mine in ours.items():
        yours = theirs.get(unit)
        if yours is None or not mine.isdisjoint(yours):
            continue
        against |= unit == "calendar" or (
            mine.isdisjoint(said.values) and yours.isdisjoint(claimed.values)
        )
    return len(shared) / max(1, len(claimed.values)), against
