from __future__ import annotations

from datetime import date

import pytest

from saphan.engine.extraction.moments import find_moments

PUBLISHED = date(2021, 12, 20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("วานนี้ (24 พ.ค. 64)", [("2021-05-24", "2021-05-24")]),
        ("เมื่อวันที่ 31 มีนาคม ที่ผ่านมา", [("2021-03-31", "2021-03-31")]),
        ("ระหว่างวันที่ 4-8 ธ.ค. 64", [("2021-12-04", "2021-12-08")]),
        (
            "ระหว่างวันที่ 18 มีนาคม ถึงวันที่ 21 สิงหาคม 2564",
            [("2021-03-18", "2021-08-21"), ("2021-08-21", "2021-08-21")],
        ),
        ("ในปี 2565 ประเทศไทย", [("2022", "2022-12-31")]),
        ("ในเดือนพฤศจิกายน 2565", [("2022-11", "2022-11-30")]),
        ("July 5, 2022, at 1500hrs", [("2022-07-05", "2022-07-05")]),
        ("25 мая 2021 г.", [("2021-05-25", "2021-05-25")]),
        ("в марте 2022 года", [("2022-03", "2022-03-31")]),
        ("5 มกราคม 12.00 น.", [("2022-01-05", "2022-01-05")]),
        ("30 กุมภาพันธ์ 2564", []),
        ("ปีงบประมาณ 2565", []),
    ],
)
def test_what_a_text_says_of_days(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_moments(text, PUBLISHED)
    assert [(moment.when, moment.last.isoformat()) for moment in found] == expected
