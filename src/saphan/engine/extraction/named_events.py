"""Events that a release names beside its own, with their days: to come, and past."""

from __future__ import annotations

import re
from typing import Literal

from .moments import Moment
from .problem import ReleaseText
from .result import Agreement, NamedEvent

_MOST_OF_ONE_EVENT = 40_000
# After letters, `งาน` is the end of another word: สำนักงาน, แรงงาน, รายงาน.
_THING = (
    r"(?:การประชุม(?!หารือ|เตรียม|ของ)|งาน(?:(?<![ก-๎]งาน)|(?<=จัดงาน)|(?<=ร่วมงาน)|"
    r"(?<=เปิดงาน)|(?<=ในงาน))(?=\s?[“\"A-Z]|วัน|มหกรรม|"
    r"เทศกาล|แสดง|สัมมนา|ประเพณี|ประกวด|ประชุม|นิทรรศการ|เปิดตัว|แถลง|แข่งขัน|ครบรอบ|"
    r"ลอยกระทง|สงกรานต์|กาชาด|เสวนา|เอ็กซ์โป|แฟร์)|"
    r"มหกรรม|เทศกาล|นิทรรศการ|สัมมนา|การแข่งขัน(?=กีฬา|กอล์ฟ|ฟุตบอล|จักร|แบด|มวย|เรือ)|"
    r"การเยือน|กีฬา(?=โอลิมปิก|ซีเกมส์|เอเชียน)|"
    r"เอเปค|การเลือกตั้ง|ประชุม(?=สุดยอด|รัฐมนตรี|ผู้นำ|วิชาการ|ระดับ))"
)
_NAME = re.compile(
    rf"{_THING}[^\n,;()]{{0,110}}?(?=\s+(?:ใน(?:วัน|เดือน|ปี|ช่วง)|ระหว่าง|เมื่อ|วันที่|"
    rf"ณ|ที่|ซึ่ง|โดย|เพื่อ|และ|จะ|ผ่าน)|\s*[(,;]|ใน(?:วันที่|เดือน|ปี)|ระหว่างวัน|เมื่อวัน|"
    rf"ซึ่ง|โดย(?!เฉพาะ)|ที่จะ|จะจัด|$|\n)"
)
_UNFINISHED = re.compile(r"(?:\s*(?:ประจำ)?ปี(?:\s?พ\.ศ\.|\s?ค\.ศ\.)?|\s*ประจำ|[\s“”\"])+$")
_END_OF_TIME = re.compile(r"(?:ถึง|จนถึง|ภายใน|ก่อน|หลัง)(?:วันที่)?\s*$|[-–]\s*$")
_LATIN_NAME = re.compile(
    r"(?:[A-Z][\w’'&:.-]*|\d{1,4}(?:st|nd|rd|th)?)(?:[ \u00a0]*[–-]?[ \u00a0]*(?:of|"
    r"the|for|on|and|&|in|[A-Z][\w’'&:.-]*|\d{4}|\d{1,2}(?:st|nd|rd|th)))*"
)
_EVENT_WORD = re.compile(
    r"(?<!Video )(?<!Tele )\b(?:Day|Days|Forum|Summit|Expo|Week|Conference|Meeting|Fair|Festival|"
    r"Games|Congress|Symposium|Exhibition|Roadshow|Hackathon|APEC|ASEM|Dialogue|"
    r"Workshop|Awards?|Mission|Show)\b"
)
_NEAR = 130
_PLANNED = re.compile(
    r"(?:ประสงค์|เสนอ|เตรียม|มีแผน|วางแผน|จะ|ยินดีที่จะ)\s?(?:ที่จะ|จะ)?(?:เป็นเจ้าภาพ)?(?:ร่วม)?จัด("
    r"?:งาน|การประชุม)?\s?(?P<name>(?:งาน\s?)?(?:Forum|ฟอรั่ม|ฟอรัม)[^\n]{0,60}?)(?=\s?(?:กับ"
    r"|เพื่อ|ใน|ซึ่ง|ระหว่าง|ที่)|\s\s|\n|$)"
)
_RU_EVENT = re.compile(
    r"(?:[Фф]орум|[Сс]аммит|[Вв]ыставк|[Кк]онференци|[Вв]стреч|[Дд]ень|[Дд]ни|"
    r"[Зз]аседани)[а-яё]*(?:\s+[«\"А-Яа-яЁёA-Z–-][^\s.,;]*){0,7}"
)
# An expression that begins with letters is searched for many times as fast as one that may begin
# with something else: whether it is a draft is looked for afterwards.
_AGREEMENT = re.compile(
    r"(?:บันทึก(?:ความเข้าใจ|ข้อตกลง|ความร่วมมือ|ความตกลง)|ความตกลง(?=ว่าด้วย|"
    r"การค้า|หุ้นส่วน|ด้าน|ระหว่าง)|อนุสัญญา|ปฏิญญา|แถลงการณ์ร่วม|แผนปฏิบัติการร่วม|พิธีสาร)"
    r"(?:\s?\([A-Za-z ,:.]{2,60}\))?(?:(?:ว่าด้วย|ด้าน|เพื่อ|ระหว่าง|การ|ใน|ความ)[^\n\s]{0,160})?"
)
_CYRILLIC = re.compile("[а-я]")
_AGREEMENT_LATIN = re.compile(
    r"(?:Memorandum of Understanding(?<=\bMemorandum of Understanding)|MoU(?<=\bMoU)|"
    r"MOU(?<=\bMOU)|Agreement(?<=\bAgreement)|Joint Statement(?<=\bJoint Statement))"
    r"(?:\s+(?:on|of|for)\s+[^\n.,;]{3,120})?"
    r"|[Мм]еморандум\w*(?:\s+о\s+[^\n.,;]{3,120})?|"
    r"[Сс]оглашени\w+\s+о\s+[^\n.,;]{3,120}"
)
_DRAFT = re.compile(r"(?:ร่าง|\b[Dd]raft\s+|проект\w*\s+)$")
_LONGEST_DRAFT = 24
_SIGNED = re.compile(r"(?:ลงนาม|ได้จัดทำ|signed|подписа)[^\n]{0,40}$")


