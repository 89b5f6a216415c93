import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphan.engine.language import fold, normalise, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("นํ้า", "น้ำ"),
        ("เเปลก", "แปลก"),
        ("ปี ๒๕๖๔", "ปี 2564"),
        ("Ёлка  ЕЩЁ", "елка еще"),
        ("cy\u200bber\ufeff", "cyber"),
        ("ＡＰＩ", "api"),
        ("", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text(alphabet="กาำํ้่เแ ёЁйA๑\u200bé", max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_fold_drops_latin_accents_and_keeps_letters_of_their_own() -> None:
    assert fold("Café Йошкар Ёж ที่") == "cafe йошкар еж ที่"


def test_plain_takes_html_out() -> None:
    assert plain("<p>R&amp;D<script>x()</script> 1 < 2</p>").split() == ["R&D", "1", "<", "2"]
