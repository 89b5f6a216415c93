"""The parts of a release: headline, dated line, source.

A release of the Thai government's site opens with its section and the headline, then a dated
line in the Buddhist era, then the headline again. Others are read when they have a headline, a
dated line and a text.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from babel import Locale

from saphan.engine.language import identify

from .problem import ReleaseText, UnusableRelease

MOST_BYTES = 20 * 1024 * 1024
DATED_LINES = 12  # the dated line stands among the first
BUDDHIST_YEARS = 543
SECTIONS = {"รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-": "TH"}
"""Openings of a publisher's releases, and the country of the publisher."""
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
SOURCE = re.compile(r"(?:ที่มา|Источник|Source)\s*:\s*(https?://\S+)")
ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
# Not \w for the month: Thai vowel signs and tone marks are no word characters.
WORD_DATE = re.compile(r"(\d{1,2})\s+([^\s\d]+)\s+(\d{4})")


def read_release(path: Path) -> ReleaseText:
    """Read a release from a text file.

    Raises:
        UnusableRelease: It is too large, not UTF-8 text, or no release.
    """
    if path.stat().st_size > MOST_BYTES:
        size = path.stat().st_size // 1024**2
        raise UnusableRelease(f"{size} MB; expected at most {MOST_BYTES // 1024**2} MB")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnusableRelease(
            f"line {line}: expected UTF-8 text; save it again as UTF-8"
        ) from error
    return parse_release(text)


def parse_release(text: str) -> ReleaseText:
    """Find the parts of a release.

    Args:
        text: All of it.

    Returns:
        The release with its text unchanged.

    Raises:
        UnusableRelease: It is empty, has no text characters, or no dated line.
    """
    if "\x00" in text:
        raise UnusableRelease("expected text, found null characters")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise UnusableRelease("the file is empty")
    title, publisher = lines[0], ""
    for opening, country in SECTIONS.items():
        if title.startswith(opening):
            title, publisher = title.removeprefix(opening).strip(), country
    published = next(filter(None, map(_dated, lines[1:DATED_LINES])), None)
    if published is None:
        raise UnusableRelease(
            "no dated line under the headline, such as “วันอังคารที่ 25 พฤษภาคม 2564”, "
            "“25 мая 2021 г.” or “2021-05-25”"
        )
    if len(lines) < 3:
        raise UnusableRelease("no text under the headline and the date")
    source = SOURCE.search(text)
    return ReleaseText(
        text=text,
        title=title,
        published=published,
        source_url=source.group(1) if source else "",
        publisher=publisher,
        language=identify(text),
    )


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


def _dated(line: str) -> date | None:
    """The date of a dated line; None when the line is none, or the date impossible."""
    line = line.translate(THAI_DIGITS)
    if len(line) > 80:
        return None
    if found := ISO_DATE.search(line):
        year, month, day = map(int, found.groups())
    elif found := WORD_DATE.search(line):
        month = MONTHS.get(found.group(2).casefold().rstrip("."), 0)
        day, year = int(found.group(1)), int(found.group(3))
    else:
        return None
    try:
        return date(year - BUDDHIST_YEARS if year > 2400 else year, month, day)
    except ValueError:
        return None
