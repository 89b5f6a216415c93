"""Where the words of an office begin and end.

Thai puts spaces between phrases and none between words: an office reaches to the space, unless a
verb is glued to it or what follows can only go on with it (a country, a ministry's second word).
"""

from __future__ import annotations

import re
from functools import lru_cache

from .countries import find_countries

OFFICE = (
    r"(?:อดีต|รักษาการ(?:แทน)?|รักษาราชการแทน|ปฏิบัติหน้าที่|ปฏิบัติราชการแทน|ว่าที่)?\s?(?:รอง|ผู้ช่วย|อุป)?(?:"
    r"นายกรัฐมนตรี|นายกฯ|รัฐมนตรี|รมว\.?|รมช\.?|รมต\.|ปลัด|อธิบดี|เลขาธิการ|เลขานุการ|เลขาฯ|ผู้อำนวยการ|ผอ\.|"
    r"ประธานาธิบดี|ประธาน|โฆษก|เอกอัครราชทูต|อัครราชทูต|อุปทูต|ทูต|กง[สก]ุล|ผู้ว่าการ|ผู้ว่าราชการ|"
    r"ผู้ว่าฯ|ผวจ\.|ผู้ตรวจราชการ|"
    r"ที่ปรึกษา|คณะที่ปรึกษา|ผู้จัดการ|กรรมการ|หัวหน้า|ผู้บัญชาการ|ผบ\.|ผบช\.|จเรตำรวจ|แม่ทัพ|"
    r"อธิการบดี|คณบดี|นายกสมาคม|"
    r"นายกเทศมนตรี|นายกองค์การ|นายก\s?อบ[จต]\.|นายแพทย์สาธารณสุข|นายอำเภอ|สมาชิก(?:สภา|"
    r"วุฒิ)|ส\.ส\.|สส\.|ส\.ว\.|"
    r"ผู้แทน|ผู้บริหาร|ผู้เชี่ยวชาญ|ผู้ทรงคุณวุฒิ|นักวิชาการ|ผู้อํานวยการ|ผู้บังคับการ|เสนาธิการ|เจ้ากรม|เจ้าหน้าที่|"
    r"ราชเลขา|ตุลาการ|อัยการ|ผู้พิพากษา|ผู้ก่อตั้ง|ผู้ประสานงาน|ผู้อาวุโส|มนตรี|มุขมนตรี|ข้าหลวง|สมุหราช|"
    r"สาธารณสุขนิเทศก์|แรงงานจังหวัด|เกษตรจังหวัด|วัฒนธรรมจังหวัด|ขนส่งจังหวัด|พาณิชย์จังหวัด|เกษตรและสหกรณ์จังหวัด|"
    r"ปศุสัตว์จังหวัด|ประมงจังหวัด|อุตสาหกรรมจังหวัด|จัดหางานจังหวัด|พัฒนาการจังหวัด|ท้องถิ่นจังหวัด|ประชาสัมพันธ์จังหวัด|"
    r"สมเด็จพระราชาธิบดี|สุลต่าน|องคมนตรี|เจ้าชาย|มกุฎราชกุมาร"
    r")"
)
_START = re.compile(OFFICE)
_LATIN_OFFICE = re.compile(
    r"(?:(?:United States|U\.S\.|[A-Z][a-z]+(?:’s|'s|ese|ish|an)?)\s+)?(?:(?:The\s+)?(?:"
    r"Deputy|Vice|Chief|Executive|Managing|Senior|Acting|"
    r"Permanent|Prime|First|Second|Foreign|"
    r"State|Regional|Country|Global|Group|Assistant|Under-?|Government|Minister|"
    r"Ambassador|President|"
    r"Director|Chairman|Chairperson|Chair|Secretary|CEO|COO|CTO|Head|Governor|"
    r"Commissioner|Representative|"
    r"Special|Counsell?or|General Manager|Manager|Partner|Founder|Co-?Founder|Charg[eé])\b)"
    r"(?:[^\n.;()\u0e00-\u0e7f]|(?<=[A-Z])\.)*"
)
_LEAD = re.compile(r"[\s,]*(?:(?:ใน)?(?:ตำแหน่ง|ฐานะ)\s*(?:เป็น)?\s*)?")
_TOKEN = re.compile(r"[^\s,;]+")
_VERBS = (
    r"กล่าว|เปิดเผย|เผย(?!แพร่)|ให้การ(?:ต้อนรับ|ต้อน)|ให้สัมภาษณ์|ให้โอวาท|ให้เกียรติ|เป็นประธาน|"
    r"เป็นผู้|เป็นหัวหน้า|เป็นตัวแทน|"
    r"(?<!ราย)ได้(?!แก่)|ได้แก่|เข้าพบ|เข้าเยี่ยม|เข้าร่วม|เข้ารับ|เข้าหารือ|พร้อมด้วย|พร้อมคณะ|พร้อมทั้ง|พร้อมผู้|พร้อมกับ|"
    r"และคณะ|และนาย(?!ก)|และนาง|และพล\.?[อทตเ]|และดร\.|และนพ\.|และน\.ส\.|และ(?:Mr|"
    r"Ms|H\.E)|และผู้บริหาร|และผู้แทน|"
    r"และผู้เกี่ยวข้อง|และหน่วยงาน|และเจ้าหน้าที่|และหัวหน้าส่วน|ลงพื้นที่|"
    r"ร่วม(?:ประชุม|หารือ|ลงนาม|งาน|พิธี|เป็น|ให้|เปิด|แถลง|กับ|รับ|ต้อนรับ|ด้วย|คณะ|เดินทาง)|หารือ|"
    r"เพื่อ(?:หารือ|เยี่ยม|เข้า|อำลา|ขอ|แสดง|แนะนำ)|ในโอกาส|เนื่องใน|ซึ่ง|โดย|ลงนาม|"
    r"มอบหมาย|มอบ|เยือน|เดินทาง|ระบุ|ชี้แจง|"
    r"แถลง|สั่งการ|กำชับ|ต้อนรับ|นำคณะ|ผ่านระบบ|ที่เดินทาง|ที่เข้า|ที่กำกับ|ที่ให้|ที่มา|ของไทย$|ถึง(?=นายก|รัฐมนตรี)|ผู้ถูก|"
    r"กับ(?=นาย|นาง|พล|เอก)|ในการ|จึง|"
    r"ติดตาม(?!และประเมิน|ผล|การ)|ตรวจเยี่ยม|ยืนยัน|ย้ำ|ชื่นชม|ขอบคุณ|แสดงความ|ปาฐกถา|"
    r"รับ(?:มอบ|ฟัง|ทราบ|หนังสือ)|"
    r"ประชุม(?=หารือ|ร่วม|คณะกรรมการ|ติดตาม|เตรียม)|ว่า(?!การ|ราชการ|ที่|จ้าง|ด้วย)|คนใหม่|ณ(?=\s)"
)
VERB = re.compile(_VERBS)
_VERB_FIRST = re.compile(
    rf"(?:{_VERBS}|เป็น|จะ|ณ$|ที่|และ|กับ|ให้|ใน|จาก|เมื่อ|วัน|ครั้ง|อายุ|ทั้งนี้|นอกจาก|โอกาส|"
    rf"สรุป|อาทิ|เช่น|รวมทั้ง|รวมถึง|ตลอดจน|"
    r"ส่ง(?!เสริม)|ขอ|มี|ยัง|ต่อ|จำนวน|ดังนี้|เพื่อ|ตามที่|สำหรับ|หลัง|ภายหลัง|ด้าน(?=นาย|นาง))"
)
# A word that goes on with the office before it, though a space stands between.
_GOES_ON = re.compile(
    r"ประจำ(?:ประเทศ|ราชอาณาจักร|สำนัก|กระทรวง|กรุง|สหประชาชาติ)|วิทยาศาสตร์\s?(?:วิจัย)?|"
    r"วิจัย|วิจัยและนวัตกรรม|และนวัตกรรม|"
    r"กระทรวง|กรม(?=[ก-ฮเ-ไ])|สำนักงาน|สำนัก|แห่ง|ฝ่าย|สถานเอก|สถานทูต|สถาบัน|มหาวิทยาลัย|"
    r"บริษัท|ธนาคาร|สภา|กองทัพ|กอง|จังหวัด|"
    r"จำกัด|ประเทศ|สาธารณรัฐ|ราชอาณาจักร|สหพันธรัฐ|ปฏิบัติหน้าที่|รักษาราชการแทน|รักษาการ|ประจำ|"
    r"ณ(?:กรุง|เมือง|นคร)|องค์การ|การ(?:ท่า|รถไฟ|ไฟฟ้า|ประปา|ทาง|ท่องเที่ยว|เคหะ|ยาง|"
    r"กีฬา|นิคม)|\(มหาชน\)|\(ประเทศไทย\)|คนที่|โทรคมนาคม|"
    r"และ(?:รัฐมนตรี|รมว|ประธาน|ผู้อำนวยการ|เลขาธิการ|กรรมการ|หัวหน้า|ที่ปรึกษา|สหกรณ์|"
    r"กีฬา|สิ่งแวดล้อม|สังคม|การสื่อสาร)|"
    r"วิสามัญ|ผู้มีอำนาจเต็ม|ด้าน(?=[ก-ฮ])(?!นาย|นาง)|สปป\.|ศอ\.บต|ศบค|ททท|สสว|กทม|"
    r"ปปง|ป\.ป\.|อย\.|คปภ|ส\.ป\.ก|กสทช|"
    r"ตลาดหลักทรัพย์|ภาค|เขต|หอการค้า|สมาคม|คณะกรรมการ|คณะ(?!$)|ศูนย์|โรงพยาบาล|ดีอีเอส|อว\."
)
_ABROAD = re.compile(r"ณ\s*(?:กรุง|เมือง|นคร|ประเทศ)")
_BARE = re.compile(
    r"(?:รอง|ผู้ช่วย)?(?:ผู้อำนวยการ|ผอ\.|เลขาธิการ|ประธาน|ประธานกรรมการ|ประธานบริหาร|"
    r"ประธานเจ้าหน้าที่บริหาร|กรรมการผู้จัดการ(?:ใหญ่)?|ผู้จัดการ|"
    r"ผู้จัดการทั่วไป|กรรมการ|อธิบดี|ปลัด|รมว\.?|รมช\.?|โฆษก|ผู้ว่าการ|หัวหน้า|ที่ปรึกษา|ผู้แทน|"
    r"ผู้บริหาร|อธิการบดี|คณบดี|นายก|ผู้ว่าราชการ|"
    r"เลขานุการ|เอกอัครราชทูต|กงสุลใหญ่|นายกสมาคม)$"
)
_TAIL = re.compile(r"(?:ฯ+|[\s,.:;“”\"'(\-–]+|\()$")
_MOST = 160
_MOST_TOKENS = 9


