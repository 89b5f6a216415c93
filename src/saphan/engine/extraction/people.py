"""People with their offices and sides.

A Thai release gives a person a title, a name of two parts or more, in brackets the Latin spelling
of a foreign one, and then the office: `นายเยฟเกนี โตมีฮิน (H.E. Mr. Evgeny Tomikhin)
เอกอัครราชทูต…`. Offices also stand before: `นายกรัฐมนตรี พล.อ. …`, `Prime Minister Gen. …`.
Later mentions shorten both, and are no new person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from .countries import find_countries
from .offices import OFFICE, before, following, is_office
from .result import Person
from .starts import starts_of
from .titles import BEGINNINGS, ONE_LATIN, ONE_THAI, TITLES

_PART = (
    "(?!ที่|ผู้|ทั้ง|และ|ซึ่ง|เจ้า$|เจ้าฯ|จาก|ของ)[ก-ฮเ-ไ][ก-ฺเ-๎]{1,29}"  # ฯ and ๆ are no letters of a name
)
_WORD = r"(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w’'-]*)"
_LATIN_NAME = rf"{_WORD}(?:\s+(?:(?:bin|binti|al|de|da|del|van|von|der|el|la)\s+)*{_WORD}){{1,5}}"
_PERSON = re.compile(rf"(?<![A-Za-z])(?P<title>{TITLES})(?P<name>(?:{_PART})|{_LATIN_NAME})")
_TITLED = re.compile(rf"{ONE_THAI}[ก-ฮเ-ไ]")
_NEXT = re.compile(rf"\s+(?P<part>{_PART})")
_OF = re.compile(r"\s+ณ\s+[ก-๎]{2,20}")
_BRACKETS = re.compile(r"\s*[(（]\s*(?P<latin>[A-Z][^()（）\n]{2,80}?)\s*[)）]")
_LATIN_TITLES = re.compile(
    rf"^(?:(?:{ONE_LATIN}|The|Right|Honou?rable|Honourable|His|Her|Excellency|"
    rf"Madam[e]?|Sir|Police)[\s,.]*)+(?=[A-Z])"
)
# What follows a first name and is no surname; a longer word that begins so is none either.
_NO_SURNAME = re.compile(
    r"กล่าว|เปิดเผย|เผย(?!แพร่)|ระบุ|ย้ำ|เน้นย้ำ|ยืนยัน|ชี้แจง|ได้|เป็น(?:ประธาน|ผู้|หัวหน้า|ตัวแทน|ที่)|และ|"
    r"ให้(?:การ|สัมภาษณ์|ความ)|พร้อม(?:ด้วย|คณะ|ทั้ง|กับ)|จึง(?:$|ได้|ขอ|มี|เป็น|เร่ง|สั่ง|"
    r"ให้|ต้อง|ฝาก|กำชับ|จะ)|ยัง(?=[กขคตม])|ขอ(?:ให้|ขอบ|แสดง)|หารือ|สั่งการ|"
    r"ลงพื้นที่|เข้า(?:พบ|ร่วม|เยี่ยม|รับ)|ร่วม(?=[กปพลงหเ])|นำ(?:คณะ|ทีม)|มอบ|ตอบ|แถลง|เดินทาง|กำชับ|ต้อนรับ|"
    r"ในฐานะ|ในโอกาส|ซึ่ง|โดย|จาก|อายุ(?:$|\d)|ภริยา|คู่สมรส|ที่ปรึกษา|ชื่นชม(?!กุล)|เห็นว่า|"
    r"เชื่อ|คาด|เตือน|แสดง|พบ(?:ว่า|กับ)|ณ$|ที่$|จะ$|"
    r"ของ|กับ|มี(?:ความ|นโยบาย|กำหนด)|ดำรง|ตำแหน่ง|ทั้งนี้|นอกจาก|สรุป|ติดตาม|ผลักดัน|รับ(?:มอบ|ทราบ|ฟัง|ผิด)|"
    r"วันนี้|เมื่อ|ครั้งที่|ว่า$|ขึ้น$|ไป$|ด้าน$|ส่วน|อีก|เพิ่ม|ต่อ(?:ว่า|ไป)|สำหรับ|เพื่อ|ปฏิบัติ|ประจำ|ดูแล"
)
# Where a word that follows without a space cuts a surname.
_GLUED = re.compile(
    rf"(?:{OFFICE}|กล่าว|เปิดเผย|เผยว่า|พร้อมด้วย|พร้อมคณะ|เข้าร่วม|เข้าเยี่ยม|เข้าพบ|ให้การ|ให้สัมภาษณ์|เป็นประธาน|"
    r"เป็นผู้|ซึ่ง|โดยมี|และคณะ|ได้มอบ|ได้กล่าว|ในฐานะ|ในโอกาส)"
)
_NOT_BEFORE = re.compile(
    r"(?:โครงการ|รางวัล|ถนน|โรงพยาบาล|โรงเรียน|วัด|มูลนิธิ|ติดต่อ|สอบถาม\S*|โทร\.?|ประสานงาน|อนุสาวรีย์)\s*$"
)
_PHONE = re.compile(r"[^\n]{0,30}?(?:โทร|เบอร์|0\d[- ]?\d{3})")
_FOREIGN_TITLE = re.compile(r"มร\.|มิสเตอร์|มิสซิส|[A-Z]")
_HIGH_TITLE = re.compile(
    r"H\.\s?E\.|มร\.|มิสเตอร์|มิสซิส"
)  # in a text in Latin letters every title is in them
_THAI_TEXT = re.compile("[ก-๎]{12}")
_INTERNATIONAL = re.compile(
    r"องค์การ(?:อนามัยโลก|การค้าโลก|สหประชาชาติ|แรงงานระหว่างประเทศ|อาหารและเกษตร|"
    r"ระหว่างประเทศ)|สหประชาชาติ|"
    r"อาเซียน|เอเปค|ธนาคารโลก|ธนาคารพัฒนาเอเชีย|กองทุนการเงินระหว่างประเทศ|สหภาพยุโรป|ยูเอ็น|ยูเนสโก|ยูนิเซฟ|"
    r"\b(?:WHO|UN|UNDP|UNICEF|UNESCO|UNESCAP|ESCAP|ADB|IMF|ASEAN|APEC|ILO|"
    r"FAO|WTO|OECD|EU|ICAO|IAEA|UNODC|WEF|FIFA)\b"
)
_POSTED = re.compile(r"\bto Thailand|ประจำ(?:ประเทศ|ราชอาณาจักร)ไทย")
_WHOLE = 4  # parts of a foreign name at most
_ENGLISH_OFFICE = re.compile(
    "Minister|Spokes|President|Ambassador|Secretary|Director|Governor|Chair|Chancellor|"
    "Commissioner|Council|Commander|King|Premier"
)
_ENGLISH = re.compile(
    r"(?P<office>(?:(?:[A-Z][\w’'-]+|and|of|the|for)\s+){0,7}?"
    r"(?:Minister|Spokesperson|Spokesman|Spokeswoman|President|Ambassador|"
    r"Secretary(?:-General)?|Director(?:-General)?|"
    r"Governor|Chairman|Chairperson|Chancellor|Commissioner|Councill?or|Commander|King|Premier))\s+"
    rf"(?P<title>(?:{ONE_LATIN}\s*)*)(?P<name>{_LATIN_NAME})"
)
_RUSSIAN_NAME = (
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?:\s+[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?){1,2}|"
    r"(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ][а-яё]+"
)
_RUSSIAN = re.compile(
    r"(?P<office>(?<![\w])(?:(?:[Пп]ервый\s+)?[Зз]аместител\w+\s+|[Пп]ервый\s+|"
    r"[Вв]ице-)?(?:[Мм]инистр|[Пп]ос(?:ол|ла|лом|лу)|"
    r"[Пп]резидент|[Пп]ремьер-министр|[Гг]лав|[Дд]иректор|[Гг]енеральн\w+ директор|[Рр]уководител|"
    r"[Пп]редседател|[Гг]убернатор|[Сс]екретар|[Пп]ресс-секретар)\w*"
    r"(?:\s+(?!и\s)[А-ЯЁа-яё-]+){0,9}?)\s+"
    rf"(?P<name>{_RUSSIAN_NAME})(?![а-яё])"
)


def find_people(plain: str, text: str, publisher: str, partners: tuple[str, ...]) -> list[Person]:
    """Find who is named.

    Args:
        plain: `ReleaseText.plain`.
        text: The text of which names and offices are parts.
        publisher: The country that an office without one is of.
        partners: The countries that the release joins with it.

    Returns:
        Each person once, at the first place that tells an office if any does, in order of place.
    """
    best: dict[str, Person] = {}
    for found in _outside_brackets((*_thai(plain), *_english(plain), *_russian(plain))):
        key = "".join(found.name.split())
        known = best.get(key)
        if known is None:
            best[key] = found
        elif found.office and not known.office:
            best[key] = replace(found, latin=known.latin or found.latin)
        elif found.latin and not known.latin:
            best[key] = replace(known, latin=found.latin)
    people = []
    for person in _without_shorter(best):
        side, sure = _side(person, publisher, partners)
        people.append(
            replace(
                person,
                name=text[person.start : person.end],
                office=text[person.office_start : person.office_end],
                side=side,
                confidence=round(person.confidence * sure, 2),
                rule=person.rule.split(":")[0],
            )
        )
    return sorted(people, key=lambda person: person.start)


def _outside_brackets(found: tuple[Person, ...]) -> list[Person]:
    """The people, without the Latin spellings that stand in brackets after a name of another."""
    spelled = {person.latin for person in found if person.latin and person.latin != person.name}
    return [person for person in found if person.name not in spelled]


def _without_shorter(best: dict[str, Person]) -> Iterator[Person]:
    """The people, without those whose name is the beginning of another's of the same office."""
    names = sorted(best)
    for key, person in best.items():
        longer = any(name != key and name.startswith(key) for name in names)
        if not (longer and not person.office):
            yield person


