"""The sheets, their columns, and what organisers call them in Thai and Russian."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column, the names by which its header may go, and whether a sheet must have it."""

    name: str
    th: str
    ru: str
    required: bool = False


def _columns(required: str, optional: str = "") -> tuple[Column, ...]:
    return tuple(
        Column(name, *NAMES[name], required=is_required)
        for names, is_required in ((required, True), (optional, False))
        for name in names.split()
    )


NAMES: dict[str, tuple[str, str]] = {
    "id": ("รหัส", "код"),
    "country": ("ประเทศ", "страна"),
    "kind": ("ประเภท", "вид"),
    "name": ("ชื่อ", "название"),
    "name_en": ("ชื่อภาษาอังกฤษ", "название на английском"),
    "name_latin": ("ชื่ออักษรโรมัน", "имя латиницей"),
    "language": ("ภาษา", "язык"),
    "languages": ("ภาษาที่ใช้", "языки"),
    "about": ("เกี่ยวกับ", "описание"),
    "isic": ("รหัส ISIC", "код МСОК"),
    "website": ("เว็บไซต์", "сайт"),
    "city": ("เมือง", "город"),
    "sample": ("ตัวอย่าง", "образец"),
    "source": ("แหล่งที่มา", "источник"),
    "organisation": ("องค์กร", "организация"),
    "email": ("อีเมล", "электронная почта"),
    "title": ("ตำแหน่ง", "должность"),
    "modes": ("รูปแบบ", "форматы"),
    "mode": ("รูปแบบ", "формат"),
    "zone": ("เขตเวลา", "часовой пояс"),
    "max_meetings": ("จำนวนนัดสูงสุด", "максимум встреч"),
    "side": ("ด้าน", "сторона"),
    "text": ("รายละเอียด", "текст"),
    "cooperation": ("ความร่วมมือ", "сотрудничество"),
    "person": ("บุคคล", "лицо"),
    "status": ("สถานะ", "статус"),
    "state": ("สถานะ", "состояние"),
    "date": ("วันที่", "дата"),
    "from": ("จาก", "от"),
    "to": ("ถึง", "до"),
    "start": ("เริ่ม", "начало"),
    "end": ("สิ้นสุด", "конец"),
    "time": ("เวลา", "время"),
    "title_th": ("ชื่อเรื่องภาษาไทย", "название на тайском"),
    "title_ru": ("ชื่อเรื่องภาษารัสเซีย", "название на русском"),
    "title_en": ("ชื่อเรื่องภาษาอังกฤษ", "название на английском"),
    "place": ("สถานที่", "место"),
    "attendees": ("ผู้เข้าร่วม", "участники"),
    "priority": ("ความสำคัญ", "приоритет"),
    "message": ("ข้อความ", "сообщение"),
    "key": ("รายการ", "параметр"),
    "value": ("ค่า", "значение"),
    "sessions": ("ช่วง", "сессии"),
    "slots": ("จำนวนช่วงเวลา", "слоты"),
    "minutes": ("นาที", "минуты"),
    "gap": ("พัก", "пауза"),
    "hall": ("ฮอลล์", "зал"),
    "kept_by": ("องค์กรประจำโต๊ะ", "закреплено за"),
    "min_meetings": ("จำนวนนัดขั้นต่ำ", "минимум встреч"),
    "max_breaks": ("จำนวนช่วงว่างสูงสุด", "максимум перерывов"),
    "max_run": ("จำนวนช่วงต่อเนื่องสูงสุด", "максимум слотов подряд"),
    "with": ("ร่วมกับ", "вместе с"),
    "length": ("ความยาว", "длительность"),
    "after": ("หลังจาก", "после"),
}