def is_office(word: str) -> bool:
    """Whether a word begins an office."""
    return bool(_START.match(word))


def following(plain: str, at: int) -> tuple[int, int] | None:
    """The office that stands at a place, if one does.

    Args:
        plain: A text.
        at: Where a name ended.

    Returns:
        Start and end of the office's words.
    """
    lead = _LEAD.match(plain, at)
    start = lead.end() if lead else at
    if "\n" in plain[at:start] and plain[at:start].count("\n") > 1:
        return None
    if not _START.match(plain, start):
        found = _LATIN_OFFICE.match(plain, start) if start > at else None
        if not found:
            return None
        words = found.group()
        cut = re.search(
            r",\s*(?:on|to|in|who|at|paid|and)\b|\s+(?:on|who|paid|met|said|disclosed|"
            r"at|led|was|is|has|had|will|attended|discussed|held)\s",
            words,
        )
        words = (words[: cut.start()] if cut else words).rstrip(" ,-–:")
        return (start, start + min(len(words), _MOST)) if words else None
    end = _end(plain, start)
    return (start, end) if end - start >= 3 else None


def before(plain: str, at: int) -> tuple[int, int] | None:
    """The office whose words end where a title begins, if one does."""
    window = plain[max(0, at - 110) : at]
    offset = at - len(window)
    line = window.rfind("\n") + 1
    best: tuple[int, int] | None = None
    for hit in _START.finditer(window, line):
        start = offset + hit.start()
        if (
            hit.start()
            and "ก" <= window[hit.start() - 1] <= "๎"
            and not re.search(
                r"(?:ท่าน|โดย|และ|ด้าน|ขณะที่|ให้|ว่า|กับ|ซึ่ง|พร้อมด้วย|ของ)$", window[: hit.start()]
            )
        ):
            continue
        end = _end(plain, start, at)
        if not plain[end:at].strip() and end - start >= 3:
            best = (start, end)
            break
    return best


