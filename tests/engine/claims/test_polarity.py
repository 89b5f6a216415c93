"""What is denied, and what is said either way."""

from __future__ import annotations

import pytest

from saphan.engine.claims.reading import read


@pytest.mark.parametrize(
    ("text", "denials"),
    [
        ("มะนาวรักษามะเร็งได้", 0),
        ("มะนาวรักษามะเร็งไม่ได้", 1),
        ("มะนาวรักษามะเร็งจริงหรือไม่", 0),
        ("กู้ได้ไม่ต้องมีคนค้ำ", 0),
        ("лимон лечит рак", 0),
        ("лимон не лечит рак", 1),
        ("не пейте лимонный сок, от него рак", 0),
        ("lemon cures cancer", 0),
        ("lemon does not cure cancer", 1),
        ("lemon doesn't cure cancer", 1),
        ("don't drink lemon, it causes cancer", 0),
    ],
)
def test_denials(text, denials):
    assert read(text).polarity.denials == denials


def test_a_denial_reaches_the_words_after_it_or_those_before():
    assert "รักษา" in read("มะนาวไม่รักษามะเร็ง").polarity.denied
    assert "มะเร็ง" in read("มะนาวรักษามะเร็งไม่ได้").polarity.denied


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("วัคซีนอันตราย", "วัคซีนปลอดภัย"),
        ("วัคซีนไม่ปลอดภัย", "вакцина безопасна"),
        ("vaping is harmful", "บุหรี่ไฟฟ้าไม่อันตราย"),
        ("กัญชาถูกกฎหมาย", "cannabis is illegal"),
    ],
)
def test_what_is_said_either_way(one, other):
    assert read(one).polarity.against(read(other).polarity)
    assert not read(one).polarity.against(read(one).polarity)
