"""Clauses of a Thai text, which stand between spaces: where the one of a verb begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .countries import find_countries

_ACTOR = (
    r"(?:รพ\.[ก-๎]{0,20}|ทั้งสอง(?:ฝ่าย|ประเทศ)|สองฝ่าย|ฝ่าย[ก-๎]{2,20}?|รัฐบาล(?:ไทย|[ก-๎]{0,12}?)|"
    r"ประเทศไทย|ไทย(?:และ[ก-๎]{2,20}?)?|"
    r"(?:ท่าน)?(?:รอง)?นายก(?:รัฐมนตรี(?:[ก-๎]{0,20}?)|ฯ)|(?:รองนายกฯ|รมว\.[ก-๎]{0,14}?|"
    r"รัฐมนตรี[ก-๎ฯ]{0,50}?)|"
    r"(?:เอกอัครราชทูต|ออท\.|อุปทูต|ประธานาธิบดี|ปธน\.)[ก-๎ฯ]{0,40}?|(?:กระทรวง|กรม|"
    r"สำนักงาน|สำนัก|ธนาคาร|การรถไฟ|การทาง|การท่า|การไฟฟ้า|"
    r"การประปา|การเคหะ|องค์การ|สถาบัน|มหาวิทยาลัย|ศูนย์|กองทัพ|กองทุน|คณะกรรมการ|คณะ|"
    r"บริษัท|สถานเอกอัครราชทูต)[ก-๎ฯ ]{0,60}?|"
    r"[ก-ฮ]{1,4}(?:\.[ก-ฮ]{1,3}){0,2}\.|ดีอีเอส|ดีป้า|บีโอไอ|ตน(?:เอง)?|ผม|เรา|ที่ประชุมฯ?|"
    r"หน่วยงาน[ก-๎]{0,20}?|ทุก(?:ฝ่าย|หน่วยงาน|เขตเศรษฐกิจ|ภาคส่วน|ประเทศ)|กทม\.|"
    r"บมจ\. ?[ก-๎ ]{2,24}?|ทีม[ก-๎]{2,24}?|ภาคเอกชน[ก-๎]{0,12}?|[A-Z]{2,6}|"
    r"(?:นาย(?!ก)|นาง|นางสาว|ดร\.|พล(?:เอก|\.อ\.))\s?[ก-๎]{2,24}(?:\s[ก-๎]{2,24})?ฯ?)"
)
# The one that does it, right before the verb but for particles: `กระทรวงฯ ยังได้`.
_SUBJECT = re.compile(
    rf"(?:^|[\s“\"(]|โดย|ว่า|ซึ่ง|และ|ทั้งนี้|ด้าน|ขณะที่|ส่วน|ทาง)(?P<who>{_ACTOR})\s?"
    r"(?:ในฐานะ[^ ]{3,60} ? ?)?"
    r"(?:ยัง|ก็|เอง|ต่าง|ได้|จึง|ใน\S{0,20}|มี|ขอ|แสดง(?:ถึง)?|\(\S{1,20}\)){0,3}\s?$"
)
_NOUN = re.compile(
    r"(?:ผู้|หน่วย|นาย|คณะ|ประชาชน|วัคซีน|โครงการ|ภาค|เกษตร|กลุ่ม|กิจกรรม|แรงงาน|นักลงทุน|"
    r"รพ\.|โรงพยาบาล|ทีม|ตัวแทน|"
    r"จังหวัด|ธนาคาร|บริษัท|เจ้าหน้าที่|ตำรวจ|ครม|ศบค|สมาคม|สภา|หอการค้า|ทาง(?=[ก-ฮ])|"
    r"งาน|การประชุม|มติ|สนามบิน|รถไฟ)"
)
# Where the subject ends when the pattern above has taken more than it: `กระทรวงฯ ได้…`.
_AND_THEN = re.compile(r"\s?(?:ได้|แสดง|ยัง(?=[ก-ฮ])|ขอบคุณ|ในการนี้|มีความ|จะ|ก็ได้|\(|กล่าว|ในฐานะ)")
_SAYS = re.compile(r".*(?:ย้ำ|กล่าว|ยืนยัน|เปิดเผย|ระบุ|ชี้แจง|แจ้ง)ว่า")
_BOUNDARY = re.compile(r"[ \xa0]+(?=\S)")
_OPENERS = re.compile(
    r"^(?:โดย(?!เฉพาะ|เร็ว)|ซึ่ง|ทั้งนี้|นอกจากนี้|พร้อมกันนี้|พร้อมทั้ง|และ|ในการนี้|ในโอกาสนี้|"
    r"โอกาสนี้|อย่างไรก็ตาม|ดังนั้น|กล่าวว่า|ระบุว่า|ว่า(?!การ)|“|\"|เพื่อให้|รวมทั้ง|รวมถึง|"
    r"ตลอดจน|ขณะที่|ส่วน|ด้าน(?=นาย|นาง))\s?"
)
# The verb stands in a clause joined to what goes before it: `เชิญทุกฝ่ายและจะประกาศ`.
_JOINED = re.compile(r"[ก-๎]{8,}(?:และ|รวมทั้ง|พร้อมทั้ง|ตลอดจน|โดย|ซึ่ง|ย้ำว่า|ยืนยันว่า)$")
# What a clause goes on with after a space: time, place, number, a name in Latin letters.
_GOES_ON = re.compile(
    r"\d|ครั้งที่|ระยะที่|ใน(?:วัน|เดือน|ปี|ช่วง|ไตรมาส|ระดับ|ทุก|พื้นที่)|ภายใน|ระหว่าง|จำนวน|ณ|ที่(?=[ก-ฮ])|"
    r"[(“\"A-Za-z]|ๆ|ฯ|ร้อยละ|มูลค่า|ให้ได้|สำหรับ(?=บุคลากร|ประชาชน|ผู้)|"
    r"ภาย(?:ใต้|หลัง)|ตาม|ว่าด้วย|อย่าง|ต่อไป|เป็น|กับ|ของ|แห่ง|ประจำ|ปี|พ\.ศ\.|เดือน|"
    r"วันที่|ผ่าน|บน|ด้าน(?!นาย)|(?:และ|หรือ)(?=[ก-ฮเ-ไ])"
)
_UNIT = re.compile(
    r"(?:ล้าน|แสน|หมื่น|พัน|บาท|คน|ราย|จังหวัด|แห่ง|โครงการ|เดือน|ปี|วัน|ตัน|ไร่|โดส|ครั้ง|ประเทศ|"
    r"เที่ยว|หน่วย|ชั่วโมง|เปอร์เซ็นต์|เมกะวัตต์|กิโลเมตร|กม\.|ลบ\.ม|ด้าน|ข้อ|ฉบับ|สาขา|ทุน|หมู่บ้าน|"
    r"มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|"
    r"ธันวาคม|[ก-ฮ]{1,2}\.[ก-ฮ]\.)"
)
_UNDONE = re.compile(
    r"(?:และ|หรือ|กับ|ของ|ใน|ได้แก่|เช่น|อาทิ|โครงการ|เพื่อ|ว่า|ณ|(?<!เต็ม)(?<!พื้น)(?<!หน้า)(?<!ทัน)ที่|เรื่อง|จำนวน|ในส่วนของ|"
    r"ครั้งที่|ระยะที่|ใน(?:เดือน|วันที่)|(?<!\d\s)ปี|จำนวน\s?[\d,]{1,9})$"
)
_TO_A_NUMBER = re.compile(r"(?:[-–]|ถึง)\s?(?:วันที่\s)?\d")  # 25 – 26, 1 ถึง 5
_CLAUSE_START = re.compile(
    r"(?:โดย(?!เฉพาะ)|ซึ่ง|ทั้งนี้|นอกจากนี้|พร้อมกันนี้|ในการนี้|ในโอกาสนี้|อย่างไรก็|ดังนั้น|"
    r"สำหรับ(?!บุคลากร|ประชาชน|ผู้)|ขณะที่|จากนั้น|ส่วน|ด้าน|หลังจาก|ภายหลัง|เนื่องจาก|เพราะ|แต่|อันจะ|อีกทั้ง|พร้อมทั้ง|"
    r"พร้อม(?=ขอ|ชื่น|แสดง|หวัง|เชิญ|ย้ำ)|และ(?=จะ|ยัง|ขอ|ได้|มี|หวัง|หารือ|แสดง|เห็น|"
    r"กล่าว|ย้ำ|นาย|ไทย|เชื่อ|พร้อม)|"
    r"รวมถึง|รวมทั้ง|ตลอดจน|เพื่อ|ทำให้|จึง|กล่าว|นาย(?!ก)|นาง|ดร\.|-|–|•|\d+[.)]|"
    r"”|ทั้งสองฝ่าย|รัฐบาล|นายกรัฐมนตรี|นายกฯ|เอกอัครราชทูต|ฝ่าย|ไทย|กระทรวง|ในส่วน|"
    r"โอกาสนี้|เช่น|อาทิ|ได้แก่)"
)
_COMPLETES = re.compile(r"เพื่อ|และ|โดย(?!จะ)|รวมถึง|รวมทั้ง")
_TOO_SHORT = 28  # letters of a verb that needs what follows it
_LONG_ENOUGH = 150  # a clause of so many letters ends at the next space


@dataclass(frozen=True)
class Clause:
    """Where a verb's clause begins, and its subject, where it has one.

    Attributes:
        start: Where it begins.
        who: Where its subject stands.
        acts: Whether that can promise: a person, a side, a government, an agency.
    """

    start: int
    who: tuple[int, int] | None
    acts: bool


def begin(plain: str, line: int, verb: int) -> Clause:
    """Find where the clause of a verb begins.

    Args:
        plain: A text.
        line: Where the verb's line begins.
        verb: Where the verb stands.
    """
    window = max(line, verb - 150)
    before = plain[window:verb]
    who = None
    for hit in _SUBJECT.finditer(before):
        who = (window + hit.start("who"), window + hit.end("who"))
    if who:
        begins, end = who
        if says := _SAYS.match(plain, begins, end):
            begins = says.end()
        if glued := _AND_THEN.search(plain, begins + 4, end):
            end = glued.start()
        while end > begins and plain[end - 1].isspace():
            end -= 1
        return Clause(begins, (begins, end), acts=True)
    near = before[-40:]
    for first, last, _ in reversed(find_countries(near)):
        place = verb - len(near)
        if re.fullmatch(r"\s?(?:ยัง|ก็|เอง|ต่าง|ได้|จึง|มีความ)?\s?", near[last:]):
            phrase = re.search(r"\S*$", plain[window : place + first])
            start = window + phrase.start() if phrase else place + first
            if opener := _OPENERS.match(plain[start:verb]):
                start += opener.end()
            if not _NOUN.match(plain[start : place + last]):
                start = place + first
            return Clause(start, (start, place + last), acts=True)
        break
    return _without_subject(plain, window, verb)


def _without_subject(plain: str, window: int, verb: int) -> Clause:
    before = plain[window:verb]
    spaces = [found.end() for found in _BOUNDARY.finditer(before)]
    start = window + (spaces[-1] if spaces else 0)
    if not plain[start:verb].strip() and len(spaces) > 1:
        start = window + spaces[-2]  # the subject stands before a space: `นายจ้าง จะ…`
        if not _NOUN.match(plain[start:verb]):
            start = window + spaces[-1]
    if opener := _OPENERS.match(plain[start:verb]):
        start += opener.end()
    subject = plain[start:verb].rstrip()
    if _JOINED.search(subject):
        return Clause(verb, None, acts=False)
    if 3 <= len(subject) <= 60 and _NOUN.match(subject):
        return Clause(start, (start, start + len(subject)), acts=False)
    return Clause(start, None, acts=False)


def finish(plain: str, verb: int, at: int, line_end: int) -> int:
    """Find where a clause ends: at a space before what begins another, or when it is long enough.

    Args:
        plain: A text.
        verb: Where the clause's verb begins.
        at: Where it ends.
        line_end: Where its line ends.
    """
    end = line_end
    for gap in re.finditer(r"[ \xa0]+", plain[at:line_end]):
        place = at + gap.start()
        following = plain[at + gap.end() : at + gap.end() + 40]
        bare = place - at < 8 and place - verb < 40  # hardly more than the verb
        if plain[place - 1].isdigit() and _TO_A_NUMBER.match(following):
            continue
        if bare or _UNDONE.search(plain[max(at, place - 12) : place]):
            continue
        if _open(plain[at:place]) or (plain[place - 1].isdigit() and _UNIT.match(following)):
            continue
        if place - verb < _TOO_SHORT and _COMPLETES.match(following):
            continue
        goes_on = _GOES_ON.match(following) and place - at <= _LONG_ENOUGH
        if _CLAUSE_START.match(following) or not (goes_on or place - at < 30):
            end = place
            break
    words = plain[at:end].rstrip(' \xa0,.;:”"’*-–')
    for opener in ("ทั้งนี้", "และในโอกาสนี้", "โอกาสนี้"):  # of the next clause
        words = words.removesuffix(opener).rstrip()
    return at + len(words)


def _open(words: str) -> bool:
    """Whether a bracket or a quotation is still open at the end of some words."""
    return words.count("(") > words.count(")") or words.count("“") > words.count("”")
