"""Numbers of a text, whatever they are written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphan.engine.claims.folding import folded
from saphan.engine.claims.numbers import agreement, counted, numbers


def told(text: str) -> list[tuple[float, str]]:
    return [(number.value, number.unit) for number in numbers(folded(text))]


@pytest.mark.parametrize(
    "text",
    ["10,000 บาท", "หมื่นบาท", "1 หมื่นบาท", "หนึ่งหมื่นบาท", "10 тысяч бат", "10k baht", "10 000 бат"],
)
def test_ten_thousand_baht(text):
    assert told(text) == [(10_000, "money")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("สี่หมื่นแปด", [(48_000, "")]),
        ("หมื่นห้า", [(15_000, "")]),
        ("3 ล้านล้านบาท แค่ 1%", [(3e12, "money"), (1, "percent")]),
        ("ดอกเบี้ยร้อยละ 2 บาท", [(2, "percent")]),
        ("พายุห้าลูก วันที่ 28 ต.ค. 64", [(5, "storm"), (28, "date"), (10, "calendar")]),
        ("28 October, 3 мая", [(28, "date"), (10, "calendar"), (3, "date"), (5, "calendar")]),
        ("за 3 дня пять человек", [(3, "day"), (5, "people")]),
        ("two hundred thousand", [(2, ""), (100_000, "")]),
        ("โควิด-19 เสา 5G น้ำมัน E85 ปี 2565", []),
        ("งูสวัดพันรอบตัว สายพันธุ์ใหม่", []),
        ("5,000 - 300,000 บาท", [(5_000, ""), (300_000, "money")]),
    ],
)
def test_what_is_read(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("claim", "message", "against"),
    [
        ("แจก 1,000 บาท", "แจก 10,000 บาท", True),
        ("แจก 1,000 บาท", "แจกพันบาท", False),
        ("พายุ 5 ลูก", "พายุ 2 ลูก", True),
        ("พายุ 5 ลูก", "พายุเข้า 2 วัน", False),
        ("กู้ 5,000 - 300,000 บาท", "กู้ได้ 300,000 บาท", False),
        ("กู้ 5,000 บาท", "กู้เงินด่วน", False),
        ("рак за 60 секунд", "за 60 секунд", False),
        ("83 จังหวัด", "79 provinces", True),
        ("งวดวันที่ 1 เม.ย. 65", "งวด 1 พ.ย. 65", True),
        ("งวดวันที่ 1 เม.ย. 65", "1 апреля", False),
    ],
)
def test_numbers_against_each_other(claim, message, against):
    ours, theirs = counted(numbers(folded(claim))), counted(numbers(folded(message)))
    assert agreement(ours, theirs)[1] is against


@given(st.text(max_size=80))
def test_any_text_is_read(text):
    for number in numbers(folded(text)):
        assert number.value >= 0


@given(st.integers(1, 10**12))
def test_a_number_is_itself_with_and_without_commas(value):
    if value in range(1990, 2050) or value in range(2540, 2600):
        return
    assert told(f"แจก {value:,} บาท") == told(f"แจก {value} บาท") == [(value, "money")]