def _thai(plain: str) -> Iterator[Person]:
    done = 0
    thai = bool(_THAI_TEXT.search(plain))
    for place in starts_of(BEGINNINGS, plain):
        hit = _PERSON.match(plain, place) if place >= done else None
        if hit is None:
            continue
        done = hit.end("title")
        if _NOT_BEFORE.search(plain[max(0, hit.start() - 20) : hit.start()]):
            continue
        start, end = hit.span("name")
        latin_letters = plain[start].isascii()
        if latin_letters:
            end = _latin_end(plain, start, end)
        else:
            cut = _GLUED.search(plain, start + 1, end)
            if cut and cut.start() - start >= 2:
                continue  # a first name only
            whole = _thai_end(plain, end)
            if whole is None:
                continue
            end = whole
        latin, after = "", end
        if brackets := _BRACKETS.match(plain, end):
            latin = _LATIN_TITLES.sub("", brackets["latin"]).strip(" .")
            after = brackets.end()
        if latin_letters and len(plain[start:end].split()) < 2:
            continue
        office = following(plain, after) or before(plain, hit.start())
        if office is None and _PHONE.match(plain, after):
            continue
        strange = _FOREIGN_TITLE if thai else _HIGH_TITLE
        title = "foreign" if latin or strange.match(hit["title"]) else "plain"
        yield Person(
            plain[start:end],
            plain[slice(*office)] if office else "",
            "",
            plain[start:end] if latin_letters else latin,
            start,
            end,
            *(office or (0, 0)),
            0.95 if office else 0.75,
            f"titled_name:{title}",
        )


