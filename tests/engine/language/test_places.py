"""Words and concepts with the places where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.language import CONCEPT, places, runs


def shown(text: str, **options) -> list[tuple[str, str]]:
    return [(one.term, text[one.start : one.end]) for one in places(text, **options)]


def test_words_are_placed_in_the_text_as_it_is_written():
    assert shown("Тёплым  углам") == [("теплый", "Тёплым"), ("угол", "углам")]


def test_thai_words_are_placed_inside_their_run():
    assert ("ข่าว", "ข่าว") in shown("ระบบตรวจจับข่าวปลอม")


def test_a_concept_is_placed_where_its_words_stand():
    assert ("concept:media.fake_news", "ข่าวปลอม") in shown("ระบบตรวจจับข่าวปลอม")
    assert ("concept:media.fake_news", "Fake   News") in shown("About Fake   News!")


def test_function_words_count_in_names_only():
    assert shown("Over the top") == [("top", "top")]
    assert shown("Over", names=True) == [("over", "Over")]


def test_a_thai_name_is_also_kept_whole():
    assert ("โตมีฮิน", "โตมีฮิน") in shown("โตมีฮิน", names=True)


def test_runs_keep_thai_whole():
    assert runs("AI สำหรับข่าวปลอม, и C++") == ["ai", "สำหรับข่าวปลอม", "и", "c++"]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_places_inside_it(text):
    assert all(0 <= one.start < one.end <= len(text) for one in places(text, names=True))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("A fair of space tourism", ["space tourism", "tourism"]),
        ("исторический музей Казани", ["исторический музей", "музей"]),
        ("เยือนการท่องเที่ยวเชิงสุขภาพ", ["การท่องเที่ยว", "การท่องเที่ยวเชิงสุขภาพ"]),
    ],
)
def test_a_concept_within_the_name_of_another_stands_there_too(
    text: str, marked: list[str]
) -> None:
    found = [words for term, words in shown(text) if term.startswith(CONCEPT)]
    assert found == marked
