"""What reads the same is folded to the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphan.engine.claims import folded, key

TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("กขคงิีุู่้๊ำโเแ ็์๐๑ๆabcABCабвАВСё0123.,%/<>&;\u200b\u200d\u00ad\n"),
    ),
    max_size=60,
)


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@given(st.lists(st.sampled_from(["\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060"]), max_size=12))
def test_invisible_characters_change_nothing(hidden):
    claim = "ดื่มน้ำมะนาวรักษามะเร็ง 100% drinks lemon лимон"
    dressed = "".join(
        letter + (hidden[at % len(hidden)] if hidden else "") for at, letter in enumerate(claim)
    )
    assert folded(dressed) == folded(claim)


@pytest.mark.parametrize(
    ("dressed", "bare"),
    [
        ("vаccine kills", "vaccine kills"),  # the a is Cyrillic
        ("вaкцинa", "вакцина"),  # the a's are Latin
        ("ＡＴＭ ①", "atm 1"),
        ("จริงงงงงง", "จริง"),
        ("Soooo good!!!", "so good"),
        ("🔥🔥 ด่วน ‼️ แชร์", "ด่วน แชร์"),
        ("<b>แจก</b> <script>alert(1)</script>เงิน", "แจก เงิน"),
        ("แจก ๑,๐๐๐ บาท", "แจก 1,000 บาท"),
        ("café", "cafe"),
        ("1000000", "1000000"),
    ],
)
def test_dress_is_taken_off(dressed, bare):
    assert folded(dressed) == folded(bare)


def test_numbers_keep_what_stands_in_them():
    assert folded("ดอกเบี้ย 0.5%, 10,000 บาท.") == "ดอกเบี้ย 0.5% 10,000 บาท"


def test_a_key_knows_no_spaces_and_no_punctuation():
    assert key("โควิด - 19, รักษาได้!") == key("โควิด-19 รักษา ได้")
    assert key("1,000 บาท") != key("10,000 บาท")


def test_a_megabyte_is_folded():
    assert folded("ด่วน! " * 200_000).startswith("ด่วน ด่วน")
