import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.engine.language import MAX_TEXT, Sentence, TextCutWarning, sentences

ANY = st.text(st.sampled_from('กาที่เ ัๆฯяЯАaAг.т!?…«»")(1\n\t😀\u2028'), max_size=50) | st.text(
    max_size=40
)


def cut(text: str, language: str | None = None) -> list[str]:
    return [sentence.text for sentence in sentences(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Компания основана в г. Москве, ул. Ленина, д. 5.",
        "Мы делаем ПО, т. е. программы.",
        "А. С. Пушкин и им. В. И. Ленина.",
        "Выручка 3.5 млн руб. за год.",
        "См. рис. 3 и табл. 2.",
        "«Согласен!» — сказал он.",
        "В XX в. всё изменилось.",
        "Dr. Smith met Mr. Brown at 10 a.m. in London.",
        "Acme Co., Ltd. makes drones for 3.5 million dollars.",
        "See Fig. 3 and No. 5 at www.example.com for more.",
        "J. R. R. Tolkien, e.g. Arthur, was born on Jan. 3.",
        "Yahoo! is a firm.",
    ],
)
def test_full_stops_that_end_no_sentence(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Работаем с 2010 г.", "Экспортируем в 12 стран."),
        ("Поставляем дроны, роботы и т. д.", "Офис в Перми."),
        ("Цена 100 тыс. руб.", "Доставка бесплатно."),
        ("Это вопрос?", "Да!"),
        ("He works for Acme Inc.", "She does not."),
        ("Moscow, the U.S. etc.", "We sell."),
        ("“It works.”", "She said so."),
        ("Без точки", "Новая строка"),
    ],
)
def test_ends_of_sentences(first: str, second: str) -> None:
    separator = " " if first[-1] in ".?”" else "\n"
    assert cut(first + separator + second) == [first, second]


def test_thai_is_cut_at_the_spaces_that_end_a_sentence() -> None:
    assert cut(
        "บริษัท สยามดาต้า จำกัด ก่อตั้งเมื่อปี 2558 มีสำนักงานใหญ่อยู่ที่กรุงเทพฯ "
        "เราพัฒนาระบบตรวจจับข่าวปลอม และให้คำปรึกษาด้านความปลอดภัย แก่หน่วยงานภาครัฐ "
        "ปัจจุบันเรามีลูกค้ากว่า 120 ราย ใน 5 ประเทศ อย่างไรก็ตาม เรายังไม่มีตัวแทนจำหน่าย"
    ) == [
        "บริษัท สยามดาต้า จำกัด ก่อตั้งเมื่อปี 2558 มีสำนักงานใหญ่อยู่ที่กรุงเทพฯ",
        "เราพัฒนาระบบตรวจจับข่าวปลอม และให้คำปรึกษาด้านความปลอดภัย แก่หน่วยงานภาครัฐ",
        "ปัจจุบันเรามีลูกค้ากว่า 120 ราย ใน 5 ประเทศ",
        "อย่างไรก็ตาม เรายังไม่มีตัวแทนจำหน่าย",
    ]


def test_a_sentence_knows_its_place() -> None:
    assert sentences("  Да.  Нет.\n\nขอบคุณ ") == (
        Sentence(2, 5, "Да."),
        Sentence(7, 11, "Нет."),
        Sentence(13, 19, "ขอบคุณ"),
    )


def test_a_text_beyond_the_limit_is_cut_with_a_warning() -> None:
    with pytest.warns(TextCutWarning, match=r"200,002 characters was read up to character 200,000"):
        found = sentences("Да. " * (MAX_TEXT // 4) + "Ja")
    assert len(found) == MAX_TEXT // 4


@settings(max_examples=60, deadline=None)
@given(ANY, st.sampled_from([None, "th", "ru", "en"]))
def test_sentences_of_any_text_are_its_parts_in_order(text: str, language: str | None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = sentences(text, language)
    last = 0
    for sentence in found:
        assert last <= sentence.start < sentence.end <= len(text)
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip()
        last = sentence.end
    assert "".join(text.split()) == "".join("".join(s.text for s in found).split())
