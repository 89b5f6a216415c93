"""Promises: the clauses in which somebody says that they will do something.

A clause of a Thai text stands between spaces. It is a promise when its verb says so (`จะ…`, `พร้อม
สนับสนุน…`, `ยินดีที่จะ…`, `เตรียม…`) and its subject can act: a person, a side, a government, an
agency. What is hoped for, asked of others, or only expected is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .countries import find_countries
from .moments import Moment
from .problem import ReleaseText
from .result import Promise
from .starts import starts_of

MOST_PROMISES = 6
_SHORTEST, _LONGEST = 18, 420
_MOST_OF_ONE_EVENT = 40_000

_ACTOR = (
    r"(?:ทั้งสอง(?:ฝ่าย|ประเทศ)|สองฝ่าย|ฝ่าย[ก-๎]{2,20}?|รัฐบาล(?:ไทย|[ก-๎]{0,12}?)|"
    r"ประเทศไทย|ไทย(?:และ[ก-๎]{2,20}?)?|"
    r"(?:ท่าน)?(?:รอง)?นายก(?:รัฐมนตรี(?:[ก-๎]{0,20}?)|ฯ)|(?:รองนายกฯ|รมว\.[ก-๎]{0,14}?|"
    r"รัฐมนตรี[ก-๎ฯ]{0,50}?)|"
    r"(?:เอกอัครราชทูต|ออท\.|อุปทูต|ประธานาธิบดี|ปธน\.)[ก-๎ฯ]{0,40}?|(?:กระทรวง|กรม|"
    r"สำนักงาน|สำนัก|ธนาคาร|การรถไฟ|การทาง|การท่า|การไฟฟ้า|"
    r"การประปา|การเคหะ|องค์การ|สถาบัน|มหาวิทยาลัย|ศูนย์|กองทัพ|กองทุน|คณะกรรมการ|คณะ|"
    r"บริษัท|สถานเอกอัครราชทูต)[ก-๎ฯ ]{0,60}?|"
    r"[ก-ฮ]{1,4}(?:\.[ก-ฮ]{1,3}){0,2}\.|ดีอีเอส|ดีป้า|ตน|ผม|เรา|ที่ประชุม|หน่วยงาน[ก-๎]{0,20}?|"
    r"(?:นาย(?!ก)|นาง|นางสาว|ดร\.|พล(?:เอก|\.อ\.))\s?[ก-๎]{2,24}(?:\s[ก-๎]{2,24})?ฯ?)"
)
_DOING = (
    r"(?:ดำเนิน|สนับสนุน|ส่งเสริม|ผลักดัน|จัด|เร่ง|ร่วม|นำ|เสนอ|พัฒนา|ขยาย|ให้ความ|ให้การ|"
    r"หารือ|ประสาน|เปิด|สร้าง|แก้|ช่วย|ดูแล|ติดตาม|ตรวจ|"
    r"เพิ่ม|ลด|ปรับ|ทำ|มอบ|ส่ง|เดินหน้า|สานต่อ|ศึกษา|ทบทวน|พิจารณา|กำหนด|ออก|ประกาศ|"
    r"เชิญ|เดินทาง|เยือน|ลงนาม|เข้าร่วม|รับ|แลกเปลี่ยน|ใช้|"
    r"ทยอย|ยกระดับ|อำนวย|บูรณาการ|เตรียม|เจรจา|ต่อยอด|บริหาร|ขับเคลื่อน|รายงาน|เดิน|"
    r"ลงทุน|จ่าย|โอน|แจ้ง|เริ่ม|รักษา|ปฏิบัติ|เป็นเจ้าภาพ|กระชับ|"
    r"เรียน|เยี่ยมชม|เยี่ยม|กล่าว|ฉีด|ฝึก|อบรม|ประชุม|ให้บริการ|พบ(?=หารือ|กับ)|สื่อสาร|เผยแพร่|"
    r"ลงพื้นที่|หา|คง|มุ่ง|ต่อต้าน|ป้องกัน|ยืนหยัด|ตอบ|แบ่งปัน|รวบรวม|ชี้แจง|ทำงาน|"
    r"ทุ่มเท|สาน|เชื่อม|กระจาย|ฟื้นฟู|เยียวยา|ซื้อ|ผลิต|ก่อสร้าง|บังคับ|เจาะจง|มีการ|ได้มีการ)"
)
_VERB = re.compile(
    rf"(?P<ready>(?:ยัง|ก็|ต่าง)?(?:มีความ)?พร้อม(?:ที่จะ|จะ|ให้|ร่วม|สนับสนุน|ส่งเสริม|"
    rf"ผลักดัน|ทำงาน|จัดหา|อำนวย|สานต่อ|ดำเนิน|เดินหน้า|เป็น|เริ่ม|ช่วย|แลกเปลี่ยน|ขยาย|"
    rf"รับ(?!คำ|ฟัง|ชม)|ร่วมมือ|พัฒนา|เปิด)|ความพร้อม(?:ของ\S{{2,14}})?(?:ที่จะ|ใน(?:การ)?))"
    rf"|(?P<glad>(?:แสดงความ)?(?:ยินดี|เต็มใจ)(?:ที่จะ|จะ|ให้ความ|ให้การ|สนับสนุน|ส่งเสริม|"
    rf"ผลักดัน|ร่วมมือ|อำนวย|ช่วย))"
    rf"|(?P<pledge>(?:แสดง|ได้|ยัง|ขอ)?(?:ยืนยัน|ย้ำ|ให้คำมั่น|รับปาก|มุ่งมั่น|ตั้งใจ|แสดงเจตนารมณ์|"
    rf"แสดงเจตจำนง|ความมุ่งมั่น)(?:ว่า(?:จะ|รัฐบาล|ไทย)|ที่จะ|จะ|ใน(?:การ)?{_DOING}|"
    rf"ดำเนิน|สนับสนุน)[ก-๎]*)"
    rf"|(?P<wish>(?:แสดงความ|(?<!ความ))(?:ประสงค์|ปรารถนา)(?:ที่จะ|จะ|{_DOING})|แสดงความประสงค์)"
    rf"|(?P<agree>(?:เห็นพ้อง|ตกลง|เห็นชอบร่วมกัน|เห็นพ้องกัน)(?:ที่จะ|กันที่จะ|จะ|ร่วมกันที่จะ|ให้มีการ))"
    rf"|(?P<plan>(?:เตรียม|มีแผน(?:ที่จะ|จะ|การ)?|มีกำหนด(?:ที่จะ|การ)?|วางแผน(?:ที่จะ|"
    rf"จะ)?|ตั้งเป้า(?:หมาย)?(?:ที่จะ|จะ)?|มุ่งเป้า|เสนอตัว|ขอเสนอเป็น|เสนอเป็น)(?:ที่จะ|"
    rf"จะ)?(?={_DOING}|เจ้าภาพ|ผลิต))"
    rf"|(?P<will>จะ(?:ต้อง)?(?:ได้)?(?:ร่วมกัน|เร่ง|ทยอย|เริ่ม|มุ่ง|ใช้โอกาสนี้)?(?={_DOING}))"
)
_BEGINNINGS = (
    "พร้อม",
    "ความพร้อม",
    "มีความพร้อม",
    "แสดง",
    "ยินดี",
    "เต็มใจ",
    "ยืนยัน",
    "ย้ำ",
    "ให้คำมั่น",
    "รับปาก",
    "มุ่งมั่น",
    "ตั้งใจ",
    "ความมุ่งมั่น",
    "ประสงค์",
    "ปรารถนา",
    "เห็นพ้อง",
    "ตกลง",
    "เห็นชอบร่วมกัน",
    "เตรียม",
    "มีแผน",
    "มีกำหนด",
    "วางแผน",
    "ตั้งเป้า",
    "มุ่งเป้า",
    "เสนอ",
    "ขอเสนอ",
    "จะ",
    "ได้ยืนยัน",
    "ยังยืนยัน",
    "ขอยืนยัน",
)
_SUBJECT = re.compile(
    rf"(?:^|[\s“\"(]|โดย|ว่า|ซึ่ง|และ|ทั้งนี้|ด้าน|ขณะที่|ส่วน|ทาง)(?P<who>{_ACTOR})\s?(?:ยัง|"
    rf"ก็|เอง|ต่าง|ได้|จึง|ใน\S{{0,20}}|มี|ขอ|แสดง|\(\S{{1,20}}\)){{0,3}}\s?$"
)
_NOT = re.compile(
    r"(?:หวัง(?:เป็นอย่างยิ่ง)?(?:ว่า|ที่จะ)?|คาดว่า|คาดการณ์|เชื่อ(?:มั่น)?ว่า|หาก|ถ้า|เพื่อที่|"
    r"เพื่อ|อาจ|ไม่|ขอให้|ให้ประชาชน|ที่คาด|ก่อนที่|เมื่อ\S{0,10}|ผู้ที่|ประสงค์|สามารถ|น่า|"
    r"ซึ่ง|อัน|ที่)\s?$"
)
_HOPE = re.compile(r"หวัง(?:เป็นอย่างยิ่ง)?ว่า|คาดว่า|เชื่อ(?:มั่น)?ว่า|มั่นใจว่า|หาก|ถ้า|ขอให้|ขอความร่วมมือ|กรณี")
_NOT_DONE = re.compile(
    r"จะ(?:จัดขึ้น|สร้าง(?:มูลค่า|รายได้)|ได้รับ(?!การ)|ช่วยให้|ทำให้|มีผล|เป็น(?!เจ้าภาพ|"
    r"ประธาน|ผู้)|เห็น|พบ|เกิด|ส่งผล|"
    r"สามารถ|มีความ|มีราย|มีโอกาส|ต้อง(?:เป็น|มี|ได้|อยู่)|ไม่|นำมา|นำไปสู่|ใช้เวลา|มีฝน|"
    r"มีอากาศ|มีคลื่น|ต้องระวาง|เปิดโอกาสให้|ก่อให้|ครบ)"
)
_ENGLISH = re.compile(
    r"(?P<clause>(?:(?<=[.;] )|(?<=\n)|(?<=, and )|(?<=that )|(?<=, )|(?<=“)|^)"
    r"(?P<who>(?:[A-Z][\w’'-]+|[Tt]he|[Bb]oth|[Hh]e|[Ss]he|[Tt]hey|we|two|"
    r"of|and|[a-z]+(?=\s+(?:side|part|countr|govern|minis)))(?:\s+(?:[A-Z][\w’'-]+|"
    r"the|of|and|for|also|sides?|parties|countries|government|ministry)){0,9})\s+"
    r"(?:also\s+|further\s+)?(?:(?:affirm|reaffirm|confirm|pledg|agree|promis|"
    r"commit|intend|plan)\w*\s+(?:to|that|on|(?:the\s+)?[\w’'\s]{0,40}?(?:commitment|"
    r"readiness|support)|its|his|their)|"
    r"(?:stand|is|are|remain|was|were)s?\s+(?:also\s+)?(?:ready|committed|"
    r"willing|pleased|prepared)\s+to|express\w*\s+(?:readiness|willingness|"
    r"commitment)|will\s+(?!be\s+able|have\b)|would\s+(?:continue|support|work|provide|"
    r"host|promote|cooperate))"
    r"[^.\n;]{10,300})"
)
_RUSSIAN = re.compile(
    r"(?P<clause>(?:(?<=[.;!?] )|(?<=\n)|^)(?P<who>[А-ЯЁ][^.\n,;]{2,80}?)\s+"
    r"(?:готов\w*|намерен\w*|планиру\w+|обяз\w+|договорил\w+|подтвердил\w*\s+готовност\w"
    r"+|выразил\w*\s+готовност\w+|обеща\w+|пообещал\w*|буд(?:ет|ут)|предлож\w+\s+провест"
    r"и|предоставит|проведёт|проведет|направит)\s+[^.\n]{8,300})"
)
_AND_THEN = re.compile(r"\s?(?:ได้|แสดง|ยัง(?=[ก-ฮ])|ขอบคุณ|ในการนี้|มีความ|จะ|ก็ได้|\(|กล่าว)")
_NOBODY = re.compile(r"(?:and\s+)?(?:It|This|These|There|Which|That|it|this)\b")
_BOUNDARY = re.compile(r"[ ]{1,}(?=\S)")
_OPENERS = re.compile(
    r"^(?:โดย(?!เฉพาะ|เร็ว)|ซึ่ง|ทั้งนี้|นอกจากนี้|พร้อมกันนี้|พร้อมทั้ง|และ|ในการนี้|ในโอกาสนี้|"
    r"โอกาสนี้|อย่างไรก็ตาม|ดังนั้น|กล่าวว่า|ระบุว่า|ว่า(?!การ)|“|\"|เพื่อให้|รวมทั้ง|รวมถึง|"
    r"ตลอดจน|ขณะที่|ส่วน|ด้าน(?=นาย|นาง))\s?"
)
# What a clause goes on with after a space: time, place, number, a name in Latin letters.
_GOES_ON = re.compile(
    r"\d|ครั้งที่|ใน(?:วัน|เดือน|ปี|ช่วง|ไตรมาส|ระดับ|ทุก)|ภายใน|ระหว่าง|จำนวน|ณ|ที่(?=[ก-ฮ])|"
    r"[(“\"A-Za-z]|ๆ|ฯ|ร้อยละ|มูลค่า|"
    r"ภาย(?:ใต้|หลัง)|ตาม|ว่าด้วย|อย่าง|ต่อไป|เป็น|กับ|ของ|แห่ง|ประจำ|ปี|พ\.ศ\.|เดือน|"
    r"วันที่|ผ่าน|บน|ด้าน(?!นาย)|(?:และ|หรือ)(?=[ก-ฮเ-ไ])"
)
_UNIT = re.compile(
    r"(?:ล้าน|แสน|หมื่น|พัน|บาท|คน|ราย|จังหวัด|แห่ง|โครงการ|เดือน|ปี|วัน|ตัน|ไร่|โดส|ครั้ง|ประเทศ|"
    r"เที่ยว|หน่วย|ชั่วโมง|เปอร์เซ็นต์|เมกะวัตต์|กิโลเมตร|กม\.|ลบ\.ม|ด้าน|ข้อ|ฉบับ|สาขา|ทุน|[ก-ฮ]{1,2}\.[ก-ฮ]\.)"
)
_UNDONE = re.compile(
    r"(?:และ|หรือ|กับ|ของ|ใน|ได้แก่|เช่น|อาทิ|โครงการ|เพื่อ|ว่า|ณ|ที่|เรื่อง|จำนวน|"
    r"ครั้งที่|ใน(?:เดือน|วันที่)|(?<!\d\s)ปี)$"
)
_CLAUSE_START = re.compile(
    r"(?:โดย(?!เฉพาะ)|ซึ่ง|ทั้งนี้|นอกจากนี้|พร้อมกันนี้|ในการนี้|ในโอกาสนี้|อย่างไรก็|ดังนั้น|"
    r"สำหรับ|ขณะที่|จากนั้น|ส่วน|ด้าน|หลังจาก|ภายหลัง|เนื่องจาก|เพราะ|แต่|อันจะ|อีกทั้ง|พร้อมทั้ง|"
    r"พร้อม(?=ขอ|ชื่น|แสดง|หวัง|เชิญ|ย้ำ)|และ(?=จะ|ยัง|ขอ|ได้|มี|หวัง|หารือ|แสดง|เห็น|"
    r"กล่าว|ย้ำ|นาย|ไทย|เชื่อ|พร้อม)|"
    r"รวมถึง|รวมทั้ง|ตลอดจน|เพื่อ|ทำให้|จึง|กล่าว|นาย(?!ก)|นาง|ดร\.|-|–|•|\d+[.)]|"
    r"”|ทั้งสองฝ่าย|รัฐบาล|นายกรัฐมนตรี|นายกฯ|เอกอัครราชทูต|ฝ่าย|ไทย|กระทรวง|ในส่วน|"
    r"โอกาสนี้|เช่น|อาทิ|ได้แก่)"
)


_NOUN = re.compile(
    r"(?:ผู้|หน่วย|นาย|คณะ|ประชาชน|วัคซีน|โครงการ|ภาค|เกษตร|กลุ่ม|กิจกรรม|แรงงาน|นักลงทุน|"
    r"รพ\.|โรงพยาบาล|ทีม|ตัวแทน|"
    r"จังหวัด|ธนาคาร|บริษัท|เจ้าหน้าที่|ตำรวจ|ครม|ศบค|สมาคม|สภา|หอการค้า|ทาง(?=[ก-ฮ])|"
    r"งาน|การประชุม|มติ|สนามบิน|รถไฟ)"
)
_SAID = re.compile(r"(?:กล่าว|เปิดเผย|เผย|ระบุ|ย้ำ|ชี้แจง|แจ้ง)[ก-๎]{0,14}ว่า")
# That somebody is ready is a promise where it is said; elsewhere it is made, or is there.
_TELLS = re.compile(r"(?:แสดง|ย้ำ|ยืนยัน)(?:ถึง|ใน)?$|(?:ไทย|ฝ่าย|ฯ|รัฐบาล)\s?(?:ยัง|ก็|ต่าง)?$")
# After “affirms that”: what is going to be done, not how things are.
_THAT = re.compile(r"ว่า(?:รัฐบาล|ไทย)")
_DOES = re.compile(r"จะ|พร้อม|ยินดี|มุ่ง|ตั้งใจ|สนับสนุน|เดินหน้า|ดำเนิน|ให้ความสำคัญ")
# What was said there, not what will be done.
_AT_A_MEETING = re.compile(r"ใน(?:การ)?(?:ประชุม|หารือ|กล่าว)")
_WARNS = re.compile(r"อย่าหลงเชื่อ|อย่าเชื่อ|ข่าวปลอม|เฟคนิวส์|อย่าแชร์")
# How sure a verb makes a promise: of somebody who can act, of another subject, and of none.
_WEIGHTS = {
    "ready": (0.84, 0.46, 0.46),
    "glad": (0.8, 0.52, 0.5),
    "pledge": (0.84, 0.54, 0.52),
    "wish": (0.68, 0.46, 0.44),
    "agree": (0.84, 0.6, 0.56),
    "plan": (0.64, 0.46, 0.42),
    "will": (0.56, 0.46, 0.42),
}
_ENOUGH = 0.5


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    who: tuple[int, int] | None
    weight: float
    rule: str


def find_promises(release: ReleaseText, plain: str, moments: list[Moment]) -> list[Promise]:
    """Find the promises of a release, in order of place; the surest when there are many.

    Args:
        release: A release.
        plain: Its `plain`.
        moments: What it says of days, in order.
    """
    if len(plain) > _MOST_OF_ONE_EVENT:  # a summary of many meetings: only its beginning is its own
        plain = plain[: release.body + 1_500]
    found = [*_thai(release, plain), *_other(release, plain)]
    found.sort(key=lambda item: (-item.weight, item.start))
    kept: list[_Found] = []
    for item in found:
        if len(kept) >= MOST_PROMISES:
            break
        opening = plain[item.start : item.start + 30]
        again = any(plain.startswith(opening, other.start) for other in kept)
        apart = all(item.end <= other.start or other.end <= item.start for other in kept)
        if apart and not again:
            kept.append(item)
    return [
        Promise(
            text=release.text[item.start : item.end],
            who=release.text[slice(*item.who)] if item.who else "",
            due=_due(moments, item.start, item.end, release),
            start=item.start,
            end=item.end,
            confidence=round(min(0.9, item.weight), 2),
            rule=item.rule,
        )
        for item in sorted(kept, key=lambda item: item.start)
    ]


def _thai(release: ReleaseText, plain: str) -> list[_Found]:
    found = []
    warns = bool(_WARNS.search(release.title))
    done = release.body
    for place in starts_of(_BEGINNINGS, plain):
        hit = _VERB.match(plain, place) if place >= done else None
        if hit is None:
            continue
        done = hit.end()
        rule = hit.lastgroup or "will"
        line_start = plain.rfind("\n", 0, hit.start()) + 1
        line_end = plain.find("\n", hit.start())
        line_end = len(plain) if line_end < 0 else line_end
        before = plain[line_start : hit.start()]
        if before.endswith("จาก") or (_NOT.search(before[-24:]) and rule != "agree"):
            continue
        if rule == "will" and _NOT_DONE.match(plain, hit.start()):
            continue
        if rule == "plan" and (
            plain.startswith("เตรียมรับ", hit.start()) or before.endswith(("การ", "ความ"))
        ):
            continue
        if rule == "pledge" and (
            _AT_A_MEETING.search(hit.group())
            or (_THAT.search(hit.group()) and not _DOES.search(plain, hit.start(), hit.end() + 40))
        ):
            continue
        if hit.group().startswith(("ความพร้อม", "มีความพร้อม")) and not _TELLS.search(before[-12:]):
            continue
        start, who, acts = _begin(plain, line_start, hit.start())
        if _HOPE.search(plain[max(line_start, start - 24) : hit.start()]):
            continue
        end = _finish(plain, hit.end(), line_end)
        if not _SHORTEST <= end - start <= _LONGEST or plain.endswith("ไม่ได้", start, end):
            continue
        weight = _WEIGHTS[rule][0 if acts else 1 if who else 2]
        if _SAID.search(plain[max(line_start, start - 90) : start]):
            weight += 0.08
        if plain[start:end].endswith(("ต่อไป", "อย่างต่อเนื่อง", "โดยเร็ว", "อย่างเต็มที่")):
            weight += 0.06
        if warns and rule != "will":
            weight -= 0.3  # what a false claim says that somebody will do
        if weight >= _ENOUGH:
            found.append(_Found(start, end, who, weight, rule))
    return found


def _begin(plain: str, line: int, verb: int) -> tuple[int, tuple[int, int] | None, bool]:
    """Where the clause of a verb begins, its subject's place, and whether that can act."""
    window = max(line, verb - 130)
    before = plain[window:verb]
    who = None
    for hit in _SUBJECT.finditer(before):
        who = (window + hit.start("who"), window + hit.end("who"))
    if who:
        end = who[1]
        if glued := _AND_THEN.search(plain, who[0] + 4, end):
            end = glued.start()
        while end > who[0] and plain[end - 1] == " ":
            end -= 1
        return who[0], (who[0], end), True
    for begin, end, _ in reversed(find_countries(before[-40:])):
        place = verb - len(before[-40:])
        if re.fullmatch(r"\s?(?:ยัง|ก็|เอง|ต่าง|ได้|จึง|มีความ)?\s?", before[-40:][end:]):
            phrase = re.search(r"\S*$", plain[window : place + begin])
            first = window + phrase.start() if phrase else place + begin
            if opener := _OPENERS.match(plain[first:verb]):
                first += opener.end()
            if not _NOUN.match(plain[first : place + end]):
                first = place + begin
            return first, (first, place + end), True
        break
    spaces = [found.end() for found in _BOUNDARY.finditer(before)]
    start = window + (spaces[-1] if spaces else 0)
    if not plain[start:verb].strip() and len(spaces) > 1:
        start = window + spaces[-2]  # the subject stands before a space: `นายจ้าง จะ…`
        if not _NOUN.match(plain[start:verb]):
            start = window + spaces[-1]
    if opener := _OPENERS.match(plain[start:verb]):
        start += opener.end()
    subject = plain[start:verb].rstrip()
    if 3 <= len(subject) <= 60 and _NOUN.match(subject):
        return start, (start, start + len(subject)), False
    return start, None, False


