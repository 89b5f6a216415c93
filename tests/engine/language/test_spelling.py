"""Keys of sound, and words a slip or two away."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.language.spelling import alike, shortenings, slips, slips_allowed, sound


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("Tomikhin", "Томихин", "โตมีฮิน"), "tomihin"),
        (("Медиалогия", "Medialogiya", "MEDIALOGIA"), "medialogia"),
        (("Щедрин", "Shchedrin", "Shedrin"), "shedrin"),
        (("สื่อกระจ่าง", "Sue-Krachang"), "suekrachang"),
        (("🙂", "", "ъ"), ""),
    ],
)
def test_words_of_one_sound_share_a_key(words, key):
    assert [sound(word) for word in words] == [key] * len(words)


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [("abcd", "abcd", 0), ("abcd", "acbd", 1), ("abcd", "abd", 1), ("abcd", "xbcy", 2)],
)
def test_slips_are_counted(one, other, number):
    assert slips(one, other, 2) == number


def test_more_slips_than_asked_for_are_none():
    assert (slips("abcd", "wxyz", 2), slips("ab", "abcde", 2)) == (None, None)


def test_short_words_may_have_no_slip():
    assert [slips_allowed("a" * letters) for letters in (4, 5, 7, 8)] == [0, 1, 1, 2]
    assert alike("fake", ["fakt", "fake"]) == {}
    assert alike("cibersecurti", ["cibersecuriti", "other"]) == {"cibersecuriti": 1 - 1 / 13}


@settings(max_examples=60, deadline=None)
@given(st.text("abcdef", min_size=8, max_size=12), st.data())
def test_words_as_near_as_allowed_share_a_shortening(word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    other = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + "z" + word[at + 1 :],
                word[:at] + "z" + word[at:],
            ]
        )
    )
    assert set(shortenings(word)) & set(shortenings(other)) != set()
