from datetime import date

import pytest

from saphan.engine.language import common_year, find_dates, to_buddhist, to_common


@pytest.mark.parametrize(
    ("written", "year"),
    [("2564", 2021), ("64", 2021), ("๒๕๖๔", 2021), ("2021", 2021), ("24", 2024)],
)
def test_common_year(written: str, year: int) -> None:
    assert common_year(written) == year


def test_eras_are_inverse() -> None:
    assert (to_common(2564), to_buddhist(2021)) == (2021, 2564)


def test_dates_are_found_with_their_places() -> None:
    text = "วันที่ 25 พฤษภาคม 2564 / 24 พ.ค. 64 / 31 марта 2021 г. / May 25, 2021 / 30 กุมภาพันธ์ 2564"
    assert [(text[start:end], day) for start, end, day in find_dates(text)] == [
        ("25 พฤษภาคม 2564", date(2021, 5, 25)),
        ("24 พ.ค. 64", date(2021, 5, 24)),
        ("31 марта 2021", date(2021, 3, 31)),
        ("May 25, 2021", date(2021, 5, 25)),
    ]