SHEETS: dict[str, tuple[Column, ...]] = {
    "organisations": _columns(
        "id country kind name language about", "name_en languages isic website city sample source"
    ),
    "delegates": _columns(
        "id organisation name email languages modes",
        "name_latin title zone max_meetings min_meetings max_breaks",
    ),
    "listings": _columns("id organisation side title text cooperation", "isic"),
    "availability": _columns("person status date from to", "zone"),
    "interpreters": _columns("id name languages modes", "email zone max_run max_meetings"),
    "agenda": _columns("id date start end kind", "place attendees"),
    "requests": _columns("id from to state", "priority message date time with length after place"),
}
"""The sheets of a folder. `agenda` has a `title_…` column for each language besides."""

WORKBOOK_SHEETS: dict[str, tuple[Column, ...]] = {
    "forum": _columns("key value"),
    "days": _columns("date mode", "city"),
    "sessions": _columns("date name start slots minutes", "gap"),
    "places": _columns("id mode", "name hall kept_by"),
    "travel": _columns("from to minutes"),
}
"""What stands in `forum.toml` in a folder, and in sheets of its own in a workbook."""

LISTS: dict[str, tuple[Column, ...]] = {
    "invitations": _columns("email", "name country kind language"),
}
"""Tables that come alone, of no forum's files."""

REQUIRED_SHEETS = ("organisations", "delegates", "listings")
OPTIONAL_WORKBOOK_SHEETS = ("travel",)

# Names that several columns share in a sheet's own words: a person's name, a listing's title.
EXTRA_NAMES: dict[tuple[str, str], tuple[str, ...]] = {
    ("organisations", "kind"): ("ประเภทองค์กร", "тип"),
    ("delegates", "name"): ("ชื่อ-นามสกุล", "имя", "фио"),
    ("delegates", "organisation"): ("organization", "หน่วยงาน"),
    ("delegates", "email"): ("e-mail", "อีเมล์", "почта", "эл. почта"),
    ("delegates", "languages"): ("ภาษา", "язык"),
    ("invitations", "email"): ("e-mail", "อีเมล์", "почта", "эл. почта"),
    ("invitations", "name"): ("ชื่อ-นามสกุล", "имя", "фио"),
    ("invitations", "kind"): ("ประเภทองค์กร", "тип"),
    ("interpreters", "email"): ("e-mail", "อีเมล์", "почта", "эл. почта"),
    ("interpreters", "languages"): ("ภาษา", "язык"),
    ("listings", "organisation"): ("organization", "หน่วยงาน"),
    ("interpreters", "name"): ("ชื่อ-นามสกุล", "имя", "фио"),
    ("listings", "title"): ("หัวข้อ", "заголовок"),
    ("requests", "from"): ("ผู้ขอ", "от кого"),
    ("requests", "to"): ("ผู้รับคำขอ", "кому"),
    ("travel", "from"): ("откуда",),
    ("travel", "to"): ("куда",),
    ("availability", "from"): ("ตั้งแต่", "с"),
    ("availability", "to"): ("ถึง", "до", "по"),
}


def columns_of(sheet: str) -> tuple[Column, ...]:
    """The columns of a sheet or a list."""
    return (*SHEETS.get(sheet, ()), *WORKBOOK_SHEETS.get(sheet, ()), *LISTS.get(sheet, ()))


def known_headers(sheet: str) -> dict[str, str]:
    """Column name by folded header, in every spelling that the sheet understands."""
    found: dict[str, str] = {}
    columns = columns_of(sheet)
    if sheet == "agenda":
        columns = (*columns, *(Column(n, *NAMES[n]) for n in ("title_th", "title_ru", "title_en")))
    for column in columns:
        for name in (
            column.name,
            column.th,
            column.ru,
            *EXTRA_NAMES.get((sheet, column.name), ()),
        ):
            found.setdefault(fold(name), column.name)
    return found


def fold(header: str) -> str:
    """A header as it is compared: case, spaces, dashes and underscores do not count."""
    return "".join(c for c in header.casefold().replace("ё", "е") if c not in " _-.\u200b\ufeff")