def _thai_end(plain: str, end: int) -> int | None:
    """Where a name in Thai letters ends whose first part ends at `end`; None without a second."""
    ends: list[int] = []
    at = end
    for _ in range(_WHOLE):
        part = _NEXT.match(plain, at)
        if part is None or "\n" in part.group():
            break
        word = part["part"]
        if is_office(word) or _NO_SURNAME.match(word) or _TITLED.match(word):
            break
        at = part.end()
        cut = _GLUED.search(plain, part.start("part") + 2, at)
        if cut:
            ends.append(cut.start())
            break
        ends.append(at)
    if not ends:
        return None
    # A foreign name may have more parts: what follows it tells.
    for number, stop in enumerate(ends[:_WHOLE]):
        if number and (_BRACKETS.match(plain, stop) or following(plain, stop)):
            return stop
        if not number and (_BRACKETS.match(plain, stop) or following(plain, stop)):
            return stop
    of = _OF.match(plain, ends[0])
    return of.end() if of else ends[0]


def _latin_end(plain: str, start: int, end: int) -> int:
    """Where a name in Latin letters ends: before words of an office."""
    words = plain[start:end]
    cut = re.search(
        r"\s+(?:Chief|Executive|Director|President|Minister|Ambassador|Deputy|"
        r"Vice|Chairman|CEO|Managing|"
        r"Senior|Head|Secretary|Acting|Regional|Country|General|Founder|Co-Founder|"
        r"Counsellor|Representative)\b",
        words,
    )
    words = words[: cut.start()] if cut else words
    return start + len(words.rstrip(" .,-"))


