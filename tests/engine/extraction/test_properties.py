from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.extraction import check, extract, parse_release
from saphan.engine.extraction.moments import find_moments

MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
PIECES = [
    "ไทย",
    "รัสเซีย",
    "ฝ่ายญี่ปุ่น",
    "ดีป้า",
    "กระทรวง",
    "กระทรวงคมนาคม",
    "Россия",
    "Japan",
    "24 พ.ค. 64",
    "วันที่ 5 มกราคม",
    "นายสมชาย ใจดี",
    "(Mr. John Smith)",
    "ปลัดกระทรวงแรงงาน",
    "เอกอัครราชทูตจีนประจำประเทศไทย",
    "จะดำเนินการ",
    "ยินดีสนับสนุน",
    "ในปี 2565",
    "การประชุมเอเปค",
    "บันทึกความเข้าใจว่าด้วย",
    "Forum",
    "\n",
    "\u200b",
    "\u00a0",
    "😀",
    "İ",
    " ",
    "  ",
    "๑๒",
    "(",
    "”",
]
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30))
def test_whatever_the_text_every_finding_stands_where_it_says(pieces: list[str]) -> None:
    body = "".join(pieces).replace("\x00", "")
    title = "ข่าว"
    text = f"รัฐบาลไทย-ข่าวทำเนียบรัฐบาล-{title}\nวันอังคารที่ 25 พฤษภาคม 2564\n{title}\nเนื้อ {body}"
    facts = extract(parse_release(text))
    assert check(facts) == []
    assert facts.text == text


@given(DAYS)
def test_a_day_written_in_the_buddhist_era_is_the_same_day(day: date) -> None:
    written = f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}"
    assert [moment.when for moment in find_moments(f"เมื่อวันที่ {written} ", None)] == [day.isoformat()]
    release = parse_release(f"หัวข้อ\nวันที่ {written.translate(THAI_DIGITS)}\nเนื้อข่าว")
    assert release.published == day


@given(st.dates(date(2015, 1, 1), date(2040, 12, 31)), st.integers(-120, 120))
def test_a_day_without_a_year_is_the_nearest(published: date, away: int) -> None:
    day = date.fromordinal(published.toordinal() + away)
    found = find_moments(f"ในวันที่ {day.day} {MONTHS[day.month - 1]} นี้", published)
    if (day.month, day.day) != (2, 29):
        assert [moment.when for moment in found] == [day.isoformat()]