@lru_cache(maxsize=50_000)
def _is_country(word: str) -> bool:
    found = find_countries(word)
    return bool(found) and found[0][0] <= len("ประเทศ") and found[0][1] == len(word)


def _end(plain: str, start: int, limit: int | None = None) -> int:
    """Where the office that starts at a place ends."""
    limit = min(len(plain), start + _MOST) if limit is None else limit
    end, at = start, start
    for tokens, found in enumerate(_TOKEN.finditer(plain, start, limit)):
        if "\n" in plain[at : found.start()] and tokens:
            break
        word = found.group()
        if tokens:
            previous = plain[start:end]
            last = previous.split()[-1]
            if word == "ณ":
                if not _ABROAD.match(plain, found.start()):
                    break
            elif _VERB_FIRST.match(word) and not word.startswith(
                (
                    "และรัฐมนตรี",
                    "และรมว",
                    "และประธาน",
                    "และผู้อำนวยการ",
                    "และนวัตกรรม",
                    "และสหกรณ์",
                    "และกีฬา",
                    "และเลขาธิการ",
                    "และหัวหน้า",
                    "และกรรมการ",
                )
            ):
                break
            after_company = last in ("บริษัท", "ธนาคาร", "มหาวิทยาลัย", "สมาคม", "มูลนิธิ") or (
                "บริษัท" in previous
                and "จำกัด" not in previous
                and tokens < 6
                and not word.startswith(("นาย", "นาง", "Mr", "Ms"))
            )
            goes_on = (
                _GOES_ON.match(word)
                or _is_country(word)
                or after_company
                or _BARE.match(last)
                or last.endswith(("วิทยาศาสตร์", "ณ"))
                or word in ("ณ", "จำกัด", "(มหาชน)")
            )
            if not goes_on or (word.startswith("กระทรวง") and "กรม" in previous):
                break
        verb = VERB.search(word, 2 if tokens == 0 else 0)
        if verb and verb.start() >= (2 if tokens == 0 else 0):
            if verb.start() or tokens == 0:
                end = found.start() + verb.start()
            break
        bracket = word.find("(")
        if bracket > 0 and not word[bracket:].startswith(("(มหาชน", "(ประเทศไทย")):
            end = found.start() + bracket
            break
        if bracket == 0 and not word.startswith(("(มหาชน", "(ประเทศไทย")):
            break
        end, at = found.end(), found.end()
        if tokens + 1 >= _MOST_TOKENS:
            break
    while end > start and (tail := _TAIL.search(plain[start:end])):
        if plain[start : start + tail.start()].endswith(
            ("รมว", "รมช", "ผอ", "รมต")
        ) or _abbreviated(plain[start:end]):
            break
        end = start + tail.start()
    return end


def _abbreviated(words: str) -> bool:
    """Whether a full stop at the end belongs to an abbreviation: `ผู้อำนวยการ สสปน.`"""
    return bool(re.search(r"(?:^|[\s.])[ก-ฮ]{1,5}\.$", words))