def find_named_events(
    release: ReleaseText, plain: str, moments: list[Moment], own: str
) -> list[NamedEvent]:
    """Find named events with days of their own.

    Args:
        release: A release.
        plain: Its `plain`.
        moments: What it says of days, in order.
        own: The main event's day as YYYY-MM-DD, which is left out; empty when unknown.
    """
    if release.published is None:
        return []
    end_of_text = release.body + 1_500 if len(plain) > _MOST_OF_ONE_EVENT else len(plain)
    names = _names(plain, release.body, end_of_text)
    found: dict[tuple[str, str], NamedEvent] = {}
    for moment in moments:
        if not release.body <= moment.start < end_of_text or moment.when == own:
            continue
        future = moment.first > release.published
        past = moment.last < release.published and len(moment.when) == 10
        if not (future or past) or _END_OF_TIME.search(plain[: moment.start], moment.start - 14):
            continue
        name = _nearest(plain, names, moment)
        if name is None:
            continue
        start, end, latin = name
        if past and not latin:
            continue  # what has been is told by its proper name, or is no event of its own
        key = (release.text[start:end], moment.when)
        confidence = 0.75 if moment.start < end + 60 else 0.6
        found.setdefault(
            key,
            NamedEvent(
                release.text[start:end],
                moment.when,
                future,
                start,
                end,
                confidence,
                "named_near_a_day",
            ),
        )
    for hit in _PLANNED.finditer(plain, release.body, end_of_text):
        start, end = hit.span("name")
        end = start + len(plain[start:end].rstrip())
        found.setdefault(
            (plain[start:end], ""),
            NamedEvent(release.text[start:end], "", True, start, end, 0.6, "planned"),
        )
    return sorted(found.values(), key=lambda event: (event.start, event.when))


def _names(plain: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    names = [
        (hit.start(), hit.start() + len(hit.group().rstrip(' “”"')), False)
        for hit in _NAME.finditer(plain, start, end)
        if len(hit.group().strip()) >= 8 or hit.group().startswith("เอเปค")
    ]
    for hit in _LATIN_NAME.finditer(plain, start, end):
        if _EVENT_WORD.search(hit.group()) and len(hit.group().split()) >= 2:
            words = hit.group().rstrip(" .:–-")
            words = re.sub(r"\s+(?:of|the|for|on|and|in|&)$", "", words)
            names.append((hit.start(), hit.start() + len(words), True))
    if _CYRILLIC.search(plain, start, end):
        names += [(hit.start(), hit.end(), False) for hit in _RU_EVENT.finditer(plain, start, end)]
    return sorted(names)


def _nearest(
    plain: str, names: list[tuple[int, int, bool]], moment: Moment
) -> tuple[int, int, bool] | None:
    """The name that a day belongs to: in its line, before it if one is near, else after it."""
    line_start = plain.rfind("\n", 0, moment.start) + 1
    line_end = plain.find("\n", moment.end)
    line_end = len(plain) if line_end < 0 else line_end
    before = [
        name
        for name in names
        if line_start <= name[0]
        and name[1] <= moment.start
        and moment.start - name[1] <= _NEAR // 2
    ]
    after = [
        name for name in names if moment.end <= name[0] < line_end and name[0] - moment.end <= _NEAR
    ]
    if before:
        return before[-1]
    inside = [name for name in names if name[0] < moment.start < name[1]]
    if inside:
        start = inside[-1][0]
        return (
            start,
            start + len(_UNFINISHED.sub("", plain[start : moment.start].rstrip(" ("))),
            inside[-1][2],
        )
    return after[0] if after else None


def find_agreements(release: ReleaseText, plain: str) -> list[Agreement]:
    """Find memoranda, agreements and treaties, each once, in order of place."""
    end_of_text = release.body + 1_500 if len(plain) > _MOST_OF_ONE_EVENT else len(plain)
    found: dict[str, Agreement] = {}
    for pattern in (_AGREEMENT, _AGREEMENT_LATIN):
        for hit in pattern.finditer(plain, release.body, end_of_text):
            start, end = hit.start(), hit.start() + len(hit.group().rstrip(" ,.;:()"))
            earliest = max(release.body, start - _LONGEST_DRAFT)
            draft = _DRAFT.search(plain[earliest:start])
            start = earliest + draft.start() if draft else start
            signed = bool(_SIGNED.search(plain[max(release.body, start - 50) : start]))
            state: Literal["draft", "signed", "named"] = (
                "draft" if draft else "signed" if signed else "named"
            )
            key = "".join(plain[start:end].split()).lower()
            if key not in found:
                found[key] = Agreement(
                    release.text[start:end],
                    state,
                    start,
                    end,
                    0.8 if draft or signed else 0.6,
                    "agreement_words",
                )
    return sorted(found.values(), key=lambda agreement: agreement.start)