def _english(plain: str) -> Iterator[Person]:
    if not (_ENGLISH_OFFICE.search(plain) and re.search(r"[a-z]{4} [a-z]{2,} ", plain)):
        return
    for hit in _ENGLISH.finditer(plain):
        start, end = hit.span("name")
        end = _latin_end(plain, start, end)
        if len(plain[start:end].split()) < 2:
            continue
        first = re.sub(r"^(?:and|of|the|for|The)\s+", "", hit["office"])
        begin = hit.end("office") - len(first)
        if _not_a_name(plain[start:end]):
            continue
        yield Person(
            plain[start:end],
            first,
            "",
            plain[start:end],
            start,
            end,
            begin,
            hit.end("office"),
            0.85,
            "office_before:foreign" if find_countries(first) else "office_before:plain",
        )


def _not_a_name(words: str) -> bool:
    return bool(
        re.search(
            r"\b(?:Minister|Ministry|Government|Office|Building|Center|Centre|House|"
            r"Meeting|Forum|Summit|Day|"
            r"Thailand|Kingdom|Republic|Department|Bank|University|Affairs|Foreign|"
            r"Prime|Deputy|Party)\b",
            words,
        )
    )


def _russian(plain: str) -> Iterator[Person]:
    if not re.search("[а-яё]{4}", plain):
        return
    for hit in _RUSSIAN.finditer(plain):
        start, end = hit.span("name")
        office = hit.end("office")
        first = plain[start:end].split()[0]
        if find_countries(first) and len(plain[start:end].split()) > 2:  # `посол России Иван …`
            office = start + len(first)
            start = office + len(plain[office:end]) - len(plain[office:end].lstrip())
        yield Person(
            plain[start:end],
            plain[hit.start("office") : office],
            "",
            "",
            start,
            end,
            hit.start("office"),
            office,
            0.75,
            "office_before:foreign",
        )


def _side(person: Person, publisher: str, partners: tuple[str, ...]) -> tuple[str, float]:
    """The country that a person acts for, and how sure that is."""
    foreign = person.rule.endswith("foreign")
    named = _countries_in(person.office)
    others = [code for code in named if code != publisher]
    if "ทูตไทย" in person.office or "กงสุลใหญ่ ณ" in person.office or "กงสุลไทย" in person.office:
        return publisher, 0.9
    if others and (foreign or not re.search("สมาคม|มิตรภาพ|ไทย-|ไทย -|หอการค้าไทย", person.office)):
        return others[0], 1.0
    if _INTERNATIONAL.search(person.office):
        return "", 0.9
    if named and not _POSTED.search(person.office):
        return named[0], 0.95
    if foreign:
        return (partners[0], 0.7) if len(partners) == 1 else ("", 0.7)
    return publisher, 1.0 if person.office else 0.9


@cache
def _countries_in(office: str) -> tuple[str, ...]:
    return tuple(code for _, _, code in find_countries(office))
