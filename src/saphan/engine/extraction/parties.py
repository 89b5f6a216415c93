"""Which countries a release joins, told from those merely mentioned."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from .countries import Mentions, names_of
from .problem import ReleaseText
from .result import Party

PARTY_WEIGHT = 2.0  # how much must speak for a country before it is a party
MENTION_WEIGHT = 0.25
MOST_MENTIONS = 4  # more do not count: a long list of countries makes none of them a party
MOST_LOOKED_AT = 10
"""Mentions of a country around which is looked for what makes it a party."""
MOST_PARTNERS = 8
"""A release that joins more countries than this is about none of them in particular."""
MOST_OF_ONE_EVENT = 40_000
"""Characters; what is longer sums up many events, and only its beginning tells its own."""
LEAD = 1_200
"""Characters of the text after the headline in which it tells who met whom."""
_BEFORE, _AFTER = 70, 50  # characters around a mention that are looked at

_STATE = (
    r"(?:ประเทศ|รัฐบาล(?:แห่ง)?|สาธารณรัฐ\S{0,18}|ราชอาณาจักร|สหพันธรัฐ|สหพันธ์|แห่ง|"
    r"ทางการ|ฝ่าย|นคร|the\s+|Republic\s+of\s+|Kingdom\s+of\s+|People’s\s+Republic\s+of\s+"
    r"|Federation\s+of\s+)?\s?"
)


@dataclass(frozen=True)
class _Rule:
    """A cue before or after the name of a country, what it weighs, and how much that is cut where
    it stands below the first paragraphs."""

    name: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    weight: float
    below: float


def _rule(name: str, before: str, after: str, weight: float, below: float = 0.5) -> _Rule:
    return _Rule(
        name,
        re.compile(f"(?:{before}){_STATE}$", re.IGNORECASE) if before else None,
        re.compile(after, re.IGNORECASE) if after else None,
        weight,
        below,
    )


# What tells that the words between an office or a ministry and a country are no part of its name.
_NO_PART = "ใน|จาก|ไป|เผย|กล่าว|ได้|สั่ง|ห่วง|ชี้|เตรียม|แรงงานไทย|คนไทย|เร่ง|ขอ|ไทย|นำเข้า|ส่งออก"
_OFFICES = (
    r"(?:นายกรัฐมนตรี|นายกฯ|ประธานาธิบดี|ปธน\.|รัฐมนตรี(?:ว่าการ|ช่วยว่าการ)?(?:(?!ใน|"
    r"จาก|ไป|เผย|กล่าว|ได้|สั่ง|ห่วง|ชี้|เตรียม|ไทย|เร่ง)[^\n ]){0,45}|"
    r"รมว\.?\s?[^\n ]{0,22}|รมช\.?\s?[^\n ]{0,18}|ปลัดกระทรวง[^\n ]{0,30}|"
    r"มกุฎราชกุมาร|สมเด็จพระราชาธิบดี|ประธานสภา\S{0,20}|ผู้ว่าการ\S{0,20}|มุขมนตรี\S{0,12}|ผู้บัญชาการ\S{0,20})"
)
_RULES = (
    _rule(
        "ambassador",
        r"(?<!สถาน)(?<!สถานเอก)(?<!สถานเอกอัครราช)(?:เอกอัครราชทูต|เอกอัครราชฑูต|อัครราชทูต\S{0,14}"
        r"|อุปทูต|ทูต|ฑูต|ออท\.|"
        r"กงสุลใหญ่|กงสุลกิตติมศักดิ์|ผู้แทน)(?:วิสามัญ)?(?:ผู้มีอำนาจเต็ม)?\s?",
        "",
        3.0,
    ),
    _rule(
        "ambassador",
        r"(?<!สถาน)(?:เอกอัครราชทูต|อุปทูต|กงสุล)(?:(?!ทูตไทย|สถานเอก|ณ กรุง)[^\n]){0,45}",
        r"\s*ประจำ(?:ประเทศ|ราชอาณาจักร)ไทย",
        3.0,
    ),
    _rule(
        "embassy",
        r"สถาน(?:เอกอัครราชทูต|ทูต)(?:(?!ณ|ไทย)[^\n]){0,30}",
        r"\s*(?:ประจำ(?:ประเทศ|ราชอาณาจักร)ไทย)?",
        1.2,
        0.6,
    ),
    _rule(
        "embassy",
        r"(?:ร่วมกับ|ร่วมมือ(?:กับ)?|จับมือ(?:กับ)?|โดย|และ|กับ)\s?สถาน(?:เอกอัครราชทูต|ทูต)"
        r"(?:(?!ณ|ไทย)[^\n]){0,30}",
        "",
        1.8,
        0.6,
    ),
    _rule(
        "ambassador",
        r"(?:อัครราชทูต|อุปทูต|เลขานุการ|ผู้ช่วยทูต|ที่ปรึกษา|หัวหน้าฝ่าย)[^\n]{0,34}"
        r"สถาน(?:เอกอัครราชทูต|ทูต)(?:(?!ณ|ไทย)[^\n]){0,24}",
        "",
        2.6,
    ),
    _rule("leader", _OFFICES, "", 2.2, 0.4),
    _rule("side", r"ฝ่าย\s?", "", 1.2, 0.7),
    _rule("pair", r"(?:ประเทศ)?ไทย\s?[-–—/]\s?", "", 2.2, 0.35),
    _rule("pair", "", r"\s?[-–—]\s?(?:ประเทศ)?ไทย", 2.2, 0.35),
    _rule(
        "with",
        r"(?:ร่วมกับ|หารือกับ|หารือ|ระหว่าง(?:ประเทศ)?ไทย\s?(?:กับ|และ)|ไทย\s?(?:กับ|และ)|"
        r"กับฝ่าย|ลงนามกับ|จับมือ|ความร่วมมือกับ|ความสัมพันธ์กับ|กระชับสัมพันธ์)\s?",
        "",
        2.0,
        0.4,
    ),
    _rule(
        "with", r"ระหว่าง(?:รัฐบาล)?", r"\s?(?:กับ|และ)\s?(?:ประเทศ|รัฐบาล|ราชอาณาจักร)?ไทย", 2.0, 0.4
    ),
    _rule(
        "visit",
        r"(?:เยือน|เดินทางไปยัง|เดินทางไปเยือน)\s?(?:กรุง\S{2,14}\s|เมือง\S{2,14}\s)?",
        "",
        2.0,
        0.4,
    ),
    _rule("matching", r"(?:จับคู่\S{0,20}(?:กับ|ระหว่าง))\s?[^\n]{0,40}", "", 2.0, 0.6),
    _rule("ministry", rf"กระทรวง(?:(?!{_NO_PART})[^\n ]){{3,45}}(?:แห่ง|ของ)?", "", 1.2, 0.6),
    _rule(
        "delegation",
        r"(?:คณะ(?:ผู้แทน|นักธุรกิจ|นักลงทุน|ผู้บริหาร)\S{0,18}|ผู้แทนจาก|ผู้แทน(?:รัฐบาล|การค้า)?|"
        r"ภาคเอกชน)(?:จาก|ของ)?\s?",
        "",
        1.3,
        0.4,
    ),
    _rule("company", r"บริษัท[^\n]{0,40}\s?", "", 0.9, 0.2),
    _rule("delegates", r"(?:ผู้แทน|คู่เจรจา|ผู้เข้าร่วม|หุ้นส่วน)[^\n]{0,50}(?:ได้แก่|อาทิ|คือ)\s?", "", 2.0, 0.6),
    _rule("ambassador", r"(?:\bпос(?:ол|ла|лом|лу|ле)|\bпосольств\w*)\s+", "", 3.0),
    _rule("ambassador", r"\bambassador\s+of\s+|\bembassy\s+of\s+", "", 3.0),
    _rule("ambassador", "", r"(?:’s|'s|n|ese|ish)?\s+ambassador", 3.0),
    _rule(
        "leader",
        r"(?:minister|president|chancellor|councilor)(?:\s+of)?\s+(?:the\s+)?|"
        r"(?:министр\w*|президент\w*|премьер\w*)\s+(?:\w+\s+){0,3}",
        "",
        2.2,
        0.5,
    ),
    _rule(
        "leader",
        "",
        r"(?:’s|'s)?\s+(?:prime|foreign|deputy|state|minister|president|counterpart)",
        2.0,
        0.5,
    ),
    _rule(
        "pair",
        r"(?:Таиланд\w*|Thailand)(?:\s*[-–]\s*|\s+и\s+|\s+and\s+|\s+с\s+|\s+with\s+)",
        "",
        2.2,
        0.5,
    ),
    _rule("pair", "", r"(?:\s*[-–]\s*|\s+и\s+|\s+and\s+)(?:Таиланд|Thailand)", 2.2, 0.5),
)
_JOINS = re.compile(
    r"หารือ|ความร่วมมือ|ความสัมพันธ์|เยือน|ต้อนรับ|ลงนาม|ทูต|MO[UA]|จับมือ|ร่วมมือ|ทวิภาคี|"
    r"คารวะ|เข้าพบ|กระชับ|ผู้แทน|จับคู่|เจรจา|ร่วมกับ|"
    r"ประชุมร่วม|แลกเปลี่ยน|พบปะ|ขอบคุณ|มิตรภาพ|สานต่อ|สถาปนา|cooperation|relation|"
    r"partner|meet|visit|call|ambassador|met\b|сотруднич|форум|forum|встреч",
    re.IGNORECASE,
)
# A release that warns of what is said of a country is not about an event with it.
_WARNS = re.compile(
    r"อย่าหลงเชื่อ|อย่าเชื่อ|ข่าวปลอม|เฟคนิวส์|อย่าแชร์|รับสมัคร(?!สมาชิก)|เตือน(?:ภัย|ประชาชน|"
    r"คน)?"
)
_LOOSE = frozenset({"pair", "with"})
_LISTED = re.compile(r"(?:[\s,]|และ|สาธารณรัฐ(?:ประชาชน)?|ราชอาณาจักร|ประเทศ|แห่ง){0,4}")
_NOT_JOINED = re.compile(
    r"(?:แรงงาน(?:ต่างด้าว)?|แรงงานสัญชาติ|สัญชาติ|ชาว|คน|นักท่องเที่ยว|สายพันธุ์|โควิด|"
    r"วัคซีน\S{0,12}|จาก|ใน|ไป|ตลาด|ส่งออก\S{0,8}|นำเข้า\S{0,8}|เดินทางเข้า|ชายแดน|"
    r"สกุลเงิน|หนัง|ภาพยนตร์|อาหาร|สินค้า|ทุเรียน\S{0,6}|ผู้ประกอบการ|โรงงาน|ลูกจ้าง|นายจ้าง|"
    r"ทำงาน(?:ที่|ใน)?|เหตุการณ์\S{0,10}|สถานการณ์\S{0,12})\s?(?:ประเทศ)?$"
)


def find_parties(
    release: ReleaseText, plain: str, mentions: Mentions
) -> tuple[list[Party], list[Party], tuple[str, ...]]:
    """Tell the countries that a release joins from those that it mentions.

    A country is a party when its ambassador, leader or side speaks, when the headline joins it with
    the publisher, or when it is said to act with the publisher.

    Args:
        release: A release.
        plain: Its `plain`.
        mentions: The countries that it names (`find_countries`).

    Returns:
        The parties and the mentioned, each at its first place, and the codes of the countries
        joined, the publisher's first; none when they are too many to be what it is about.
    """
    found = _weighed(release, plain, mentions)
    parties = [party for party in found if party.confidence >= 0.5]
    others = [party.country for party in parties if party.country != release.publisher]
    if len(others) > MOST_PARTNERS:
        others = []
    joined: tuple[str, ...] = ()
    if release.publisher and others:
        joined = (release.publisher, *others)
    elif len(others) > 1:
        joined = tuple(others)
    return parties, [party for party in found if party.confidence < 0.5], joined


def _weighed(release: ReleaseText, plain: str, mentions: Mentions) -> list[Party]:
    title_at = max(0, plain.find(release.title[:30]))
    title_end = title_at + len(release.title)
    joins = bool(_JOINS.search(release.title))
    warns = bool(_WARNS.search(release.title))
    lead_end = release.body + LEAD
    weights: dict[str, float] = defaultdict(float)
    times: dict[str, int] = defaultdict(int)
    per_rule: dict[tuple[str, str], int] = defaultdict(int)
    rules: dict[str, tuple[float, str]] = {}
    first: dict[str, tuple[int, int]] = {}
    titled: set[str] = set()
    listed = -1  # where the last country of a list of delegations ended
    summary = len(plain) > MOST_OF_ONE_EVENT
    for start, end, code in mentions:
        first.setdefault(code, (start, end))
        if code == release.publisher:
            continue
        line = plain.rfind("\n", 0, start) + 1
        before = plain[max(line, start - _BEFORE) : start]
        after = plain[end : end + _AFTER].split("\n")[0]
        in_title = title_at <= start < title_end
        if not in_title and start < release.body:
            continue
        if summary and not in_title and start >= lead_end:
            continue
        times[code] += 1
        if times[code] > MOST_LOOKED_AT and not in_title:
            continue
        if listed >= 0 and _LISTED.fullmatch(plain, listed, start):
            weights[code] += 2.0
            rules.setdefault(code, (2.0, "delegates"))
            listed = end
        cut = 1.0 if in_title or start < lead_end else 0.0
        not_joined = bool(_NOT_JOINED.search(before))
        if in_title and code not in titled and not not_joined:
            titled.add(code)
            weights[code] += 2.2 if joins else 0.9
            rules.setdefault(code, (1.0, "headline"))
        for rule in _RULES:
            if rule.before and not rule.before.search(before):
                continue
            if rule.after and not rule.after.match(after):
                continue
            if per_rule[code, rule.name] >= 2:
                continue
            if rule.name in _LOOSE and not in_title and per_rule[code, rule.name]:
                continue
            per_rule[code, rule.name] += 1
            weight = rule.weight * (cut or rule.below)
            if rule.name in _LOOSE and not in_title:
                weight = min(weight, 1.4)
            weights[code] += weight
            if rule.name == "delegates":
                listed = end
            if weight > rules.get(code, (0.0, ""))[0]:
                rules[code] = (weight, rule.name)
    found = []
    for code, (start, end) in first.items():
        weight = weights[code] + MENTION_WEIGHT * min(times[code], MOST_MENTIONS)
        if warns:
            weight *= 0.3
        confidence, rule_name = round(min(0.95, weight / (2 * PARTY_WEIGHT)), 2), "mention"
        if code in rules:
            rule_name = rules[code][1]
        if code == release.publisher:
            confidence, rule_name = 0.95, "publisher"
        name = release.text[start:end]
        found.append(
            Party("country", code, name, names_of(code), start, end, confidence, rule_name)
        )
    return sorted(found, key=lambda party: party.start)
