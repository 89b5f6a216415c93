"""Ministries, agencies and other organisations: of a gazetteer, and by how their names are made."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import Any

import numpy as np

from .countries import LANGUAGES, Mentions
from .offices import VERB
from .result import Party
from .tables import rows

SHORT_FORM = 6  # Thai abbreviations up to this length must stand as words
_AHEAD = 90
_SPACE, _LINE_END = ord(" "), ord("\n")
# Between `กระทรวง` and the name of a country these words begin something else.
_MINISTRY = re.compile(
    r"กระทรวง(?:(?!กับ|และประเทศ|และรัฐบาล|และนาย|ขอ(?!ง)|มี|หารือ|ระหว่าง|เยือน|"
    r"ไทย|กระทรวง|เดินทาง|ต้อนรับ|"
    r"ฯ)[ก-๎ ]){2,60}?(?:แห่ง|ของ)?$"
)
_OF = re.compile(
    r"(?:\bMinistry\s+of\s+(?:(?!Ministry|with)[A-Za-z,]+\s+){1,10}?of\s+(?:the\s+)?"
    r"|\bМинистерств\w{1,2}\s+(?:(?!Министерств)[а-яё,]+\s+){1,10}?)$"
)
_EMBASSY = re.compile(r"สถาน(?:เอกอัครราชทูต|ทูต)\s?(?:แห่ง)?[ก-๎ ]{0,40}$")
_TO_THAILAND = re.compile(r"\s?ประจำ(?:ประเทศ|ราชอาณาจักร)ไทย")
_TAIL = "[ก-๎]{2,60}"
_PATTERNS = (
    ("university", re.compile(rf"มหาวิทยาลัย{_TAIL}")),
    (
        "company",
        re.compile(
            r"(?:บริษัท|บมจ\.|บจก\.|ธนาคาร)\s?[^\n(){2,50}]{2,50}?(?:\s?\([ก-๎A-Za-z "
            r"]{3,20}\))?\s?จำกัด(?:\s?\(มหาชน\))?"
        ),
    ),
    ("association", re.compile(rf"(?:สมาคม|มูลนิธิ|สหพันธ์|หอการค้า|สภาหอการค้า|สภาธุรกิจ|สหภาพ){_TAIL}")),
    (
        "department",
        re.compile(
            rf"(?:กรม(?<!ทรัพยากรม)(?<!ระดับกรม)(?!ธรรม์|ที่(?!ดิน)|เพื่อ|ให้|และ|ใน|สู่|ร่วม|ภาย|มนุษย์|"
            rf"หลวง|พระ|สมเด็จ|ขุน|หมื่น|ี)|สำนักงาน(?=คณะ|ส่งเสริม|พัฒนา|"
            rf"นโยบาย|กองทุน|เศรษฐกิจ|ปลัด|เลขา|ประกัน|มาตรฐาน|สภา)){_TAIL}"
        ),
    ),
    (
        "hospital",
        re.compile(
            rf"โรงพยาบาล(?!ตาม|แม่ข่าย|ด้วย|ใหญ่|สมัย|หลัก|ทั่ว|ปลาย|ต้น|ได้|เพื่อ|ที่|ใน|ของ|ส่ง|"
            rf"และ|สนาม|เอกชน|รัฐ|ทุก|ต่าง|ได้|ต้อง|ไม่|หรือ|อื่น){_TAIL}"
        ),
    ),
)
# Words of the offices that everybody's text names: a spokesperson's, the prime minister's second.
_OF_AN_OFFICE = re.compile(
    r"(?:ประจำสำนักนายกรัฐมนตรี|นายกรัฐมนตรี\s?และ(?:รัฐมนตรีว่าการ|รมว\.)\s?กระทรวงกลาโหม)$"
)
_GLUED = re.compile(
    rf"{VERB.pattern}|(?<=[ก-๎])(?:และ|หรือ|ที่|เป็น|ให้|มี|จะ|ใน(?!การ|โลย|ภูมิ)|จาก|"
    rf"กับ|ต้อง|ร่วม|พร้อม|สามารถ|ดำเนิน|จัด|ไทยและ|รวม|ของ|ทั่ว|กล่าว|นำ|เพื่อ(?!การ|"
    rf"ส|เ)|ขอ)"
)
LEAST = {"university": 14, "company": 12, "association": 11, "department": 8, "hospital": 12}
"""Letters that a name of each kind has at least: the word for the kind is no name."""


@cache
def agencies() -> tuple[tuple[str, str, dict[str, str]], ...]:
    """Every written form of every agency, longest first, with its country and names."""
    found = []
    for row in rows("agencies.tsv"):
        names = {language: row[language] for language in LANGUAGES if row[language]}
        forms = [*names.values(), *filter(None, (row["also"] or "").split("|"))]
        found += [(form, row["country"], names) for form in forms]
    return tuple(sorted(found, key=lambda item: -len(item[0])))


def find_organisations(plain: str, text: str, publisher: str, mentions: Mentions) -> list[Party]:
    """Find organisations, each once, at the first place of its longest form, in order of place.

    Args:
        plain: `ReleaseText.plain`.
        text: The text of which names are parts.
        publisher: The country of organisations that name none.
        mentions: The countries that it names (`find_countries`).
    """
    taken = bytearray(len(plain) + 1)
    found: dict[str, Party] = {}

    def keep(
        key: str, country: str, names: dict[str, str], start: int, end: int, sure: float, rule: str
    ) -> None:
        if any(taken[start:end]):
            return
        taken[start:end] = b"\x01" * (end - start)
        known = found.get(key)
        # The longest form tells most; of equal ones the first.
        if known is None or (known.start - known.end, known.start) > (start - end, start):
            found[key] = Party("agency", country, text[start:end], names, start, end, sure, rule)

    # First these: a gazetteer's `กระทรวงคมนาคม` may be the start of a longer, foreign name.
    for start, end, code in mentions:
        line = max(plain.rfind("\n", 0, start) + 1, start - _AHEAD)
        before = plain[line:start]
        if code != publisher:
            for pattern in (_MINISTRY, _OF):
                if (hit := pattern.search(before)) and _squeezed(
                    plain[line + hit.start() : end]
                ) not in _known():
                    name = plain[line + hit.start() : end]
                    keep(
                        f"{code} {_squeezed(name)}",
                        code,
                        {},
                        line + hit.start(),
                        end,
                        0.7,
                        "foreign_ministry",
                    )
        if hit := _EMBASSY.search(before):
            after = _TO_THAILAND.match(plain, end)
            keep(
                f"embassy {code}",
                code,
                {},
                line + hit.start(),
                after.end() if after else end,
                0.85,
                "embassy",
            )
    for start, end, form in _forms_in(plain):
        country, names = _known()[_squeezed(form)]
        keep(names.get("en") or names["th"], country, names, start, end, 0.95, "gazetteer")
    for rule, pattern in _PATTERNS:
        for hit in pattern.finditer(plain):
            start, end = hit.start(), _cut(plain, hit.start(), hit.end())
            if end - start > LEAST[rule]:
                keep(_squeezed(plain[start:end]), publisher, {}, start, end, 0.6, rule)
    return sorted(found.values(), key=lambda party: party.start)


def _cut(plain: str, start: int, end: int) -> int:
    """Where the name ends: before a verb or a conjunction glued to it."""
    glued = _GLUED.search(plain[start + 8 : end])
    return start + 8 + glued.start() if glued else end


def _squeezed(name: str) -> str:
    return "".join(name.split())


@cache
def _known() -> dict[str, tuple[str, dict[str, str]]]:
    """Country and names of an agency by each written form, without white space."""
    return {_squeezed(form): (country, names) for form, country, names in reversed(agencies())}


def _forms_in(plain: str) -> list[tuple[int, int, str]]:
    """Forms of the gazetteer in a text, whatever white space is in them, longer ones first."""
    squeezed = plain.replace(" ", "").replace("\n", "")
    # Letters before the first space, before the second, …: tells where a letter stood.
    letters = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    spaces = np.flatnonzero((letters == _SPACE) | (letters == _LINE_END))
    gaps = (spaces - np.arange(spaces.size)).tolist()
    hits = []
    for last, form in _automaton().iter(squeezed):
        begin = last + 1 - len(form)
        start, end = begin + bisect_right(gaps, begin), last + bisect_right(gaps, last) + 1
        if _stands(plain, start, end, form) and not _OF_AN_OFFICE.search(plain, start - 46, end):
            hits.append((start, end, plain[start:end]))
    return sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0]))


@cache
def _automaton() -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for form in _known():
        automaton.add_word(form, form)
    automaton.make_automaton()
    return automaton


def _stands(plain: str, start: int, end: int, form: str) -> bool:
    """Whether a form stands there as a word."""
    before = plain[start - 1] if start else " "
    after = plain[end] if end < len(plain) else " "
    if "\u0e00" <= form[0] <= "\u0e7f":
        if "\n\n" in plain[start:end]:
            return False
        if len(form) > SHORT_FORM:
            return not (form.endswith(".") is False and "\u0e30" <= after <= "\u0e3a")
        if form.endswith("."):
            return not "ก" <= before <= "๎" or before == "ว"  # รมว.พม.
        loose = not ("ก" <= before <= "๎") or plain[max(0, start - 8) : start].endswith(
            ("รมว", "และ", "กับ", "โดย", "ปลัด", "โฆษก", "จาก", "ของ", "ใน", "ที่")
        )
        return loose and not "\u0e30" <= after <= "\u0e4e"
    if any(letter.isspace() for letter in plain[start:end]) and " " not in plain[start:end].strip():
        return False
    return (
        not (before.isalnum() and before.isascii())
        and not (after.isalnum() and after.isascii())
        and not ("\u0400" <= before <= "\u04ff" or "\u0400" <= after <= "\u04ff")
    )
