"""What countries are called in Thai, Russian and English texts."""

from __future__ import annotations

import re
from functools import cache

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
    "US": ("สหรัฐฯ", "สหรัฐอเมริกา", "สหรัฐ ฯ", "USA", "США"),
    "KR": ("เกาหลีใต้", "สาธารณรัฐเกาหลี", "Южная Корея", "Республика Корея", "South Korea"),
    "CN": ("สาธารณรัฐประชาชนจีน", "จีน", "КНР", "Китай"),
    "LA": ("สปป. ลาว", "สปป.ลาว", "สาธารณรัฐประชาธิปไตยประชาชนลาว", "ลาว", "Лаос"),
    "MM": ("เมียนมา", "พม่า", "เมียนมาร์"),
    "AE": ("สหรัฐอาหรับเอมิเรตส์", "ยูเออี", "UAE", "ОАЭ"),
    "VN": ("เวียดนาม", "Viet Nam"),
    "CH": ("สวิตเซอร์แลนด์", "สมาพันธรัฐสวิส"),
    "NL": ("เนเธอร์แลนด์", "ฮอลแลนด์"),
    "TR": ("ตุรกี", "ตุรเคีย", "ทูร์เคีย", "Turkey"),
    "CZ": ("สาธารณรัฐเช็ก", "เช็ก"),
    "ZA": ("แอฟริกาใต้",),
    "CI": ("โกตดิวัวร์",),
}
_THAI, _CYRILLIC, _LATIN = (
    re.compile(letters) for letters in ("[\u0e00-\u0e7f]", "[\u0400-\u04ff]", "[A-Z\u00c0-\u00de]")
)
_NOT_BEFORE = {"ลาว": "(?<!เว)"}  # เวลาว…
_NOT_AFTER = "(?![\u0e30-\u0e3a\u0e45\u0e47-\u0e4e])"  # a vowel or tone of the same syllable


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


def find_countries(text: str) -> list[tuple[int, int, str]]:
    """Find every mention of a country.

    Args:
        text: Text in Thai, Russian or English.

    Returns:
        Start, end (character offsets) and alpha-2 code of each mention, in order.
    """
    found = [
        (hit.start(), hit.end(), country_of(hit.group()))
        for pattern in (_THAI, _CYRILLIC, _LATIN)
        if pattern.search(text)
        for hit in _mentions(pattern).finditer(text)
    ]
    return sorted(found)


@cache
def _mentions(script: re.Pattern[str]) -> re.Pattern[str]:
    # One expression a script: with its first letter plain, the search can skip to candidates.
    names = (name_pattern(name) for name in country_names() if script.match(name))
    return re.compile("|".join(names))


def name_pattern(name: str) -> str:
    """A regular expression for one name; a Russian one in any of its cases."""
    if _THAI.match(name):
        return f"{_NOT_BEFORE.get(name, '')}{re.escape(name)}{_NOT_AFTER}"
    if _CYRILLIC.match(name) and name.isalpha() and len(name) >= _DECLINED:
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
