"""The parts of a release: headline, dated line, source.

A release of the Thai government's site opens with its section and the headline, then a dated
line in the Buddhist era, then the headline again. Others are read when they have a headline, a
dated line and a text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from babel import Locale

from saphan.engine.language import identify

from .formats.sources import read_source
from .problem import ReleaseText, UnusableRelease

DATED_LINES = 12  # the dated line stands among the first
BUDDHIST_YEARS = 543
SECTIONS = {"รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-": "TH"}
"""Openings of a publisher's releases, and the country of the publisher."""
EARLIEST, LATEST = 1900, 2200  # a year outside is a slip of the pen
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
SOURCE = re.compile(r"(?:ที่มา|Источник|Source)\s*:\s*(https?://\S+)")
ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
# Not \w for the month: Thai vowel signs and tone marks are no word characters.
WORD_DATE = re.compile(r"(\d{1,2})\s+([^\s\d]+)\s+(\d{4})(?!\d)")
SHORT_YEAR = re.compile(r"วัน\S*\s*ที่\s*\d{1,2}\s+\S+\s+\d{1,3}\s*$")
NO_DATE = (
    "no dated line under the headline, such as “วันอังคารที่ 25 พฤษภาคม 2564”, "
    "“25 мая 2021 г.” or “2021-05-25”"
)
MOST_OF_A_DATE = 40  # letters of a line that only says a day
FURNITURE = frozenset(
    {
        "พิมพ์",
        "Print",
        "ต่อจากนี้ไป ขอเชิญรับฟังไทยคู่ฟ้า ค่ะ",
        "Your browser does not support the audio element.",
    }
)
_LINE = re.compile(r"[^\n\r]*[^\s\u200b\ufeff][^\n\r]*")
_EDGES = " \t\u00a0\u200b\ufeff.…-*"


def read_release(path: Path) -> ReleaseText:
    """Read a release from a file of text, HTML or DOCX.

    Raises:
        UnusableRelease: It is too large, no text, or no release.
    """
    source = read_source(path)
    release = parse_release(source.text, language=source.language)
    return replace(release, problems=(*source.problems, *release.problems))


def parse_release(text: str, *, strict: bool = True, language: str = "") -> ReleaseText:
    """Find the parts of a release.

    Args:
        text: All of it.
        strict: Whether a text without a dated line, or with nothing under it, is refused; otherwise
            that is a problem of the release, and `published` may be None.
        language: Its language, where it is known already.

    Returns:
        The release with its text unchanged.

    Raises:
        UnusableRelease: It is empty, has no text characters, or (when strict) no dated line.
    """
    if "\x00" in text:
        raise UnusableRelease("expected text, found null characters")
    lines = [(found.start(), found.group().strip()) for found in _LINE.finditer(text)]
    if not lines:
        raise UnusableRelease("the file is empty")
    title, publisher = lines[0][1].strip(_EDGES), ""
    for opening, country in SECTIONS.items():
        if title.startswith(opening):
            title, publisher = title.removeprefix(opening).strip(_EDGES), country
    published, dated, after = None, (0, 0), 1
    for number, (start, line) in enumerate(lines[1:DATED_LINES], 1):
        if published := _dated(line):
            dated, after = (start, start + len(line)), number + 1
            break
    problems = []
    if published is None:
        wrong = next((line for _, line in lines[1:DATED_LINES] if _looks_dated(line)), None)
        problems.append(f"“{wrong[:60]}” is no day of the calendar" if wrong else NO_DATE)
    if len(lines) < 3:
        problems.append("no text under the headline and the date")
    if strict and problems:
        raise UnusableRelease(NO_DATE if published is None else problems[0])
    while after < len(lines) and _repeats(lines[after][1], title):
        after += 1
    source = SOURCE.search(text)
    return ReleaseText(
        text=text,
        title=title,
        published=published,
        source_url=source.group(1) if source else "",
        publisher=publisher,
        language=language or identify(text),
        dated=dated,
        body=lines[after][0] if after < len(lines) else dated[1],
        problems=tuple(problems),
    )


def _repeats(line: str, title: str) -> bool:
    """Whether a line only says the headline once more, or is the page's furniture."""
    line = line.strip(_EDGES)
    dated = _dated(line) is not None and len(line) < MOST_OF_A_DATE
    return not line or line in FURNITURE or line == title or title.startswith(line) or dated


def _months() -> dict[str, int]:
    """Month numbers by name, full and short, in three languages (CLDR)."""
    found: dict[str, int] = {}
    for language in ("th", "ru", "en"):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months[context][width].items():
                    found[name.casefold().rstrip(".")] = number
    return found


MONTHS = _months()


def _looks_dated(line: str) -> bool:
    """Whether a short line has the form of a date, be there such a day or not."""
    if len(line) > 80:
        return False
    line = line.translate(THAI_DIGITS)
    found = WORD_DATE.search(line)
    known = found and found.group(2).casefold().rstrip(".") in MONTHS
    return bool(ISO_DATE.search(line) or known or SHORT_YEAR.search(line))


def _dated(line: str) -> date | None:
    """The date of a dated line; None when the line is none, or the date impossible."""
    if len(line) > 80:
        return None
    line = line.translate(THAI_DIGITS)
    if found := ISO_DATE.search(line):
        year, month, day = map(int, found.groups())
    elif found := WORD_DATE.search(line):
        month = MONTHS.get(found.group(2).casefold().rstrip("."), 0)
        day, year = int(found.group(1)), int(found.group(3))
    else:
        return None
    try:
        found_day = date(year - BUDDHIST_YEARS if year > 2400 else year, month, day)
    except ValueError:
        return None
    return found_day if EARLIEST <= found_day.year <= LATEST else None
