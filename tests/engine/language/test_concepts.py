import pytest

from saphan.engine.language import code_path, concepts, concepts_in


def test_one_concept_in_three_languages() -> None:
    found = [
        concepts_in(text)
        for text in (
            "ระบบตรวจจับข่าวปลอม",
            "Мониторинг дезинформации",
            "We track misinformation",
        )
    ]
    assert found == [
        {"data.monitoring": ("ตรวจจับ",), "media.fake_news": ("ข่าวปลอม",)},
        {"data.monitoring": ("мониторинг",), "media.fake_news": ("дезинформации",)},
        {"media.fake_news": ("misinformation",)},
    ]


def test_a_longer_name_hides_the_shorter_one_inside() -> None:
    assert concepts_in("облачные вычисления") == {"cloud.computing": ("облачные вычисления",)}
    assert list(concepts_in("ดาวเทียมสื่อสาร")) == ["telecom.satellite"]
    assert list(concepts_in("วิเคราะห์ภาพถ่ายดาวเทียม")) == ["space.remote_sensing"]


def test_english_names_count_inside_thai_and_russian() -> None:
    assert list(concepts_in("แพลตฟอร์ม AI และ Blockchain")) == ["ai.general", "finance.blockchain"]
    assert list(concepts_in("Внедрение AI-решений")) == ["ai.general"]


def test_a_proper_name_that_holds_a_word_is_no_concept() -> None:
    assert concepts_in("เครือข่ายเอไอเอส") == {}


def test_a_phrase_does_not_span_sentences() -> None:
    assert concepts_in("We are smart. City of Perm") == {}


def test_every_name_of_the_lexicon_is_recognised() -> None:
    missed = [
        (concept.id, name)
        for concept in concepts().values()
        for names in concept.words.values()
        for name in names
        if concept.id not in concepts_in(name)
    ]
    assert missed == []


def test_every_concept_names_a_real_activity_or_none() -> None:
    assert [c.id for c in concepts().values() if c.isic and not code_path(c.isic)] == []


@pytest.mark.parametrize(
    ("language", "name"),
    [("th", "การตรวจจับข่าวปลอม"), ("ru", "выявление дезинформации"), ("de", "fake news detection")],
)
def test_the_name_to_show(language: str, name: str) -> None:
    assert concepts()["media.fake_news"].name(language) == name
