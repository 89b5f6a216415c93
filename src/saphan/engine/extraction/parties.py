"""Who a release is about: countries and agencies, told from those merely mentioned."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from importlib.resources import files

from saphan.engine.language import find_dates

from .countries import LANGUAGES, find_countries, names_of
from .problem import ReleaseText
from .result import Fact, Party, ReleaseFacts

PARTY_WEIGHT = 2.0  # how much must speak for a country before it is a party
TITLE_WEIGHT = 2.0
SHORT_FORM = 6  # Thai abbreviations up to this length must begin a word
MENTION_WEIGHT = 0.3
MOST_MENTIONS = 4  # more do not count: a long list of countries makes none of them a party
MOST_PARTNERS = (
    8  # a release that joins more countries than this is about none of them in particular
)

# What makes a country a party where its name follows or precedes, and how much it weighs.
RULES = (
    (
        "ambassador",
        r"(?:เอกอัครราชทูต|อุปทูต)[^\n]{{0,40}}?{name}\s*ประจำ(?:ประเทศ|ราชอาณาจักร)ไทย",
        3.0,
    ),
    ("ambassador", r"(?:เอกอัครราชทูต|อุปทูต|ทูต){name}", 3.0),
    ("ambassador", r"(?i:\bпос(?:ол|ла|лом|лу|ле)\s+){name}", 3.0),
    ("ambassador", r"(?i:\bambassador\s+of\s+(?:the\s+)?){name}", 3.0),
    ("side", r"ฝ่าย\s*{name}", 1.0),
    ("pair", r"ไทย\s*[-–]\s*{name}|{name}\s*[-–]\s*ไทย", 2.0),
    (
        "pair",
        r"(?:Таиланд\w*|Thailand)(?:\s*[-–]\s*|\s+и\s+|\s+and\s+){name}"
        r"|{name}(?:\s*[-–]\s*|\s+и\s+|\s+and\s+)(?:Таиланд|Thailand)",
        2.0,
    ),
    ("with", r"(?:ร่วมกับ|กับฝ่าย|หารือกับ|ระหว่างไทยกับ)\s*(?:ประเทศ|รัฐบาล)?{name}", 2.0),
)
# Between `กระทรวง` and the name of a country these words begin something else.
_MINISTRY = (
    r"กระทรวง(?:(?!กับ|และประเทศ|หารือ|ระหว่าง|เยือน|ไทย|กระทรวง|เดินทาง|ต้อนรับ|ฯ)[\u0e00-\u0e7f]){{2,50}}?"
    r"(?:แห่ง|ของ)?{name}"
)
_FOREIGN_MINISTRIES = (
    _MINISTRY,
    r"\bMinistry\s+of\s+(?:(?!Ministry|with)[A-Za-z,]+\s+){{1,10}}?of\s+(?:the\s+)?{name}",
    r"\bМинистерств\w{{1,2}}\s+(?:(?!Министерств)[а-яё,]+\s+){{1,10}}?{name}",
)


@cache
def agencies() -> tuple[tuple[str, str, dict[str, str]], ...]:
    """Every written form of every agency, longest first, with its country and names."""
    text = (files(__package__) / "agencies.tsv").read_text(encoding="utf-8")
    found = []
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        names = {language: row[language] for language in LANGUAGES}
        forms = [*names.values(), *filter(None, (row["also"] or "").split("|"))]
        found += [(form, row["country"], names) for form in forms]
    return tuple(sorted(found, key=lambda item: -len(item[0])))


def extract(release: ReleaseText) -> ReleaseFacts:
    """Find the countries, agencies and dates of a release.

    A country is a party when the headline names it, when its ambassador or side speaks, or when it
    is said to act with the publisher; a country that is only mentioned, however often, is a fact of
    kind `mention`.

    Args:
        release: A release.

    Returns:
        Its facts; the name of every party, and the words of every fact, are exactly
        `text[start:end]`.
    """
    places = find_countries(release.text)
    agencies_found = _agencies(release, places)
    countries_found = _countries(release, places)
    weighty = [party for party in countries_found if party.confidence >= 0.5]
    parties = sorted((*agencies_found, *weighty), key=lambda p: (p.start, p.end))
    others = [party.country for party in weighty if party.country != release.publisher]
    if len(others) > MOST_PARTNERS:
        others = []
    partners: tuple[str, ...] = ()
    if release.publisher and others:
        partners = (release.publisher, *others)
    elif len(others) > 1:
        partners = tuple(others)
    facts = [
        *(
            Fact("date", day.isoformat(), start, end, 0.9, "written_date")
            for start, end, day in find_dates(release.text)
        ),
        *(
            Fact("mention", party.country, party.start, party.end, party.confidence, party.rule)
            for party in countries_found
            if party.confidence < 0.5
        ),
    ]
    return ReleaseFacts(
        text=release.text,
        title=release.title,
        published=release.published,
        source_url=release.source_url,
        language=release.language,
        partners=partners,
        parties=tuple(parties),
        facts=tuple(sorted(facts, key=lambda fact: (fact.start, fact.end, fact.kind))),
    )


Places = list[tuple[int, int, str]]
"""Start, end and country of each mention of a country."""


def _written(release: ReleaseText, places: Places) -> dict[str, str]:
    """By country, an expression for its names as this text writes them."""
    names: dict[str, set[str]] = {}
    for start, end, code in places:
        names.setdefault(code, set()).add(release.text[start:end])
    return {
        code: f"(?:{'|'.join(re.escape(n) for n in sorted(forms, key=lambda n: (-len(n), n)))})"
        for code, forms in names.items()
    }


def _agencies(release: ReleaseText, places: Places) -> list[Party]:
    """The first place of every agency, of the gazetteer or a ministry that names its country."""
    taken: list[tuple[int, int]] = []
    found: dict[str, Party] = {}

    def keep(key: str, party: Party) -> None:
        if any(party.start < end and start < party.end for start, end in taken):
            return
        taken.append((party.start, party.end))
        known = found.get(key)
        if known is None or party.start < known.start:
            found[key] = party

    forms = _forms()
    # First these: a gazetteer's `กระทรวงคมนาคม` may be the start of a longer, foreign name.
    for code, written in _written(release, places).items():
        if code == release.publisher:
            continue
        for pattern in _FOREIGN_MINISTRIES:
            for hit in re.finditer(pattern.format(name=written), release.text):
                name, (start, end) = hit.group(), hit.span()
                if "".join(name.split()) in forms:
                    continue
                keep(
                    f"{code} {name}",
                    Party("agency", code, name, {}, start, end, 0.7, "foreign_ministry"),
                )
    for hit in _any_form().finditer(release.text):
        country, names = forms["".join(hit.group().split())]
        start, end = hit.span()
        party = Party("agency", country, hit.group(), names, start, end, 0.95, "gazetteer")
        keep(names["en"], party)
    return sorted(found.values(), key=lambda party: party.start)


@cache
def _any_form() -> re.Pattern[str]:
    by_first: dict[str, list[str]] = {}  # so that at most positions one look settles it
    for form, _, _ in agencies():
        by_first.setdefault(form[0], []).append(_form_pattern(form))
    return re.compile(
        "|".join(f"(?={re.escape(first)})(?:{'|'.join(f)})" for first, f in by_first.items())
    )


@cache
def _forms() -> dict[str, tuple[str, dict[str, str]]]:
    """Country and names of an agency by each written form, without white space."""
    return {"".join(form.split()): (country, names) for form, country, names in agencies()}


def _form_pattern(form: str) -> str:
    """The form with any white space for a space; Latin and Cyrillic ones as whole words."""
    pattern = r"\s*".join(re.escape(word) for word in form.split())
    if "\u0e00" <= form[0] <= "\u0e7f":
        return pattern if len(form) > SHORT_FORM else rf"(?<![\u0e00-\u0e7f]){pattern}"
    return rf"\b{pattern}\b" if form[-1].isalnum() else rf"\b{pattern}"


def _countries(release: ReleaseText, places: Places) -> list[Party]:
    """Every country of the text at its first place, with how sure it is that it is a party."""
    times: Counter[str] = Counter()
    first: dict[str, tuple[int, int]] = {}
    for start, end, code in places:
        first.setdefault(code, (start, end))
        times[code] += 1
    written = _written(release, places)
    found = []
    for code, (start, end) in first.items():
        weight, rule = MENTION_WEIGHT * min(times[code], MOST_MENTIONS), "mention"
        if re.search(written[code], release.title):
            weight, rule = weight + TITLE_WEIGHT, "headline"
        for name, pattern, points in RULES:
            if hits := len(re.findall(pattern.format(name=written[code]), release.text)):
                weight, rule = weight + points * min(hits, 2), name
        confidence = round(min(0.95, weight / (2 * PARTY_WEIGHT)), 2)
        if code == release.publisher:
            confidence, rule = 0.95, "publisher"
        name = release.text[start:end]
        found.append(Party("country", code, name, names_of(code), start, end, confidence, rule))
    return found
