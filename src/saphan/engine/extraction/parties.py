"""Who a release is about: countries and agencies, told from those merely mentioned."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files

import pycountry
from babel import Locale

from .problem import ReleaseText
from .result import Party, ReleaseFacts

PARTY_WEIGHT = 2.0  # how much must speak for a country before it is a party
TITLE_WEIGHT = 2.0
SHORT_NAME = 4  # Thai names shorter than this stand inside other words

# Official and short forms of names that CLDR does not list, by country.
MORE_NAMES = {
    "RU": ("สหพันธรัฐรัสเซีย", "Российская Федерация", "Российской Федерации", "России", "Россией"),
    "TH": ("ประเทศไทย", "ราชอาณาจักรไทย", "Таиланда", "Таиландом", "Королевство Таиланд"),
    "GB": ("สหราชอาณาจักร", "อังกฤษ"),
    "US": ("สหรัฐฯ", "สหรัฐอเมริกา"),
    "KR": ("เกาหลีใต้", "สาธารณรัฐเกาหลี"),
    "CN": ("สาธารณรัฐประชาชนจีน",),
    "LA": ("สปป. ลาว", "สปป.ลาว"),
    "AE": ("สหรัฐอาหรับเอมิเรตส์",),
}
# What makes a country a party where its name follows or precedes, and how much it weighs.
THAI_RULES = (
    ("ambassador", r"(?:เอกอัครราชทูต|อุปทูต)[^\n]{{0,40}}?{name}\s*ประจำประเทศไทย", 3.0),
    ("side", r"ฝ่าย\s*{name}", 1.0),
    ("pair", r"ไทย\s*[-–]\s*{name}|{name}\s*[-–]\s*ไทย", 2.0),
    ("with", r"(?:ร่วมกับ|กับฝ่าย|หารือกับ|ระหว่างไทยกับ)\s*(?:ประเทศ|รัฐบาล)?{name}", 2.0),
)


@cache
def country_names() -> dict[str, str]:
    """Country codes by name in Thai, Russian and English; longer names first."""
    names: dict[str, str] = {}
    for code, forms in MORE_NAMES.items():
        names |= dict.fromkeys(forms, code)
    codes = {country.alpha_2 for country in pycountry.countries}
    for language in ("th", "ru", "en"):
        for code, name in Locale(language).territories.items():
            if code in codes and (language != "th" or len(name) >= SHORT_NAME):
                names.setdefault(name, code)
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


@cache
def _mentions() -> re.Pattern[str]:
    thai = [re.escape(name) for name in country_names() if "\u0e00" <= name[0] <= "\u0e7f"]
    other = [re.escape(name) for name in country_names() if not "\u0e00" <= name[0] <= "\u0e7f"]
    return re.compile(f"(?:{'|'.join(thai)})|\\b(?:{'|'.join(other)})\\b")


@cache
def agencies() -> tuple[tuple[str, str, dict[str, str]], ...]:
    """Every written form of every agency, longest first, with its country and names."""
    text = (files(__package__) / "agencies.tsv").read_text(encoding="utf-8")
    found = []
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        names = {language: row[language] for language in ("th", "ru", "en")}
        forms = [*names.values(), *filter(None, (row["also"] or "").split("|"))]
        found += [(form, row["country"], names) for form in forms]
    return tuple(sorted(found, key=lambda item: -len(item[0])))


def extract(release: ReleaseText) -> ReleaseFacts:
    """Find the countries and agencies of a release.

    Args:
        release: A release.

    Returns:
        Its facts; every party's name is an exact substring of the text.
    """
    parties = sorted((*_agencies(release), *_countries(release)), key=lambda p: (p.start, p.end))
    partners = [p.country for p in parties if p.kind == "country" and p.confidence >= 0.5]
    if release.publisher and partners:
        partners = [release.publisher, *partners]
    return ReleaseFacts(
        text=release.text,
        title=release.title,
        published=release.published,
        source_url=release.source_url,
        language=release.language,
        partners=tuple(dict.fromkeys(partners)),
        parties=tuple(parties),
    )


def _agencies(release: ReleaseText) -> list[Party]:
    taken: list[tuple[int, int]] = []
    found: dict[str, Party] = {}
    for form, country, names in agencies():
        edge = r"\b" if form[0].isascii() else ""
        for hit in re.finditer(f"{edge}{re.escape(form)}", release.text):
            start, end = hit.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            known = found.get(names["en"])
            if known is None or start < known.start:
                found[names["en"]] = Party(
                    "agency", country, hit.group(), names, start, end, 0.95, "gazetteer"
                )
    return list(found.values())


def _countries(release: ReleaseText) -> list[Party]:
    weight: dict[str, float] = defaultdict(float)
    rule: dict[str, str] = {}
    first: dict[str, tuple[int, int]] = {}
    for hit in _mentions().finditer(release.text):
        code = country_names()[hit.group()]
        first.setdefault(code, hit.span())
        weight[code] += 0.4
        rule.setdefault(code, "mention")
    for code in first:
        names = "|".join(
            re.escape(name) for name, other in country_names().items() if other == code
        )
        if re.search(names, release.title):
            weight[code] += TITLE_WEIGHT
            rule[code] = "headline"
        for name, pattern, points in THAI_RULES:
            if hits := len(re.findall(pattern.format(name=f"(?:{names})"), release.text)):
                weight[code] += points * min(hits, 2)
                rule[code] = name
    return [
        Party(
            "country",
            code,
            release.text[start:end],
            {},
            start,
            end,
            round(min(0.95, weight[code] / (2 * PARTY_WEIGHT)), 2),
            rule[code],
        )
        for code, (start, end) in first.items()
        if weight[code] >= PARTY_WEIGHT or code == release.publisher
    ]
