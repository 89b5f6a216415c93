"""What countries are called in Thai, Russian and English texts."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pycountry
from babel import Locale

LANGUAGES = ("th", "ru", "en")
_SHORT_NAME = 4  # Thai names shorter than this stand inside other words, but for those listed below
_DECLINED = 5  # Russian names from this length are also found in their cases

# Official and short forms of names that CLDR does not list, by country.
_MORE_NAMES = {
    "RU": ("สหพันธรัฐรัสเซีย", "Российская Федерация", "Российской Федерации", "Российской Федерацией"),
    "TH": ("ประเทศไทย", "ราชอาณาจักรไทย", "Королевство Таиланд", "Королевства Таиланд"),
    "GB": ("สหราชอาณาจักร", "อังกฤษ", "UK", "Великобритания"),
    "US": ("สหรัฐฯ", "สหรัฐอเมริกา", "สหรัฐ", "สหรัฐ ฯ", "USA", "U.S.A.", "U.S.", "США"),
    "KR": ("เกาหลีใต้", "สาธารณรัฐเกาหลี", "เกาหลี", "Южная Корея", "Республика Корея", "South Korea"),
    "CN": ("สาธารณรัฐประชาชนจีน", "จีน", "КНР", "Китай"),
    "LA": ("สปป. ลาว", "สปป.ลาว", "สาธารณรัฐประชาธิปไตยประชาชนลาว", "ลาว", "Лаос"),
    "MM": ("เมียนมา", "พม่า", "เมียนมาร์"),
    "AE": ("สหรัฐอาหรับเอมิเรตส์", "ยูเออี", "UAE", "ОАЭ"),
    "VN": ("เวียดนาม", "Viet Nam"),
    "CH": ("สวิตเซอร์แลนด์", "สมาพันธรัฐสวิส", "สวิส"),
    "NL": ("เนเธอร์แลนด์", "ฮอลแลนด์"),
    "TR": ("ตุรกี", "ตุรเคีย", "ทูร์เคีย", "Turkey"),
    "CZ": ("สาธารณรัฐเช็ก", "เช็ก"),
    "ZA": ("แอฟริกาใต้",),
    "CI": ("โกตดิวัวร์",),
    "SA": ("ซาอุดีอาระเบีย", "ซาอุดิอาระเบีย", "ซาอุดีฯ", "ซาอุดิฯ", "ซาอุฯ", "ซาอุดี", "ซาอุดิ", "ซาอุ"),
    "DE": ("เยอรมัน", "เยอรมนี", "ФРГ"),
    "IN": ("อินเดีย",),
    "KP": ("เกาหลีเหนือ", "สาธารณรัฐประชาธิปไตยประชาชนเกาหลี", "КНДР", "North Korea"),
    "TL": ("ติมอร์-เลสเต", "ติมอร์เลสเต"),
    "BD": ("บังคลาเทศ", "บังกลาเทศ"),
    "LK": ("ศรีลังกา",),
    "AU": ("เครือรัฐออสเตรเลีย", "ออสเตรเลีย"),
    "KZ": ("คาซัคสถาน",),
    "UZ": ("อุซเบกิสถาน",),
    "BY": ("เบลารุส",),
    "HU": ("ฮังการี",),
    "PH": ("ฟิลิปปินส์",),
    "MV": ("มัลดีฟส์",),
    "NP": ("เนปาล",),
    "MA": ("โมร็อกโก", "โมรอคโก"),
    "BR": ("บราซิล",),
    "SK": ("Slovak Republic", "สโลวัก", "สาธารณรัฐสโลวัก"),
    "LU": ("ลักเซมเบิร์ก",),
    "BN": ("บรูไนดารุสซาลาม", "บรูไน"),
    "TW": ("ไต้หวัน",),
}
_THAI, _CYRILLIC = re.compile("[\u0e00-\u0e7f]"), re.compile("[\u0400-\u04ff]")
# Where the letters of a name are part of another word, or the name says no country.
_NOT_BEFORE = {
    "ลาว": "เว|ขี้ริ้ว",
    "จีน": "ปรา|ภาษา|ตรุษ|แผน|เชื้อสาย|ทะเล|คริสต์ศตวรรษ",
    "มาลี": "[ก-๎]",
    "อังกฤษ": "ภาษา|แปล",
    "ฝรั่งเศส": "ภาษา",
    "เยอรมัน": "ภาษา",
    "เยอรมนี": "ภาษา",
    "ญี่ปุ่น": "ภาษา|สมอง",
    "เกาหลี": "ภาษา",
    "รัสเซีย": "ภาษา|เบลา",
    "ไทย": "",
    "เปรู": "[ก-ฮ]",
    "กินี": "[ก-๎]",
    "โอมาน": "เ",
    "กานา": "[ก-๎]",
    "โตโก": "[ก-๎]",
    "สวิส": "[ก-๎]",
}
_NOT_AFTER = "[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]"  # a vowel or tone of the same syllable
_NOT_NEXT = {"เกาหลี": "เหนือ", "จีน": "ี|ใต้|โบราณ", "อินเดีย": "น|นา", "ซาอุ": "ดี", "ออสเตรเลีย": ""}

Mentions = list[tuple[int, int, str]]
"""Start, end and code of each mention of a country."""


@cache
def country_names() -> dict[str, str]:
    """Country codes by every written name in Thai, Russian and English, longer names first."""
    names: dict[str, str] = {}
    for code, forms in _MORE_NAMES.items():
        names |= dict.fromkeys(forms, code)
    codes = {country.alpha_2 for country in pycountry.countries}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in codes and (language != "th" or len(name) >= _SHORT_NAME):
                names.setdefault(name, code)
    return dict(sorted(names.items(), key=lambda item: (-len(item[0]), item[0])))


def find_countries(text: str) -> Mentions:
    """Find every mention of a country.

    Args:
        text: Text in Thai, Russian or English.

    Returns:
        Start, end (character offsets) and alpha-2 code of each mention, in order.
    """
    found = _by_names(text)
    if _CYRILLIC.search(text):
        found += [
            (hit.start(), hit.end(), country_of(hit.group()))
            for hit in _russian_mentions().finditer(text)
        ]
    return sorted(found)


def _by_names(text: str) -> list[tuple[int, int, str]]:
    """Mentions by names in Thai and Latin letters, longer names before those within them."""
    hits = [(end + 1 - len(name), end + 1, name) for end, name in _names().iter(text)]
    found: list[tuple[int, int, str]] = []
    taken = 0
    for start, end, name in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start < taken:
            continue
        if not _THAI.match(name):
            if (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum():
                continue
            found.append((start, end, country_names()[name]))
            taken = end
            continue
        before, after = _around(name)
        if (before and before.search(text, max(0, start - 12), start)) or after.match(text, end):
            continue
        found.append((start, end, country_names()[name]))
        taken = end
    return found


@cache
def _names() -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in country_names():
        if not _CYRILLIC.match(name):
            automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


@cache
def _around(name: str) -> tuple[re.Pattern[str] | None, re.Pattern[str]]:
    """What must not stand before a Thai name, and what not after it."""
    before = _NOT_BEFORE.get(name)
    after = _NOT_NEXT.get(name)
    return (
        re.compile(f"(?:{before})$") if before else None,
        re.compile(f"{_NOT_AFTER}|{after}" if after else _NOT_AFTER),
    )


@cache
def _russian_mentions() -> re.Pattern[str]:
    # With its first letter plain, the search can skip to candidates.
    names = (name_pattern(name) for name in country_names() if _CYRILLIC.match(name))
    return re.compile("|".join(names))


def name_pattern(name: str) -> str:
    """A regular expression for one Russian name, in any of its cases."""
    if name.isalpha() and len(name) >= _DECLINED:
        stem = name[:-1] if name[-1] in "аяйь" else name
        return rf"\b{stem}(?:[аяуюеий]|ей|ой|ем|ём|ом)?\b"
    return rf"\b{re.escape(name)}\b"


@cache
def country_of(written: str) -> str:
    """Alpha-2 code of a mention that `find_countries` finds."""
    known = country_names().get(written)
    if known:
        return known
    return next(
        code for name, code in country_names().items() if re.fullmatch(name_pattern(name), written)
    )


@cache
def names_of(code: str) -> dict[str, str]:
    """The country's name in Thai, Russian and English, by CLDR."""
    return {language: str(Locale(language).territories[code]) for language in LANGUAGES}