def _finish(plain: str, at: int, line_end: int) -> int:
    """Where the clause ends: at a space before what begins another, or when it is long enough."""
    end = line_end
    for gap in re.finditer(r" +", plain[at:line_end]):
        place = at + gap.start()
        following = plain[at + gap.end() : at + gap.end() + 40]
        if place - at < 8 or _UNDONE.search(plain[max(at, place - 12) : place]):
            continue
        if _open(plain[at:place]) or (plain[place - 1].isdigit() and _UNIT.match(following)):
            continue
        if place - at < 30 and following.startswith(("เพื่อ", "และ", "โดย", "รวมถึง", "รวมทั้ง")):
            continue
        goes_on = _GOES_ON.match(following) and place - at <= 150
        if _CLAUSE_START.match(following) or not (goes_on or place - at < 30):
            end = place
            break
    words = plain[at:end].rstrip(' ,.;:”"’*-–')
    return at + len(words.removesuffix("ทั้งนี้").rstrip())


def _open(words: str) -> bool:
    """Whether a bracket or a quotation is still open at the end of some words."""
    return words.count("(") > words.count(")") or words.count("“") > words.count("”")


def _other(release: ReleaseText, plain: str) -> list[_Found]:
    found = []
    for pattern, letters in ((_ENGLISH, r"[a-z]{4} [a-z]{2,} "), (_RUSSIAN, r"[а-яё]{4}")):
        if not re.search(letters, plain):
            continue
        for hit in pattern.finditer(plain, release.body):
            start, end = hit.span("clause")
            if _NOBODY.match(hit["who"]):
                continue
            if plain.startswith("and ", start):
                start += 4
            end = start + len(plain[start:end].rstrip(' ,.;:”"'))
            who = (max(start, hit.start("who")), hit.end("who"))
            found.append(_Found(start, end, who if who[0] < who[1] else None, 0.7, "says_will"))
    return found


def _due(moments: list[Moment], start: int, end: int, release: ReleaseText) -> str:
    for moment in moments:
        if start <= moment.start < end and (
            release.published is None or moment.last > release.published
        ):
            return moment.when
    return ""
