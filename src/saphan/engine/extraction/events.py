"""What the main event of a release is, and on which day.

The headline and the first paragraph tell: each kind has its words there, weighed. A release that
only says what somebody said is an announcement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .moments import Moment
from .problem import ReleaseText
from .result import EventKind, Fact

LEAD = 1_100
"""Characters of the text after the headline in which the main event is told."""


@dataclass(frozen=True)
class _Rule:
    kind: EventKind
    pattern: re.Pattern[str]
    title: float
    lead: float


def _rule(kind: EventKind, pattern: str, title: float, lead: float) -> _Rule:
    return _Rule(kind, re.compile(pattern, re.IGNORECASE), title, lead)


_ENVOY = r"(?:เอกอัครราชทูต|อัครราชทูต|อุปทูต|ทูต|กงสุล|เอกอัครราชฑูต|ฑูต)"
_ACROSS = (
    r"(?:ทางไกล|Video\s?-?\s?Conference|VDO|VTC|วิดีโอคอน|วีดิโอคอน|วีดีโอคอน|วิดีทัศน์|"
    r"วีดิทัศน์|Zoom|ออนไลน์|อิเล็กทรอนิกส์|Webex|"
    r"Cisco|MS\s?Teams|Microsoft Teams|Teleconference|virtual|online)"
)
_RULES = (
    _rule(
        "courtesy_call",
        r"เยี่ยมคา[รล]า?วะ|เข้าคารวะ|เยี่ยมคำนับ|อำลาในโอกาส|เข้าอำลา|courtesy call|farewell "
        r"call|визит вежливости",
        5,
        5,
    ),
    _rule(
        "courtesy_call",
        rf"(?:ต้อนรับ|รับรอง|ให้)\s?[^\n]{{0,80}}{_ENVOY}[^\n]{{0,160}}เข้าพบ|{_ENVOY}[^\n]{{0,90}}"
        rf"(?:เข้าพบ|อำลา)",
        5,
        4,
    ),
    _rule(
        "courtesy_call",
        r"(?:ให้การ)?ต้อนรับ\s?[“\"]?(?:นาย|นาง|นางสาว|H\.E\.|ผู้แทน|คณะ|ออท\.|เอก|"
        r"อัคร|ทูต|ผู้บริหาร|Mr|Ms|Dr)",
        3,
        2.5,
    ),
    _rule("courtesy_call", r"เข้าพบ(?:เพื่อ)?(?:หารือ|เยี่ยม|แนะนำ)?", 3, 2),
    _rule(
        "bilateral_meeting",
        r"หารือทวิภาคี|ประชุมทวิภาคี|หารือแบบทวิภาคี|bilateral (?:talk|meeting|discussion)|двусторонн",
        5,
        4,
    ),
    _rule(
        "bilateral_meeting",
        rf"หารือ(?:ร่วม)?(?:กับ|ระหว่าง)?\s?[^\n]{{0,40}}(?:{_ENVOY}|รัฐมนตรี[^\n]{{0,30}}(?:ต่างประ"
        rf"เทศ|แห่ง)|นายกรัฐมนตรี(?=[ก-ฮ])|ประธานาธิบดี|ปธน\.)",
        4,
        3,
    ),
    _rule(
        "bilateral_meeting",
        r"คณะกรรมาธิการร่วม|คณะกรรมการร่วม(?:ว่าด้วย|ทางการค้า|ด้าน|ไทย|เพื่อ)|ประชุม(?:คณะกรรมการ)?[^"
        r"\n]{0,40}ไทย\s?[-–]\s?[ก-ฮ]|สนทนาทางโทรศัพท์|หารือทางโทรศัพท์|met with|held "
        r"talks|\btalks with\b|discussed with|встрет",
        3,
        3,
    ),
    _rule("bilateral_meeting", r"หารือ(?:ร่วม)?กับ|หารือ", 1.5, 0.5),
    _rule(
        "multilateral_meeting",
        r"(?:ประชุม|การประชุม|meeting|summit|совещани)[^\n]{0,90}(?:อาเซียน|เอเปค|"
        r"สหประชาชาติ|ASEAN|APEC|แม่โขง|ลุ่มน้ำโขง|ลุ่มแม่น้ำโขง|BIMSTEC|บิมสเทค|GMS|ACMECS|"
        r"ASEM|RCEP|G20|G77|UNESCAP|ESCAP|COP\s?2\d|รัฐภาคี|สมัชชา(?:ใหญ่|อนามัย)|WHO|"
        r"WTO|สุดยอด|เอเชีย-แปซิฟิก|ระหว่างประเทศ|ADGMIN|ADGSOM|IMT-GT|CLMV|UN\b)",
        4.5,
        3,
    ),
    _rule(
        "multilateral_meeting",
        r"(?:ASEAN|APEC|UN|GMS|G20)[^\n]{0,50}(?:Meeting|Summit|Forum|Conference)|"
        r"handover of|ประชุมสุดยอด|ประชุมผู้นำ",
        3.5,
        3,
    ),
    _rule(
        "signing",
        r"พิธีลงนาม|ลงนาม(?:ใน)?(?:บันทึก|ความ|สัญญา|MO|ข้อตกลง|หนังสือ|ปฏิญญา|แถลง)|จับมือ[^\n]{0,80}("
        r"?:ลงนาม|MO[UA])|เซ็น\s?(?:MOU|สัญญา|บันทึก)|ลงนาม\s?MO[UA]|sign(?:ed|s|ing)\b[^\n]{0,4"
        r"0}(?:MoU|agreement|memorandum|contract)|подписа",
        5,
        3,
    ),
    _rule("signing", r"ร่วม(?:กัน)?ลงนาม|ได้ลงนาม|ลงนามร่วม|ลงนาม", 2.5, 1),
    _rule(
        "forum",
        r"สัมมนา(?!เชิงปฏิบัติการ)|เสวนา|นิทรรศการ|มหกรรม|เทศกาล|ประชุมวิชาการ|จับคู่ธุรกิจ|"
        r"business matching|เวที(?!หน้า)|\bforum\b|\bexpo\b|exhibition|\bfair\b|"
        r"conference|symposium|\bfestival\b|roadshow|โรดโชว์|ประกวด|форум|выставк|"
        r"конференц|hackathon|การแข่งขัน",
        3.5,
        2,
    ),
    _rule(
        "forum",
        r"(?:เป็นประธาน(?:ใน)?(?:พิธี)?|ร่วม|กล่าว|พิธี|ประธาน)?เปิดงาน|จัดงาน|เปิดตัวโครงการ|"
        r"งาน\s?[“\"‘']|เปิดกิจกรรม|จัดกิจกรรม|ร่วมงาน|งานแสดง|งานวัน|รับฟังความคิดเห็น|"
        r"ประชาพิจารณ์|สมัชชา",
        3,
        2,
    ),
    _rule(
        "visit",
        r"ลงพื้นที่|ตรวจเยี่ยม|ตรวจราชการ|เยือน|ลง(?:ตรวจ|ติดตาม)|ตรวจความ|เยี่ยมชม|ตรวจติดตาม|"
        r"ครม\.?สัญจร|เดินทางไป(?:ยัง|ตรวจ|เยี่ยม|ติดตาม|ที่|จังหวัด)|ตรวจสถานการณ์|ให้กำลังใจ|"
        r"state visit|official visit|visited\b|\bvisits?\b|inspect|посети|визит",
        4,
        3,
    ),
    _rule(
        "training",
        r"อบรม(?!\S{0,8}แพทย์)|หลักสูตร|ฝึกปฏิบัติ|เชิงปฏิบัติการ|ปฐมนิเทศ|workshop|training "
        r"(?:course|program|workshop)|ฝึกทักษะ|ซักซ้อม|ฝึกซ้อม|ค่าย(?:เยาวชน|อบรม)|ติวเข้ม|"
        r"обучени|тренинг|bootcamp",
        4,
        2.5,
    ),
    _rule(
        "other",
        r"พิธี(?!ลงนาม|เปิด|การ)|ทอด(?:ผ้า)?กฐิน|ถวาย|วันคล้ายวัน(?:สถาปนา|พระราช)|ครบรอบ\s?\d*\s?ปี("
        r"?=ของ|กรม|กระทรวง|การก่อตั้ง)|วางพานพุ่ม|วางพวงมาลา|บำเพ็ญกุศล|จิตอาสา|ทำบุญ|"
        r"ตักบาตร|ปลูกต้นไม้|บริจาค",
        3.5,
        2.5,
    ),
    _rule(
        "other",
        r"(?:เป็น)?ประธาน(?:ใน)?(?:การ)?ประชุม|ประชุม(?:คณะกรรมการ|บอร์ด|คกก|ศบค|ครม|"
        r"ติดตาม|หารือ|เตรียม|ผู้บริหาร|คณะทำงาน|คณะอนุ|สภา|คณะรัฐมนตรี|หัวหน้าส่วน)|การประชุม(?:คณะ|"
        r"บอร์ด)|บอร์ด|คกก\.|chaired|cabinet meeting",
        3,
        3,
    ),
    _rule(
        "other",
        r"มอบ(?:รางวัล|โล่|เกียรติบัตร|ใบ|เงิน|ถุงยังชีพ|ของ|อุปกรณ์|สิ่งของ|นโยบาย|ทุน|เวชภัณฑ์|"
        r"วัคซีน|ประกาศ)|รับมอบ|เปิด(?:ศูนย์|โรงพยาบาล|อาคาร|สะพาน|ถนน|ให้บริการ|เดินรถ|"
        r"ใช้)|แถลงข่าว|ฉีดวัคซีน(?:เข็ม|แอสตร้า|โควิด 19 เข็ม)|ร่วมแสดงความยินดี|เข้ารับรางวัล|"
        r"รับรางวัล",
        2.5,
        2,
    ),
)
_MEETS = r"(?:ประชุม|หารือ|สัมมนา|meeting|conference|talk)"
_REMOTE = re.compile(
    rf"(?:ผ่าน|ทาง|โดยวิธี|ในรูปแบบ|รูปแบบ|via|through|by|ระบบ)\s?[^\n]{{0,45}}{_ACROSS}", re.IGNORECASE
)
_REMOTE_TITLE = re.compile(_ACROSS, re.IGNORECASE)
_SPEAKS = re.compile(
    r"(?:เปิดเผย|เผย(?!แพร่)|กล่าว|ชี้แจง|แถลง|ระบุ|ย้ำ|ยืนยัน|เตือน|แจง)(?:ว่า|ถึง|เพิ่มเติม|"
    r"ภายหลัง|กรณี)?|disclosed|stated|said|revealed|сообщил|заявил",
)
_SPEAKS_TITLE = re.compile(
    r"เผย(?!แพร่)|ย้ำ|เตือน|แจง|ชี้|ยืนยัน|ยัน|สั่ง|กำชับ|ห่วง|ขอ|เชิญชวน|เตรียม|เร่ง|หนุน|"
    r"ประกาศ|รายงาน|เห็นชอบ|อนุมัติ|ชื่นชม|ยินดี|ปลื้ม|แนะ|รับสมัคร|ดัน|ลุย|เดินหน้า|ตั้งเป้า|"
    r"คาด|สรุป|แถลง|วอน|พบ(?!ปะ)|มั่นใจ|มีมติ|ไฟเขียว|ปรับ|ขยาย"
)
_TODAY = re.compile(r"(?:ใน)?(?:เช้า|บ่าย|ค่ำ|เย็น)?วันนี้|\btoday\b|сегодня", re.IGNORECASE)
_YESTERDAY = re.compile(r"(?:เมื่อ)?วานนี้|เมื่อวาน|\byesterday\b|вчера", re.IGNORECASE)
_CUE = re.compile(
    r"(?:(?P<today>วันนี้)|(?P<yesterday>วานนี้|เมื่อวาน)|(?P<on>เมื่อ(?:เช้า)?วัน\S{0,10}\s?(?:ที่)?"
    r"|เมื่อคืนวัน\S{0,10}ที่|(?:ใน|เช้า|บ่าย)วัน\S{0,10}\s?ที่|วัน\S{0,10}\s?ที่|on|от)|"
    r"(?P<between>ระหว่าง(?:วันที่|วัน)?|ตั้งแต่วันที่|between|from))\s*[\s(（“:]*(?:ตรงกับ)?(?:วัน\S{"
    r"0,10}\s?ที่\s*)?[\s(]*$",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    r"(?:มติ|คณะรัฐมนตรี|ครม\.?|ราชกิจจา\S*|พ\.ศ\.|ฉบับ\S*|ภายใน|จนถึง|ถึง|ไม่เกิน|"
    r"หลังจาก|นับ(?:แต่|จาก)|มีผล\S*|ณ|สิ้นสุด|ก่อน|ครบกำหนด|ประกาศ\S*|ลง|เกิด\S*|ข้อมูล|"
    r"สะสม)\s*(?:\((?:ครม\.|ศบค\.)\)\s*)?(?:ใน|เมื่อ|ตั้งแต่)?(?:วัน\S{0,10}ที่)?\s*[\s(]*$"
)
_FOOTER = re.compile(r"[*.\-_=•]{5,}[\s*]*$")


def find_event(
    release: ReleaseText, plain: str, moments: list[Moment], *, foreign: bool
) -> tuple[EventKind, date | None, list[Fact]]:
    """Tell the main event and its day.

    Args:
        release: A release.
        plain: Its `plain`.
        moments: What it says of days, in order.
        foreign: Whether it joins the publisher with another country.

    Returns:
        The kind, the day (the first of several; None when the text does not tell it), and both as
        facts.
    """
    kind, kind_fact = _kind(release, plain, foreign=foreign)
    day_fact = _day(release, plain, moments, kind)
    facts = [kind_fact] + ([day_fact] if day_fact else [])
    return kind, date.fromisoformat(day_fact.value) if day_fact else None, facts


def _kind(release: ReleaseText, plain: str, *, foreign: bool) -> tuple[EventKind, Fact]:
    title_at = max(0, plain.find(release.title[:40].translate(str.maketrans("\u200b\u00a0", "  "))))
    title_end = min(title_at + len(release.title), len(plain))
    lead_at, lead_end = release.body, min(len(plain), release.body + LEAD)
    scores: dict[EventKind, float] = {}
    places: dict[EventKind, tuple[int, int]] = {}
    for rule in _RULES:
        weight = 0.0
        if hit := rule.pattern.search(plain, title_at, title_end):
            weight += rule.title
            places.setdefault(rule.kind, hit.span())
        if hit := rule.pattern.search(plain, lead_at, lead_end):
            nearness = 1.0 - 0.5 * (hit.start() - lead_at) / LEAD
            weight += rule.lead * nearness
            places.setdefault(rule.kind, hit.span())
        if weight:
            scores[rule.kind] = scores.get(rule.kind, 0.0) + weight
    if not foreign:
        for kind in ("bilateral_meeting", "multilateral_meeting"):
            if kind in scores:
                scores[kind] *= 0.4
    speaks = _announces(plain, title_at, title_end, lead_at, lead_end)
    if speaks:
        scores["announcement"] = speaks
        hit = _SPEAKS.search(plain, lead_at, lead_end) or _SPEAKS_TITLE.search(
            plain, title_at, title_end
        )
        places.setdefault("announcement", hit.span() if hit else (title_at, title_end))
    best: EventKind = max(scores, key=lambda k: (scores[k], k), default="announcement")
    if not scores or scores[best] < 2.0:
        best = "announcement"
    place = places.get(best, (title_at, title_end))
    if best in ("bilateral_meeting", "other", "courtesy_call") and _is_remote(
        plain, lead_at, lead_end, best
    ):
        hit = _REMOTE.search(plain, lead_at, lead_end)
        best, place = "online_meeting", hit.span() if hit else place
    rest = sorted(scores.values())[-2:]
    margin = (rest[-1] - rest[0]) / rest[-1] if len(rest) == 2 and rest[-1] else 1.0
    return best, Fact("event_kind", best, *place, round(0.5 + 0.45 * margin, 2), "event_words")


def _is_remote(plain: str, start: int, end: int, kind: EventKind) -> bool:
    hit = _REMOTE.search(plain, start, end)
    if hit is None:
        return False
    around = plain[max(start, hit.start() - 260) : hit.end() + 40]
    return bool(re.search(_MEETS, around, re.IGNORECASE))


def _announces(plain: str, title: int, title_end: int, lead: int, lead_end: int) -> float:
    """How much speaks for somebody only saying something."""
    weight = 0.0
    if _SPEAKS_TITLE.search(plain, title, title_end):
        weight += 3.0
    hit = _SPEAKS.search(plain, lead, lead_end)
    if hit:
        weight += 3.0 * (1.0 - 0.5 * (hit.start() - lead) / LEAD)
    return weight


def _day(release: ReleaseText, plain: str, moments: list[Moment], kind: EventKind) -> Fact | None:
    published = release.published
    found: list[tuple[float, Fact]] = []
    lead_end = release.body + LEAD
    days = [moment for moment in moments if len(moment.when) == 10 and moment.start >= release.body]
    for moment in days:
        leading = plain[max(0, moment.start - 40) : moment.start].split("\n")[-1]
        if _FOOTER.search(plain[max(0, moment.start - 12) : moment.start]) or _OTHER_DAY.search(
            leading
        ):
            continue
        cue = _CUE.search(leading)
        weight = 1.0
        if cue:
            weight = {"today": 6.0, "yesterday": 6.0, "on": 4.0, "between": 3.0}[
                cue.lastgroup or "on"
            ]
        day = moment.first
        if published:
            day = _mended(day, published, today=bool(cue and cue["today"]))
            away = (day - published).days
            if away > 0:
                weight -= 0 if kind in ("training", "forum") else 1.5
                weight -= min(away, 60) / 30
            elif away < -20:
                weight -= min(-away, 400) / 60
        if moment.start > lead_end:
            weight -= 2.5 + (moment.start - lead_end) / 1500
        else:
            weight -= (moment.start - release.body) / LEAD
        confidence = round(max(0.3, min(0.97, 0.45 + weight / 12)), 2)
        rule = f"written_day_{cue.lastgroup}" if cue else "written_day"
        found.append(
            (
                weight,
                Fact("event_date", day.isoformat(), moment.start, moment.end, confidence, rule),
            )
        )
    if published:
        for pattern, days_ago, rule in ((_TODAY, 0, "today"), (_YESTERDAY, 1, "yesterday")):
            hit = pattern.search(plain, release.body, lead_end)
            if hit and not re.match(r"\s*[(（]", plain[hit.end() : hit.end() + 3]):
                day = published - timedelta(days_ago)
                weight = 3.4 - (hit.start() - release.body) / LEAD
                found.append((weight, Fact("event_date", day.isoformat(), *hit.span(), 0.7, rule)))
    if not found:
        return None
    weight, fact = max(found, key=lambda item: (item[0], -item[1].start))
    return fact if weight >= (2.6 if kind == "announcement" else 1.6) else None


def _mended(day: date, published: date, *, today: bool) -> date:
    """The day, with a slip in its year or month put right: a release tells of what is near it."""
    if today and abs((day - published).days) > 3:
        return published
    if abs((day - published).days) <= 300:
        return day
    for year in (published.year, published.year - 1):
        try:
            moved = day.replace(year=year)
        except ValueError:
            continue
        if -10 <= (published - moved).days <= 15:
            return moved
    return day
