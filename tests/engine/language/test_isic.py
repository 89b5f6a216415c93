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
    assert code_name("6412", "en") == "Financial services"
    assert code_name("6201", "th") == "การเขียนโปรแกรมคอมพิวเตอร์"
    assert code_name("nonsense") == ""
