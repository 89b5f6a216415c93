import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.language import fold, fold_lookalikes, normalise, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("นํ้า", "น้ำ"),
        ("เเปลก", "แปลก"),
        ("ปี ๒๕๖๔", "ปี 2564"),
        ("Ёлка  ЕЩЁ", "елка еще"),
        ("cy\u200bber\ufeff", "cyber"),
        ("ＡＰＩ", "api"),
        ("กำ้", "ก้ำ"),
        ("น้ํา", "น้ำ"),
        ("ทีี่", "ที่"),
        ("นานาาา", "นานา"),
        ("ป้ัน", "ปั้น"),
        ("ท ี่", "ที่"),
        ("\u202eabc\u202c\u2066d\u2069", "abcd"),
        ("ΑΒ שלום", "αβ שלום"),
        ("❤\ufe0f 👩\u200d💻", "❤ 👩💻"),
        ("Cистема dаta", "система data"),
        ("", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="กาำํ้่เแ ั\nёЁйAСAрp๑\u200bé", max_size=30) | st.text(max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cкайнет", "Скайнет"),
        ("РaspberryPi", "PaspberryPi"),
        ("ВTБ", "ВТБ"),
        ("Яндeкс и Yаndex", "Яндекс и Yandex"),
        ("СОМ", "СОМ"),
        ("USBшный IT-компания", "USBшный IT-компания"),
    ],
)
def test_letters_of_another_script_that_only_look_right_are_replaced(
    text: str, expected: str
) -> None:
    assert fold_lookalikes(text) == expected


@given(st.text(alphabet="АаСсУуJjЅѕAaCcYyЯяRr1 -", max_size=12))
def test_folding_look_alikes_keeps_offsets_and_is_done_once(text: str) -> None:
    once = fold_lookalikes(text)
    assert (len(once), fold_lookalikes(once)) == (len(text), once)


def test_fold_drops_latin_accents_and_keeps_letters_of_their_own() -> None:
    assert fold("Café Йошкар Ёж ที่") == "cafe йошкар еж ที่"


def test_plain_takes_html_out() -> None:
    assert plain("<p>R&amp;D<script>x()</script> 1 < 2</p>").split() == ["R&D", "1", "<", "2"]
