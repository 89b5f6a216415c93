import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.language import MAX_TEXT, TextCutWarning, terms, words


def test_thai_is_segmented_and_function_words_dropped() -> None:
    assert terms("ความร่วมมือและข่าวปลอมของประเทศ") == ["ความร่วมมือ", "ข่าว", "ปลอม"]


def test_russian_words_become_lemmas() -> None:
    assert terms("Разработка цифровых технологий для городов") == [
        "разработка",
        "цифровой",
        "технология",
        "город",
    ]


def test_english_words_become_stems() -> None:
    assert terms("The security of our companies") == ["secur", "compani"]


def test_latin_terms_are_the_same_in_all_languages() -> None:
    thai, russian, english = (terms(t) for t in ("ใช้ API", "через API", "by API"))
    assert (thai[-1], russian[-1], english[-1]) == ("api", "api", "api")


def test_a_text_of_three_languages_is_read_run_by_run() -> None:
    assert terms("ข่าวปลอม дезинформации 5G 😀 <b>drones</b>") == [
        "ข่าว",
        "ปลอม",
        "дезинформация",
        "5g",
        "drone",
    ]


def test_nothing_gives_nothing() -> None:
    assert terms(" \n 12 😀 <br>") == []


def test_a_text_beyond_the_limit_is_cut_and_says_so() -> None:
    long = words("word " * (MAX_TEXT // 5 + 1))
    assert (long.cut, len(long.tokens)) == (True, MAX_TEXT // 5)
    assert words("word").cut is False


def test_terms_of_a_text_beyond_the_limit_come_with_a_warning() -> None:
    with pytest.warns(TextCutWarning) as warned:
        found = terms("word " * (MAX_TEXT // 5 + 1))
    assert (len(found), len(warned), warned[0].filename) == (MAX_TEXT // 5, 1, __file__)


@pytest.mark.parametrize("text", ["ก" * 5_000, "มากกว่า" * 700, "я" * 5_000, "<" * 5_000])
def test_a_run_that_is_no_word_is_read_all_the_same(text: str) -> None:
    assert "".join(token.surface for token in words(text).tokens) == text.strip("<")


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("กาที่ำ์๑ыяіabé#+ .\n<&;>1😀ש\u200b"), max_size=50) | st.text(max_size=40)
)
def test_any_text_has_words(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert terms(text) == words(text).terms


def test_threads_do_not_disturb_each_other() -> None:
    letters = "bcdfghjklm"
    texts = [" ".join(f"{a}{b}{c}ationings" for b in letters for c in letters) for a in letters]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # change threads as often as can be
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(terms, texts))
    finally:
        sys.setswitchinterval(interval)
    assert found == [[f"{a}{b}{c}ation" for b in letters for c in letters] for a in letters]
