from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphan.engine.language import code_name, code_path, shared_code_level

CODES = st.sampled_from(["J", "62", "620", "6201", "6202", "6311", "C", "2610", "01", "", "xx"])


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("6201", ("J", "62", "620", "6201")),
        ("62.01", ("J", "62", "620", "6201")),
        ("J6201", ("J", "62", "620", "6201")),
        ("j", ("J",)),
        ("04", ()),
        ("C62", ()),
        ("62011", ()),
        ("", ()),
        ("software", ()),
    ],
)
def test_code_path(code: str, path: tuple[str, ...]) -> None:
    assert code_path(code) == path


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [("6201", "6201", 4), ("6201", "6202", 3), ("6201", "6311", 1), ("6201", "85", 0), ("", "", 0)],
)
def test_shared_code_level(a: str, b: str, level: int) -> None:
    assert shared_code_level(a, b) == level


@given(CODES, CODES)
def test_shared_level_is_symmetric(a: str, b: str) -> None:
    assert shared_code_level(a, b) == shared_code_level(b, a)


def test_a_code_without_a_name_of_its_own_takes_the_one_above() -> None:
    assert code_name("6412", "en") == "Monetary intermediation"
    assert code_name("6201", "th") == "การเขียนโปรแกรมคอมพิวเตอร์"
    assert code_name("nonsense") == ""


def test_every_code_has_a_name_in_three_languages() -> None:
    text = (files("saphan.engine.language") / "data" / "isic.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    codes = [row[0] for row in rows]
    assert len(set(codes)) == len(codes)
    assert [sum(len(code) == digits for code in codes) for digits in (1, 2, 3, 4)] == [
        21, 88, 238, 419,
    ]  # fmt: skip
    assert [row for row in rows if len(row) != 4 or not all(row)] == []
    assert [code for code in codes if code_path(code)[-1:] != (code,)] == []


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("0112", "th", "การปลูกข้าว"),
        ("1520", "ru", "Производство обуви"),
        ("8421", "en", "Foreign affairs"),
        ("9900", "th", "กิจกรรมขององค์การระหว่างประเทศและภาคีสมาชิก"),
    ],
)
def test_names_of_classes(code: str, language: str, name: str) -> None:
    assert code_name(code, language) == name
